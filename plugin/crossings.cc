/* SPDX-License-Identifier: MIT */
/*
 * Looks at statements.  See crossings.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "crossings.h"
#include "names.h"
#include "select.h"

bool mc_crossings_is_landing(gimple *stmt)
{
	if (is_gimple_call(stmt))
		return gimple_call_flags(stmt) & ECF_RETURNS_TWICE;
	return gimple_code(stmt) == GIMPLE_LABEL &&
	       DECL_NONLOCAL(gimple_label_label(as_a<glabel *>(stmt)));
}

bool mc_crossings_is_tail_call(gimple *stmt)
{
	gcall *call = dyn_cast<gcall *>(stmt);

	return call &&
	       (gimple_call_tail_p(call) || gimple_call_must_tail_p(call));
}

bool mc_crossings_leaves_unit(gimple *stmt)
{
	tree callee;

	if (!is_gimple_call(stmt) || gimple_call_internal_p(stmt) ||
	    gimple_call_flags(stmt) & ECF_LEAF)
		return false;
	callee = gimple_call_fndecl(stmt);
	if (!callee)
		return true;
	if (fndecl_built_in_p(callee))
		return false;
	return (DECL_EXTERNAL(callee) && !DECL_INITIAL(callee)) ||
	       (TREE_PUBLIC(callee) && flag_shlib) ||
	       mc_select_is_opaque(callee);
}

/* The standard library changes no stacks, and what it calls back has a frame.
 */
bool mc_crossings_may_change_stacks(gimple *stmt)
{
	tree callee;

	if (!mc_crossings_leaves_unit(stmt) ||
	    gimple_call_flags(stmt) & ECF_NORETURN)
		return false;
	callee = gimple_call_fndecl(stmt);
	return !callee ||
	       !(DECL_ARTIFICIAL(callee) || DECL_IS_OPERATOR_NEW_P(callee) ||
		 mc_names_is_in_std(callee));
}

/* Assembly that changes stacks names the stack pointer. */
bool mc_crossings_may_come_back(gimple *stmt)
{
	gasm *assembly = dyn_cast<gasm *>(stmt);
	const char *text;

	if (!assembly || gimple_asm_nlabels(assembly))
		return false;
	text = gimple_asm_string(assembly);
	return strstr(text, "call") || strstr(text, "rsp") ||
	       strstr(text, "esp");
}
