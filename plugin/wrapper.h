/* SPDX-License-Identifier: MIT */
/*
 * What is put around and into the body of a function, as sequences of GIMPLE.
 * instrument.cc says when and why, runtime/inline-protocol.h shows it in C.
 */
#ifndef MC_WRAPPER_H
#define MC_WRAPPER_H

#include "gcc-compat.h"
#include "memory-calls.h"

/* A wrapper's variables.  The function's body keeps them alive. */
struct mc_wrapper {
	tree position; /* the thread's (struct mc_position) */
	tree handle; /* of the call; none: the function is no node */
	tree inside; /* position->current while the body runs */
	tree arrived; /* position->arrived then, in what is no node */
	tree recorded; /* true if the call is recorded */
	tree told; /* where announcements go: to the position if the call is
		      recorded, else to `nowhere` */
	tree nowhere; /* a local variable; none: it is made when needed */
	tree descriptor;
	tree moving_thread; /* what MOVING returns, for MOVED */
	tree reason; /* in a coroutine's body: enum mc_reason */
	gimple_seq behind; /* the tail calls of a coroutine's body */
	bool has_finally; /* else each return and tail call has an exit */
	bool has_memory_calls;
	bool has_landings;
	bool has_announcements;
	bool is_marked;
	bool is_actor; /* the body of a coroutine: see coroutine.h */
	bool is_yielding; /* the walk is between yield_value and suspension */
};

/* The statements of `if (value != 0) then`; THEN seldom runs. */
gimple_seq mc_wrapper_if(tree value, gimple_seq then);

tree mc_wrapper_make_nowhere(void);

/* Loads the position, and `told`. */
void mc_wrapper_add_position(gimple_seq *seq, const struct mc_wrapper *w);
void mc_wrapper_add_told(gimple_seq *seq, const struct mc_wrapper *w);

/* Before the body: counts the call, or has the recorder do it. */
gimple_seq mc_wrapper_entry(const struct mc_wrapper *w);

/* Before the body of a function that is no node: loads what stands behind calls
   that leave the unit needs. */
gimple_seq mc_wrapper_passing(const struct mc_wrapper *w);

/* After the body, however it ends. */
gimple_seq mc_wrapper_exit(const struct mc_wrapper *w);

/* At a place that control may come back to by a jump.  HANDLE may be null. */
gimple_seq mc_wrapper_landing(tree handle);

/* Sets the position to this function's again.  The second adds that behind the
   statement at GSI. */
gimple_seq mc_wrapper_return_to(const struct mc_wrapper *w);
void mc_wrapper_add_return(gimple_stmt_iterator *gsi,
			   const struct mc_wrapper *w);

/* Tells the recorder before and after the call at GSI, a memory call of KIND.
   THREAD is a variable for what MOVING returns. */
void mc_wrapper_add_move(gimple_stmt_iterator *gsi, tree thread,
			 enum mc_memory_call kind);

/* Announces the call at GSI, which leaves the unit, and sets the position again
   behind it.  RETURNS: control may come back there. */
void mc_wrapper_add_announcement(gimple_stmt_iterator *gsi,
				 const struct mc_wrapper *w, bool returns);

#endif
