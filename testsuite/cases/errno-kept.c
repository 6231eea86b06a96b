// SPDX-License-Identifier: MIT
// The hooks keep errno, whatever they do.
// { mc-stdout "kept" }
// { mc-node "work" calls=1 }
// { mc-node "leaf" calls=20000 }
#include <errno.h>
#include <stdio.h>

static int leaf(int n)
{
	return n + errno;
}

__attribute__((profile)) int work(void)
{
	int i, wrong = errno != 77;

	for (i = 0; i < 20000; i++) {
		errno = i;
		if (leaf(0) != i || errno != i)
			wrong++;
	}
	return wrong;
}

int main(void)
{
	int wrong;

	errno = 77;
	wrong = work() + (errno != 19999);
	puts(wrong ? "changed" : "kept");
	return 0;
}
