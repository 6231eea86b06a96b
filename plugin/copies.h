/* SPDX-License-Identifier: MIT */
/*
 * Copies of functions, before GCC has optimised anything.
 */
#ifndef MC_COPIES_H
#define MC_COPIES_H

#include "gcc-compat.h"

/* A copy of NODE, local to the unit, under its name and SUFFIX. */
cgraph_node *mc_copies_make(cgraph_node *node, const char *suffix);

/* A copy that runs within extents alone: GCC neither warns of it nor gives it
   counters. */
cgraph_node *mc_copies_make_for_extents(cgraph_node *node, const char *suffix);

/* Gives the copy NODE a static chain, a pointer, and returns that: a parameter
   that is passed in a register of its own, wherever the others are. */
tree mc_copies_add_chain(cgraph_node *node, const char *name);

/* True if DECL is such a copy, or GCC has made it of one. */
bool mc_copies_is_for_extents(tree decl);

/* Keeps GCC from warning of NODE's body: it does so of the original's. */
void mc_copies_silence(cgraph_node *node);

#endif
