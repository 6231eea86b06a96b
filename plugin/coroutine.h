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

/* What stands before the body of the actor DECL. */
gimple_seq mc_coroutine_entry(struct mc_wrapper *w, tree decl);

/* Tells the recorder that DECL hands over, at the tail call at GSI.  The call
   itself goes to w->behind, outside of what finds the other ways out. */
void mc_coroutine_add_hand_over(gimple_stmt_iterator *gsi, struct mc_wrapper *w,
				tree decl);

/* True if STMT is a tail call by which a coroutine hands over. */
bool mc_coroutine_hands_over(gimple *stmt);

/* Notes before the statement at GSI why it hands over, if it suspends the
   coroutine.  To be called for each statement of the body in turn. */
void mc_coroutine_note_reason(gimple_stmt_iterator *gsi, struct mc_wrapper *w);

#endif
