// SPDX-License-Identifier: MIT
// A library that is linked with -Bsymbolic calls its own function, even if the
// program defines it as well.
// { mc-library "lib.c" }
// { mc-options "-rdynamic -Wl,-Bsymbolic" }
// { mc-stdout "8 4" }
// { mc-node "work" calls=1 }
// { mc-node "lib_run" calls=1 }
// { mc-node "choose" calls=8 }
// { mc-node "from_library" calls=4 }
// { mc-node "from_program" calls=4 }
// { mc-edge "lib_run -> choose" calls=4 }
// { mc-edge "work -> choose" calls=4 }
// { mc-only-nodes }
#include <stdio.h>

int lib_run(int n);
int choose(int n);

static int from_program(void)
{
	return 1;
}

int choose(int n)
{
	return from_program() + 0 * n;
}

__attribute__((profile)) int work(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += choose(i);
	return 10 * lib_run(n) + sum;
}

int main(void)
{
	int sum = work(4);

	printf("%d %d\n", sum / 10, sum % 10);
	return 0;
}
