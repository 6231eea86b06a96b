/* SPDX-License-Identifier: MIT */
/*
 * Looks for what binds a function to one body.  See single.h.
 *
 * tree_versionable_function_p says what GCC itself knows; the rest was found
 * with GCC's own test programs.
 *
 * Runs in GCC, single-threaded.
 */
#include "single.h"
#include "assembly.h"
#include "labels.h"

void mc_single_prepare(void)
{
	mc_labels_prepare();
	mc_assembly_prepare();
}

/* Builtins that tell of the stack frame they are in, or build on it. */
static bool tells_of_frame(enum built_in_function code)
{
	switch (code) {
	case BUILT_IN_APPLY:
	case BUILT_IN_APPLY_ARGS:
	case BUILT_IN_RETURN:
	case BUILT_IN_RETURN_ADDRESS:
	case BUILT_IN_FRAME_ADDRESS:
	case BUILT_IN_EH_RETURN:
	case BUILT_IN_UNWIND_INIT:
	case BUILT_IN_SETJMP:
	case BUILT_IN_SETJMP_SETUP:
	case BUILT_IN_SETJMP_RECEIVER:
	case BUILT_IN_LONGJMP:
	case BUILT_IN_NONLOCAL_GOTO:
	case BUILT_IN_VA_ARG_PACK:
	case BUILT_IN_VA_ARG_PACK_LEN:
		return true;
	default:
		return false;
	}
}

static bool is_about_frame(gimple *stmt)
{
	return gimple_call_builtin_p(stmt, BUILT_IN_NORMAL) &&
	       tells_of_frame(DECL_FUNCTION_CODE(gimple_call_fndecl(stmt)));
}

static bool has_statement_about_frame(tree decl)
{
	basic_block bb;

	FOR_EACH_BB_FN (bb, DECL_STRUCT_FUNCTION(decl))
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			if (is_about_frame(gsi_stmt(gsi)))
				return true;
	return false;
}

/* True if NODE is, or calls, a C4 or D4: the body that the variants of a
   constructor or destructor share.  It can be called from its own COMDAT group
   only, and a copy of NODE would not be in that. */
static bool is_bound_to_comdat(cgraph_node *node)
{
	if (node->comdat_local_p() || node->calls_comdat_local)
		return true;
	for (cgraph_edge *e = node->callees; e; e = e->next_callee)
		if (e->callee->comdat_local_p())
			return true;
	return false;
}

static bool has_attribute(tree decl, const char *name)
{
	return lookup_attribute(name, DECL_ATTRIBUTES(decl)) ||
	       lookup_attribute(name, TYPE_ATTRIBUTES(TREE_TYPE(decl)));
}

bool mc_single_must_be(cgraph_node *node)
{
	static const char *const attributes[] = {
		"noipa", "target_clones", "omp declare simd", "interrupt"};
	tree decl = node->decl;

	for (const char *name : attributes)
		if (has_attribute(decl, name))
			return true;
	return DECL_EXTERNAL(decl) || DECL_STATIC_CHAIN(decl) ||
	       DECL_FUNCTION_VERSIONED(decl) ||
	       DECL_STRUCT_FUNCTION(decl)->has_nonlocal_label ||
	       !mc_labels_allow_copy(decl) || mc_assembly_is_definer(node) ||
	       is_bound_to_comdat(node) || !tree_versionable_function_p(decl) ||
	       has_statement_about_frame(decl);
}
