/* SPDX-License-Identifier: MIT */
/*
 * Writes the calls of light copies.  See light-calls.h.
 *
 *	value = g (args);
 *
 * becomes, if g has a light copy,
 *
 *	value = light copy of g (args) with &slot[NUMBER];
 *
 * and if g is an inner function (struct mc_inner), with its slots among those
 * of the caller,
 *
 *	slot[NUMBER].count++;
 *	value = code of g (args) with the link whose slot 0 is NUMBER + 1;
 *
 * For what is elsewhere, and may have a light copy, far-calls.cc says how.
 * Else, if g may lead to a hook,
 *
 *	GO (own, self);
 *	value = g (args);
 *
 * The function is a control flow graph, but not in SSA form yet.
 *
 * Runs in GCC, single-threaded.
 */
#include "light-calls.h"
#include "allocations.h"
#include "copies.h"
#include "crossings.h"
#include "far-calls.h"
#include "gimple-build.h"
#include "instrument.h"
#include "light.h"
#include "marks.h"
#include "slots.h"
#include "../runtime/memcall-abi.h"

/* Whom a slot is for: a function of the unit, or another one by its name, or
   the target of a pointer. */
struct callee {
	const struct mc_parts *parts;
	tree decl;
};

/* The callees that a function has slots for, by number. */
typedef auto_vec<struct callee> callees_t;

/* The current light copy: its link, and the thread's position when it was
   called. */
struct light {
	tree self;
	tree own;
	tree told; /* in the function that this is a copy of */
	tree pair; /* what calls through pointers are given as their slot */
	/* The inner ones, whose slots come first, and the slot of each. */
	auto_vec<const struct mc_parts *> inner;
	auto_vec<uint32_t> inner_slots;
	unsigned unbound;
	int circle;
	bool may_resume; /* it calls memcall_resume */
	callees_t callees;
};

/*
 * Keeps GCC from making a loop of CALL and its caller, or of what it inlines
 * there: a call that is in tail position, or whose result is only added up.
 * GCC would overlook that the static chain is another one then.
 */
static void keep_call(gcall *call)
{
	gimple_stmt_iterator gsi = gsi_for_stmt(call);
	edge on = find_fallthru_edge(gimple_bb(call)->succs);
	gasm *nothing = gimple_build_asm_vec("", NULL, NULL, NULL, NULL);

	gimple_asm_set_volatile(nothing, true);
	gimple_asm_set_inline(nothing, true);
	if (!stmt_ends_bb_p(call)) {
		gsi_insert_after(&gsi, nothing, GSI_NEW_STMT);
		return;
	}
	if (!on)
		return;
	gsi = gsi_start_bb(split_edge(on));
	gsi_insert_before(&gsi, nothing, GSI_NEW_STMT);
}

/* Has CALL call CALLEE's light copy by the slot NUMBER. */
static void write_light_call(gcall *call, const struct mc_parts *callee,
			     const struct light *l, unsigned number)
{
	gimple_stmt_iterator gsi = gsi_for_stmt(call);
	gimple_seq seq = NULL;
	tree slot = mc_slots_address(l->self, number, &seq);

	gsi_insert_seq_before(&gsi, seq, GSI_SAME_STMT);
	gimple_call_set_fndecl(call, callee->light->decl);
	gimple_call_set_chain(call, slot);
	mc_gcc_suppress_warnings(call);
	if (callee->circle == l->circle)
		keep_call(call);
}

/* The number of the slot for CALLEE.  Each pointer has one of its own. */
static unsigned number_of(struct light *l, const struct callee &callee)
{
	for (unsigned i = 0; i < l->callees.length(); i++) {
		const struct callee &other = l->callees[i];

		if ((callee.parts || callee.decl) &&
		    other.parts == callee.parts && other.decl == callee.decl)
			return l->unbound + i;
	}
	l->callees.safe_push(callee);
	return l->unbound + l->callees.length() - 1;
}

/* Inner functions */

/* The most slots that a function has for inner ones. */
#define MOST_INNER_SLOTS 256

/* The slot of CALLEE, an inner function; -1: there is none. */
static int inner_slot_of(const struct light *l, const struct mc_parts *callee)
{
	for (unsigned i = 0; i < l->inner.length(); i++)
		if (l->inner[i] == callee)
			return (int)l->inner_slots[i];
	return -1;
}

/* Gives the callee of CALL slots if it is an inner function, and there is room.
   It has its own slots by now. */
static void add_inner(gcall *call, struct light *l)
{
	const struct mc_parts *callee = mc_parts_called(call);

	/* What was called in a pause has slots that are nobody's. */
	if (l->may_resume || !callee || !callee->is_inner ||
	    inner_slot_of(l, callee) >= 0 ||
	    l->unbound + 1 + callee->slots > MOST_INNER_SLOTS)
		return;
	l->inner.safe_push(callee);
	l->inner_slots.safe_push(l->unbound);
	l->unbound += 1 + callee->slots;
}

/* Makes CALL, of CALLEE, one that is counted in the slot NUMBER, with the slots
   behind that for what CALLEE calls. */
static void write_inner_call(gcall *call, const struct mc_parts *callee,
			     tree self, unsigned number)
{
	/* A loop may be left by a jump out of a signal handler, with the counts
	   that are in memory. */
	gimple_seq seq = mc_light_has_landings()
				 ? mc_slots_count(self, number)
				 : mc_slots_count_inner(self, number);
	gimple_stmt_iterator gsi = gsi_for_stmt(call);
	tree link = callee->slots ? mc_slots_link_from(self, number + 1, &seq)
				  : null_pointer_node;

	gsi_insert_seq_before(&gsi, seq, GSI_SAME_STMT);
	gimple_call_set_fndecl(call, callee->inner->decl);
	gimple_call_set_chain(call, link);
	mc_gcc_suppress_warnings(call);
}

/* True if the recorder may ask for the position before CALL, of what has no
   light copy, is over: in a hook where it leads to, in the handler of a signal
   that it raises, or as it allocates. */
static bool may_reach_hook(gcall *call)
{
	tree callee = gimple_call_fndecl(call);

	if (mc_crossings_leaves_unit(call) || mc_allocations_may(call))
		return true;
	return callee && DECL_EXTERNAL(callee) && !DECL_INITIAL(callee) &&
	       !fndecl_built_in_p(callee) &&
	       !(gimple_call_flags(call) & (ECF_CONST | ECF_PURE));
}

/* True if a statement that sets LHS is an announcement. */
static bool is_told(const struct light *l, tree lhs)
{
	tree base =
		TREE_CODE(lhs) == MEM_REF ? TREE_OPERAND(lhs, 0) : NULL_TREE;

	return base && VAR_P(base) && DECL_ORIGIN(base) == l->told;
}

/* What announces the call at GSI, right before it; NULL: nothing does. */
static gassign *find_announcement(const struct light *l,
				  gimple_stmt_iterator gsi)
{
	gassign *stmt;

	gsi_prev(&gsi);
	stmt = gsi_end_p(gsi) ? NULL : dyn_cast<gassign *>(gsi_stmt(gsi));
	return stmt && is_told(l, gimple_assign_lhs(stmt)) ? stmt : NULL;
}

static void write_call(gcall *call, struct light *l)
{
	const struct mc_parts *callee = mc_parts_called(call);
	gimple_stmt_iterator gsi;
	gassign *announcement;

	if (callee && inner_slot_of(l, callee) >= 0) {
		write_inner_call(call, callee, l->self,
				 inner_slot_of(l, callee));
		return;
	}
	if (callee && callee->is_light) {
		write_light_call(call, callee, l,
				 number_of(l, {callee, NULL_TREE}));
		return;
	}
	if (!callee && !may_reach_hook(call))
		return;
	gsi = gsi_for_stmt(call);
	announcement = callee ? NULL : find_announcement(l, gsi);
	if (announcement && mc_far_calls_is_possible(call)) {
		tree calling = gimple_assign_rhs1(announcement);

		gsi_prev(&gsi);
		gsi_remove(&gsi, true);
		mc_far_calls_write(
			call, l->self,
			number_of(l, {NULL, gimple_call_fndecl(call)}), calling,
			&l->pair);
		return;
	}
	gsi_insert_before(&gsi,
			  gimple_build_call(mc_marks_function(MC_MARK_GO), 2,
					    l->own, l->self),
			  GSI_SAME_STMT);
	if (callee && callee->clone)
		gimple_call_set_fndecl(call, callee->clone->decl);
}

static uint32_t layout_of(const struct light *l)
{
	uint32_t hash = l->unbound;

	for (const struct mc_parts *callee : l->inner)
		hash = (hash * 16777619u +
			mc_describe_hash(callee->node->decl)) *
			       16777619u +
		       callee->layout;
	for (const struct callee &callee : l->callees) {
		tree decl =
			callee.parts ? callee.parts->node->decl : callee.decl;

		hash = hash * 16777619u + (decl ? mc_describe_hash(decl) : 1);
	}
	return hash;
}

/* Says in P and in its descriptor what slots it has. */
static void describe(struct mc_parts *p, const struct light *l)
{
	struct mc_described_slots s = {};

	s.unbound = l->unbound;
	s.slots = p->slots = l->unbound + l->callees.length();
	s.layout = p->layout = layout_of(l);
	for (unsigned i = 0; i < l->inner.length(); i++) {
		s.inner.safe_push(l->inner[i]->descriptor);
		s.inner_slots.safe_push(l->inner_slots[i]);
	}
	mc_describe_as_light(p->descriptor, &s);
}

/* True if CALL is one of memcall_resume. */
static bool is_resume(gcall *call)
{
	tree decl = gimple_call_fndecl(call);

	return decl && DECL_NAME(decl) &&
	       id_equal(DECL_NAME(decl), "memcall_resume");
}

void mc_light_calls_write(struct mc_parts *p)
{
	auto_vec<gcall *> calls;
	struct light l = {};
	function *fun = DECL_STRUCT_FUNCTION((p->inner ?: p->light)->decl);
	basic_block bb;
	unsigned i;
	gcall *call;

	l.told = p->told;
	l.circle = p->circle;
	l.self = p->self;
	if (p->inner)
		l.self = fun->static_chain_decl;
	push_cfun(fun);
	FOR_EACH_BB_FN (bb, cfun)
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi)) {
			call = dyn_cast<gcall *>(gsi_stmt(gsi));
			if (call && mc_marks_is(call, MC_MARK_OWN))
				l.own = gimple_call_lhs(call);
			else if (call &&
				 !mc_marks_has(gimple_call_fndecl(call)) &&
				 !mc_gimple_is_hook_call(call))
				calls.safe_push(call);
		}
	FOR_EACH_VEC_ELT (calls, i, call)
		l.may_resume |= is_resume(call);
	FOR_EACH_VEC_ELT (calls, i, call)
		add_inner(call, &l);
	FOR_EACH_VEC_ELT (calls, i, call)
		write_call(call, &l);
	mc_gcc_finish_body();
	describe(p, &l);
}
