/* SPDX-License-Identifier: MIT */
/*
 * The memory gate: when to look at memory, and whom to charge with what is
 * found.
 *
 * At every boundary (a call begins or ends) compiled code asks the gate, with a
 * few loads and no system call, whether memory can have changed since the last
 * boundary:
 *
 *	faults     the thread's page faults (ring.h): memory was touched
 *	brk        the end of the heap: malloc gave some back
 *	           (both in struct mc_position: their sum is not what was seen)
 *	a move     a call of munmap, read and the like was made, or a large
 *	           block was freed (the sum that was seen is made a wrong one)
 *	time       some time has passed since the last look: for all the rest
 *	           (asked only where the clock is read)
 *
 * Only then the recorder looks (memory.h), and charges what has changed to the
 * position, that is, to what was running just before the boundary.  At the
 * boundary before that nothing had changed, or it would have been found then.
 *
 * What is found only because time has passed may have happened several calls
 * ago.  Then the node that is charged is marked as an estimate.  Without a ring
 * only time opens the gate, every 20 costs of a look, and all nodes that ran
 * unwatched are marked.
 *
 * The peak in between is taken to be the last level plus every page that the
 * thread touched for the first time since.  That is exact as long as memory is
 * touched page by page before any of it is given back, else an upper bound.
 *
 * With several threads in extents, resident memory is that of all of them
 * together.  Each is charged with the pages it touched itself, and with what
 * the kernel tells before and after a call of its own that gives memory back.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_GATE_H
#define MC_GATE_H

#include "../profile/thread.h"
#include "../../inline-protocol.h"

/* Tells whether something says that memory may have changed since the last
   look. */
static inline int mc_gate_has_signal(const struct mc_thread *thread)
{
	return mc_inline_is_changed(thread->position);
}

/* Tells whether memory is to be looked at NOW. */
static inline int mc_gate_is_open(const struct mc_thread *thread, uint64_t now)
{
	return mc_gate_has_signal(thread) || now >= thread->gate.next_look;
}

/* Shuts the gate: what has changed has been seen.  The next look for time's
   sake is at NEXT, in ticks of the thread. */
static inline void mc_gate_shut(struct mc_thread *thread, uint64_t next)
{
	struct mc_position *position = thread->position;

	thread->gate.next_look = next;
	thread->gate.changes = 0;
	thread->gate.seen_brk = *position->brk;
	if (position->faults)
		position->seen = *position->faults + *position->brk;
	position->looked = *thread->gate.head;
}

/* Has memory looked at at the next boundary. */
static inline void mc_gate_open(struct mc_thread *thread)
{
	struct mc_position *position = thread->position;

	thread->gate.changes++;
	/* The sum never gets from what it is now to its complement. */
	if (!position->faults)
		return;
	position->seen = ~(*position->faults + *position->brk);
	position->looked = ~*thread->gate.head;
}

/* Finds out what a look costs and what the system grants.  Once, before the
   first extent. */
void mc_gate_init(void);

/* Opens the sources for the calling thread.  Under the guard. */
void mc_gate_open_sources(struct mc_thread *thread);
/* Closes the sources of the calling thread.  Under the guard. */
void mc_gate_close_sources(struct mc_thread *thread);

/* Prepare for a fork by the calling thread, and go on after it.  In between its
   ring must not be read, as a child has none.  THREAD may be NULL before the
   fork: it does not record.  Under the guard. */
void mc_gate_before_fork(struct mc_thread *thread);
void mc_gate_after_fork(struct mc_thread *thread, int is_child);

/* Looks at memory and charges the position.  FRAME (may be NULL) is its open
   call, for the peak.  The time that this takes is added to the record's
   own_ticks. */
void mc_gate_look(struct mc_thread *thread, struct mc_frame *frame);

/* Begins an extent at NOW.  What has changed outside of extents is nobody's,
   unless so little time has passed there that a look would cost more. */
void mc_gate_begin_extent(struct mc_thread *thread, uint64_t now);

/* Ends the extent, whose outermost call is about to be taken off. */
void mc_gate_end_extent(struct mc_thread *thread);

/* Tells whether the thread is charged with what it did itself: others are in
   extents, or have looked since its last look. */
int mc_gate_counts_own(const struct mc_thread *thread);

/* Returns the page faults of all threads that record or have recorded, but this
   one.  Takes the guard. */
uint64_t mc_gate_faults_of_others(const struct mc_thread *thread);

#endif
