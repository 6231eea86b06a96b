/* SPDX-License-Identifier: MIT */
/*
 * Coroutines: who calls one that is resumed.
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
 * A coroutine has two functions, and so two nodes in a context: of its starts
 * and of its resumptions (*; MC_NODE_RESUMED).  The report makes one of them.
 * A start is a call of the function under the coroutine's name, and what runs
 * before the first suspension is part of that.  Each resumption is a *run*: it
 * has a frame, and lasts until the coroutine is suspended or ends.
 * What a destroyed coroutine has its variables do is done by who destroys it.
 *
 * Who resumes a coroutine by a call is its caller.  A coroutine that hands over
 * to another one by a tail call is not on the stack any more.  But if it waits
 * for that, it is its caller all the same, and the time of the other is part of
 * its own.  So while control goes from one to another, a thread remembers those
 * that wait: the first of them was resumed by a call, each of the others by the
 * one before.  Of one that is handed over to
 *
 *	1. if it is among those that wait, it goes on in its own node, and those
 *	   behind it wait no longer: outer, as inner has ended
 *	2. else the last that waits is its caller: outer of inner; or if none
 *	   does, what has resumed the first by a call
 *
 * where one that hands over waits unless it has ended or yields a value.  All
 * of it is over when one of them returns to what resumed the first.
 *
 * Whether the other one will be seen is not known when it is handed over to:
 * its code may not be instrumented.  So a run is over then, its position that
 * of its caller, and what is remembered is taken up again if the other one's
 * run is what comes next.
 *
 * A caller that waits has no window open in which the time of the other would
 * be seen, so all runs by a link that was once handed over to are timed.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_COROUTINE_H
#define MC_COROUTINE_H

#include "thread.h"

/* The coroutine with that frame has been handed over to, or has none been: the
   link by which it runs then is found, from the thread's position, and which
   coroutines wait meanwhile.  Never NULL. */
struct mc_node *mc_coroutine_find(struct mc_thread *thread,
				  struct mc_function *function,
				  const void *frame, uint32_t index,
				  struct mc_span *waiting);

/* One that runs by LINK, while WAITING do, is about to hand over to TO.  With
   MC_WAITS it waits itself, before the others of its thread. */
void mc_coroutine_hand_over(struct mc_thread *thread, struct mc_node *link,
			    struct mc_span waiting,
			    struct mc_function *function, const void *frame,
			    const void *to, int reason);

/* Nobody has been handed over to. */
static inline void mc_coroutine_forget(struct mc_thread *thread)
{
	thread->coroutines.handed_to = NULL;
}

/* The link by which the coroutine NUMBER of those that wait runs; NULL: there
   are no more. */
struct mc_node *mc_coroutine_waiting(const struct mc_thread *thread,
				     uint32_t number);

/* A run in the call of FRAME is over. */
void mc_coroutine_end(struct mc_thread *thread, const struct mc_frame *frame);

#endif
