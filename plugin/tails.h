/* SPDX-License-Identifier: MIT */
/*
 * Recursion in tail position, which GCC makes a loop of: it stays one.
 */
#ifndef MC_TAILS_H
#define MC_TAILS_H

#include "gcc-compat.h"

/*
 * Adds to the functions of PARTED the ways out by tail calls, and to LEAVERS
 * the functions that have one.  To be called before they get their clones.
 */
void mc_tails_open(hash_set<cgraph_node *> *parted,
		   hash_set<cgraph_node *> *leavers);

/*
 * Has NODE, whose code runs while recording, set the position again behind its
 * calls of CALLEES: the declarations of leavers and of their clones.
 * IS_LEAVER: NODE is a leaver's clone; behind its ways out nothing is added.
 */
void mc_tails_restore(cgraph_node *node, bool is_leaver,
		      hash_set<tree> *callees);

#endif
