/* SPDX-License-Identifier: MIT */
/*
 * The cost of the hooks themselves, which a reader takes out (format.h,
 * "Numbers").
 */
#ifndef MC_OVERHEAD_H
#define MC_OVERHEAD_H

#include "../profile/thread.h"

/* Measures the cost on the calling thread, and puts it into the header.  Before
   its first extent, under the guard. */
void mc_overhead_measure(struct mc_thread *thread);

/* Measures it once more, if it is time: a processor that others use, too, is
   twice as fast at one moment as at another.  The header has the mean.  Takes
   the guard.  The caller counts the time that this takes as the recorder's
   own. */
void mc_overhead_follow(struct mc_thread *thread);

#endif
