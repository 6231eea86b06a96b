/* SPDX-License-Identifier: MIT */
/*
 * The hooks of a forked child.  They give it a profile of its own when it first
 * calls or leaves a recorded function.  A child that only calls exec thus
 * leaves no file.
 *
 * The first two functions are called under the guard.
 */
#ifndef MC_CHILD_H
#define MC_CHILD_H

#include "../../memcall-abi.h"

/* Begins a child: this process has recorded nothing yet. */
void mc_child_begin(void);

/* Gives up recording in this child: it has no profile, and will have none. */
void mc_child_give_up(void);

/* Returns the hooks to use after one of the two. */
const struct mc_hooks *mc_child_hooks(void);

/* Tells whether this process is a child that has recorded nothing yet. */
int mc_child_is_new(void);

#endif
