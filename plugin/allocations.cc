/* SPDX-License-Identifier: MIT */
/*
 * Finds out what may allocate.  See allocations.h.
 *
 * The unit's functions that do so by themselves are found first, and from them
 * their callers, and theirs.
 *
 * Runs in GCC, single-threaded.
 */
#include "allocations.h"

/* True if GCC knows the function DECL, and that it may allocate.  A stream has
   its buffer when it is first used. */
static bool is_known(tree decl)
{
	if (!fndecl_built_in_p(decl, BUILT_IN_NORMAL))
		return false;
	switch (DECL_FUNCTION_CODE(decl)) {
	case BUILT_IN_MALLOC:
	case BUILT_IN_CALLOC:
	case BUILT_IN_REALLOC:
	case BUILT_IN_FREE:
	case BUILT_IN_ALIGNED_ALLOC:
	case BUILT_IN_POSIX_MEMALIGN:
	case BUILT_IN_STRDUP:
	case BUILT_IN_STRNDUP:
	case BUILT_IN_PRINTF:
	case BUILT_IN_VPRINTF:
	case BUILT_IN_FPRINTF:
	case BUILT_IN_VFPRINTF:
	case BUILT_IN_PRINTF_CHK:
	case BUILT_IN_VPRINTF_CHK:
	case BUILT_IN_FPRINTF_CHK:
	case BUILT_IN_VFPRINTF_CHK:
	case BUILT_IN_PUTS:
	case BUILT_IN_FPUTS:
	case BUILT_IN_PUTCHAR:
	case BUILT_IN_FPUTC:
	case BUILT_IN_FWRITE:
		return true;
	default:
		return false;
	}
}

/* True if DECL is a function that is elsewhere, and may do anything. */
static bool is_elsewhere(tree decl)
{
	return DECL_EXTERNAL(decl) && !DECL_INITIAL(decl) &&
	       !fndecl_built_in_p(decl) && !TREE_READONLY(decl) &&
	       !DECL_PURE_P(decl);
}

static bool allocates_itself(cgraph_node *node)
{
	if (node->indirect_calls)
		return true;
	for (cgraph_edge *e = node->callees; e; e = e->next_callee)
		if (is_known(e->callee->decl) || is_elsewhere(e->callee->decl))
			return true;
	return false;
}

/* Adds the callers of NODE, and of what stands for it, to FOUND and to REST. */
static void add_callers(cgraph_node *node, hash_set<tree> *found,
			vec<cgraph_node *> *rest)
{
	ipa_ref *ref;

	for (cgraph_edge *e = node->callers; e; e = e->next_caller)
		if (!found->add(e->caller->decl))
			rest->safe_push(e->caller);
	FOR_EACH_ALIAS(node, ref)
	{
		cgraph_node *alias = dyn_cast<cgraph_node *>(ref->referring);

		found->add(alias->decl);
		add_callers(alias, found, rest);
	}
}

/* The functions of the unit that may allocate. */
static hash_set<tree> *find(void)
{
	hash_set<tree> *found = new hash_set<tree>;
	auto_vec<cgraph_node *> rest;
	cgraph_node *node;

	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
	{
		if (allocates_itself(node) && !found->add(node->decl))
			rest.safe_push(node);
	}
	while (!rest.is_empty())
		add_callers(rest.pop(), found, &rest);
	return found;
}

bool mc_allocations_may(gcall *call)
{
	static hash_set<tree> *found;
	tree decl = gimple_call_fndecl(call);

	if (!found)
		found = find();
	return decl && (is_known(decl) || found->contains(decl));
}
