/* SPDX-License-Identifier: MIT */
/*
 * Makes copies.  See copies.h; multiple_target.cc of GCC is the model.
 *
 * Runs in GCC, single-threaded.
 */
#include "copies.h"
#include "counters.h"
#include "describe.h"
#include "label-tables.h"

/* An attribute that nobody can write; GCC's copies of a copy inherit it. */
static const char copy_attribute[] = "memcall copy";

cgraph_node *mc_copies_make(cgraph_node *node, const char *suffix)
{
	cgraph_node *made = mc_gcc_copy(node, suffix);
	tree decl = made->decl;

	mc_label_tables_copy(made);

	DECL_PRESERVE_P(decl) = 0;
	/* What is taken out must stay in the original's list. */
	DECL_ATTRIBUTES(decl) = copy_list(DECL_ATTRIBUTES(decl));
	DECL_ATTRIBUTES(decl) = remove_attribute("used", DECL_ATTRIBUTES(decl));
	DECL_ATTRIBUTES(decl) =
		remove_attribute("retain", DECL_ATTRIBUTES(decl));
	made->force_output = 0;
	made->local = false;
	/* By this GCC forgives that it may not be inlined always. */
	made->redefined_extern_inline = node->redefined_extern_inline;
	/* GCC folds calls of a builtin, but knows of none with a chain. */
	if (fndecl_built_in_p(decl))
		set_decl_built_in_function(decl, NOT_BUILT_IN, 0);
	/* A section cannot hold both what is in a group and what is not. */
	if (node->get_comdat_group())
		made->set_section(nullptr);
	/* GCC warns of the original, if somebody asked for that. */
	DECL_NO_INLINE_WARNING_P(decl) = 1;
	return made;
}

bool mc_copies_is_for_extents(tree decl)
{
	return lookup_attribute(copy_attribute, DECL_ATTRIBUTES(decl));
}

void mc_copies_silence(cgraph_node *node)
{
	basic_block bb;

	FOR_EACH_BB_FN (bb, DECL_STRUCT_FUNCTION(node->decl))
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			mc_gcc_suppress_warnings(gsi_stmt(gsi));
}

cgraph_node *mc_copies_make_for_extents(cgraph_node *node, const char *suffix)
{
	cgraph_node *made = mc_copies_make(node, suffix);
	tree decl = made->decl;

	mc_counters_leave_out(made);
	DECL_ATTRIBUTES(decl) = tree_cons(get_identifier(copy_attribute),
					  NULL_TREE, DECL_ATTRIBUTES(decl));
	mc_copies_silence(made);
	return made;
}

tree mc_copies_add_chain(cgraph_node *node, const char *name)
{
	tree decl = node->decl, type = mc_describe_chain_type();
	tree parm = build_decl(UNKNOWN_LOCATION, PARM_DECL,
			       get_identifier(name), type);

	DECL_ARG_TYPE(parm) = type;
	DECL_CONTEXT(parm) = decl;
	DECL_ARTIFICIAL(parm) = 1;
	DECL_IGNORED_P(parm) = 1;
	TREE_USED(parm) = 1;
	layout_decl(parm, 0);
	/* Nobody writes there. */
	TREE_READONLY(parm) = 1;
	DECL_STRUCT_FUNCTION(decl)->static_chain_decl = parm;
	DECL_STATIC_CHAIN(decl) = 1;
	return parm;
}
