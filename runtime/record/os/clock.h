/* SPDX-License-Identifier: MIT */
/*
 * The clock: a counter of ticks that is read without a system call.  Any
 * thread, any signal, once mc_clock_init has chosen it.
 *
 * The processor's counter (../../arch/), if there is one that runs at one rate
 * on all cores.  Else CLOCK_MONOTONIC, whose ticks are nanoseconds.
 */
#ifndef MC_CLOCK_H
#define MC_CLOCK_H

#include "../../arch/arch.h"
#include "../../format.h"

#include <time.h>

/* The counter that mc_clock_ticks reads.  mc_clock_init sets it. */
extern enum mc_clock mc_clock_kind;

/* Chooses the clock.  Once, before any reading. */
void mc_clock_init(void);

static inline uint64_t mc_clock_monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Clocks of a thread that are read one after the other may differ by so much
   without a reason. */
#define MC_CLOCK_SLACK_NS 20000u

/* Returns how long the calling thread has been on the processor. */
static inline uint64_t mc_clock_thread_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Returns the present time in ticks. */
static inline uint64_t mc_clock_ticks(void)
{
	if (__builtin_expect(mc_clock_kind == MC_CLOCK_COUNTER, 1))
		return mc_arch_ticks();
	return mc_clock_monotonic_ns();
}

/* Reads both clocks at once.  Two such pairs tell the length of a tick. */
struct mc_clock_pair mc_clock_pair(void);

#endif
