/* SPDX-License-Identifier: MIT */
/*
 * Puts the hooks in.  instrument.cc shows what the code looks like.
 */
#ifndef MC_INSTRUMENT_H
#define MC_INSTRUMENT_H

#include "gcc-compat.h"

/* Wraps the body of the function FUN, which has been gimplified but not
   lowered, so that each call of it is recorded. */
void mc_instrument_wrap(function *fun);

/* Was the function wrapped? */
bool mc_instrument_is_wrapped(cgraph_node *node);

/* Takes the hooks out of NODE again: its control flow graph is built, but it
   is not in SSA form yet. */
void mc_instrument_unwrap(cgraph_node *node);

#endif
