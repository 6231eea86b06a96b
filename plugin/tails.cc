/* SPDX-License-Identifier: MIT */
/*
 * See tails.h.
 *
 *	long count(long n, long sum)
 *	{
 *		return n ? count(n - 1, sum + n) : sum;
 *	}
 *
 * GCC makes a loop of this, or a jump if there are two functions that call each
 * other, and people rely on it: ten million calls take no stack.  With the
 * exit (instrument.cc) behind it, such a call is not the last thing that is
 * done.  So where functions call each other in a circle of calls in tail
 * position, such a call is there twice:
 *
 *	if (!((uintptr_t)handle & 1) || TAIL(handle))
 *		return count(...);	// no exit behind it
 *	value = count(...);
 *	the exit
 *
 * A call that is only counted needs no exit but that the position is set, which
 * its caller does for it:
 *
 *	here = position->current;
 *	count(...);
 *	if (here)
 *		position->current = here;
 *
 * The recorder agrees (tail) if the call has a frame for being timed alone, and
 * is recursive: its total is no part of anything then, and its frame is taken
 * off early.  So the outermost calls keep frame and exit, and their times.
 *
 * Runs in GCC, single-threaded.
 */
#include "tails.h"
#include "describe.h"
#include "gimple-build.h"
#include "instrument.h"
#include "marks.h"
#include "../runtime/memcall-abi.h"

/* Finding tails */

/* The edge by which control goes on behind BB if nothing is thrown. */
static edge only_way_on(basic_block bb)
{
	edge way = find_fallthru_edge(bb->succs);

	return way || !single_succ_p(bb) ? way : single_succ_edge(bb);
}

/* True if STMT does nothing, or only hands on VALUE, which is then where it was
   handed to. */
static bool is_idle(gimple *stmt, tree *value)
{
	tree from, to;

	if (is_gimple_debug(stmt) || gimple_clobber_p(stmt))
		return true;
	switch (gimple_code(stmt)) {
	case GIMPLE_LABEL:
	case GIMPLE_NOP:
	case GIMPLE_PREDICT:
		return true;
	default:
		break;
	}
	if (!*value || !gimple_assign_single_p(stmt))
		return false;
	from = gimple_assign_rhs1(stmt);
	to = gimple_assign_lhs(stmt);
	if (from != *value ||
	    !useless_type_conversion_p(TREE_TYPE(to), TREE_TYPE(from)))
		return false;
	*value = to;
	return true;
}

/* True if nothing but the exit, and a return of its value, is behind the call
   at GSI. */
static bool is_last(gimple_stmt_iterator gsi)
{
	tree value = gimple_call_lhs(gsi_stmt(gsi));
	basic_block bb = gsi_bb(gsi);
	bool has_left = false;
	int most = 100;

	gsi_next(&gsi);
	while (most--) {
		gimple *stmt = gsi_stmt(gsi);
		edge way;

		if (stmt && mc_marks_is(stmt, MC_MARK_EXIT) && !has_left) {
			has_left = true;
			gsi_next(&gsi);
			continue;
		}
		if (stmt && is_idle(stmt, &value)) {
			gsi_next(&gsi);
			continue;
		}
		if (stmt && gimple_code(stmt) == GIMPLE_RETURN) {
			tree returned =
				gimple_return_retval(as_a<greturn *>(stmt));

			return has_left && (!returned || returned == value);
		}
		if (stmt)
			return false;
		way = only_way_on(bb);
		if (!way || way->dest == EXIT_BLOCK_PTR_FOR_FN(cfun))
			return false;
		bb = way->dest;
		gsi = gsi_start_bb(bb);
	}
	return false;
}

/* True if what STMT throws is caught in its function, elsewhere than by the
   finally of the wrapper. */
static bool is_caught(function *fun, gimple *stmt)
{
	int number = lookup_stmt_eh_lp_fn(fun, stmt);
	eh_region finally = mc_instrument_finally(fun);

	if (number <= 0)
		return number < 0;
	return (*fun->eh->lp_array)[number]->region != finally;
}

/* The statement that throws on what has come to the landing pad NUMBER; NULL:
   it is caught there, by more than the ends of variables' lives. */
static gimple *find_throwing_on(function *fun, int number)
{
	tree label = (*fun->eh->lp_array)[number]->post_landing_pad;
	basic_block bb = label_to_block(fun, label);
	gimple_stmt_iterator gsi = gsi_start_bb(bb);
	tree value = NULL_TREE;

	while (!gsi_end_p(gsi) && is_idle(gsi_stmt(gsi), &value))
		gsi_next(&gsi);
	return !gsi_end_p(gsi) && is_a<gresx *>(gsi_stmt(gsi)) ? gsi_stmt(gsi)
							       : NULL;
}

/* True if code of its function runs when STMT throws. */
static bool is_seen(function *fun, gimple *stmt)
{
	while (stmt && is_caught(fun, stmt)) {
		int number = lookup_stmt_eh_lp_fn(fun, stmt);

		stmt = number > 0 ? find_throwing_on(fun, number) : NULL;
	}
	return !stmt;
}

/* True if a caller of NODE may go on elsewhere than behind the call. */
static bool is_caught_from(cgraph_node *node)
{
	ipa_ref *ref;

	for (cgraph_edge *e = node->callers; e; e = e->next_caller)
		if (e->call_stmt &&
		    is_seen(DECL_STRUCT_FUNCTION(e->caller->decl),
			    e->call_stmt))
			return true;
	FOR_EACH_ALIAS(node, ref)
	if (is_caught_from(dyn_cast<cgraph_node *>(ref->referring)))
		return true;
	return false;
}

/* True if NODE may end in a call without an exit.  Its callers set the position
   again where they go on. */
static bool may_leave(cgraph_node *node)
{
	tree decl = node->decl;

	return opt_for_fn(decl, flag_optimize_sibling_calls) &&
	       mc_instrument_wrapper(node) && !stdarg_p(TREE_TYPE(decl)) &&
	       !TREE_THIS_VOLATILE(decl) && !is_caught_from(node);
}

static bool is_in_tail_position(cgraph_edge *e)
{
	const struct mc_wrapper *w = mc_instrument_wrapper(e->caller);
	gcall *call = e->call_stmt;
	tree lhs = gimple_call_lhs(call);

	return w->has_finally && !w->has_landings && !e->callee->thunk &&
	       e->callee->get_availability() > AVAIL_INTERPOSABLE &&
	       !(lhs && !is_gimple_reg_type(TREE_TYPE(lhs))) &&
	       !is_caught(cfun, call) && is_last(gsi_for_stmt(call));
}

/* The calls in tail position; set while mc_tails_open runs. */
static hash_set<cgraph_edge *> *tails;

static bool is_no_tail(cgraph_edge *e)
{
	return !tails->contains(e);
}

static void find_tails(hash_set<cgraph_node *> *parted)
{
	for (cgraph_node *node : *parted) {
		if (!may_leave(node))
			continue;
		push_cfun(DECL_STRUCT_FUNCTION(node->decl));
		for (cgraph_edge *e = node->callees; e; e = e->next_callee)
			if (e->call_stmt &&
			    parted->contains(
				    e->callee->ultimate_alias_target()) &&
			    is_in_tail_position(e))
				tails->add(e);
		pop_cfun();
	}
}

static int circle_of(cgraph_node *node)
{
	const struct ipa_dfs_info *info = (struct ipa_dfs_info *)node->aux;

	return info ? info->scc_no : -1;
}

/* Finds the tails that are part of a circle: CALLS has their statements,
   CALLERS, in the same order, and LEAVERS the functions they are in. */
static void find_circles(auto_vec<gcall *> *calls,
			 hash_set<cgraph_node *> *leavers,
			 auto_vec<cgraph_node *> *callers)
{
	cgraph_node **order = XCNEWVEC(cgraph_node *, symtab->cgraph_count);

	ipa_reduced_postorder(order, true, is_no_tail);
	for (cgraph_edge *e : *tails)
		if (circle_of(e->caller) ==
		    circle_of(e->callee->ultimate_alias_target())) {
			calls->safe_push(e->call_stmt);
			callers->safe_push(e->caller);
			leavers->add(e->caller);
		}
	ipa_free_postorder_info();
	free(order);
}

/* The ways out */

static gimple *build_test(tree value)
{
	return gimple_build_cond(NE_EXPR, value,
				 build_zero_cst(TREE_TYPE(value)), NULL_TREE,
				 NULL_TREE);
}

/* (uintptr_t)handle & 1 */
static gimple_seq build_is_framed(const struct mc_wrapper *w)
{
	tree word = pointer_sized_int_node;
	tree bits = create_tmp_var(word, "bits");
	tree bit = create_tmp_var(word, "bit");
	gimple_seq seq = NULL;

	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(bits, NOP_EXPR, w->handle));
	gimple_seq_add_stmt(&seq, gimple_build_assign(bit, BIT_AND_EXPR, bits,
						      build_one_cst(word)));
	gimple_seq_add_stmt(&seq, build_test(bit));
	return seq;
}

static gimple_seq build_is_over(const struct mc_wrapper *w)
{
	tree type = build_function_type_list(ptr_type_node, ptr_type_node,
					     NULL_TREE);
	tree over = create_tmp_var(ptr_type_node, "over");
	gimple_seq seq = NULL;
	tree address = mc_gimple_load_hook(&seq, MC_HOOK_TAIL, type);
	gcall *call = mc_gimple_build_call(address, type, {w->handle});

	gimple_call_set_lhs(call, over);
	gimple_seq_add_stmt(&seq, call);
	gimple_seq_add_stmt(&seq, build_test(over));
	return seq;
}

/* return CALL; */
static gimple_seq build_tail_call(gcall *call)
{
	gcall *last = as_a<gcall *>(gimple_copy(call));
	tree value = gimple_call_lhs(call);
	gimple_seq seq = NULL;

	if (value) {
		value = create_tmp_var(TREE_TYPE(value));
		gimple_call_set_lhs(last, value);
	}
	gimple_seq_add_stmt(&seq, last);
	gimple_seq_add_stmt(&seq, gimple_build_return(value));
	return seq;
}

/*
 *	if (position != 0B)		always; folded where f is unwrapped
 *		if (!((uintptr_t)handle & 1) || TAIL (handle))
 *			return CALL;
 */
static void add_way_out(const struct mc_wrapper *w, gcall *call)
{
	gimple_stmt_iterator gsi = gsi_for_stmt(call);
	basic_block first = gimple_bb(call);
	edge on;

	gsi_prev(&gsi);
	on = gsi_end_p(gsi) ? split_block_after_labels(first)
			    : split_block(first, gsi_stmt(gsi));
	first = on->src;
	gsi = gsi_last_bb(first);
	gsi_insert_after(&gsi, build_test(w->position), GSI_NEW_STMT);
	on->flags = EDGE_FALSE_VALUE;

	basic_block framed = mc_gimple_add_block(first, build_is_framed(w));
	basic_block over = mc_gimple_add_block(framed, build_is_over(w));
	basic_block last = mc_gimple_add_block(over, build_tail_call(call));

	make_edge(first, framed, EDGE_TRUE_VALUE);
	make_edge(framed, over, EDGE_TRUE_VALUE);
	make_edge(framed, last, EDGE_FALSE_VALUE);
	make_edge(over, last, EDGE_TRUE_VALUE);
	make_edge(over, on->dest, EDGE_FALSE_VALUE);
	make_edge(last, EXIT_BLOCK_PTR_FOR_FN(cfun), 0);
}

void mc_tails_open(hash_set<cgraph_node *> *parted,
		   hash_set<cgraph_node *> *leavers)
{
	auto_vec<cgraph_node *> callers;
	auto_vec<gcall *> calls;
	hash_set<cgraph_edge *> found;

	tails = &found;
	find_tails(parted);
	if (!found.is_empty())
		find_circles(&calls, leavers, &callers);
	tails = NULL;
	for (unsigned i = 0; i < calls.length(); i++) {
		push_cfun(DECL_STRUCT_FUNCTION(callers[i]->decl));
		add_way_out(mc_instrument_wrapper(callers[i]), calls[i]);
		pop_cfun();
	}
	for (cgraph_node *node : *leavers) {
		push_cfun(DECL_STRUCT_FUNCTION(node->decl));
		mc_gcc_finish_body();
	}
}

/* The ways back */

/*
 *	position = POSITION ();
 *	here = position->current;
 *	the call at GSI
 *	if (here != 0B)
 *		position->current = here;
 */
static void add_restoring(gimple_stmt_iterator gsi)
{
	tree position = create_tmp_var(ptr_type_node, "position");
	tree here = create_tmp_var(ptr_type_node, "here");
	gimple *call = gsi_stmt(gsi);
	gimple_seq before = NULL;
	basic_block bb, set;
	edge behind;

	gimple_seq_add_stmt(&before, mc_marks_load(position, MC_MARK_POSITION));
	gimple_seq_add_stmt(
		&before,
		gimple_build_assign(here, MC_MEMBER(ptr_type_node, position,
						    mc_position, current)));
	gsi_insert_seq_before(&gsi, before, GSI_SAME_STMT);

	if (stmt_ends_bb_p(call)) {
		behind = find_fallthru_edge(gimple_bb(call)->succs);
		if (!behind)
			return;
		bb = split_edge(behind);
	} else {
		bb = split_block(gimple_bb(call), call)->src;
		bb = split_edge(single_succ_edge(bb));
	}
	behind = single_succ_edge(bb);
	gsi = gsi_start_bb(bb);
	gsi_insert_after(&gsi, build_test(here), GSI_NEW_STMT);
	before = NULL;
	gimple_seq_add_stmt(
		&before, gimple_build_assign(MC_MEMBER(ptr_type_node, position,
						       mc_position, current),
					     here));
	behind->flags = EDGE_FALSE_VALUE;
	set = mc_gimple_add_block(bb, before);
	make_edge(bb, set, EDGE_TRUE_VALUE);
	make_edge(set, behind->dest, EDGE_FALLTHRU);
}

/* True if the call at GSI, in a leaver, is a way out: between all others and
   the return stands the exit. */
static bool is_way_out(gimple_stmt_iterator gsi)
{
	gsi_next_nondebug(&gsi);
	return !gsi_end_p(gsi) && gimple_code(gsi_stmt(gsi)) == GIMPLE_RETURN;
}

static bool calls_leaver(gimple *stmt, hash_set<tree> *callees)
{
	tree callee = is_gimple_call(stmt) ? gimple_call_fndecl(stmt) : NULL;
	cgraph_node *node = callee ? cgraph_node::get(callee) : NULL;

	return node && !(gimple_call_flags(stmt) & ECF_NORETURN) &&
	       callees->contains(node->ultimate_alias_target()->decl);
}

void mc_tails_restore(cgraph_node *node, bool is_leaver,
		      hash_set<tree> *callees)
{
	function *fun = DECL_STRUCT_FUNCTION(node->decl);
	auto_vec<gimple *> calls;
	basic_block bb;
	unsigned i;
	gimple *call;

	FOR_EACH_BB_FN (bb, fun)
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			if (calls_leaver(gsi_stmt(gsi), callees) &&
			    !(is_leaver && is_way_out(gsi)))
				calls.safe_push(gsi_stmt(gsi));
	if (calls.is_empty())
		return;
	push_cfun(fun);
	FOR_EACH_VEC_ELT (calls, i, call)
		add_restoring(gsi_for_stmt(call));
	mc_gcc_finish_body();
}
