/* SPDX-License-Identifier: MIT */
/*
 * Looks for ties.  See tied.h.
 *
 * tree_versionable_function_p says what GCC itself knows; the rest was found
 * with GCC's own test programs.
 */
#include "tied.h"

/* Assembly */

static bool is_name_char(char c)
{
	return ISALNUM(c) || c == '_' || c == '.' || c == '$';
}

/* Whether the colon at AT in TEXT ends a label of which there must not be two:
   not a number, nor made different by %=. */
static bool ends_label(const char *text, const char *at)
{
	bool is_number = true;

	if (at == text || !is_name_char(at[-1]))
		return false;
	for (; at > text && is_name_char(at[-1]); at--)
		is_number &= ISDIGIT(at[-1]);
	return !is_number && (at == text || at[-1] != '%');
}

static bool defines_symbol(const char *text)
{
	static const char *const directives[] = {
		".globl",  ".global", ".set",  ".equ",	 ".equiv",
		".symver", ".weak",   ".type", ".macro",
	};

	for (const char *directive : directives)
		if (strstr(text, directive))
			return true;
	for (const char *at = strchr(text, ':'); at; at = strchr(at + 1, ':'))
		if (ends_label(text, at))
			return true;
	return false;
}

static tree find_symbol(gimple_stmt_iterator *gsi, bool *handled,
			struct walk_stmt_info *)
{
	gasm *text = dyn_cast<gasm *>(gsi_stmt(*gsi));

	*handled = text && defines_symbol(gimple_asm_string(text));
	return *handled ? null_pointer_node : NULL_TREE;
}

bool mc_tied_defines_symbol(gimple_seq body)
{
	struct walk_stmt_info info;

	memset(&info, 0, sizeof(info));
	return walk_gimple_seq(body, find_symbol, NULL, &info) != NULL;
}

/* Labels */

/* Functions whose labels nested ones take, and those that do. */
static hash_set<tree> *lenders, *borrowers;

static tree note_label(tree *at, int *, void *data)
{
	tree function = (tree)((struct walk_stmt_info *)data)->info;
	tree owner =
		TREE_CODE(*at) == LABEL_DECL ? DECL_CONTEXT(*at) : NULL_TREE;

	if (!owner || owner == function)
		return NULL_TREE;
	lenders->add(owner);
	if (function)
		borrowers->add(function);
	return NULL_TREE;
}

static void note_labels(tree decl)
{
	struct walk_stmt_info info;
	basic_block bb;

	memset(&info, 0, sizeof(info));
	info.info = decl;
	FOR_EACH_BB_FN (bb, DECL_STRUCT_FUNCTION(decl))
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			walk_gimple_op(gsi_stmt(gsi), note_label, &info);
}

void mc_tied_prepare(void)
{
	struct walk_stmt_info info;
	varpool_node *var;
	cgraph_node *node;

	delete lenders;
	delete borrowers;
	lenders = new hash_set<tree>;
	borrowers = new hash_set<tree>;
	memset(&info, 0, sizeof(info));
	/* In tables: the label's own function cannot be copied for GCC either,
	   but another one may have the table. */
	FOR_EACH_VARIABLE(var)
	if (DECL_INITIAL(var->decl) &&
	    DECL_INITIAL(var->decl) != error_mark_node)
		walk_tree(&DECL_INITIAL(var->decl), note_label, &info, NULL);
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
	note_labels(node->decl);
}

/* The rest */

/* Builtins that tell of the stack frame they are in, or build on it. */
static bool is_about_frame(enum built_in_function code)
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

static bool is_tied(gimple *stmt)
{
	if (gasm *text = dyn_cast<gasm *>(stmt))
		return defines_symbol(gimple_asm_string(text));
	return gimple_call_builtin_p(stmt, BUILT_IN_NORMAL) &&
	       is_about_frame(DECL_FUNCTION_CODE(gimple_call_fndecl(stmt)));
}

static bool has_tied_statement(tree decl)
{
	basic_block bb;

	FOR_EACH_BB_FN (bb, DECL_STRUCT_FUNCTION(decl))
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			if (is_tied(gsi_stmt(gsi)))
				return true;
	return false;
}

/* C4 and D4, which constructors and destructors share, can be called from their
   own group only, and a copy would not be in it. */
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

bool mc_tied_is(cgraph_node *node)
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
	       lenders->contains(decl) || borrowers->contains(decl) ||
	       is_bound_to_comdat(node) || !tree_versionable_function_p(decl) ||
	       has_tied_statement(decl);
}
