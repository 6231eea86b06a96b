// SPDX-License-Identifier: MIT
// Recursion, nothing else.
#include <stdio.h>
#include <stdlib.h>

static __attribute__((noinline)) int fib(int n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

__attribute__((profile)) int work(int n)
{
	return fib(n);
}

int main(int argc, char **argv)
{
	printf("%d\n", work(argc > 1 ? atoi(argv[1]) : 35));
	return 0;
}
