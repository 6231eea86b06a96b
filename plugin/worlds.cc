/* SPDX-License-Identifier: MIT */
/*
 * Parts the worlds.  See worlds.h, and instrument.cc for a picture.
 *
 * A function has one of three forms:
 *
 *	OUTSIDE	no marked function reaches it, or nothing in it or below it is
 *		of interest: it stays as it is, and calls bodies
 *	PARTED	it has a clone and a body
 *	SINGLE	what cannot be parted keeps one body with tests, which runs in
 *		both worlds, and so calls entries
 *
 * GCC's transactional memory (trans-mem.cc, ipa-tm) works the same way, and
 * multiple_target.cc is the model for making the clones, expand_thunk
 * (cgraphunit.c, symtab-thunks.cc) for passing on to them.
 *
 * Runs in GCC, single-threaded.
 */
#include "worlds.h"
#include "copies.h"
#include "counters.h"
#include "describe.h"
#include "gimple-build.h"
#include "guard.h"
#include "instrument.h"
#include "select.h"
#include "single.h"
#include "tails.h"
#include "../runtime/memcall-abi.h"

namespace
{

struct parts {
	cgraph_node *node; /* under the function's own name */
	bool is_single;
	bool has_entry; /* it can be entered from code of either world, */
	bool has_guard; /* and its entry is a guard (guard.h) */
	bool is_called_outside; /* directly, by code of the other world */
	bool is_called_singly; /* directly, by code that runs in both worlds */
	cgraph_node *clone;
	cgraph_node *body; /* `node` itself unless an entry is in front */
	cgraph_node *own; /* see add_own */
	cgraph_node *way_in; /* where the guard leads */
};

} // namespace

/* The functions that are not OUTSIDE, and where they are, by DECL_UID. */
static auto_vec<struct parts> all;
static hash_map<int_hash<unsigned, 0, UINT_MAX>, unsigned> *numbers;

static struct parts *parts_of(tree decl)
{
	const unsigned *number = numbers->get(DECL_UID(decl));

	return number ? &all[*number] : NULL;
}

/* The parts of the function that NODE is an alias or thunk of. */
static struct parts *parts_behind(cgraph_node *node)
{
	return parts_of(node->ultimate_alias_target()->decl);
}

/* Forms */

/* Thunks that GCC has made bodies of already are in SSA form. */
static bool is_in_ssa(cgraph_node *node)
{
	return DECL_STRUCT_FUNCTION(node->decl)->curr_properties & PROP_ssa;
}

/* gcov counts a line by the function that it is in.  Two bodies would be two
   functions, each of which is executed in part. */
static bool can_copy(cgraph_node *node)
{
	return !flag_test_coverage && !is_in_ssa(node) &&
	       !mc_single_must_be(node);
}

/* Without optimisation two worlds are worth nothing, and a debugger is better
   off with one. */
static bool can_part(cgraph_node *node)
{
	return opt_for_fn(node->decl, optimize) && can_copy(node);
}

static bool has_fixed_size(tree decl)
{
	return TREE_CONSTANT(TYPE_SIZE(TREE_TYPE(decl)) ?: integer_zero_node);
}

/* Arguments and results that an entry could not pass on. */
static bool can_pass_on(tree decl)
{
	/* More take GCC minutes. */
	const int most = 1000;
	tree result = DECL_RESULT(decl);

	/* Nor can GCC, which would part the body from the entry's test. */
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

/* Whether NODE calls, by name, what is not OUTSIDE. */
static bool leads_inside(cgraph_node *node)
{
	for (cgraph_edge *e = node->callees; e; e = e->next_callee)
		if (parts_behind(e->callee))
			return true;
	return false;
}

static void add(cgraph_node *node)
{
	struct parts p = {};

	p.node = node;
	p.is_single = !can_part(node);
	numbers->put(DECL_UID(node->decl), all.length());
	all.safe_push(p);
}

/* Functions with hooks or other additions, and those that lead to one. */
static void collect(hash_set<cgraph_node *> *closure)
{
	auto_vec<cgraph_node *> rest;
	cgraph_node *node;
	bool changed = true;

	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
	{
		if (mc_instrument_is_touched(node))
			add(node);
		else if (closure->contains(node))
			rest.safe_push(node);
	}
	while (changed) {
		unsigned i;

		changed = false;
		FOR_EACH_VEC_ELT (rest, i, node)
			if (!parts_of(node->decl) && leads_inside(node)) {
				add(node);
				changed = true;
			}
	}
}

static bool has_thunk(cgraph_node *node)
{
	for (cgraph_edge *e = node->callers; e; e = e->next_caller)
		if (e->caller->thunk)
			return true;
	return false;
}

static bool is_entered_from_outside(cgraph_node *node)
{
	ipa_ref *ref;

	if (node->externally_visible || TREE_PUBLIC(node->decl) ||
	    node->address_taken || DECL_STATIC_CONSTRUCTOR(node->decl) ||
	    DECL_STATIC_DESTRUCTOR(node->decl) ||
	    mc_select_is_marked(node->decl) || has_thunk(node))
		return true;
	FOR_EACH_ALIAS(node, ref)
	if (is_entered_from_outside(dyn_cast<cgraph_node *>(ref->referring)))
		return true;
	return false;
}

/* The function that E calls can be reached directly: nobody may exchange it
   when the program is linked or loaded. */
static struct parts *direct_callee(cgraph_edge *e)
{
	if (e->callee->thunk ||
	    e->callee->get_availability() <= AVAIL_INTERPOSABLE)
		return NULL;
	return parts_behind(e->callee);
}

/* The calls of CALLER: from the other world's bodies, or from a single one.
   What a marked function's body calls itself stays there: no extent has begun,
   and none begins before it returns. */
static bool note_calls(cgraph_node *caller)
{
	const struct parts *from = parts_of(caller->decl);
	bool changed = false;

	for (cgraph_edge *e = caller->callees; e; e = e->next_callee) {
		struct parts *to = direct_callee(e);

		if (to && (is_in_ssa(caller) || (from && from->is_single)))
			to->is_called_singly = true;
		if (!to || to->is_single)
			continue;
		if (is_in_ssa(caller) || (from && from->is_single)) {
			changed |= !to->has_entry;
			to->has_entry = true;
		} else if (!mc_select_is_marked(to->node->decl) || to == from)
			to->is_called_outside = true;
	}
	return changed;
}

/* Code may come by NODE's address, or has something in front of it: once GCC
   knows what a pointer points to, that is a call like another. */
static bool is_pointed_to(cgraph_node *node)
{
	ipa_ref *ref;

	if (node->address_taken || DECL_VIRTUAL_P(node->decl) ||
	    has_thunk(node))
		return true;
	FOR_EACH_ALIAS(node, ref)
	if (is_pointed_to(dyn_cast<cgraph_node *>(ref->referring)))
		return true;
	return false;
}

/* GCC does not see guards: nothing that runs in an extent may come to inline
   what is behind one, or to leave out a call for it has no effect. */
static bool can_have_guard(const struct parts *p)
{
	return p->has_entry && !p->is_single && !p->is_called_singly &&
	       !mc_select_is_marked(p->node->decl) && !is_pointed_to(p->node) &&
	       mc_guard_is_possible(p->node);
}

/* An entry that cannot pass on makes its function single, and a single one
   gives entries to what it calls: until nothing changes. */
static void settle(void)
{
	cgraph_node *node;
	struct parts *p;
	unsigned i;
	bool changed = true;

	FOR_EACH_VEC_ELT (all, i, p)
		p->has_entry = is_entered_from_outside(p->node);
	while (changed) {
		changed = false;
		FOR_EACH_VEC_ELT (all, i, p)
			if (!p->is_single && p->has_entry &&
			    !can_pass_on(p->node->decl))
				p->is_single = changed = true;
		FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
		changed |= note_calls(node);
	}
	FOR_EACH_VEC_ELT (all, i, p)
		p->has_guard = can_have_guard(p);
}

/* Entries */

/* The argument PARM as an operand of a call, by statements added to BB. */
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

/* The address of NODE, which GCC must not take for called by name only. */
static tree address_of(cgraph_node *node)
{
	TREE_ADDRESSABLE(node->decl) = 1;
	node->local = false;
	return build_fold_addr_expr(node->decl);
}

/* The address of CLONE, by a way that GCC cannot see through: it must not take
   the entry for the clone's only caller and inline it there. */
static tree hidden_address(cgraph_node *clone, gimple_seq *seq)
{
	tree type = build_pointer_type(TREE_TYPE(clone->decl));
	tree address = create_tmp_var(type, "clone");
	vec<tree, va_gc> *inputs = NULL, *outputs = NULL;

	vec_safe_push(outputs, mc_gimple_build_operand("=r", address));
	vec_safe_push(inputs, mc_gimple_build_operand("0", address_of(clone)));
	gimple_seq_add_stmt(
		seq, gimple_build_asm_vec("", inputs, outputs, NULL, NULL));
	return address;
}

/* Where the result of a call goes that DECL returns as it is. */
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

/* return TARGET (the arguments); */
static gimple_seq build_passing_on(cgraph_node *node, cgraph_node *target,
				   bool is_hidden)
{
	tree decl = node->decl;
	bool is_promoted = !prototype_p(TREE_TYPE(decl));
	tree lhs = result_of(decl);
	auto_vec<tree> args;
	gimple_seq seq = NULL;

	for (tree parm = DECL_ARGUMENTS(decl); parm; parm = DECL_CHAIN(parm))
		args.safe_push(operand_of(parm, is_promoted, &seq));

	tree callee = is_hidden ? hidden_address(target, &seq)
				: build_fold_addr_expr(target->decl);
	gcall *call = gimple_build_call_vec(callee, args);

	gimple_call_set_fntype(call, TREE_TYPE(target->decl));
	gimple_call_set_nothrow(call, TREE_NOTHROW(decl));
	gimple_set_location(call, DECL_SOURCE_LOCATION(decl));
	if (lhs) {
		gimple_call_set_lhs(call, lhs);
		if (DECL_BY_REFERENCE(DECL_RESULT(decl)))
			gimple_call_set_return_slot_opt(call, true);
	}
	gimple_seq_add_stmt(&seq, call);
	if (TREE_THIS_VOLATILE(decl))
		gimple_seq_add_stmt(
			&seq, gimple_build_call(builtin_decl_implicit(
							BUILT_IN_UNREACHABLE),
						0));
	else
		gimple_seq_add_stmt(
			&seq,
			gimple_build_return(
				lhs && DECL_BY_REFERENCE(DECL_RESULT(decl))
					? DECL_RESULT(decl)
					: lhs));
	return seq;
}

static basic_block add_return(basic_block after, gimple_seq seq, bool returns)
{
	basic_block bb = mc_gimple_add_block(after, seq);

	if (returns)
		make_edge(bb, EXIT_BLOCK_PTR_FOR_FN(cfun), 0);
	return bb;
}

/* A member of SLOT that a signal handler's calls use as well. */
static tree member_of(tree slot, size_t offset)
{
	tree member = mc_gimple_build_member(ptr_type_node, slot, offset);

	TREE_THIS_VOLATILE(member) = 1;
	return member;
}

/* slot->arrived = current; slot->current = arriving; */
static gimple_seq build_arrival(tree slot, tree current, tree arriving)
{
	gimple_seq seq = NULL;

	gimple_seq_add_stmt(
		&seq,
		gimple_build_assign(member_of(slot, offsetof(mc_slot, arrived)),
				    current));
	gimple_seq_add_stmt(
		&seq,
		gimple_build_assign(member_of(slot, offsetof(mc_slot, current)),
				    arriving));
	return seq;
}

static tree add_load(gimple_seq *seq, tree type, tree value)
{
	tree loaded = create_tmp_var(type);

	gimple_seq_add_stmt(seq, gimple_build_assign(loaded, value));
	return loaded;
}

static void add_test(gimple_seq *seq, tree a, tree b)
{
	gimple_seq_add_stmt(
		seq, gimple_build_cond(NE_EXPR, a, b, NULL_TREE, NULL_TREE));
}

/* What calls of P's function by pointer are announced by; NODE is that, or
   stands for it. */
static tree add_own_address(const struct parts *p, cgraph_node *node,
			    gimple_seq *seq)
{
	tree self;

	if (node == p->way_in)
		return mc_guard_address(p->node, seq);
	self = create_tmp_var(pointer_sized_int_node, "self");
	gimple_seq_add_stmt(
		seq, gimple_build_assign(self, NOP_EXPR, address_of(node)));
	return self;
}

/*
 *	calling = slot->calling;
 *	slot->calling = 0;
 *	if (calling != token)
 *		if (calling != &f)
 *			if (slot->current != slot->arriving)
 *				slot->arrived = slot->current;
 *				slot->current = slot->arriving;
 *	return clone (...);
 *
 * There is no call but the last, so the body behind an entry needs no more of a
 * frame than without one.  Returns the first block of it.
 */
static basic_block add_way_in(const struct parts *p, cgraph_node *node,
			      basic_block after, bool returns)
{
	tree decl = p->node->decl, word = pointer_sized_int_node;
	gimple_seq seq = NULL;

	gimple_seq_add_stmt(&seq,
			    gimple_build_predict(PRED_COLD_LABEL, NOT_TAKEN));

	tree words = mc_gimple_load_words(&seq, mc_gimple_load_distance(&seq));
	tree slot =
		add_load(&seq, ptr_type_node,
			 MC_MEMBER(ptr_type_node, words, mc_words, recording));
	tree calling =
		add_load(&seq, word, MC_MEMBER(word, slot, mc_slot, calling));

	gimple_seq_add_stmt(
		&seq,
		gimple_build_assign(MC_MEMBER(word, slot, mc_slot, calling),
				    build_zero_cst(word)));
	add_test(&seq, calling, mc_describe_token(decl));

	basic_block first = mc_gimple_add_block(after, seq);

	seq = NULL;

	add_test(&seq, calling, add_own_address(p, node, &seq));

	basic_block second = mc_gimple_add_block(first, seq);

	seq = NULL;

	tree current =
		add_load(&seq, ptr_type_node,
			 MC_MEMBER(ptr_type_node, slot, mc_slot, current));
	tree arriving =
		add_load(&seq, ptr_type_node,
			 MC_MEMBER(ptr_type_node, slot, mc_slot, arriving));

	add_test(&seq, current, arriving);

	basic_block third = mc_gimple_add_block(second, seq);
	basic_block arrive = mc_gimple_add_block(
		third, build_arrival(slot, current, arriving));
	basic_block last = add_return(
		arrive, build_passing_on(node, p->clone, true), returns);

	make_edge(first, second, EDGE_TRUE_VALUE);
	make_edge(first, last, EDGE_FALSE_VALUE);
	make_edge(second, third, EDGE_TRUE_VALUE);
	make_edge(second, last, EDGE_FALSE_VALUE);
	make_edge(third, arrive, EDGE_TRUE_VALUE);
	make_edge(third, last, EDGE_FALSE_VALUE);
	make_edge(arrive, last, EDGE_FALLTHRU);
	return first;
}

/* Ends BB in a test of VALUE: to YES if it is not zero, else to NO. */
static void end_in_test(basic_block bb, gimple_seq seq, tree value,
			basic_block yes, basic_block no)
{
	gimple_stmt_iterator gsi = gsi_last_bb(bb);

	add_test(&seq, value, build_zero_cst(TREE_TYPE(value)));
	gsi_insert_seq_after(&gsi, seq, GSI_CONTINUE_LINKING);
	make_edge(bb, yes, EDGE_TRUE_VALUE);
	make_edge(bb, no, EDGE_FALSE_VALUE);
}

/*
 * At the end of GUARD, if the function is marked,
 *
 *	if (START) goto inside; else goto outside;
 *
 * and otherwise
 *
 *	if (__memcall_module.words)
 *		if (words->extent) goto inside;
 *	goto outside;
 */
static void add_guard(tree decl, basic_block guard, basic_block inside,
		      basic_block outside)
{
	gimple_seq seq = NULL;

	if (mc_select_is_marked(decl)) {
		tree start = add_load(&seq, ptr_type_node,
				      mc_describe_hook(MC_HOOK_START));

		end_in_test(guard, seq, start, inside, outside);
		return;
	}

	tree distance = mc_gimple_load_distance(&seq);
	gimple_seq ask = NULL;

	gimple_seq_add_stmt(&ask,
			    gimple_build_predict(PRED_COLD_LABEL, NOT_TAKEN));

	tree words = mc_gimple_load_words(&ask, distance);
	tree extent = MC_MEMBER(ptr_type_node, words, mc_words, extent);
	basic_block asking = mc_gimple_add_block(guard, NULL);

	/* Where there is no recorder this may not be loaded ahead of time. */
	TREE_THIS_VOLATILE(extent) = 1;
	extent = add_load(&ask, ptr_type_node, extent);
	end_in_test(guard, seq, distance, asking, outside);
	end_in_test(asking, ask, extent, inside, outside);
}

/*
 * In front of the body of NODE, which is P's function or stands for it:
 *
 *	if (in an extent) return clone(...);
 *
 * If there is a copy of the body for direct calls, the entry passes on to that,
 * too, and its own goes.
 */
static void add_entry(struct parts *p, cgraph_node *node)
{
	tree decl = node->decl;
	bool returns = !TREE_THIS_VOLATILE(decl);

	push_cfun(DECL_STRUCT_FUNCTION(decl));

	edge enter = single_succ_edge(ENTRY_BLOCK_PTR_FOR_FN(cfun));
	basic_block guard = split_edge(enter);
	basic_block outside = single_succ(guard);

	remove_edge(single_succ_edge(guard));
	if (p->body != p->node)
		outside = add_return(
			guard, build_passing_on(node, p->body, false), returns);
	add_guard(p->node->decl, guard, add_way_in(p, node, guard, returns),
		  outside);
	mc_gcc_finish_body();
}

/*
 * In the place of the body of P's way in:
 *
 *	return clone(...);
 */
static void add_guard_in_front(struct parts *p)
{
	cgraph_node *node = p->way_in;
	bool returns = !TREE_THIS_VOLATILE(node->decl);

	push_cfun(DECL_STRUCT_FUNCTION(node->decl));

	edge enter = single_succ_edge(ENTRY_BLOCK_PTR_FOR_FN(cfun));
	basic_block first = split_edge(enter);

	remove_edge(single_succ_edge(first));
	make_edge(first, add_way_in(p, node, first, returns), EDGE_FALLTHRU);
	mc_gcc_finish_body();
	mc_instrument_clear_purity(node);
	mc_guard_add(p->node, node);
}

static void part(struct parts *p)
{
	p->clone = mc_copies_make(p->node, "memcall");
	mc_counters_leave_out(p->clone);
	mc_copies_mark(p->clone);
	mc_copies_silence(p->clone);
	if (mc_instrument_is_touched(p->node))
		mc_instrument_unwrap(p->node);
	p->body = p->node;
	if (p->has_guard) {
		p->way_in = mc_copies_make(p->node, "entered");
		mc_counters_leave_out(p->way_in);
	} else if (p->has_entry &&
		   (p->is_called_outside || mc_counters_are_wanted())) {
		p->body = mc_copies_make(p->node, "outside");
		mc_counters_give(p->node, p->body);
	}
}

/*
 * What single bodies call in the place of P's function, if other units may emit
 * that, too: of its symbol the linker may take a body that was compiled without
 * the plugin.
 */
static void add_own(struct parts *p)
{
	if (!p->is_called_singly || !DECL_COMDAT(p->node->decl) ||
	    DECL_DISREGARD_INLINE_LIMITS(p->node->decl) || !can_copy(p->node))
		return;
	p->own = mc_copies_make(p->node, "own");
	mc_copies_silence(p->own);
}

/* Calls */

/* Which copy of P the code of FROM (NULL: OUTSIDE) calls.  IS_CLONE: the code
   is FROM's clone.  NULL: whatever it called before. */
static cgraph_node *right_copy(const struct parts *from, bool is_clone,
			       const struct parts *p)
{
	if (is_clone)
		return p->clone;
	if (from && from->is_single)
		return p->own;
	if (mc_select_is_marked(p->node->decl) && p != from)
		return NULL;
	return p->body;
}

static bool redirect_call(const struct parts *from, bool is_clone, gimple *stmt)
{
	tree callee = is_gimple_call(stmt) ? gimple_call_fndecl(stmt) : NULL;
	cgraph_node *node = callee ? cgraph_node::get(callee) : NULL;

	if (!node || node->thunk ||
	    node->get_availability() <= AVAIL_INTERPOSABLE)
		return false;

	const struct parts *p = parts_behind(node);

	if (!p)
		return false;

	cgraph_node *to = right_copy(from, is_clone, p);

	if (!to || to->decl == callee)
		return false;
	gimple_call_set_fndecl(as_a<gcall *>(stmt), to->decl);
	return true;
}

/* Calls of NODE (NULL: there is none), as above. */
static void redirect_calls(cgraph_node *node, const struct parts *from,
			   bool is_clone)
{
	if (!node || is_in_ssa(node))
		return;

	function *fun = DECL_STRUCT_FUNCTION(node->decl);
	bool changed = false;
	basic_block bb;

	push_cfun(fun);
	FOR_EACH_BB_FN (bb, fun)
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			changed |= redirect_call(from, is_clone, gsi_stmt(gsi));
	if (changed)
		cgraph_edge::rebuild_edges();
	pop_cfun();
}

/* Recursion */

/* GCC need not inline NODE always. */
static void allow_calls(cgraph_node *node)
{
	DECL_DISREGARD_INLINE_LIMITS(node->decl) = 0;
	DECL_ATTRIBUTES(node->decl) =
		remove_attribute("always_inline", DECL_ATTRIBUTES(node->decl));
}

/* What calls itself GCC inlines if it can make a loop of that: not with an exit
   behind the call. */
static void allow_recursion(void)
{
	struct parts *p;
	unsigned i;

	FOR_EACH_VEC_ELT (all, i, p) {
		cgraph_node *node = p->clone ?: p->node;

		for (cgraph_edge *e = node->callees; e; e = e->next_callee)
			if (e->recursive_p())
				allow_calls(node);
	}
}

/* Of the parted functions; those that may return without having set the
   position are in LEAVERS then. */
static void open_tails(const vec<struct parts *> &parted,
		       hash_set<cgraph_node *> *leavers)
{
	hash_set<cgraph_node *> nodes;
	struct parts *p;
	unsigned i;

	FOR_EACH_VEC_ELT (parted, i, p)
		nodes.add(p->node);
	mc_tails_open(&nodes, leavers);
}

static void restore_single(const struct parts *p, hash_set<tree> *leavers)
{
	mc_tails_restore(p->node, false, leavers);
	if (p->own)
		mc_tails_restore(p->own, false, leavers);
}

/* Whatever calls the leavers within extents. */
static void restore_after(hash_set<cgraph_node *> *leavers)
{
	hash_set<tree> decls;
	struct parts *p;
	unsigned i;

	if (leavers->is_empty())
		return;
	FOR_EACH_VEC_ELT (all, i, p)
		if (leavers->contains(p->node)) {
			decls.add(p->node->decl);
			decls.add(p->clone->decl);
			if (p->own)
				decls.add(p->own->decl);
			/* Inlined, it could seem to be called by itself. */
			DECL_UNINLINABLE(p->clone->decl) = 1;
			allow_calls(p->clone);
		}
	FOR_EACH_VEC_ELT (all, i, p)
		if (!p->is_single)
			mc_tails_restore(p->clone, leavers->contains(p->node),
					 &decls);
		else if (!is_in_ssa(p->node))
			restore_single(p, &decls);
}

unsigned mc_worlds_part(hash_set<cgraph_node *> *closure)
{
	hash_map<int_hash<unsigned, 0, UINT_MAX>, unsigned> map;
	auto_vec<cgraph_node *> outside;
	auto_vec<struct parts *> parted;
	hash_set<cgraph_node *> leavers;
	cgraph_node *node;
	struct parts *p;
	unsigned i;

	numbers = &map;
	collect(closure);
	settle();
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
	{
		p = parts_of(node->decl);
		if (p && !p->is_single)
			parted.safe_push(p);
		else if (p)
			mc_instrument_frame(node);
		else if (!p && !is_in_ssa(node))
			outside.safe_push(node);
	}
	open_tails(parted, &leavers);
	FOR_EACH_VEC_ELT (parted, i, p)
		part(p);
	FOR_EACH_VEC_ELT (all, i, p)
		add_own(p);
	FOR_EACH_VEC_ELT (all, i, p) {
		redirect_calls(p->clone, p, true);
		redirect_calls(p->body ?: p->node, p, false);
		redirect_calls(p->own, p, false);
	}
	FOR_EACH_VEC_ELT (outside, i, node)
		redirect_calls(node, NULL, false);
	allow_recursion();
	restore_after(&leavers);
	FOR_EACH_VEC_ELT (parted, i, p) {
		mc_instrument_clear_purity(p->clone);
		if (p->own)
			add_entry(p, p->own);
		if (p->has_guard)
			add_guard_in_front(p);
		else if (p->has_entry)
			add_entry(p, p->node);
	}
	FOR_EACH_VEC_ELT (all, i, p) {
		if (p->own)
			mc_instrument_clear_purity(p->own);
		if (p->has_entry && !p->has_guard)
			mc_instrument_clear_purity(p->node);
	}
	all.truncate(0);
	numbers = NULL;
	return parted.length();
}
