/* SPDX-License-Identifier: MIT */
/*
 * Equal steps of work: each needs the result of the one before it.
 */
#ifndef STEPS_H
#define STEPS_H

static inline __attribute__((always_inline, no_instrument_function))
unsigned long take_steps(unsigned long x, int steps)
{
	int i;

	for (i = 0; i < steps; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
	}
	return x;
}

#endif
