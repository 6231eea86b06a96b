/* SPDX-License-Identifier: MIT */
/*
 * Passes on.  See pass-on.h.
 *
 * expand_thunk (cgraphunit.c, symtab-thunks.cc) of GCC is the model.
 *
 * Runs in GCC, single-threaded.
 */
#include "pass-on.h"
#include "gimple-build.h"

static bool has_fixed_size(tree decl)
{
	return TREE_CONSTANT(TYPE_SIZE(TREE_TYPE(decl)) ?: integer_zero_node);
}

bool mc_pass_on_is_possible(tree decl)
{
	/* A call with more takes GCC minutes. */
	const int most = 1000;
	tree result = DECL_RESULT(decl);

	/* Nor could GCC, where it parts the body from the entry's test. */
	if (DECL_BY_REFERENCE(result) && !is_gimple_reg(result))
		return false;
	if (stdarg_p(TREE_TYPE(decl)) ||
	    list_length(DECL_ARGUMENTS(decl)) > most || !has_fixed_size(result))
		return false;
	for (tree arg = DECL_ARGUMENTS(decl); arg; arg = DECL_CHAIN(arg))
		if (!has_fixed_size(arg))
			return false;
	return true;
}

/* The argument PARM as an operand of a call.  Adds to SEQ what loads it.
   IS_PROMOTED: the callee has no prototype. */
static tree operand_of(tree parm, bool is_promoted, gimple_seq *seq)
{
	tree type = TREE_TYPE(parm);

	if (is_promoted && DECL_ARG_TYPE(parm) &&
	    !useless_type_conversion_p(DECL_ARG_TYPE(parm), type)) {
		tree value = create_tmp_var(type);
		tree wide = create_tmp_var(DECL_ARG_TYPE(parm));

		gimple_seq_add_stmt(seq, gimple_build_assign(value, parm));
		gimple_seq_add_stmt(seq,
				    gimple_build_assign(wide, NOP_EXPR, value));
		return wide;
	}
	if (is_gimple_reg(parm) || !is_gimple_reg_type(type))
		return parm;

	tree value = create_tmp_var(type);

	gimple_seq_add_stmt(seq, gimple_build_assign(value, parm));
	return value;
}

/* The address of NODE.  Keeps GCC from taking NODE for called by name only. */
tree mc_pass_on_address(cgraph_node *node)
{
	TREE_ADDRESSABLE(node->decl) = 1;
	node->local = false;
	return build_fold_addr_expr(node->decl);
}

/* The address of CLONE, by a way that GCC cannot see through: else it might
   take the entry for the only caller of CLONE and inline CLONE there. */
static tree hidden_address(cgraph_node *clone, gimple_seq *seq)
{
	tree type = build_pointer_type(TREE_TYPE(clone->decl));
	tree address = create_tmp_var(type, "clone");
	vec<tree, va_gc> *inputs = NULL, *outputs = NULL;

	vec_safe_push(outputs, mc_gimple_build_operand("=r", address));
	vec_safe_push(inputs,
		      mc_gimple_build_operand("0", mc_pass_on_address(clone)));
	gimple_seq_add_stmt(
		seq, gimple_build_asm_vec("", inputs, outputs, NULL, NULL));
	return address;
}

/* Where the result of a call goes if DECL returns that result as it is. */
static tree result_of(tree decl)
{
	tree result = DECL_RESULT(decl);

	if (VOID_TYPE_P(TREE_TYPE(TREE_TYPE(decl))))
		return NULL_TREE;
	if (DECL_BY_REFERENCE(result))
		return build_simple_mem_ref(result);
	if (!is_gimple_reg_type(TREE_TYPE(result)) &&
	    aggregate_value_p(result, decl))
		return result;
	return create_tmp_var(TREE_TYPE(result));
}

gcall *mc_pass_on_call(cgraph_node *node, cgraph_node *target, bool is_hidden,
		       tree chain, gimple_seq *seq)
{
	tree decl = node->decl;
	bool is_promoted = !prototype_p(TREE_TYPE(decl));
	tree lhs = result_of(decl);
	auto_vec<tree> args;

	for (tree parm = DECL_ARGUMENTS(decl); parm; parm = DECL_CHAIN(parm))
		args.safe_push(operand_of(parm, is_promoted, seq));

	tree callee = is_hidden ? hidden_address(target, seq)
				: build_fold_addr_expr(target->decl);
	gcall *call = gimple_build_call_vec(callee, args);

	gimple_call_set_fntype(call, TREE_TYPE(target->decl));
	gimple_call_set_chain(call, chain);
	gimple_call_set_nothrow(call, TREE_NOTHROW(decl));
	gimple_set_location(call, DECL_SOURCE_LOCATION(decl));
	if (lhs) {
		gimple_call_set_lhs(call, lhs);
		if (DECL_BY_REFERENCE(DECL_RESULT(decl)))
			gimple_call_set_return_slot_opt(call, true);
	}
	return call;
}

void mc_pass_on_return(tree decl, tree lhs, gimple_seq *seq)
{
	if (TREE_THIS_VOLATILE(decl))
		gimple_seq_add_stmt(
			seq, gimple_build_call(builtin_decl_implicit(
						       BUILT_IN_UNREACHABLE),
					       0));
	else
		gimple_seq_add_stmt(
			seq, gimple_build_return(
				     lhs && DECL_BY_REFERENCE(DECL_RESULT(decl))
					     ? DECL_RESULT(decl)
					     : lhs));
}
