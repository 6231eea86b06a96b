/* SPDX-License-Identifier: MIT */
/*
 * Single bodies: functions of which there may not be a second body, or it would
 * not do the same.
 */
#ifndef MC_SINGLE_H
#define MC_SINGLE_H

#include "gcc-compat.h"

/* Looks at the whole unit.  Before any question, and once the functions are
   control flow graphs. */
void mc_single_prepare(void);

/* True if NODE must have a single body. */
bool mc_single_must_be(cgraph_node *node);

#endif
