/* SPDX-License-Identifier: MIT */
/*
 * The hooks of a coroutine's body, which GCC has made a function of its own by
 * now, the actor (names.h): it is entered once for each time that the coroutine
 * is started, resumed or destroyed, and the recorder is told which.
 *
 * A coroutine hands over to another one by a tail call (symmetric transfer).
 * What it waits for is its callee.  But where it has come to its end, or yields
 * a value, it gives back: who goes on then is not called by it.
 *
 * runtime/inline-protocol.h shows in C what is added, and
 * runtime/record/coroutine.h says what is made of it.
 */
#ifndef MC_COROUTINE_H
#define MC_COROUTINE_H

#include "wrapper.h"

/* Before the body of the actor DECL. */
gimple_seq mc_coroutine_entry(struct mc_wrapper *w, tree decl);

/* At the tail call at GSI, by which DECL hands over.  The call itself is to be
   outside of what finds the other ways out: it goes to w->behind. */
void mc_coroutine_add_hand_over(gimple_stmt_iterator *gsi, struct mc_wrapper *w,
				tree decl);

/* Whether STMT is such a call. */
bool mc_coroutine_hands_over(gimple *stmt);

/* To be asked of each statement of the body in turn: before one by which it is
   suspended, notes why, for what is handed over there. */
void mc_coroutine_note_reason(gimple_stmt_iterator *gsi, struct mc_wrapper *w);

#endif
