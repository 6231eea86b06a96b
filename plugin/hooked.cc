/* SPDX-License-Identifier: MIT */
/*
 * Writes clones that have hooks alone.  See hooked.h.
 *
 *	BEGIN (descriptor, from, cfa, &call, light);
 *	try
 *		{
 *			value = light copy (args) with &call.slot;
 *		}
 *	finally
 *		{
 *			END (&call);
 *		}
 *	return value;
 *
 * `from` is the static chain (MC_FROM of memcall-abi.h).
 *
 * Where arguments and result are in registers, code does this that all clones
 * of the unit share (relay.h).  Then the clone is that call alone, which
 * does not run.
 *
 * Runs in GCC, single-threaded.
 */
#include "hooked.h"
#include "copies.h"
#include "entries.h"
#include "gimple-build.h"
#include "pass-on.h"
#include "relay.h"
#include "../runtime/memcall-abi.h"

void mc_hooked_make(struct mc_parts *p)
{
	tree decl;

	p->clone = mc_copies_make_for_extents(p->node, "hooks");
	mc_copies_add_chain(p->clone, "from");
	decl = p->clone->decl;
	DECL_UNINLINABLE(decl) = 1;
	DECL_DISREGARD_INLINE_LIMITS(decl) = 0;
	DECL_ATTRIBUTES(decl) =
		remove_attribute("always_inline", DECL_ATTRIBUTES(decl));
	/* It seldom runs, and what calls it calls the light copy as well: GCC
	   must not inline that here. */
	DECL_ATTRIBUTES(decl) = tree_cons(get_identifier("cold"), NULL_TREE,
					  DECL_ATTRIBUTES(decl));
}

static gimple_seq build_end(tree call)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     NULL_TREE);
	gimple_seq seq = NULL;
	tree address = mc_gimple_load_hook(&seq, MC_HOOK_END, type);

	gimple_seq_add_stmt(&seq,
			    mc_gimple_build_call(address, type,
						 {build_fold_addr_expr(call)}));
	return seq;
}

/* A struct mc_call. */
static tree make_call_variable(void)
{
	tree call = create_tmp_var(
		build_array_type_nelts(ptr_type_node,
				       sizeof(struct mc_call) / sizeof(void *)),
		"call");

	TREE_ADDRESSABLE(call) = 1;
	return call;
}

/* The address of the slot of CALL, a struct mc_call. */
static tree slot_of(tree call)
{
	size_t index = offsetof(struct mc_call, slot) / sizeof(void *);

	return build_fold_addr_expr(build4(ARRAY_REF, ptr_type_node, call,
					   size_int(index), NULL_TREE,
					   NULL_TREE));
}

/* A name for what is passed to the current function as its static chain. */
static tree add_from(gimple_seq *seq)
{
	tree from = create_tmp_var(ptr_type_node, "from");
	tree chain = DECL_STRUCT_FUNCTION(cfun->decl)->static_chain_decl;

	gimple_seq_add_stmt(seq, gimple_build_assign(from, NOP_EXPR, chain));
	return from;
}

/* What is done before the call of the light copy. */
static gimple_seq build_begin(const struct mc_parts *p, tree call)
{
	tree type = build_function_type_list(
		void_type_node, ptr_type_node, ptr_type_node, ptr_type_node,
		ptr_type_node, ptr_type_node, NULL_TREE);
	/* An address of its own: that in the function has a place there. */
	tree descriptor = build_fold_addr_expr(TREE_OPERAND(p->descriptor, 0));
	gimple_seq seq = NULL;
	tree address = mc_gimple_load_hook(&seq, MC_HOOK_BEGIN, type);
	tree cfa = mc_gimple_load_cfa(&seq);
	tree light = mc_entries_are_published(p) ? mc_pass_on_address(p->light)
						 : null_pointer_node;
	tree from = add_from(&seq);

	gimple_seq_add_stmt(&seq, mc_gimple_build_call(
					  address, type,
					  {descriptor, from, cfa,
					   build_fold_addr_expr(call), light}));
	return seq;
}

/* Has what LIGHT_CALL, the last statement of BB, throws lead to the end of
   CALL. */
static void add_landing(tree call, basic_block bb, gcall *light_call)
{
	eh_region region = gen_eh_region_cleanup(NULL);
	eh_landing_pad pad = gen_eh_landing_pad(region);
	gimple_seq seq = build_end(call);
	basic_block landing;

	gimple_seq_add_stmt(&seq, gimple_build_resx(region->index));
	landing = mc_gimple_add_block(bb, seq);
	landing->count = profile_count::zero();
	pad->post_landing_pad = gimple_block_label(landing);
	EH_LANDING_PAD_NR(pad->post_landing_pad) = pad->index;
	add_stmt_to_eh_lp(light_call, pad->index);
	mc_gcc_make_eh_edges(light_call);
}

/* Lets go of variables that the current function has in common with the one
   that it is a copy of (Objective-C++ has such).  Else GCC would say of them
   what it finds out here. */
static void forget_shared_variables(void)
{
	for (unsigned i = vec_safe_length(cfun->local_decls); i-- > 0;)
		if (DECL_CONTEXT((*cfun->local_decls)[i]) != cfun->decl)
			cfun->local_decls->unordered_remove(i);
}

/* Empties the current function, and returns its first block. */
static basic_block empty_body(void)
{
	basic_block first =
		split_edge(single_succ_edge(ENTRY_BLOCK_PTR_FOR_FN(cfun)));

	forget_shared_variables();
	remove_edge(single_succ_edge(first));
	return first;
}

static void make_exit(basic_block bb, bool returns)
{
	if (returns)
		make_edge(bb, EXIT_BLOCK_PTR_FOR_FN(cfun), 0);
}

/* Writes the current function, P's clone, as one that the unit's relay
   does the work of. */
static void write_short(const struct mc_parts *p, bool returns)
{
	basic_block first = empty_body(), bb;
	gimple_seq seq = NULL;
	gcall *call = mc_pass_on_call(p->clone, p->light, false, add_from(&seq),
				      &seq);

	mc_relay_use(p->clone, TREE_OPERAND(p->descriptor, 0), p->light, &seq);
	gimple_seq_add_stmt(&seq, call);
	mc_pass_on_return(p->clone->decl, gimple_call_lhs(call), &seq);
	bb = mc_gimple_add_block(first, seq);
	make_edge(first, bb, EDGE_FALLTHRU);
	make_exit(bb, returns);
}

/* Writes it as one that does it itself. */
static void write_long(const struct mc_parts *p, bool returns)
{
	tree decl = p->clone->decl, call;
	basic_block first = empty_body(), bb, last;
	gimple_seq args = NULL, before, after;
	gcall *light_call;

	call = make_call_variable();
	light_call = mc_pass_on_call(p->clone, p->light, false, slot_of(call),
				     &args);
	gimple_seq_add_stmt(&args, light_call);
	before = build_begin(p, call);
	gimple_seq_add_seq(&before, args);
	bb = mc_gimple_add_block(first, before);
	make_edge(first, bb, EDGE_FALLTHRU);
	after = returns ? build_end(call) : NULL;
	mc_pass_on_return(decl, gimple_call_lhs(light_call), &after);
	last = mc_gimple_add_block(bb, after);
	make_edge(bb, last, EDGE_FALLTHRU);
	make_exit(last, returns);
	if (flag_exceptions && !gimple_call_nothrow_p(light_call))
		add_landing(call, bb, light_call);
}

void mc_hooked_write(struct mc_parts *p)
{
	tree decl = p->clone->decl;
	bool returns = !TREE_THIS_VOLATILE(decl);

	if (mc_entries_are_published(p))
		mc_describe_as_far(p->descriptor);
	push_cfun(DECL_STRUCT_FUNCTION(decl));
	if (mc_relay_is_possible(p->clone))
		write_short(p, returns);
	else
		write_long(p, returns);
	mc_gcc_finish_body();
}
