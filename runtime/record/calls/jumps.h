/* SPDX-License-Identifier: MIT */
/*
 * Jumps: longjmp, a change of stacks, an exception through code that is not
 * instrumented.  Nobody tells the recorder of one.  It shows at the next call
 * of a hook, by where that runs (stack-place.h, strands.h), and the calls that
 * have been jumped over end then.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_JUMPS_H
#define MC_JUMPS_H

#include "../profile/stack-place.h"

/* Makes the strand at ADDRESS, where the caller runs, the running one, if there
   is one. */
void mc_jumps_find_strand(struct mc_thread *thread, uintptr_t address);

/* The same for a call that begins at PLACE, which gets a strand if it has none.
   IS_HANDLER: it runs on an alternate stack for signals. */
void mc_jumps_find_strand_of_call(struct mc_thread *thread,
				  struct mc_place place, int is_handler);

/* Finds the strand of a call that has begun at PLACE, and ends the calls that
   have been jumped over.  Returns 0 if the whole extent has been, and is
   over. */
int mc_jumps_close_dead(struct mc_thread *thread, struct mc_place place,
			int is_handler);

/* Tells whether FRAME is among the open calls of the thread, and makes its
   strand the running one.  A frame that was taken for dead is not open. */
int mc_jumps_is_open(struct mc_thread *thread, struct mc_frame *frame);

/* Ends all calls above FRAME, which is of the running strand, the innermost
   first. */
void mc_jumps_close_above(struct mc_thread *thread, struct mc_frame *frame);

/* Ends all calls of the running strand that run in the stack frame at CFA or
   are called from there. */
void mc_jumps_close_at(struct mc_thread *thread, uintptr_t cfa);

#endif
