/* SPDX-License-Identifier: MIT */
/*
 * When to look at memory, and whom to charge with what is found.
 *
 * At a boundary (a call begins or ends) the gate asks whether it is time to
 * look again.  If so, resident memory is read, and the difference to the last
 * reading is charged to what was running just before the boundary.
 *
 * Looking is bounded in time: between two looks of a thread pass at least
 * MC_GATE_COST_SHARE times the cost of a look.  What grew while boundaries went
 * by unread may belong to another function that ran since; all nodes concerned
 * are marked as estimates then.
 *
 * The peak in between is taken to be the last reading plus every page that the
 * thread touched for the first time since: exact as long as memory is touched
 * page by page before any of it is given back, an upper bound otherwise.
 */
#ifndef MC_GATE_H
#define MC_GATE_H

#include "options.h"
#include "thread.h"

/* Finds out what a look costs.  Once, before the first extent. */
void mc_gate_init(void);

/* The same question as mc_gate_boundary asks, for the hot path. */
static inline int mc_gate_is_due(const struct mc_thread *thread, uint64_t now)
{
	return now >= thread->next_read;
}

/* A boundary goes by unread: what is running may have grown unseen. */
static inline void mc_gate_pass(struct mc_thread *thread)
{
	if (mc_options.mem != MC_MEM_OFF)
		thread->running->flags |= MC_NODE_RSS_ESTIMATED;
	thread->boundaries_skipped = 1;
}

/* Looks, and charges thread->running; FRAME (may be NULL) is its open call, for
   the peak.  The time that takes is added to the record's own_ticks. */
void mc_gate_look(struct mc_thread *thread, struct mc_frame *frame);

/* An extent begins: what has changed outside is nobody's, unless so little time
   has passed outside that looking would cost more.  An extent ends, with LINK
   its outermost call. */
void mc_gate_begin_extent(struct mc_thread *thread, uint64_t now);
void mc_gate_end_extent(struct mc_thread *thread, struct mc_node *link);

#endif
