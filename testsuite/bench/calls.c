// SPDX-License-Identifier: MIT
// Nothing but calls of a function that touches no memory: what a call costs.
#include <stdio.h>
#include <stdlib.h>

static volatile int sum;

static __attribute__((noinline)) void nothing(void)
{
	sum = sum + 1;
}

__attribute__((profile)) void work(long calls)
{
	while (calls--)
		nothing();
}

int main(int argc, char **argv)
{
	work(argc > 1 ? atol(argv[1]) : 20000000);
	printf("%d\n", sum);
	return 0;
}
