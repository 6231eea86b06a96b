// SPDX-License-Identifier: MIT
// Someone cuts the profile short while it is written to.
// { mc-xfail "what is mapped behind the end of a file is SIGBUS" }
// { mc-edge "(root) -> work" }
// { mc-stdout "1000" }
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static volatile int sum;

static void leaf(void)
{
	sum++;
}

__attribute__((profile)) void work(void)
{
	const char *profile = getenv("MEMCALL_OUT");

	leaf();
	if (profile && truncate(profile, 0))
		puts("cannot truncate it");
	for (int i = 1; i < 1000; i++)
		leaf();
}

int main(void)
{
	work();
	printf("%d\n", sum);
	return 0;
}
