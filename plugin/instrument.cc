/* SPDX-License-Identifier: MIT */
/*
 * The hooks, and the two worlds.
 *
 *	outside of extents		within
 *
 *	pointers, tables, other units
 *	     |
 *	     v
 *	  f entry  --in an extent?-->	f clone  --hooks-->  recorder
 *	     | no			   |
 *	     v				   v
 *	  f body			g clone  --hooks-->  recorder
 *	     |
 *	     v
 *	  g body
 *
 * Of a function that a marked one can reach there are
 *
 *	the clone	f.memcall, with hooks; calls clones
 *	the body	without any; calls bodies, so it is optimised as if the
 *			plugin were not there
 *	the entry	under the function's own name, if the function can be
 *			entered from elsewhere.  One branch decides between the
 *			two; a marked function's asks whether there is a
 *			recorder
 *
 * worlds.cc makes them of the one body with tests that is made here, which is
 * also what remains of a function that cannot be parted.
 *
 * Before GCC's pass "lower", while a body is still a tree of statements, it is
 * wrapped like this (-fdump-tree-memcall-wrap shows it, wrapper.cc builds it,
 * expand.cc writes out entry and exit, which are but marked until the end, and
 * runtime/inline-protocol.h says in C what is in it):
 *
 *	entry: count the call, or have the recorder do it
 *	try
 *		{
 *			the body; around calls that leave the unit:
 *				announce the call, ..., set the position again
 *			behind calls that return twice:
 *				resume
 *		}
 *	finally
 *		{
 *			exit: set the position of the caller, or leave
 *		}
 *
 * The body of a coroutine, which may end in a tail call, is wrapped in another
 * way (coroutine.cc).
 *
 * The finally is what lets GCC find every way out: return, exception, cleanup,
 * cancellation.  Being there before anything is inlined or cloned, the hooks
 * count the calls of the source, and go wherever the body goes.
 *
 * Every function that may be recorded is wrapped, because what a unit's marked
 * functions reach is known only when all of it has been read.  Then those that
 * none reaches, and the bodies of the others, are unwrapped: the tests are
 * folded to "no", and the exception region of the finally, empty now, is taken
 * out.  What follows calls that return twice stays: by longjmp, control may
 * come back from an extent.
 *
 * -finstrument-functions (gimplify.cc) and -fsanitize=thread do the same thing
 * at the same place.
 */
#include "instrument.h"
#include "coroutine.h"
#include "describe.h"
#include "marks.h"
#include "names.h"
#include "select.h"

/* The functions that are wrapped, by DECL_UID. */
static hash_map<int_hash<unsigned, 0, UINT_MAX>, struct mc_wrapper> wrappers;

bool mc_instrument_is_touched(cgraph_node *node)
{
	return wrappers.get(DECL_UID(node->decl)) != NULL;
}

const struct mc_wrapper *mc_instrument_wrapper(cgraph_node *node)
{
	const struct mc_wrapper *w = wrappers.get(DECL_UID(node->decl));

	return w && w->handle ? w : NULL;
}

bool mc_instrument_is_wrapped(cgraph_node *node)
{
	return mc_instrument_wrapper(node) != NULL;
}

/* True if control may come to STMT from a call that is open above: by longjmp,
   or by the goto of a nested function. */
static bool is_landing(gimple *stmt)
{
	if (is_gimple_call(stmt))
		return gimple_call_flags(stmt) & ECF_RETURNS_TWICE;
	return gimple_code(stmt) == GIMPLE_LABEL &&
	       DECL_NONLOCAL(gimple_label_label(as_a<glabel *>(stmt)));
}

/* A coroutine hands over to the next one by a tail call (symmetric transfer):
   with anything behind it the stack would grow each time. */
static bool is_tail_call(gimple *stmt)
{
	gcall *call = dyn_cast<gcall *>(stmt);

	return call &&
	       (gimple_call_tail_p(call) || gimple_call_must_tail_p(call));
}

static tree find_tail_call(gimple_stmt_iterator *gsi, bool *handled,
			   struct walk_stmt_info *)
{
	*handled = is_tail_call(gsi_stmt(*gsi));
	return *handled ? null_pointer_node : NULL_TREE;
}

static bool has_tail_call(gimple_seq body)
{
	struct walk_stmt_info info;

	memset(&info, 0, sizeof(info));
	return walk_gimple_seq(body, find_tail_call, NULL, &info) != NULL;
}

/* Not one behind a tail call, which has had its exit before it. */
static bool is_plain_return(gimple_stmt_iterator gsi)
{
	if (gimple_code(gsi_stmt(gsi)) != GIMPLE_RETURN)
		return false;
	gsi_prev_nondebug(&gsi);
	return gsi_end_p(gsi) || !is_tail_call(gsi_stmt(gsi));
}

/* Before a return or tail call of a function without a finally. */
static void add_exit(gimple_stmt_iterator *gsi, const struct mc_wrapper *w)
{
	gimple_seq seq = mc_wrapper_exit(w);

	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(w->handle, null_pointer_node));
	gsi_insert_seq_before(gsi, seq, GSI_SAME_STMT);
}

/* Whether STMT may lead to code that is not instrumented and calls back, jumps,
   or changes stacks: not what is defined here and instrumented, nor what its
   header promises to be a leaf. */
static bool leaves_unit(gimple *stmt)
{
	tree callee;

	if (!is_gimple_call(stmt) || gimple_call_internal_p(stmt) ||
	    gimple_call_flags(stmt) & ECF_LEAF)
		return false;
	callee = gimple_call_fndecl(stmt);
	if (!callee)
		return true;
	if (fndecl_built_in_p(callee))
		return false;
	return (DECL_EXTERNAL(callee) && !DECL_INITIAL(callee)) ||
	       (TREE_PUBLIC(callee) && flag_shlib) ||
	       mc_select_is_opaque(callee);
}

/* The same, in a function that is no node.  The standard library changes no
   stacks, and what it calls back has a frame. */
static bool may_change_stacks(gimple *stmt)
{
	tree callee;

	if (!leaves_unit(stmt) || gimple_call_flags(stmt) & ECF_NORETURN)
		return false;
	callee = gimple_call_fndecl(stmt);
	return !callee ||
	       !(DECL_ARTIFICIAL(callee) || DECL_IS_OPERATOR_NEW_P(callee) ||
		 mc_names_is_in_std(callee));
}

/* Assembly that calls, or that changes stacks: it names the pointer to one. */
static bool may_come_back(gimple *stmt)
{
	gasm *assembly = dyn_cast<gasm *>(stmt);
	const char *text;

	if (!assembly || gimple_asm_nlabels(assembly))
		return false;
	text = gimple_asm_string(assembly);
	return strstr(text, "call") || strstr(text, "rsp") ||
	       strstr(text, "esp");
}

/* What OpenMP and OpenACC make functions of their own of, which other threads
   may run. */
static bool is_outlined(gimple *stmt)
{
	switch (gimple_code(stmt)) {
	case GIMPLE_OMP_PARALLEL:
	case GIMPLE_OMP_TASK:
	case GIMPLE_OMP_TARGET:
	case GIMPLE_OMP_TEAMS:
		return true;
	default:
		return false;
	}
}

static tree add_statement(gimple_stmt_iterator *gsi, bool *handled,
			  struct walk_stmt_info *info)
{
	*handled = false;
	((hash_set<gimple *> *)info->info)->add(gsi_stmt(*gsi));
	return NULL_TREE;
}

static tree add_outlined(gimple_stmt_iterator *gsi, bool *handled,
			 struct walk_stmt_info *info)
{
	struct walk_stmt_info inner;

	*handled = false;
	if (!is_outlined(gsi_stmt(*gsi)))
		return NULL_TREE;
	memset(&inner, 0, sizeof(inner));
	inner.info = info->info;
	walk_gimple_seq(gimple_omp_body(gsi_stmt(*gsi)), add_statement, NULL,
			&inner);
	return NULL_TREE;
}

/* The statements of BODY that will be in other functions, in which the
   wrapper's variables are not set. */
static void find_outlined(gimple_seq body, hash_set<gimple *> *outlined)
{
	struct walk_stmt_info info;

	memset(&info, 0, sizeof(info));
	info.info = outlined;
	if (flag_openmp || flag_openacc || flag_openmp_simd)
		walk_gimple_seq(body, add_outlined, NULL, &info);
}

struct body_walk {
	struct mc_wrapper *w;
	hash_set<gimple *> outlined;
};

/* Adds to the body what belongs behind landings, around memory calls, and
   before exits that no finally takes care of. */
static tree add_inner(gimple_stmt_iterator *gsi, bool *handled,
		      struct walk_stmt_info *info)
{
	gimple *stmt = gsi_stmt(*gsi);
	struct body_walk *walk = (struct body_walk *)info->info;
	struct mc_wrapper *w = walk->w;
	bool is_own = !walk->outlined.contains(stmt);
	tree handle = is_own ? w->handle : NULL_TREE;
	enum mc_memory_call kind = mc_memory_calls_kind(stmt);

	*handled = false;
	if (kind != NO_MEMORY_CALL)
		w->has_memory_calls = true;
	if (w->is_actor)
		mc_coroutine_note_reason(gsi, w);
	if (w->is_actor && mc_coroutine_hands_over(stmt)) {
		mc_coroutine_add_hand_over(gsi, w, current_function_decl);
		return NULL_TREE;
	}
	if (handle && !w->has_finally &&
	    (is_tail_call(stmt) || is_plain_return(*gsi)))
		add_exit(gsi, w);
	if (is_landing(stmt)) {
		w->has_landings = true;
		gsi_insert_seq_after(
			gsi, mc_wrapper_landing(handle ?: null_pointer_node),
			GSI_CONTINUE_LINKING);
	} else if (kind != NO_MEMORY_CALL) {
		mc_wrapper_add_move(gsi, w->moving_thread, kind);
	} else if (is_own && may_come_back(stmt)) {
		w->has_announcements = true;
		mc_wrapper_add_return(gsi, w);
	} else if (handle ? leaves_unit(stmt)
			  : is_own && may_change_stacks(stmt)) {
		w->has_announcements = true;
		mc_wrapper_add_announcement(
			gsi, w,
			!(gimple_call_flags(stmt) & ECF_NORETURN) &&
				!is_tail_call(stmt));
	}
	/* What was thrown may have passed C functions that do not clean up. */
	if (gcatch *handler = dyn_cast<gcatch *>(stmt); handler && handle) {
		gimple_seq seq = NULL;

		w->has_announcements = true;
		gimple_seq_add_seq(&seq, mc_wrapper_return_to(w));
		gimple_seq_add_seq(&seq, gimple_catch_handler(handler));
		gimple_catch_set_handler(handler, seq);
	}
	return NULL_TREE;
}

/* BODY with what add_inner adds. */
static gimple_seq walk_body(gimple_seq body, struct mc_wrapper *w)
{
	struct body_walk walk;
	struct walk_stmt_info info;

	w->moving_thread = create_tmp_var(ptr_type_node, "moving_thread");
	walk.w = w;
	find_outlined(body, &walk.outlined);
	memset(&info, 0, sizeof(info));
	info.info = &walk;
	walk_gimple_seq_mod(&body, add_inner, NULL, &info);
	return body;
}

static gbind *outermost_bind(function *fun)
{
	return as_a<gbind *>(gimple_seq_first_stmt(gimple_body(fun->decl)));
}

void mc_instrument_watch(function *fun)
{
	gbind *bind = outermost_bind(fun);
	struct mc_wrapper w = {};
	gimple_seq inner, seq = NULL;

	w.slot = create_tmp_var(ptr_type_node, "slot");
	w.inside = create_tmp_var(ptr_type_node, "inside");
	w.arrived = create_tmp_var(ptr_type_node, "arrived");
	w.recorded = create_tmp_var(boolean_type_node, "recorded");
	w.told = create_tmp_var(ptr_type_node, "told");
	inner = walk_body(gimple_bind_body(bind), &w);
	if (w.has_announcements)
		seq = mc_wrapper_passing(&w);
	gimple_seq_add_seq(&seq, inner);
	gimple_bind_set_body(bind, seq);
	if (w.has_memory_calls || w.has_announcements)
		wrappers.put(DECL_UID(fun->decl), w);
}

static tree find_return(gimple_stmt_iterator *gsi, bool *handled,
			struct walk_stmt_info *)
{
	*handled = gimple_code(gsi_stmt(*gsi)) == GIMPLE_RETURN;
	return *handled ? null_pointer_node : NULL_TREE;
}

static bool has_return(gimple_seq body)
{
	struct walk_stmt_info info;

	memset(&info, 0, sizeof(info));
	return walk_gimple_seq(body, find_return, NULL, &info) != NULL;
}

/*
 * try { BODY } finally { the exit }
 *
 * Where code is to be small, GCC may have one exit for several ways out, and a
 * variable that says where to go on behind it: nothing is in tail position any
 * more then, and the way of exceptions could not be taken out again.  So that
 * one has an exit of its own, and all others are returns.
 */
static gimple *build_finally(gimple_seq body, const struct mc_wrapper *w,
			     function *fun)
{
	gimple_seq exits = NULL;

	if (VOID_TYPE_P(TREE_TYPE(TREE_TYPE(fun->decl))) &&
	    gimple_seq_may_fallthru(body)) {
		gimple *last = gimple_build_return(NULL_TREE);

		/* As GCC does, which gives returns of several places none. */
		if (!has_return(body))
			gimple_set_location(last, fun->function_end_locus);
		gimple_seq_add_stmt(&body, last);
	}
	gimple_seq_add_stmt(&exits, gimple_build_eh_else(mc_wrapper_exit(w),
							 mc_wrapper_exit(w)));
	return gimple_build_try(body, exits, GIMPLE_TRY_FINALLY);
}

void mc_instrument_wrap(function *fun)
{
	gbind *bind = outermost_bind(fun);
	struct mc_wrapper w = {};

	w.is_marked = mc_select_is_marked(fun->decl);
	w.slot = create_tmp_var(ptr_type_node, "slot");
	w.handle = create_tmp_var(ptr_type_node, "handle");
	w.inside = create_tmp_var(ptr_type_node, "inside");
	w.recorded = create_tmp_var(boolean_type_node, "recorded");
	w.told = create_tmp_var(ptr_type_node, "told");
	w.descriptor = mc_describe_function(fun->decl, w.is_marked);

	w.reason = create_tmp_var(integer_type_node, "reason");
	w.has_finally = !has_tail_call(gimple_bind_body(bind));
	w.is_actor = mc_names_part(fun->decl) == COROUTINE_ACTOR;

	gimple_seq inner = walk_body(gimple_bind_body(bind), &w);
	gimple_seq seq = w.is_actor ? mc_coroutine_entry(&w, fun->decl)
				    : mc_wrapper_entry(&w);

	/* From code of no line gcov would count the next line anew. */
	annotate_all_with_location(seq, DECL_SOURCE_LOCATION(fun->decl));
	if (w.has_landings)
		mc_describe_as_framed(w.descriptor);

	if (w.has_finally)
		gimple_seq_add_stmt(&seq, build_finally(inner, &w, fun));
	else if (w.is_actor)
		gimple_seq_add_stmt(&seq,
				    gimple_build_try(inner, mc_wrapper_exit(&w),
						     GIMPLE_TRY_CATCH));
	else
		gimple_seq_add_seq(&seq, inner);
	if (!w.has_finally && gimple_seq_may_fallthru(seq))
		gimple_seq_add_seq(&seq, mc_wrapper_exit(&w));
	if (w.behind) {
		gimple_seq_add_stmt(&seq, gimple_build_return(NULL_TREE));
		gimple_seq_add_seq(&seq, w.behind);
	}
	gimple_bind_set_body(bind, seq);
	wrappers.put(DECL_UID(fun->decl), w);
}

void mc_instrument_frame(cgraph_node *node)
{
	const struct mc_wrapper *w = wrappers.get(DECL_UID(node->decl));

	if (w && w->handle)
		mc_describe_as_framed(w->descriptor);
}

/* Purity */

/* The type of the called function, as the call has it, may be const too. */
static void clear_call_purity(gcall *call)
{
	tree type = gimple_call_fntype(call);

	if (type && TYPE_READONLY(type))
		gimple_call_set_fntype(
			call,
			build_qualified_type(type, TYPE_QUALS(type) &
							   ~TYPE_QUAL_CONST));
}

void mc_instrument_clear_purity(cgraph_node *node)
{
	tree decl = node->decl;

	for (cgraph_edge *e = node->callers; e; e = e->next_caller)
		if (e->call_stmt)
			clear_call_purity(e->call_stmt);
	TREE_READONLY(decl) = 0;
	DECL_PURE_P(decl) = 0;
	DECL_LOOPING_CONST_OR_PURE_P(decl) = 0;
	DECL_IS_NOVOPS(decl) = 0;
	DECL_IS_MALLOC(decl) = 0;
	DECL_ATTRIBUTES(decl) =
		remove_attribute("fn spec", DECL_ATTRIBUTES(decl));
}

/* Unwrapping */

static bool is_wrappers(const struct mc_wrapper *w, tree var)
{
	return var &&
	       (var == w->slot || var == w->handle || var == w->inside ||
		var == w->arrived || var == w->recorded || var == w->told ||
		var == w->moving_thread || var == w->reason);
}

/* STMT is an announcement. */
static bool is_announcement(const struct mc_wrapper *w, tree lhs)
{
	return w->told && TREE_CODE(lhs) == MEM_REF &&
	       TREE_OPERAND(lhs, 0) == w->told;
}

/* A landing has no frame to return to any more. */
static void forget_handle(const struct mc_wrapper *w, gcall *call)
{
	for (unsigned i = 0; i < gimple_call_num_args(call); i++)
		if (w->handle && gimple_call_arg(call, i) == w->handle)
			gimple_call_set_arg(call, i, null_pointer_node);
}

/* Folds the tests of the current function to "not recording". */
static void fold_tests(const struct mc_wrapper *w)
{
	basic_block bb;

	FOR_EACH_BB_FN (bb, cfun) {
		gimple_stmt_iterator gsi = gsi_start_bb(bb);

		while (!gsi_end_p(gsi)) {
			gimple *stmt = gsi_stmt(gsi);
			gcond *cond = dyn_cast<gcond *>(stmt);
			tree lhs = gimple_get_lhs(stmt);

			if (is_gimple_call(stmt))
				forget_handle(w, as_a<gcall *>(stmt));
			if (cond && is_wrappers(w, gimple_cond_lhs(cond)))
				gimple_cond_make_false(cond);
			if (mc_marks_is(stmt, MC_MARK_ENTRY) ||
			    mc_marks_is(stmt, MC_MARK_EXIT) ||
			    mc_marks_is(stmt, MC_MARK_MOVED) ||
			    (lhs &&
			     (is_wrappers(w, lhs) || is_announcement(w, lhs))))
				gsi_remove(&gsi, true);
			else
				gsi_next(&gsi);
		}
	}
}

/* True if STMT unwinds to a landing pad of REGION. */
static bool unwinds_to(gimple *stmt, eh_region region)
{
	int number = lookup_stmt_eh_lp(stmt);

	return number > 0 &&
	       get_eh_landing_pad_from_number(number)->region == region;
}

/* It is the outermost cleanup; the body's own are inside of it. */
eh_region mc_instrument_finally(function *fun)
{
	eh_region region = fun->eh ? fun->eh->region_tree : NULL;

	while (region && region->type != ERT_CLEANUP)
		region = region->next_peer;
	return region;
}

/* Removes the exception region of the finally. */
static void remove_finally(void)
{
	eh_region region = mc_instrument_finally(cfun);
	basic_block bb;

	if (!region)
		return;
	FOR_EACH_BB_FN (bb, cfun) {
		gimple *last = gsi_stmt(gsi_last_bb(bb));

		if (last && unwinds_to(last, region)) {
			remove_stmt_from_eh_lp(last);
			gimple_purge_dead_eh_edges(bb);
		}
	}
	remove_eh_handler(region);
}

void mc_instrument_unwrap(cgraph_node *node)
{
	struct mc_wrapper *w = wrappers.get(DECL_UID(node->decl));

	push_cfun(DECL_STRUCT_FUNCTION(node->decl));
	fold_tests(w);
	if (w->handle && (w->has_finally || w->is_actor))
		remove_finally();
	mc_gcc_finish_body();
	wrappers.remove(DECL_UID(node->decl));
}
