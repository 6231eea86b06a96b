/* SPDX-License-Identifier: MIT */
/*
 * PSS and USS: proportional and private memory.
 *
 * The kernel tells them in smaps_rollup, which costs 1 ms per 100 MB.  So they
 * are read at the beginning and the end of extents and where shared memory has
 * changed, as long as that takes little of the time.  In between, and
 * otherwise, private memory counts in full.  What was charged so is an estimate
 * as soon as shared memory has changed; the end of the extent puts the sum
 * right.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_ROLLUP_H
#define MC_ROLLUP_H

#include "../profile/thread.h"

/* Finds out whether the kernel tells PSS and USS.  Once, before the first
   extent. */
void mc_rollup_init(void);

/* Says that a fork is about to be made: private pages may be another process's,
   too, from now on. */
void mc_rollup_before_fork(void);

/* Begins anew in a forked child. */
void mc_rollup_in_child(struct mc_thread *thread);

/* Reads PSS and USS, for what is charged until the end of the extent. */
void mc_rollup_begin_extent(struct mc_thread *thread);

/* Reads them again, and settles the difference.  The outermost call is still
   open. */
void mc_rollup_end_extent(struct mc_thread *thread);

/*
 * Charges the position with PSS and USS for a change of ANON bytes of private
 * and SHARED bytes of shared memory, in which the thread had so many page
 * FAULTS.  Private memory belongs to nobody else, unless a fork has shared it:
 * then a page that is written is copied, and adds the half that was another's.
 */
void mc_rollup_charge(struct mc_thread *thread, int64_t anon, int64_t shared,
		      uint64_t faults);

#endif
