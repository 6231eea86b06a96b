/* SPDX-License-Identifier: MIT */
/*
 * The stacks that a thread's calls run on: its own, those of coroutines, and
 * those of signal handlers (sigaltstack).  What runs on one is a strand.
 *
 * Each strand has its open calls in order.  Those of other strands go on
 * elsewhere meanwhile, and are neither above nor below.  The thread's top,
 * limit, base, timing and stack are those of the running strand.  Nobody tells
 * the recorder that a program changes stacks: it shows when a call with a frame
 * begins or ends on another stack than the last one.
 *
 *	void gen() { step(); yield(); step(); }
 *	main() { next(); next(); }
 *
 *	main -- next			the thread's own strand
 *	  gen -- step			another; gen was called by next
 *
 * The recorder knows the bounds of the thread's own stack.  Of other stacks it
 * only knows where it saw calls.  A call further down is taken to be on the
 * stack of the nearest call above it.  If it is far away, or made by code that
 * is not instrumented, it is taken to begin a strand.  If that is wrong, no
 * harm is done: the strand ends before the calls go on that it was on top of.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_STRANDS_H
#define MC_STRANDS_H

#include "stack-place.h"
#include "../os/spare.h"

/* Returns the strand on whose stack ADDRESS is, NULL if none is known.
   IS_ARRIVING: called by code that is not instrumented. */
struct mc_strand *mc_strands_find(struct mc_thread *thread, uintptr_t address,
				  int is_arriving);

/* Makes a strand whose outermost call is at ADDRESS.  IS_HANDLER: it is on an
   alternate stack for signals.  NULL: no memory.  Takes the guard. */
struct mc_strand *mc_strands_add(struct mc_thread *thread, uintptr_t address,
				 int is_handler);

/* Returns the strand that FRAME belongs to, NULL if it is not the thread's. */
struct mc_strand *mc_strands_of(const struct mc_thread *thread,
				struct mc_frame *frame);

/* Makes STRAND the running one.  A signal handler's strand that is left by that
   has ended: its calls are dropped.  Takes the guard. */
void mc_strands_go(struct mc_thread *thread, struct mc_strand *strand);

/* Ends all strands but the thread's own, which runs then: the extent ends.
   Takes the guard. */
void mc_strands_end(struct mc_thread *thread);

/* Puts a frame on top, forming, and returns it, where the running strand has no
   room left.  NULL if there is none to be had.  Takes the guard. */
struct mc_frame *mc_strands_next_frames(struct mc_thread *thread,
					struct mc_place place);

/* Makes PREVIOUS, which is in another block or chunk, the top again.  If it is
   no call, the strand ends, and what ran before it goes on.  Takes the
   guard. */
void mc_strands_previous_frames(struct mc_thread *thread,
				struct mc_frame *previous);

/* Calls VISIT for the open calls of all strands, each strand's innermost first.
   Stops when VISIT returns something other than 0, and returns that. */
int mc_strands_visit(struct mc_thread *thread,
		     int (*visit)(struct mc_thread *thread,
				  struct mc_frame *frame));

/* Tells whether the caller runs on an alternate stack for signals, which may be
   too small for what is rare (spare.h).  THREAD is NULL if there is none
   yet. */
static inline int mc_strands_is_handler(const struct mc_thread *thread)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	if (thread && mc_place_is_on_stack(thread, here))
		return thread->strands.running->is_handler;
	return mc_spare_is_handler();
}

#endif
