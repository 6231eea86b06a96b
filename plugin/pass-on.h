/* SPDX-License-Identifier: MIT */
/*
 * Passing on: calls of a function with the arguments of another one of the same
 * type, and returns of what they return.
 */
#ifndef MC_PASS_ON_H
#define MC_PASS_ON_H

#include "gcc-compat.h"

/* True if a function could pass on the arguments and the result of DECL. */
bool mc_pass_on_is_possible(tree decl);

/* The address of NODE.  Keeps GCC from taking NODE for called by name only. */
tree mc_pass_on_address(cgraph_node *node);

/*
 *	lhs = TARGET (the arguments of NODE) with CHAIN
 *
 * in NODE's body.  CHAIN: the static chain, or NULL_TREE.  IS_HIDDEN: by a
 * pointer that GCC cannot see through.  Adds what goes before the call to SEQ,
 * but not the call.
 */
gcall *mc_pass_on_call(cgraph_node *node, cgraph_node *target, bool is_hidden,
		       tree chain, gimple_seq *seq);

/* Adds to SEQ a return, from DECL, of what such a call has put into LHS. */
void mc_pass_on_return(tree decl, tree lhs, gimple_seq *seq);

#endif
