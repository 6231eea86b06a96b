// SPDX-License-Identifier: MIT
// Recursion, nothing else.
#include <stdio.h>
#include <stdlib.h>

__attribute__((noinline)) void other(void)
{
}

static __attribute__((noinline)) int fib(int n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

int work(int n)
{
	return fib(n);
}

int main(int argc, char **argv)
{
	other();
	printf("%d\n", work(argc > 1 ? atoi(argv[1]) : 35));
	return 0;
}
