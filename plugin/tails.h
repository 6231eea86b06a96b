/* SPDX-License-Identifier: MIT */
/*
 * Recursion in tail position, which GCC makes a loop of: it stays one.
 */
#ifndef MC_TAILS_H
#define MC_TAILS_H

#include "gcc-compat.h"

/*
 * To be called before the functions of PARTED get their clones: adds the ways
 * out by tail calls, and returns the functions that have one.
 */
void mc_tails_open(hash_set<cgraph_node *> *parted,
		   hash_set<cgraph_node *> *leavers);

/*
 * NODE's code runs while recording.  Behind its calls of what is in CALLEES,
 * declarations of leavers and of their clones, it sets the position again; if
 * it is a leaver's clone, but for its ways out.
 */
void mc_tails_restore(cgraph_node *node, bool is_leaver,
		      hash_set<tree> *callees);

#endif
