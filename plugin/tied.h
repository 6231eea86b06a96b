/* SPDX-License-Identifier: MIT */
/*
 * Functions that must have one body: there may not be a second one, or it would
 * not do the same.
 */
#ifndef MC_TIED_H
#define MC_TIED_H

#include "gcc-compat.h"

/* Looks at the whole unit.  Before any question, and once the functions are
   control flow graphs. */
void mc_tied_prepare(void);

/* Whether NODE must have one body only. */
bool mc_tied_is(cgraph_node *node);

/*
 * Whether the body, which has been gimplified but not lowered, has assembly
 * that defines a symbol; whether NODE's will have, with what GCC must inline.
 * GCC may duplicate any statement that is followed by a test (jump threading),
 * so such a body can not even have hooks.
 */
bool mc_tied_defines_symbol(gimple_seq body);
bool mc_tied_is_definer(cgraph_node *node);

#endif
