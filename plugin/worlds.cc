/* SPDX-License-Identifier: MIT */
/*
 * Parts the worlds.  See worlds.h, and instrument.cc for a picture.
 *
 * parts.cc says which functions have which parts, entries.cc builds the ways
 * between them.  Here they are made, and calls are led to the right ones.
 *
 * GCC's transactional memory (trans-mem.cc, ipa-tm) works the same way.
 *
 * Runs in GCC, single-threaded.
 */
#include "worlds.h"
#include "beginnings.h"
#include "copies.h"
#include "counters.h"
#include "entries.h"
#include "hooked.h"
#include "instrument.h"
#include "light.h"
#include "light-calls.h"
#include "parts.h"
#include "purity.h"
#include "select.h"
#include "tails.h"
#include "unwrap.h"
#include "../runtime/memcall-abi.h"

static void part(struct mc_parts *p)
{
	const struct mc_wrapper *w = mc_instrument_wrapper(p->node);

	if (p->is_light) {
		p->descriptor = w->descriptor;
		p->told = w->told;
		mc_light_make(p);
	} else {
		p->clone = mc_copies_make_for_extents(p->node, "memcall");
	}
	if (mc_instrument_is_touched(p->node))
		mc_unwrap_function(p->node);
	if (p->is_light)
		mc_hooked_make(p);
	p->body = p->node;
	if (p->has_guard && p->is_light) {
		p->way_in = p->clone;
	} else if (p->has_guard) {
		p->way_in = mc_copies_make(p->node, "entered");
		mc_counters_leave_out(p->way_in);
	} else if (p->has_entry &&
		   (p->is_called_outside || mc_counters_are_wanted())) {
		p->body = mc_copies_make(p->node, "outside");
		mc_counters_give(p->node, p->body);
	}
}

/*
 * Makes what single bodies call in the place of P's function, if other units
 * may emit that function, too: for its symbol, the linker may take a body that
 * was compiled without the plugin.
 */
static void add_own(struct mc_parts *p)
{
	if (!p->is_called_singly || !DECL_COMDAT(p->node->decl) ||
	    DECL_DISREGARD_INLINE_LIMITS(p->node->decl) ||
	    !mc_parts_can_copy(p->node))
		return;
	p->own = mc_copies_make(p->node, "own");
	mc_copies_silence(p->own);
}

/* Calls */

/* The copy of P that the code of FROM (NULL: OUTSIDE) is to call.  IS_CLONE:
   the code is FROM's clone.  Returns NULL if it is to call what it called
   before. */
static cgraph_node *right_copy(const struct mc_parts *from, bool is_clone,
			       const struct mc_parts *p)
{
	if (is_clone)
		return p->clone;
	if (from && from->is_single)
		return p->own;
	if (mc_select_is_marked(p->node->decl) && p != from)
		return NULL;
	return p->body;
}

static bool redirect_call(const struct mc_parts *from, bool is_clone,
			  gimple *stmt)
{
	const struct mc_parts *p = mc_parts_called(stmt);
	cgraph_node *to = p ? right_copy(from, is_clone, p) : NULL;

	if (!to || to->decl == gimple_call_fndecl(stmt))
		return false;
	gimple_call_set_fndecl(as_a<gcall *>(stmt), to->decl);
	if (p->is_light && to == p->clone)
		gimple_call_set_chain(
			as_a<gcall *>(stmt),
			build_int_cst(ptr_type_node, MC_FROM_UNIT));
	return true;
}

/* Leads the calls of NODE's body to the right copies.  NODE may be NULL. */
static void redirect_calls(cgraph_node *node, const struct mc_parts *from,
			   bool is_clone)
{
	if (!node || mc_parts_is_in_ssa(node))
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

/* Allows GCC not to inline NODE. */
static void allow_calls(cgraph_node *node)
{
	DECL_DISREGARD_INLINE_LIMITS(node->decl) = 0;
	DECL_ATTRIBUTES(node->decl) =
		remove_attribute("always_inline", DECL_ATTRIBUTES(node->decl));
}

/* GCC inlines a function that calls itself and must always be inlined, if it
   can make a loop of that.  It cannot with an exit behind the call. */
static void allow_recursion(void)
{
	struct mc_parts *p;
	unsigned i;

	FOR_EACH_VEC_ELT (mc_parts_all, i, p) {
		cgraph_node *node = p->light ?: p->clone ?: p->node;

		for (cgraph_edge *e = node->callees; e; e = e->next_callee)
			if (e->recursive_p())
				allow_calls(node);
	}
}

/* Opens ways out of the parted functions (tails.h).  LEAVERS are then those
   that may return without having set the position. */
static void open_tails(const vec<struct mc_parts *> &parted,
		       hash_set<cgraph_node *> *leavers)
{
	hash_set<cgraph_node *> nodes;
	struct mc_parts *p;
	unsigned i;

	FOR_EACH_VEC_ELT (parted, i, p)
		nodes.add(p->node);
	mc_tails_open(&nodes, leavers);
}

static void restore_single(const struct mc_parts *p, hash_set<tree> *leavers)
{
	mc_tails_restore(p->node, false, leavers);
	if (p->own)
		mc_tails_restore(p->own, false, leavers);
}

/* Has whatever calls the leavers within extents set the position again. */
static void restore_after(hash_set<cgraph_node *> *leavers)
{
	hash_set<tree> decls;
	struct mc_parts *p;
	unsigned i;

	if (leavers->is_empty())
		return;
	FOR_EACH_VEC_ELT (mc_parts_all, i, p)
		if (leavers->contains(p->node)) {
			decls.add(p->node->decl);
			decls.add(p->clone->decl);
			if (p->own)
				decls.add(p->own->decl);
			/* Inlined, it could seem to be called by itself. */
			DECL_UNINLINABLE(p->clone->decl) = 1;
			allow_calls(p->clone);
		}
	FOR_EACH_VEC_ELT (mc_parts_all, i, p)
		if (!p->is_single)
			mc_tails_restore(p->light ?: p->clone,
					 leavers->contains(p->node), &decls);
		else if (!mc_parts_is_in_ssa(p->node))
			restore_single(p, &decls);
}

unsigned mc_worlds_part(hash_set<cgraph_node *> *closure)
{
	auto_vec<cgraph_node *> outside;
	auto_vec<struct mc_parts *> parted, inner;
	hash_set<cgraph_node *> leavers;
	cgraph_node *node;
	struct mc_parts *p;
	unsigned i;

	mc_parts_decide(closure);
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
	{
		p = mc_parts_of(node->decl);
		if (p && !p->is_single)
			parted.safe_push(p);
		else if (p)
			mc_instrument_frame(node);
		else if (!p && !mc_parts_is_in_ssa(node))
			outside.safe_push(node);
	}
	open_tails(parted, &leavers);
	mc_light_decide(&leavers, &inner);
	FOR_EACH_VEC_ELT (parted, i, p)
		part(p);
	FOR_EACH_VEC_ELT (mc_parts_all, i, p)
		add_own(p);
	FOR_EACH_VEC_ELT (inner, i, p)
		mc_light_calls_write(p);
	FOR_EACH_VEC_ELT (mc_parts_all, i, p) {
		if (p->is_light && !p->is_inner)
			mc_light_calls_write(p);
		else if (!p->is_light)
			redirect_calls(p->clone, p, true);
		redirect_calls(p->body ?: p->node, p, false);
		redirect_calls(p->own, p, false);
	}
	FOR_EACH_VEC_ELT (outside, i, node)
		redirect_calls(node, NULL, false);
	FOR_EACH_VEC_ELT (parted, i, p)
		if (p->is_light) {
			mc_beginnings_write(p);
			mc_hooked_write(p);
		}
	allow_recursion();
	restore_after(&leavers);
	FOR_EACH_VEC_ELT (parted, i, p) {
		mc_purity_clear(p->clone);
		if (p->light)
			mc_purity_clear(p->light);
		if (p->inner)
			mc_purity_clear(p->inner);
		if (p->own)
			mc_entries_add(p, p->own);
		if (p->has_guard)
			mc_entries_add_guard(p);
		else if (p->has_entry)
			mc_entries_add(p, p->node);
	}
	FOR_EACH_VEC_ELT (mc_parts_all, i, p) {
		if (p->own)
			mc_purity_clear(p->own);
		if (p->has_entry && !p->has_guard)
			mc_purity_clear(p->node);
	}
	return parted.length();
}
