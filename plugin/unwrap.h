/* SPDX-License-Identifier: MIT */
/*
 * Takes the hooks out again: out of functions that no marked one reaches, and
 * out of the bodies of those that have a clone.
 */
#ifndef MC_UNWRAP_H
#define MC_UNWRAP_H

#include "gcc-compat.h"

/* Takes everything out of NODE: its control flow graph is built, but it is not
   in SSA form yet. */
void mc_unwrap_function(cgraph_node *node);

/* Takes the exception region of the finally out of the current function. */
void mc_unwrap_finally(void);

#endif
