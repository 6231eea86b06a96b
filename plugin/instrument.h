/* SPDX-License-Identifier: MIT */
/*
 * Puts the hooks in.  instrument.cc shows what the code looks like.
 */
#ifndef MC_INSTRUMENT_H
#define MC_INSTRUMENT_H

#include "wrapper.h"

/* Wraps the body of the function FUN, which has been gimplified but not
   lowered, so that each call of it is recorded. */
void mc_instrument_wrap(function *fun);

/* Leaves the calls of FUN unrecorded, but has the recorder told of its memory
   calls, and the position set again behind calls that may change stacks. */
void mc_instrument_watch(function *fun);

/* True if NODE was wrapped, or if it was given anything at all. */
bool mc_instrument_is_wrapped(cgraph_node *node);
bool mc_instrument_is_touched(cgraph_node *node);

/* What NODE is wrapped in; NULL: it is not wrapped. */
const struct mc_wrapper *mc_instrument_wrapper(cgraph_node *node);

/* What NODE was given, wrapped or not; NULL: nothing. */
const struct mc_wrapper *mc_instrument_additions(cgraph_node *node);

/* The exception region of the finally that FUN is wrapped in; NULL: it has
   none. */
eh_region mc_instrument_finally(function *fun);

/* Forgets that NODE was given anything.  unwrap.cc takes it out. */
void mc_instrument_forget(cgraph_node *node);

/* Has each call of NODE get a frame, if NODE is wrapped: code that is not
   instrumented can call it, and it has no entry that would notice. */
void mc_instrument_frame(cgraph_node *node);

#endif
