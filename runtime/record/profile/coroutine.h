/* SPDX-License-Identifier: MIT */
/*
 * Coroutines: finds out who calls one that is resumed.
 *
 *	task inner() { ... }
 *	task outer() { co_await inner(); co_await inner(); }
 *	main() { task t = outer(); t.resume(); }
 *
 *	root
 *	  main
 *	    outer    calls 1	the call of outer in main, up to its first
 *	                        suspension
 *	    outer*   resumes 3	by main, and twice as inner had ended
 *	      inner  calls 2
 *	      inner* resumes 2	by co_await, that is, by symmetric transfer
 *
 * A coroutine has two functions, and so two nodes in a context: one for its
 * starts and one for its resumptions (*; MC_NODE_RESUMED).  The report makes
 * one of them.  A start is a call of the function under the coroutine's name,
 * and what runs before the first suspension is part of that.  Each resumption
 * is a *run*: it has a frame, and lasts until the coroutine is suspended or
 * ends.  The destructors of a destroyed coroutine are part of the call that
 * destroys it.
 *
 * The caller of a coroutine is who resumes it by a call.  A coroutine that
 * hands over to another one by a tail call is not on the stack any more.  But
 * if it waits for the other, it is the other's caller all the same, and the
 * other's time is part of its own.  So while control goes from one to another,
 * a thread remembers those that wait.  The first of them was resumed by a call,
 * each of the others by the one before.  A coroutine that is handed over to
 *
 *	1. goes on in its own node if it is among those that wait, and those
 *	   behind it wait no longer: outer, as inner has ended
 *	2. else is called by the last that waits: inner, by outer; or if none
 *	   waits, by what has resumed the first by a call
 *
 * A coroutine that hands over waits, unless it has ended or yields a value.
 * All of it is over when one of them returns to what resumed the first.
 *
 * At a hand-over it is not known whether the other coroutine will be seen: its
 * code may not be instrumented.  So the run ends, and the position is that of
 * its caller.  What is remembered is taken up again if the run of the other one
 * is what comes next.
 *
 * A caller that waits has no window open in which the other's time would be
 * seen.  So all runs by a link that was once handed over to are timed.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_COROUTINE_H
#define MC_COROUTINE_H

#include "thread.h"

/* Returns the link by which the coroutine with FRAME runs, and sets *WAITING to
   those that wait meanwhile.  If it has not been handed over to, the thread's
   position calls it.  INDEX is GCC's (struct mc_hooks, run).  Never NULL. */
struct mc_node *mc_coroutine_find(struct mc_thread *thread,
				  struct mc_function *function,
				  const void *frame, uint32_t index,
				  struct mc_span *waiting);

/* Notes that a coroutine hands over to the one with the frame TO.  It has
   FRAME, runs by LINK, and WAITING wait for it.  REASON is an enum mc_reason.
   With MC_WAITS it waits, too. */
void mc_coroutine_hand_over(struct mc_thread *thread, struct mc_node *link,
			    struct mc_span waiting,
			    struct mc_function *function, const void *frame,
			    const void *to, int reason);

/* Forgets the last hand-over. */
static inline void mc_coroutine_forget(struct mc_thread *thread)
{
	thread->coroutines.handed_to = NULL;
}

/* Returns the link of the waiting coroutine NUMBER (from 0); NULL: there are no
   more. */
struct mc_node *mc_coroutine_waiting(const struct mc_thread *thread,
				     uint32_t number);

/* Ends the run whose frame is FRAME. */
void mc_coroutine_end(struct mc_thread *thread, const struct mc_frame *frame);

#endif
