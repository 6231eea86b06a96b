/* SPDX-License-Identifier: MIT */
/*
 * Writes clones that have hooks alone.  See hooked.h.
 *
 *	position = POSITION ();
 *	handle = ENTRY (position, descriptor, is_marked);
 *	if (is_marked)
 *		position = POSITION ();
 *	own = OWN ();
 *	back = own->current;
 *	link = handle == 0B ? &stand_in : back;
 *	self = link->function == descriptor.id ? link : &stand_in;
 *	try
 *		{
 *			value = light copy (args) with self;
 *		}
 *	finally
 *		{
 *			own->current = back;
 *			EXIT (position, handle);
 *		}
 *	return value;
 *
 * What light copies call, for calls that the recorder wants to see, takes less
 * code:
 *
 *	link = BEGIN (descriptor, caller, number, cfa, &call);
 *	self = link == 0B ? &stand_in : link;
 *	try
 *		{
 *			value = light copy (args) with self;
 *		}
 *	finally
 *		{
 *			END (&call);
 *		}
 *	return value;
 *
 * Where the call is not recorded, or has no node of its own since there is no
 * room for more, the light copy is given a link whose slots lead nowhere.
 *
 * Runs in GCC, single-threaded.
 */
#include "hooked.h"
#include "copies.h"
#include "gimple-build.h"
#include "marks.h"
#include "pass-on.h"
#include "select.h"
#include "wrapper.h"
#include "../runtime/memcall-abi.h"

/* The variables.  The short form has `call`. */
struct hooked {
	struct mc_wrapper w;
	tree own;
	tree back;
	tree self;
	tree call; /* struct mc_call, or NULL_TREE */
	/* Its parameters. */
	tree caller;
	tree number;
};

static cgraph_node *make(cgraph_node *node, const char *suffix)
{
	cgraph_node *made = mc_copies_make_for_extents(node, suffix);
	tree decl = made->decl;

	DECL_UNINLINABLE(decl) = 1;
	DECL_DISREGARD_INLINE_LIMITS(decl) = 0;
	DECL_ATTRIBUTES(decl) =
		remove_attribute("always_inline", DECL_ATTRIBUTES(decl));
	return made;
}

void mc_hooked_make(struct mc_parts *p)
{
	tree decl;

	p->clone = make(p->node, "hooks");
	p->slow = make(p->node, "slow");
	/* It seldom runs, and what calls it calls the light copy as well: GCC
	   must not inline that here. */
	decl = p->slow->decl;
	DECL_ATTRIBUTES(decl) = tree_cons(get_identifier("cold"), NULL_TREE,
					  DECL_ATTRIBUTES(decl));
}

static tree load_current(const struct hooked *h)
{
	return MC_MEMBER(ptr_type_node, h->own, mc_position, current);
}

static gimple_seq build_end(const struct hooked *h)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     NULL_TREE);
	gimple_seq seq = NULL;
	tree address = mc_gimple_load_hook(&seq, MC_HOOK_END, type);

	gimple_seq_add_stmt(
		&seq, mc_gimple_build_call(address, type,
					   {build_fold_addr_expr(h->call)}));
	return seq;
}

static gimple_seq build_exit(const struct hooked *h)
{
	gimple_seq seq = NULL;

	if (h->call)
		return build_end(h);
	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(load_current(h), h->back));
	gimple_seq_add_seq(&seq, mc_wrapper_exit(&h->w));
	return seq;
}

/* A == B ? YES : NO */
static tree add_choice(gimple_seq *seq, tree a, tree b, tree yes, tree no)
{
	tree is_same = create_tmp_var(boolean_type_node);
	tree chosen = create_tmp_var(ptr_type_node);

	gimple_seq_add_stmt(seq, gimple_build_assign(is_same, EQ_EXPR, a, b));
	gimple_seq_add_stmt(
		seq, gimple_build_assign(chosen, COND_EXPR, is_same, yes, no));
	return chosen;
}

/* What is done before the call of the light copy. */
static gimple_seq build_entry(const struct hooked *h)
{
	tree number = uint32_type_node;
	gimple_seq seq = mc_wrapper_entry(&h->w);
	tree stand_in =
		mc_gimple_add_load(&seq, ptr_type_node, mc_describe_stand_in());
	tree link, function, id;

	gimple_seq_add_stmt(&seq, mc_marks_load(h->own, MC_MARK_OWN));
	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(h->back, load_current(h)));
	/* Without a handle `back` may be NULL. */
	link = add_choice(&seq, h->w.handle, null_pointer_node, stand_in,
			  h->back);
	function = mc_gimple_add_load(
		&seq, number, MC_MEMBER(number, link, mc_link, function));
	id = mc_gimple_add_load(&seq, number,
				MC_MEMBER(number, unshare_expr(h->w.descriptor),
					  mc_function, id));
	gimple_seq_add_stmt(
		&seq,
		gimple_build_assign(h->self, add_choice(&seq, function, id,
							link, stand_in)));
	return seq;
}

/* The same in the short form. */
static gimple_seq build_begin(const struct hooked *h)
{
	tree type = build_function_type_list(
		ptr_type_node, ptr_type_node, ptr_type_node, uint32_type_node,
		ptr_type_node, ptr_type_node, NULL_TREE);
	gimple_seq seq = NULL;
	tree address = mc_gimple_load_hook(&seq, MC_HOOK_BEGIN, type);
	tree cfa = mc_gimple_load_cfa(&seq);
	tree link = create_tmp_var(ptr_type_node, "link");
	gcall *call =
		mc_gimple_build_call(address, type,
				     {h->w.descriptor, h->caller, h->number,
				      cfa, build_fold_addr_expr(h->call)});

	gimple_call_set_lhs(call, link);
	gimple_seq_add_stmt(&seq, call);
	gimple_seq_add_stmt(
		&seq,
		gimple_build_assign(h->self,
				    add_choice(&seq, link, null_pointer_node,
					       mc_describe_stand_in(), link)));
	return seq;
}

/* Has what CALL, the last statement of BB, throws lead to an exit. */
static void add_landing(const struct hooked *h, basic_block bb, gcall *call)
{
	eh_region region = gen_eh_region_cleanup(NULL);
	eh_landing_pad pad = gen_eh_landing_pad(region);
	gimple_seq seq = build_exit(h);
	basic_block landing;

	gimple_seq_add_stmt(&seq, gimple_build_resx(region->index));
	landing = mc_gimple_add_block(bb, seq);
	landing->count = profile_count::zero();
	pad->post_landing_pad = gimple_block_label(landing);
	EH_LANDING_PAD_NR(pad->post_landing_pad) = pad->index;
	add_stmt_to_eh_lp(call, pad->index);
	mc_gcc_make_eh_edges(call);
}

/* Makes the variables of NODE, which has hooks for P's function. */
static struct hooked make_variables(const struct mc_parts *p, cgraph_node *node)
{
	struct hooked h = {};
	tree type = build_array_type_nelts(
		ptr_type_node, sizeof(struct mc_call) / sizeof(void *));

	h.w.position = create_tmp_var(ptr_type_node, "position");
	h.w.handle = create_tmp_var(ptr_type_node, "handle");
	/* An address of its own: that in the function has a place there. */
	h.w.descriptor = build_fold_addr_expr(TREE_OPERAND(p->descriptor, 0));
	h.w.is_marked = mc_select_is_marked(p->node->decl);
	h.own = create_tmp_var(ptr_type_node, "own");
	h.back = create_tmp_var(ptr_type_node, "back");
	h.self = create_tmp_var(ptr_type_node, "self");
	if (node == p->slow) {
		h.call = create_tmp_var(type, "call");
		TREE_ADDRESSABLE(h.call) = 1;
	}
	return h;
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

/* Writes NODE, P's clone or what light copies call. */
static void write(const struct mc_parts *p, cgraph_node *node)
{
	tree decl = node->decl;
	bool returns = !TREE_THIS_VOLATILE(decl);
	gimple_seq args = NULL, before, after;
	basic_block first, bb, last;
	struct hooked h;
	gcall *call;

	push_cfun(DECL_STRUCT_FUNCTION(decl));
	forget_shared_variables();
	h = make_variables(p, node);
	call = mc_pass_on_call(node, p->light, false, h.self, &args);
	gimple_seq_add_stmt(&args, call);
	if (h.call) {
		h.caller =
			mc_copies_add_parameter(node, "caller", ptr_type_node);
		h.number = mc_copies_add_parameter(node, "number",
						   uint32_type_node);
	}
	before = h.call ? build_begin(&h) : build_entry(&h);
	gimple_seq_add_seq(&before, args);
	first = split_edge(single_succ_edge(ENTRY_BLOCK_PTR_FOR_FN(cfun)));
	remove_edge(single_succ_edge(first));
	bb = mc_gimple_add_block(first, before);
	make_edge(first, bb, EDGE_FALLTHRU);
	after = returns ? build_exit(&h) : NULL;
	mc_pass_on_return(decl, gimple_call_lhs(call), &after);
	last = mc_gimple_add_block(bb, after);
	make_edge(bb, last, EDGE_FALLTHRU);
	if (returns)
		make_edge(last, EXIT_BLOCK_PTR_FOR_FN(cfun), 0);
	if (flag_exceptions && !gimple_call_nothrow_p(call))
		add_landing(&h, bb, call);
	mc_gcc_finish_body();
}

void mc_hooked_write(struct mc_parts *p)
{
	write(p, p->clone);
	write(p, p->slow);
}
