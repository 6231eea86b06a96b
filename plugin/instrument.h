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

/* Leaves the calls of FUN unrecorded, but has the recorder told of what it does
   that changes memory unseen. */
void mc_instrument_watch(function *fun);

/* Was the function wrapped, or was it given anything at all? */
bool mc_instrument_is_wrapped(cgraph_node *node);
bool mc_instrument_is_touched(cgraph_node *node);

/* What NODE is wrapped in, or NULL; the exception region of its finally, if
   there is one. */
const struct mc_wrapper *mc_instrument_wrapper(cgraph_node *node);
eh_region mc_instrument_finally(function *fun);

/*
 * Makes GCC forget that NODE is pure, const or like malloc: it would merge or
 * drop calls that are to be counted, and the hooks have effects indeed.
 */
void mc_instrument_clear_purity(cgraph_node *node);

/* NODE, which is wrapped, can be called by code that is not instrumented and
   has no entry that would notice: each call gets a frame. */
void mc_instrument_frame(cgraph_node *node);

/* Takes everything out of NODE again: its control flow graph is built, but it
   is not in SSA form yet. */
void mc_instrument_unwrap(cgraph_node *node);

#endif
