/* SPDX-License-Identifier: MIT */
/*
 * Three functions of a few nanoseconds that do 50, 30 and 20 % of the work, by
 * the number of equal steps: each needs the result of the one before it, so
 * that calls and hooks take no time of their own beside them.
 *
 *     shares ROUNDS
 */
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>

static __attribute__((noinline)) unsigned long half(unsigned long x)
{
	return take_steps(x, 5);
}

static __attribute__((noinline)) unsigned long third(unsigned long x)
{
	return take_steps(x, 3);
}

static __attribute__((noinline)) unsigned long fifth(unsigned long x)
{
	return take_steps(x, 2);
}

__attribute__((profile)) unsigned long work(unsigned long x, long rounds)
{
	long i;

	for (i = 0; i < rounds; i++)
		x = fifth(third(half(x)));
	return x;
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	work(88172645463325252ul, atol(argv[1]));
	printf("half=50 third=30 fifth=20\n");
	return 0;
}
