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
	tree position;
	tree handle;
	tree inside; /* the position while the body runs */
	tree arrived; /* what it stands for, where that is not known */
	tree recorded; /* the call is */
	tree told; /* the position, or if nothing is recorded a place like it */
	tree descriptor;
	tree moving_thread; /* what MOVING returns, for MOVED */
	tree reason; /* of a coroutine's body: enum mc_reason */
	gimple_seq behind; /* of a coroutine's body: its tail calls */
	bool has_finally; /* or leaves at each return and tail call */
	bool has_memory_calls;
	bool has_landings;
	bool has_announcements;
	bool is_marked;
	bool is_actor; /* the body of a coroutine: see coroutine.h */
	bool is_yielding; /* while it is walked */
};

/* The statements of an `if (value != 0) then`, which seldom runs. */
gimple_seq mc_wrapper_if(tree value, gimple_seq then);

/* Loads the position, and `told`. */
void mc_wrapper_add_position(gimple_seq *seq, const struct mc_wrapper *w);
void mc_wrapper_add_told(gimple_seq *seq, const struct mc_wrapper *w);

/* Before the body: counts the call, or has the recorder do it. */
gimple_seq mc_wrapper_entry(const struct mc_wrapper *w);

/* Before the body of a function that is no node: what stands behind calls that
   leave the unit needs. */
gimple_seq mc_wrapper_passing(const struct mc_wrapper *w);

/* After it, however it ends. */
gimple_seq mc_wrapper_exit(const struct mc_wrapper *w);

/* Where control may come back to by a jump.  HANDLE may be null. */
gimple_seq mc_wrapper_landing(tree handle);

/* Sets the position to this function's again; the same, behind what is at
   GSI. */
gimple_seq mc_wrapper_return_to(const struct mc_wrapper *w);
void mc_wrapper_add_return(gimple_stmt_iterator *gsi,
			   const struct mc_wrapper *w);

/* Around the call at GSI, which moves memory in a way of KIND. */
void mc_wrapper_add_move(gimple_stmt_iterator *gsi, tree thread,
			 enum mc_memory_call kind);

/* Around the call at GSI, which leaves the unit.  `returns`: control may come
   back to what is behind it. */
void mc_wrapper_add_announcement(gimple_stmt_iterator *gsi,
				 const struct mc_wrapper *w, bool returns);

#endif
