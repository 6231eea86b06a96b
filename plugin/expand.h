/* SPDX-License-Identifier: MIT */
/*
 * Writes marks out (marks.h), when GCC has optimised what they stand in.
 */
#ifndef MC_EXPAND_H
#define MC_EXPAND_H

#include "gcc-compat.h"

/* Writes out the marks of FUN, the current function, which is in SSA form. */
void mc_expand_marks(function *fun);

#endif
