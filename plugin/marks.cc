/* SPDX-License-Identifier: MIT */
/*
 * The functions that marks are calls of.  See marks.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "marks.h"

/* Trees that outlive a pass. */
static tree functions[MC_MARK_COUNT];

void mc_marks_init(const char *plugin_name)
{
	static const struct ggc_root_tab roots[] = {
		{functions, MC_MARK_COUNT, sizeof(tree), &gt_ggc_mx_tree_node,
		 &gt_pch_nx_tree_node},
		LAST_GGC_ROOT_TAB};

	register_callback(plugin_name, PLUGIN_REGISTER_GGC_ROOTS, NULL,
			  (void *)roots);
}

/* Makes the function of a mark, which comes back by returning alone and throws
   nothing.  IS_PURE: it returns something that other calls may change, and does
   nothing else. */
static tree build_function(const char *name, tree returned, bool is_pure)
{
	tree decl = build_fn_decl(
		name, build_varargs_function_type_list(returned, NULL_TREE));

	SET_DECL_ASSEMBLER_NAME(decl, DECL_NAME(decl));
	DECL_ATTRIBUTES(decl) =
		tree_cons(get_identifier("leaf"), NULL_TREE, NULL_TREE);
	TREE_NOTHROW(decl) = 1;
	DECL_ARTIFICIAL(decl) = 1;
	DECL_IGNORED_P(decl) = 1;
	DECL_PURE_P(decl) = is_pure;
	return decl;
}

tree mc_marks_function(enum mc_mark mark)
{
	static const struct {
		const char *name;
		bool returns;
		bool is_pure;
	} marks[MC_MARK_COUNT] = {
		{"__memcall_position", true, true},
		{"__memcall_extent", true, true},
		{"__memcall_own", true, true},
		{"__memcall_entry", true, false},
		{"__memcall_exit", false, false},
		{"__memcall_go", false, false},
		{"__memcall_look", false, false},
		{"__memcall_moving", true, false},
		{"__memcall_moved", false, false},
		{"__memcall_begin", true, false},
		{"__memcall_tally", false, false},
	};

	if (!functions[mark])
		functions[mark] = build_function(
			marks[mark].name,
			marks[mark].returns ? ptr_type_node : void_type_node,
			marks[mark].is_pure);
	return functions[mark];
}

bool mc_marks_has(tree decl)
{
	/* Some have not been made yet. */
	for (tree function : functions)
		if (decl && function == decl)
			return true;
	return false;
}

bool mc_marks_is(gimple *stmt, enum mc_mark mark)
{
	return is_gimple_call(stmt) &&
	       gimple_call_fndecl(stmt) == mc_marks_function(mark);
}

gcall *mc_marks_load(tree var, enum mc_mark mark)
{
	gcall *call = gimple_build_call(mc_marks_function(mark), 0);

	gimple_call_set_lhs(call, var);
	return call;
}
