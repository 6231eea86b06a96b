/* SPDX-License-Identifier: MIT */
/*
 * time=auto: which calls of a link are timed.
 *
 * All, until the link has proved hot: then about one in so many that reading
 * the clock for it costs little of the time between two that are timed, picked
 * at random (every 64th of a leaf that is slow every 64th time would show
 * nothing but slow ones, or none).  The share of each link follows the rate at
 * which it is called, and what all of them cost the thread follows a target.
 *
 * From one change of a link's share to the next its calls are a stratum, see
 * "Numbers" in ../../format.h.
 *
 * For the owning thread, signal handlers included: a handler that comes in
 * between may cost an estimate some precision, never a count.
 */
#ifndef MC_SAMPLE_H
#define MC_SAMPLE_H

#include "thread.h"

/* Any but 0. */
#define MC_SAMPLE_SEED 2463534242u

/* The next one.  Marsaglia, Xorshift RNGs, Journal of Statistical Software 8
   (2003). */
static inline uint32_t mc_sample_draw(uint32_t *random)
{
	*random ^= *random << 13;
	*random ^= *random >> 17;
	*random ^= *random << 5;
	return *random;
}

/* A call of LINK is about to be timed; it has been counted, but is not among
   the timed ones yet.  Returns how many calls further on the next one is. */
uint32_t mc_sample_next(struct mc_thread *thread, struct mc_node *link);

/* A timed call of LINK, one of a share, showed so many ticks. */
void mc_sample_add(struct mc_thread *thread, struct mc_node *link,
		   uint64_t ticks);

/* From its next call on, all calls of LINK will be timed. */
void mc_sample_stop(struct mc_thread *thread, struct mc_node *link);

#endif
