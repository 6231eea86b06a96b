/* SPDX-License-Identifier: MIT */
/*
 * Which functions are parted, and what parts each needs.  See parts.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "parts.h"
#include "guard.h"
#include "instrument.h"
#include "pass-on.h"
#include "select.h"
#include "single.h"

auto_vec<struct mc_parts> mc_parts_all;

/* Indices into mc_parts_all, by DECL_UID. */
static hash_map<int_hash<unsigned, 0, UINT_MAX>, unsigned> numbers;

struct mc_parts *mc_parts_of(tree decl)
{
	const unsigned *number = numbers.get(DECL_UID(decl));

	return number ? &mc_parts_all[*number] : NULL;
}

/* The parts of the function that NODE is an alias or thunk of. */
struct mc_parts *mc_parts_behind(cgraph_node *node)
{
	return mc_parts_of(node->ultimate_alias_target()->decl);
}

/* Forms */

bool mc_parts_is_in_ssa(cgraph_node *node)
{
	return DECL_STRUCT_FUNCTION(node->decl)->curr_properties & PROP_ssa;
}

/* gcov counts a line by the function that it is in: two bodies would be two
   functions to it, each of which is executed in part. */
bool mc_parts_can_copy(cgraph_node *node)
{
	return !flag_test_coverage && !mc_parts_is_in_ssa(node) &&
	       !mc_single_must_be(node);
}

/* True if NODE may be parted.  Without optimisation two worlds gain nothing,
   and are in a debugger's way. */
static bool can_part(cgraph_node *node)
{
	return opt_for_fn(node->decl, optimize) && mc_parts_can_copy(node);
}

/* True if NODE calls, by name, what is not OUTSIDE. */
static bool leads_inside(cgraph_node *node)
{
	for (cgraph_edge *e = node->callees; e; e = e->next_callee)
		if (mc_parts_behind(e->callee))
			return true;
	return false;
}

static void add(cgraph_node *node)
{
	struct mc_parts p = {};

	p.node = node;
	p.is_single = !can_part(node);
	numbers.put(DECL_UID(node->decl), mc_parts_all.length());
	mc_parts_all.safe_push(p);
}

/* Collects the functions with hooks or other additions, and those of CLOSURE
   that lead to one. */
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
			if (!mc_parts_of(node->decl) && leads_inside(node)) {
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

/* The parts of NODE's function, if a call of NODE leads to them directly. */
static struct mc_parts *direct_callee(cgraph_node *node)
{
	if (node->thunk || node->get_availability() <= AVAIL_INTERPOSABLE)
		return NULL;
	return mc_parts_behind(node);
}

struct mc_parts *mc_parts_called(gimple *stmt)
{
	tree callee = is_gimple_call(stmt) ? gimple_call_fndecl(stmt) : NULL;
	cgraph_node *node = callee ? cgraph_node::get(callee) : NULL;

	return node ? direct_callee(node) : NULL;
}

/* Notes for each function that CALLER calls whether CALLER is a single body or
   one that runs outside of extents.  True if a function got an entry by that.
   If a marked function's body calls itself, it stays there: no extent has
   begun, and none begins before it returns. */
static bool note_calls(cgraph_node *caller)
{
	const struct mc_parts *from = mc_parts_of(caller->decl);
	bool changed = false;

	for (cgraph_edge *e = caller->callees; e; e = e->next_callee) {
		struct mc_parts *to = direct_callee(e->callee);

		if (to &&
		    (mc_parts_is_in_ssa(caller) || (from && from->is_single)))
			to->is_called_singly = true;
		if (!to || to->is_single)
			continue;
		if (mc_parts_is_in_ssa(caller) || (from && from->is_single)) {
			changed |= !to->has_entry;
			to->has_entry = true;
		} else if (!mc_select_is_marked(to->node->decl) || to == from)
			to->is_called_outside = true;
	}
	return changed;
}

/* True if code may come to NODE by its address, or through a thunk.  Once GCC
   knows what a pointer points to, that is a call like any other. */
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

/* True if P's entry may be a guard.  GCC does not see guards.  So nothing that
   runs in an extent may inline what is behind one, nor may a call from there be
   left out because what is behind one has no effect. */
static bool can_have_guard(const struct mc_parts *p)
{
	return p->has_entry && !p->is_single && !p->is_called_singly &&
	       !mc_select_is_marked(p->node->decl) && !is_pointed_to(p->node) &&
	       mc_guard_is_possible(p->node);
}

/* Decides who has an entry and who is single, until nothing changes: an entry
   that cannot pass on makes its function single, and a single function gives
   entries to those that it calls. */
static void settle(void)
{
	cgraph_node *node;
	struct mc_parts *p;
	unsigned i;
	bool changed = true;

	FOR_EACH_VEC_ELT (mc_parts_all, i, p)
		p->has_entry = is_entered_from_outside(p->node);
	while (changed) {
		changed = false;
		FOR_EACH_VEC_ELT (mc_parts_all, i, p)
			if (!p->is_single && p->has_entry &&
			    !mc_pass_on_is_possible(p->node->decl))
				p->is_single = changed = true;
		FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
		changed |= note_calls(node);
	}
	FOR_EACH_VEC_ELT (mc_parts_all, i, p)
		p->has_guard = can_have_guard(p);
}

void mc_parts_decide(hash_set<cgraph_node *> *closure)
{
	mc_parts_all.truncate(0);
	numbers.empty();
	collect(closure);
	settle();
}
