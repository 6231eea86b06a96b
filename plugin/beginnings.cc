/* SPDX-License-Identifier: MIT */
/*
 * See beginnings.h.  The light copy of f begins with
 *
 *	kid = BEGIN (slot);
 *	if (kid == 0B)
 *		return f with its hooks (args) with slot;
 *	TALLY (slot);
 *	self = kid;
 *
 * where `slot` is the static chain.  That of an inner function has no more than
 *
 *	return code of f (args) with self;
 *
 * behind that, as what its callers count is in slots of theirs.
 *
 * Where GCC inlines the light copy it inlines this.  In the copy itself it
 * would save registers before it tests, and restore them for the call of what
 * has the hooks.  So there, on x86-64, this is assembly in front of the first
 * instruction.  That leads to the hooks by one conditional jump: arguments,
 * stack and return address are what they were.  What is behind it is given the
 * link as static chain.
 *
 * Runs in GCC, single-threaded.
 */
#include "beginnings.h"
#include "gimple-build.h"
#include "guard.h"
#include "marks.h"
#include "pass-on.h"
#include "../runtime/memcall-abi.h"

/* A light copy that may have its beginning in front has this attribute, with
   its assembler name, which GCC's copies of it do not have, and that of what
   has the hooks. */
static const char possible_attribute[] = "memcall beginning";

/* Once that is in front it has this one, with the latter. */
static const char front_attribute[] = "memcall front";

/* Writing */

/* return TO (the arguments of P's function) with CHAIN; Adds that to SEQ,
   behind BB. */
static basic_block add_passing_on(basic_block bb, const struct mc_parts *p,
				  cgraph_node *to, tree chain, gimple_seq *seq)
{
	gcall *call = mc_pass_on_call(p->light, to, false, chain, seq);
	basic_block made;

	gimple_seq_add_stmt(seq, call);
	mc_pass_on_return(p->light->decl, gimple_call_lhs(call), seq);
	made = mc_gimple_add_block(bb, *seq);
	if (!TREE_THIS_VOLATILE(p->light->decl))
		make_edge(made, EXIT_BLOCK_PTR_FOR_FN(cfun), 0);
	return made;
}

/* Adds a block behind BB for the calls that need hooks. */
static basic_block add_slow(basic_block bb, const struct mc_parts *p, tree slot)
{
	gimple_seq seq = NULL;
	basic_block slow = add_passing_on(bb, p, p->clone, slot, &seq);

	slow->count = bb->count.apply_probability(
		profile_probability::very_unlikely());
	return slow;
}

/* Adds a block behind BB that counts, sets the link, and leads to CODE. */
static basic_block add_count(basic_block bb, const struct mc_parts *p,
			     tree slot, tree kid, basic_block code)
{
	gcall *tally =
		gimple_build_call(mc_marks_function(MC_MARK_TALLY), 1, slot);
	gimple_seq seq = NULL;
	basic_block count;

	gimple_seq_add_stmt(&seq, tally);
	gimple_seq_add_stmt(&seq, gimple_build_assign(p->self, kid));
	if (p->inner)
		return add_passing_on(bb, p, p->inner, p->self, &seq);
	count = mc_gimple_add_block(bb, seq);
	make_edge(count, code, EDGE_FALLTHRU);
	return count;
}

/* Ends BB, where nothing is behind it yet, in
	kid = BEGIN (slot); if (kid != 0B) goto COUNT; else goto SLOW; */
static void end_in_test(basic_block bb, tree slot, tree kid, basic_block count,
			basic_block slow)
{
	gcall *begin =
		gimple_build_call(mc_marks_function(MC_MARK_BEGIN), 1, slot);
	gimple_stmt_iterator gsi = gsi_last_bb(bb);

	gimple_call_set_lhs(begin, kid);
	gsi_insert_after(&gsi, begin, GSI_CONTINUE_LINKING);
	gsi_insert_after(&gsi,
			 gimple_build_cond(NE_EXPR, kid, null_pointer_node,
					   NULL_TREE, NULL_TREE),
			 GSI_CONTINUE_LINKING);
	make_edge(bb, count, EDGE_TRUE_VALUE)->probability =
		profile_probability::very_likely();
	make_edge(bb, slow, EDGE_FALSE_VALUE)->probability =
		profile_probability::very_unlikely();
}

/* Notes that the beginning of P's light copy may be in front. */
static void allow_front(const struct mc_parts *p)
{
	tree decl = p->light->decl;
	tree names = tree_cons(NULL_TREE, DECL_ASSEMBLER_NAME(p->clone->decl),
			       NULL_TREE);

	names = tree_cons(NULL_TREE, DECL_ASSEMBLER_NAME(decl), names);
	DECL_ATTRIBUTES(decl) = tree_cons(get_identifier(possible_attribute),
					  names, DECL_ATTRIBUTES(decl));
}

void mc_beginnings_write(const struct mc_parts *p)
{
	function *fun = DECL_STRUCT_FUNCTION(p->light->decl);
	tree slot = fun->static_chain_decl;
	basic_block first, code;
	tree kid;

	push_cfun(fun);
	kid = create_tmp_var(ptr_type_node, "kid");
	first = split_edge(single_succ_edge(ENTRY_BLOCK_PTR_FOR_FN(cfun)));
	code = single_succ(first);
	remove_edge(single_succ_edge(first));
	end_in_test(first, slot, kid, add_count(first, p, slot, kid, code),
		    add_slow(first, p, slot));
	mc_gcc_finish_body();
	if (mc_guard_is_possible(p->light))
		allow_front(p);
}

/* Folding */

/* The assembler name of what has the hooks of the function DECL; NULL_TREE: the
   beginning has to stay in DECL. */
static tree hooks_of(tree decl)
{
	tree attribute =
		lookup_attribute(possible_attribute, DECL_ATTRIBUTES(decl));
	tree names = attribute ? TREE_VALUE(attribute) : NULL_TREE;

	return names && TREE_VALUE(names) == DECL_ASSEMBLER_NAME(decl)
		       ? TREE_VALUE(TREE_CHAIN(names))
		       : NULL_TREE;
}

/* True if STMT is the call of HOOKS with what was passed on. */
static bool is_slow_call(gimple *stmt, tree slot, tree hooks)
{
	gcall *call = dyn_cast<gcall *>(stmt);
	tree callee = call ? gimple_call_fndecl(call) : NULL_TREE;

	return callee && DECL_ASSEMBLER_NAME(callee) == hooks &&
	       gimple_call_chain(call) == slot;
}

/* The uses of a light copy's static chain. */
struct uses {
	gcall *begin;
	auto_vec<gimple *> tallies;
};

/* Finds the uses of SLOT.  Returns false if it is not used as was written. */
static bool find_uses(tree slot, tree hooks, struct uses *u)
{
	imm_use_iterator iterator;
	use_operand_p use;

	FOR_EACH_IMM_USE_FAST(use, iterator, slot)
	{
		gimple *stmt = USE_STMT(use);

		if (mc_marks_is(stmt, MC_MARK_BEGIN) && !u->begin)
			u->begin = as_a<gcall *>(stmt);
		else if (mc_marks_is(stmt, MC_MARK_TALLY))
			u->tallies.safe_push(stmt);
		else if (!is_gimple_debug(stmt) &&
			 !is_slow_call(stmt, slot, hooks))
			return false;
	}
	return u->begin && gimple_call_lhs(u->begin);
}

/* Leads the tests of KID, which is not 0, to where it is not. */
static void fold_tests(tree kid)
{
	imm_use_iterator iterator;
	use_operand_p use;
	auto_vec<gcond *> tests;
	gcond *test;
	unsigned i;

	FOR_EACH_IMM_USE_FAST(use, iterator, kid)
	if (gcond *cond = dyn_cast<gcond *>(USE_STMT(use)))
		tests.safe_push(cond);
	FOR_EACH_VEC_ELT (tests, i, test) {
		if (!integer_zerop(gimple_cond_rhs(test)))
			continue;
		if (gimple_cond_code(test) == NE_EXPR)
			gimple_cond_make_true(test);
		else if (gimple_cond_code(test) == EQ_EXPR)
			gimple_cond_make_false(test);
		update_stmt(test);
	}
}

void mc_beginnings_fold(function *fun)
{
	tree hooks = hooks_of(fun->decl), kid;
	tree slot = hooks ? ssa_default_def(fun, fun->static_chain_decl)
			  : NULL_TREE;
	struct uses u = {};
	gimple_stmt_iterator gsi;
	gimple *tally;
	unsigned i;

	if (!slot || !find_uses(slot, hooks, &u))
		return;
	kid = gimple_call_lhs(u.begin);
	FOR_EACH_VEC_ELT (u.tallies, i, tally) {
		gsi = gsi_for_stmt(tally);
		unlink_stmt_vdef(tally);
		gsi_remove(&gsi, true);
		release_defs(tally);
	}
	gsi = gsi_for_stmt(u.begin);
	unlink_stmt_vdef(u.begin);
	gsi_replace(&gsi, gimple_build_assign(kid, NOP_EXPR, slot), false);
	fold_tests(kid);
	cleanup_tree_cfg();
	DECL_ATTRIBUTES(fun->decl) =
		tree_cons(get_identifier(front_attribute), hooks,
			  DECL_ATTRIBUTES(fun->decl));
}

void mc_beginnings_insert(void)
{
	tree attribute = lookup_attribute(
		front_attribute, DECL_ATTRIBUTES(current_function_decl));

	if (attribute)
		mc_guard_insert(mc_gcc_beginning(
			offsetof(struct mc_slot, count),
			offsetof(struct mc_slot, kid),
			mc_guard_template_name(TREE_VALUE(attribute))));
}
