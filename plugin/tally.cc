/* SPDX-License-Identifier: MIT */
/*
 * See tally.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "tally.h"

/* A statement of TEXT that changes WORD, and puts what CONSTRAINT says into
   RESULT unless that is NULL.  AArch64's are given SCRATCH besides. */
static void add_text(gimple_seq *seq, const char *text, tree word,
		     const char *place, const char *constraint, tree result,
		     tree scratch)
{
	vec<tree, va_gc> *inputs = NULL, *outputs = NULL;

	if (result)
		vec_safe_push(outputs,
			      mc_gimple_build_operand(constraint, result));
	if (scratch)
		vec_safe_push(outputs, mc_gimple_build_operand("=&r", scratch));
	vec_safe_push(outputs,
		      mc_gimple_build_operand(
			      (std::string("=") + place).c_str(), word));
	vec_safe_push(inputs,
		      mc_gimple_build_operand(place, unshare_expr(word)));

	gasm *statement =
		gimple_build_asm_vec(text, inputs, outputs, NULL, NULL);

	gimple_asm_set_volatile(statement, true);
	gimple_asm_set_inline(statement, true);
	for (tree name : {result, scratch})
		if (name && TREE_CODE(name) == SSA_NAME)
			SSA_NAME_DEF_STMT(name) = statement;
	gimple_seq_add_stmt(seq, statement);
}

/* The member there.  Volatile: the recorder changes it, too, and a loop may be
   left in ways that GCC does not see, with the counts that it has. */
static tree member(tree type, tree address, size_t offset)
{
	tree word = mc_gimple_build_member(type, address, offset);

	TREE_THIS_VOLATILE(word) = 1;
	return word;
}

/* Calls FUNCTION, which adds BY to a word of TYPE and returns the sum. */
static tree add_atomic(gimple_seq *seq, enum built_in_function function,
		       tree type, tree address, size_t offset, int by)
{
	tree place = mc_gimple_new_value(ptr_type_node, "place");
	tree sum = mc_gimple_new_value(type, "sum");
	gcall *call = gimple_build_call(
		builtin_decl_explicit(function), 3, place,
		build_int_cst(type, by),
		build_int_cst(integer_type_node, MEMMODEL_RELAXED));

	gimple_seq_add_stmt(seq,
			    gimple_build_assign(place, POINTER_PLUS_EXPR,
						address, size_int(offset)));
	gimple_call_set_lhs(call, sum);
	gimple_call_set_nothrow(call, true);
	gimple_seq_add_stmt(seq, call);
	return sum;
}

/* 1 if VALUE is 0. */
static tree add_is_zero(gimple_seq *seq, tree value)
{
	tree is_zero = mc_gimple_new_value(boolean_type_node, "is_zero");
	tree wide = mc_gimple_new_value(integer_type_node, "is_zero");

	gimple_seq_add_stmt(
		seq, gimple_build_assign(is_zero, EQ_EXPR, value,
					 build_zero_cst(TREE_TYPE(value))));
	gimple_seq_add_stmt(seq, gimple_build_assign(wide, NOP_EXPR, is_zero));
	return wide;
}

void mc_tally_add(gimple_seq *seq, tree address, size_t offset)
{
	tree type = uint64_type_node;
	tree word = member(type, address, offset);

	/* x86's other spelling is for -masm=intel. */
	if (mc_gcc_target_is_x86())
		add_text(seq, "add{q}\t{$1, %0|%0, 1}", word, "m", NULL, NULL,
			 NULL);
	else if (mc_gcc_target_has_exclusives_only())
		add_text(seq,
			 "1:\tldxr\t%0, %2\n\tadd\t%0, %0, 1\n\t"
			 "stxr\t%w1, %0, %2\n\tcbnz\t%w1, 1b",
			 word, "Q", "=&r", mc_gimple_new_value(type, "sum"),
			 mc_gimple_new_value(integer_type_node, "failed"));
	else
		add_atomic(seq, BUILT_IN_ATOMIC_ADD_FETCH_8, type, address,
			   offset, 1);
}

tree mc_tally_take(gimple_seq *seq, tree address, size_t offset)
{
	tree type = integer_type_node;
	tree word = member(type, address, offset);
	tree result;

	if (mc_gcc_target_is_x86()) {
		result = mc_gimple_new_value(type, "is_due");
		add_text(seq, "sub{l}\t{$1, %1|%1, 1}", word, "m", "=@ccz",
			 result, NULL);
		return result;
	}
	if (mc_gcc_target_has_exclusives_only()) {
		result = mc_gimple_new_value(type, "left");
		add_text(seq,
			 "1:\tldxr\t%w0, %2\n\tsub\t%w0, %w0, 1\n\t"
			 "stxr\t%w1, %w0, %2\n\tcbnz\t%w1, 1b",
			 word, "Q", "=&r", result,
			 mc_gimple_new_value(type, "failed"));
	} else {
		result = add_atomic(seq, BUILT_IN_ATOMIC_ADD_FETCH_4,
				    uint32_type_node, address, offset, -1);
	}
	return add_is_zero(seq, result);
}
