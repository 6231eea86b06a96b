/* SPDX-License-Identifier: MIT */
/*
 * Picks the calls of a link that are timed with time=auto.
 *
 * All calls are timed until the link has proved hot.  Then one call in so many
 * is, on average, so that reading the clock costs little of the time between
 * two timed calls.  They are picked at random: every 64th call of a leaf that
 * is slow every 64th time would be a slow one, or never.  The share of each
 * link follows the rate at which it is called, and the cost of all to the
 * thread follows a target.
 *
 * From one change of a link's share to the next its calls are a stratum, see
 * "Numbers" in ../../format.h.
 *
 * For the owning thread and its signal handlers.  A handler that comes in
 * between may cost an estimate some precision, never a count.
 */
#ifndef MC_SAMPLE_H
#define MC_SAMPLE_H

#include "thread.h"

/* A seed that is the same in each run.  Any number but 0. */
#define MC_SAMPLE_SEED 2463534242u

/* Returns the seed of the thread with that NUMBER, by the option `seed`; if
   that is 0, one that differs from run to run.  Never 0. */
uint32_t mc_sample_seed(uint32_t number);

/* Draws the next random number.  Marsaglia, Xorshift RNGs, Journal of
   Statistical Software 8 (2003). */
static inline uint32_t mc_sample_draw(uint32_t *random)
{
	*random ^= *random << 13;
	*random ^= *random >> 17;
	*random ^= *random << 5;
	return *random;
}

/* Returns how many calls further on the next timed call of LINK is.  This call
   is about to be timed: it has been counted, but is not among the timed ones
   yet. */
uint32_t mc_sample_next(struct mc_thread *thread, struct mc_node *link);

/* Notes that a timed call of LINK showed so many ticks, if only a share of
   LINK's calls is timed. */
static inline void mc_sample_add(struct mc_node *link, uint64_t ticks)
{
	link->squares += (double)ticks * (double)ticks;
}

/* Has all calls of LINK timed from the next one on. */
void mc_sample_stop(struct mc_thread *thread, struct mc_node *link);

#endif
