/* SPDX-License-Identifier: MIT */
/*
 * Takes from GCC what it knows of a function's effects.  See purity.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "purity.h"

/* The type of the called function, as the call has it, may be const too. */
static void clear_call_purity(gcall *call)
{
	tree type = gimple_call_fntype(call);

	if (type && TYPE_READONLY(type))
		gimple_call_set_fntype(
			call,
			build_qualified_type(type, TYPE_QUALS(type) &
							   ~TYPE_QUAL_CONST));
}

void mc_purity_clear(cgraph_node *node)
{
	tree decl = node->decl;

	for (cgraph_edge *e = node->callers; e; e = e->next_caller)
		if (e->call_stmt)
			clear_call_purity(e->call_stmt);
	TREE_READONLY(decl) = 0;
	DECL_PURE_P(decl) = 0;
	DECL_LOOPING_CONST_OR_PURE_P(decl) = 0;
	DECL_IS_NOVOPS(decl) = 0;
	DECL_IS_MALLOC(decl) = 0;
	DECL_ATTRIBUTES(decl) =
		remove_attribute("fn spec", DECL_ATTRIBUTES(decl));
}
