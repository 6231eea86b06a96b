/* SPDX-License-Identifier: MIT */
/*
 * A marked function that only calls: two long calls, and many short ones in
 * between.  What it does itself is a counter and a jump a round.
 *
 *     busy ROUNDS
 *
 * Prints the CPU time that all of it takes when nothing is recorded.
 */
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SLOW_STEPS 20000000

static __attribute__((noinline)) unsigned long leaf(unsigned long x)
{
	return take_steps(x, 1);
}

static __attribute__((noinline)) unsigned long mid(unsigned long x)
{
	return leaf(leaf(leaf(x)));
}

static __attribute__((noinline)) unsigned long slow(unsigned long x)
{
	return take_steps(x, SLOW_STEPS);
}

static inline __attribute__((always_inline, no_instrument_function))
unsigned long call_all(unsigned long x, long rounds)
{
	long i;

	x = slow(x);
	for (i = 0; i < rounds; i++)
		x = mid(x);
	return slow(x);
}

__attribute__((profile)) unsigned long work(unsigned long x, long rounds)
{
	return call_all(x, rounds);
}

static __attribute__((noinline)) unsigned long unrecorded(unsigned long x,
							   long rounds)
{
	return call_all(x, rounds);
}

static long cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * 1000000000 + now.tv_nsec;
}

int main(int argc, char **argv)
{
	long rounds, start, plain;
	unsigned long x;

	if (argc != 2)
		return 2;
	rounds = atol(argv[1]);
	start = cpu_ns();
	x = unrecorded(88172645463325252ul, rounds);
	plain = cpu_ns() - start;
	work(x, rounds);
	printf("plain_ns=%ld\n", plain);
	return 0;
}
