/* SPDX-License-Identifier: MIT */
/*
 * Makes light copies.  See light.h.
 *
 * A light copy is made of a function that is wrapped (instrument.cc): entry and
 * exit become looks, the finally goes, and the wrapper's variables are what
 * they are while the call is recorded.
 *
 * light-calls.cc writes its calls.
 *
 * Runs in GCC, single-threaded.
 */
#include "light.h"
#include "copies.h"
#include "gimple-build.h"
#include "instrument.h"
#include "marks.h"
#include "names.h"
#include "pass-on.h"
#include "select.h"
#include "unwrap.h"
#include "../runtime/memcall-abi.h"

/* Deciding */

/* The most calls by name of what may be recorded, in a function with a light
   copy: SQLite's interpreter has 400. */
#define MOST_CALLS 600

/* The most calls of whatever may have a slot. */
#define MOST_OUTWARD (MC_MOST_SLOTS - MC_MOST_SLOTS / 4)

/* The most statements of a tiny function. */
#define MOST_STATEMENTS 40

/* True if BASE is what a reference that the current function is given refers
   to, or its object, but for one that is being made. */
static bool is_given(tree base)
{
	tree to =
		TREE_CODE(base) == MEM_REF ? TREE_OPERAND(base, 0) : NULL_TREE;

	if (to && TREE_CODE(to) == SSA_NAME)
		to = SSA_NAME_VAR(to);
	if (!to || TREE_CODE(to) != PARM_DECL)
		return false;
	return TREE_CODE(TREE_TYPE(to)) == REFERENCE_TYPE ||
	       (TREE_CODE(TREE_TYPE(cfun->decl)) == METHOD_TYPE &&
		to == DECL_ARGUMENTS(cfun->decl) &&
		!DECL_CXX_CONSTRUCTOR_P(cfun->decl));
}

/* True if STMT may touch memory that nobody has touched before. */
static bool stores_far(gimple *stmt)
{
	tree lhs = gimple_get_lhs(stmt);
	tree base = lhs && TREE_CODE(lhs) != SSA_NAME ? get_base_address(lhs)
						      : NULL_TREE;

	return base && !(VAR_P(base) && !is_global_var(base)) &&
	       TREE_CODE(base) != RESULT_DECL && TREE_CODE(base) != PARM_DECL &&
	       !is_given(base);
}

/* True if STMT is a call that takes as long as that of a function may, or does
   something else that a tiny function does not. */
static bool is_more_than_tiny(gimple *stmt)
{
	if (is_gimple_call(stmt))
		return !gimple_call_internal_p(stmt) &&
		       !mc_marks_has(gimple_call_fndecl(stmt)) &&
		       !gimple_inexpensive_call_p(as_a<gcall *>(stmt));
	/* Who reads a volatile word waits for something, or may fault. */
	return gimple_code(stmt) == GIMPLE_ASM ||
	       gimple_has_volatile_ops(stmt) ||
	       stmt_could_throw_p(cfun, stmt) || stores_far(stmt);
}

/* What a function does. */
struct doings {
	unsigned statements;
	bool is_more; /* than tiny, even without its calls of the unit */
	auto_vec<struct mc_parts *> callees;
};

/* The function that STMT calls if it is always inlined and not instrumented,
   like those that stand for an instruction; else NULL. */
static cgraph_node *helper_called(gimple *stmt)
{
	tree decl = is_gimple_call(stmt) ? gimple_call_fndecl(stmt) : NULL_TREE;
	cgraph_node *node = decl && DECL_DISREGARD_INLINE_LIMITS(decl)
				    ? cgraph_node::get(decl)
				    : NULL;

	return node && node->has_gimple_body_p() && !mc_parts_behind(node) &&
			       !mc_parts_is_in_ssa(node)
		       ? node
		       : NULL;
}

static void look_into(cgraph_node *node, struct doings *d)
{
	function *fun = DECL_STRUCT_FUNCTION(node->decl);
	basic_block bb;

	push_cfun(fun);
	d->is_more |= mark_dfs_back_edges();
	FOR_EACH_BB_FN (bb, fun)
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi)) {
			gimple *stmt = gsi_stmt(gsi);
			struct mc_parts *callee = mc_parts_called(stmt);
			cgraph_node *helper = helper_called(stmt);

			if (is_gimple_debug(stmt))
				continue;
			d->statements += gimple_code(stmt) != GIMPLE_LABEL;
			if (callee && callee->is_light)
				d->callees.safe_push(callee);
			else if (helper && d->statements <= MOST_STATEMENTS)
				look_into(helper, d);
			else
				d->is_more |= is_more_than_tiny(stmt);
		}
	pop_cfun();
}

/* True if nobody wants to see the time of P's function apart, as far as is
   known: GCC may inline it. */
static bool may_be_inner(const struct mc_parts *p)
{
	tree decl = p->node->decl;

	return !flag_no_inline && !mc_select_is_marked(decl) &&
	       !DECL_UNINLINABLE(decl) &&
	       !lookup_attribute("noinline", DECL_ATTRIBUTES(decl));
}

/*
 * Decides whether a call of P's function does so little, and touches no new
 * memory, that a look would cost more than it could show: that is then its
 * caller's.  If it calls none but inner ones, it can be inner.
 */
static void ask(struct mc_parts *p, vec<struct mc_parts *> *inner)
{
	struct doings d = {};
	bool are_inner = true;

	if (p->is_asked || !p->is_light)
		return;
	/* One that calls itself is not inner. */
	p->is_asked = true;
	look_into(p->node, &d);
	if (d.is_more || d.statements > MOST_STATEMENTS)
		return;
	for (struct mc_parts *callee : d.callees) {
		ask(callee, inner);
		are_inner &= callee->is_inner;
	}
	p->is_tiny = are_inner;
	p->is_inner = p->is_tiny && may_be_inner(p);
	if (p->is_inner)
		inner->safe_push(p);
}

/* True if ARG goes where the parameter PARM is looked for. */
static bool fits(tree arg, tree parm)
{
	tree given = TREE_TYPE(arg), expected = DECL_ARG_TYPE(parm);

	if (useless_type_conversion_p(expected, given) ||
	    useless_type_conversion_p(TREE_TYPE(parm), given))
		return true;
	return (INTEGRAL_TYPE_P(given) || POINTER_TYPE_P(given)) &&
	       (INTEGRAL_TYPE_P(expected) || POINTER_TYPE_P(expected));
}

static bool is_as_declared(gcall *call, tree decl)
{
	unsigned i = 0, count = gimple_call_num_args(call);
	tree parm = DECL_ARGUMENTS(decl);

	while (parm && i < count && fits(gimple_call_arg(call, i), parm)) {
		parm = DECL_CHAIN(parm);
		i++;
	}
	return !parm && i == count;
}

/* True if the calls of NODE, which is DECL's or an alias, have what DECL
   expects, neither more nor less: what a light copy is given stands behind
   that. */
static bool is_called_as_declared(cgraph_node *node, tree decl)
{
	ipa_ref *ref;

	for (cgraph_edge *e = node->callers; e; e = e->next_caller)
		if (e->call_stmt && !is_as_declared(e->call_stmt, decl))
			return false;
	FOR_EACH_ALIAS(node, ref)
	if (!is_called_as_declared(dyn_cast<cgraph_node *>(ref->referring),
				   decl))
		return false;
	return true;
}

/* True if GCC would take long for NODE's light copy, as some of its passes take
   time that grows with the square of the number of calls; or if there would be
   more slots than a link may have. */
static bool has_many_calls(cgraph_node *node)
{
	unsigned calls = 0, all = 0;

	for (cgraph_edge *e = node->callees; e; e = e->next_callee) {
		calls += mc_parts_behind(e->callee) != NULL;
		all++;
	}
	for (cgraph_edge *e = node->indirect_calls; e; e = e->next_callee)
		all++;
	return calls > MOST_CALLS || all > MOST_OUTWARD;
}

static bool can_be_light(const struct mc_parts *p)
{
	const struct mc_wrapper *w = mc_instrument_wrapper(p->node);
	tree decl = p->node->decl;

	return !p->is_single && w && !has_many_calls(p->node) &&
	       !DECL_STATIC_CHAIN(decl) && w->has_finally && !w->has_landings &&
	       !w->is_actor && mc_names_part(decl) == NO_COROUTINE &&
	       (prototype_p(TREE_TYPE(decl)) || !DECL_ARGUMENTS(decl)) &&
	       mc_pass_on_is_possible(decl) &&
	       is_called_as_declared(p->node, decl);
}

static bool has_landings;

bool mc_light_has_landings(void)
{
	return has_landings;
}

static void find_landings(void)
{
	cgraph_node *node;

	has_landings = false;
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
	has_landings |= DECL_STRUCT_FUNCTION(node->decl)->calls_setjmp;
}

static int circle_of(cgraph_node *node)
{
	const struct ipa_dfs_info *info = (struct ipa_dfs_info *)node->aux;

	return info ? info->scc_no : -1;
}

static void find_circles(void)
{
	cgraph_node **order = XCNEWVEC(cgraph_node *, symtab->cgraph_count);
	struct mc_parts *p;
	unsigned i;

	ipa_reduced_postorder(order, true, NULL);
	FOR_EACH_VEC_ELT (mc_parts_all, i, p)
		p->circle = circle_of(p->node);
	ipa_free_postorder_info();
	free(order);
}

void mc_light_decide(hash_set<cgraph_node *> *leavers,
		     vec<struct mc_parts *> *inner)
{
	struct mc_parts *p;
	unsigned i;

	find_landings();
	find_circles();
	FOR_EACH_VEC_ELT (mc_parts_all, i, p)
		p->is_light = can_be_light(p) && !leavers->contains(p->node);
	FOR_EACH_VEC_ELT (mc_parts_all, i, p)
		ask(p, inner);
}

/* Making */

/* The wrapper of the function that is copied, the copy's parameter, and whether
   it is tiny. */
struct lightening {
	const struct mc_wrapper *w;
	tree self;
	bool is_tiny;
};

/* The variable of the original that VAR is a copy of. */
static tree original(tree var)
{
	return var && VAR_P(var) ? DECL_ORIGIN(var) : NULL_TREE;
}

static gcall *build_look(const struct lightening *l, bool is_entry)
{
	return gimple_build_call(mc_marks_function(MC_MARK_LOOK), 2, l->self,
				 build_int_cst(integer_type_node, is_entry));
}

/* True if LHS is where a function sets its position again behind a call.  A
   light copy does so before each call that may look there. */
static bool is_return(const struct mc_wrapper *w, tree lhs)
{
	return lhs && TREE_CODE(lhs) == MEM_REF &&
	       original(TREE_OPERAND(lhs, 0)) == w->told &&
	       tree_to_uhwi(TREE_OPERAND(lhs, 1)) ==
		       offsetof(mc_position, current);
}

/* What takes the place of STMT; STMT itself: nothing does; NULL: it goes. */
static gimple *lightened(const struct lightening *l, gimple *stmt)
{
	const struct mc_wrapper *w = l->w;
	tree lhs = gimple_get_lhs(stmt);
	tree var = original(lhs);

	if (mc_marks_is(stmt, MC_MARK_POSITION))
		return mc_marks_load(lhs, MC_MARK_OWN);
	if (mc_marks_is(stmt, MC_MARK_ENTRY))
		return l->is_tiny ? NULL : build_look(l, true);
	if (mc_marks_is(stmt, MC_MARK_EXIT))
		return l->is_tiny ? NULL : build_look(l, false);
	if (mc_marks_is(stmt, MC_MARK_MOVING)) {
		gcall *call =
			gimple_build_call(mc_marks_function(MC_MARK_MOVING), 3,
					  gimple_call_arg(stmt, 0),
					  gimple_call_arg(stmt, 1), l->self);

		gimple_call_set_lhs(call, lhs);
		return call;
	}
	if (is_return(w, lhs))
		return NULL;
	if (!var)
		return stmt;
	if (var == w->inside)
		return gimple_build_assign(lhs, l->self);
	if (var == w->recorded)
		return gimple_build_assign(lhs, boolean_true_node);
	if (var == w->handle)
		return NULL;
	return stmt;
}

static void lighten(const struct lightening *l)
{
	basic_block bb;

	FOR_EACH_BB_FN (bb, cfun) {
		gimple_stmt_iterator gsi = gsi_start_bb(bb);

		while (!gsi_end_p(gsi)) {
			gimple *stmt = gsi_stmt(gsi);
			gimple *now = lightened(l, stmt);

			if (!now) {
				gsi_remove(&gsi, true);
				continue;
			}
			if (now != stmt) {
				gimple_set_location(now, gimple_location(stmt));
				gimple_set_block(now, gimple_block(stmt));
				gsi_replace(&gsi, now, true);
			}
			gsi_next(&gsi);
		}
	}
}

/* Looks that show too little */

/* The most statements between two looks of which the second is left out. */
#define NEAR 8

/* True if there is a look when STMT is over: it is one, or a call of a light
   copy that looks. */
static bool has_just_looked(gimple *stmt)
{
	const struct mc_parts *callee = mc_parts_called(stmt);

	return mc_marks_is(stmt, MC_MARK_LOOK) ||
	       (callee && callee->is_light && !callee->is_tiny);
}

/* True if STMT takes next to no time, and touches no new memory. */
static bool is_cheap(gimple *stmt)
{
	switch (gimple_code(stmt)) {
	case GIMPLE_LABEL:
	case GIMPLE_NOP:
	case GIMPLE_PREDICT:
	case GIMPLE_DEBUG:
	case GIMPLE_COND:
	case GIMPLE_SWITCH:
		return true;
	case GIMPLE_ASSIGN:
		return !stores_far(stmt);
	default:
		return false;
	}
}

/* True if all ways that lead to GSI in BB, which may be its end, have had a
   look up to LEFT cheap statements before that. */
static bool is_near_look(basic_block bb, gimple_stmt_iterator gsi, int left)
{
	edge_iterator ei;
	edge e;

	for (; !gsi_end_p(gsi); gsi_prev_nondebug(&gsi)) {
		gimple *stmt = gsi_stmt(gsi);

		if (has_just_looked(stmt))
			return true;
		if (!is_cheap(stmt))
			return false;
		if (gimple_code(stmt) == GIMPLE_ASSIGN && !left--)
			return false;
	}
	/* A way around must not go on for ever. */
	if (!left--)
		return false;
	FOR_EACH_EDGE(e, ei, bb->preds)
	if (e->src == ENTRY_BLOCK_PTR_FOR_FN(cfun) || e->flags & EDGE_EH ||
	    !is_near_look(e->src, gsi_last_nondebug_bb(e->src), left))
		return false;
	return true;
}

/* Takes out looks at the end of a call that are just behind another look. */
static void merge_looks(void)
{
	auto_vec<gimple *> looks;
	basic_block bb;
	unsigned i;
	gimple *look;

	FOR_EACH_BB_FN (bb, cfun)
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			if (mc_marks_is(gsi_stmt(gsi), MC_MARK_LOOK) &&
			    integer_zerop(gimple_call_arg(gsi_stmt(gsi), 1)))
				looks.safe_push(gsi_stmt(gsi));
	FOR_EACH_VEC_ELT (looks, i, look) {
		gimple_stmt_iterator gsi = gsi_for_stmt(look), before = gsi;

		gsi_prev_nondebug(&before);
		if (is_near_look(gimple_bb(look), before, NEAR))
			gsi_remove(&gsi, true);
	}
}

void mc_light_make(struct mc_parts *p)
{
	struct lightening l = {mc_instrument_wrapper(p->node), NULL_TREE,
			       p->is_tiny};

	p->light = mc_copies_make_for_extents(p->node, "memcall");
	mc_copies_add_chain(p->light, "slot");
	push_cfun(DECL_STRUCT_FUNCTION(p->light->decl));
	p->self = create_tmp_var(ptr_type_node, "self");
	if (p->is_inner) {
		pop_cfun();
		p->inner = mc_copies_make_for_extents(p->node, "inner");
		l.self = mc_copies_add_chain(p->inner, "self");
		push_cfun(DECL_STRUCT_FUNCTION(p->inner->decl));
	} else {
		l.self = p->self;
	}
	lighten(&l);
	mc_unwrap_finally();
	merge_looks();
	mc_gcc_finish_body();
}
