/* SPDX-License-Identifier: MIT */
/*
 * What becomes of a child: hooks that give it a profile of its own when it
 * first calls or leaves a recorded function.  A child that only calls exec thus
 * leaves no file.
 *
 * The first two are called under the guard.
 */
#ifndef MC_CHILD_H
#define MC_CHILD_H

#include "../../memcall-abi.h"

/* This process is a child that has recorded nothing yet. */
void mc_child_begin(void);

/* Neither has it a profile, nor will it. */
void mc_child_give_up(void);

/* The hooks to use after one of the two. */
const struct mc_hooks *mc_child_hooks(void);

/* Whether it has recorded nothing yet. */
int mc_child_is_new(void);

#endif
