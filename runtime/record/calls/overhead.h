/* SPDX-License-Identifier: MIT */
/*
 * What the hooks themselves cost.
 */
#ifndef MC_OVERHEAD_H
#define MC_OVERHEAD_H

#include "../profile/thread.h"

/* Measures it, for the header, on the calling thread.  Before its first extent,
   under the guard. */
void mc_overhead_measure(struct mc_thread *thread);

/* Measures it once more, if it is time: a processor that others use, too, is
   twice as fast at one moment as at another.  The header has the mean.  Takes
   the guard; the caller takes what this lasts for the recorder's own work. */
void mc_overhead_follow(struct mc_thread *thread);

#endif
