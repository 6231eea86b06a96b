/* SPDX-License-Identifier: MIT */
/*
 * The stacks that a thread's calls run on: its own, those of coroutines, and
 * those of signal handlers (sigaltstack).  What runs on one is a strand.
 *
 * Each strand has its open calls in order; those of others go on elsewhere
 * meanwhile, and are neither above nor below.  The thread's top, limit, base,
 * timing and stack are those of the strand that runs.  Which one that is shows
 * when a call with a frame begins or ends on another stack than the last one
 * did: nobody says so when a program changes stacks.
 *
 *	void gen() { step(); yield(); step(); }		main() { next(); next();
 *}
 *
 *	main -- next			the thread's own strand
 *	  gen -- step			another; gen was called by next
 *
 * Of the thread's own stack it is known where it is.  Of others only, where
 * calls were seen: what is called further down is on the stack of the nearest
 * call above, unless it is far away, or called by code that is not
 * instrumented: then it is taken to begin a strand.  If that was wrong, no harm
 * is done, as it ends before those that it was on top of go on.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_STRANDS_H
#define MC_STRANDS_H

#include "stack-place.h"
#include "../os/spare.h"

/* The strand on whose stack ADDRESS is, NULL if none is known.  IS_ARRIVING:
   called by code that is not instrumented. */
struct mc_strand *mc_strands_find(struct mc_thread *thread, uintptr_t address,
				  int is_arriving);

/* A new one, with the outermost call at ADDRESS.  NULL: no memory. */
struct mc_strand *mc_strands_add(struct mc_thread *thread, uintptr_t address,
				 int is_handler);

/* The strand that FRAME belongs to, NULL if it is not the thread's. */
struct mc_strand *mc_strands_of(const struct mc_thread *thread,
				struct mc_frame *frame);

/* STRAND runs from now on.  Of a signal handler that was left by it, nothing
   will be heard any more. */
void mc_strands_go(struct mc_thread *thread, struct mc_strand *strand);

/* The extent ends: so do all strands but the thread's own, which runs then. */
void mc_strands_end(struct mc_thread *thread);

/* Puts a frame on top, forming, where the room of the running strand has come
   to an end.  NULL if there is none to be had.  Takes the guard. */
struct mc_frame *mc_strands_next_frames(struct mc_thread *thread,
					struct mc_place place);

/* PREVIOUS, which is elsewhere, is on top again; or if it is no call, what ran
   before the strand.  Takes the guard. */
void mc_strands_previous_frames(struct mc_thread *thread,
				struct mc_frame *previous);

/* Calls VISIT for the open calls of all strands, the innermost first, until it
   returns something else than 0, which is returned. */
int mc_strands_visit(struct mc_thread *thread,
		     int (*visit)(struct mc_thread *thread,
				  struct mc_frame *frame));

/* Tells whether the caller runs on an alternate stack for signals, which may be
   too small for what is rare (spare.h).  THREAD is NULL if it is none yet. */
static inline int mc_strands_is_handler(const struct mc_thread *thread)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	if (thread && mc_place_is_on_stack(thread, here))
		return thread->strands.running->is_handler;
	return mc_spare_is_handler();
}

#endif
