/* SPDX-License-Identifier: MIT */
/*
 * Trivial functions: those that return a member, or set one.  What they take is
 * nearly all the recorder's cost, so that a report learns from them how large
 * it is in this program.
 */
#ifndef MC_TRIVIAL_H
#define MC_TRIVIAL_H

#include "gcc-compat.h"

/* True if BODY, before it is a control flow graph, does nearly nothing. */
bool mc_trivial_is(gimple_seq body);

#endif
