/* SPDX-License-Identifier: MIT */
/*
 * Marks, written out.  wrapper.cc puts them where they belong, for entries,
 * exits and what a thread's words say.
 */
#ifndef MC_EXPAND_H
#define MC_EXPAND_H

#include "gcc-compat.h"

/* Writes out those of FUN, the current function, which is in SSA form. */
void mc_expand_marks(function *fun);

#endif
