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
 * A function that a marked one can reach has these forms:
 *
 *	the clone	f.memcall, with hooks; calls clones
 *			(If it can be, its code is in a light copy, which is
 *			given the link of its call and calls light copies; the
 *			clone has the hooks around a call of that: light.h)
 *	the body	without hooks; calls bodies, so it is optimised as if
 *			the plugin were not there
 *	the entry	under the function's own name, if the function can be
 *			entered from elsewhere.  One branch decides between the
 *			other two; in a marked function it asks whether there is
 *			a recorder
 *
 * worlds.cc makes them of the one body with tests that is made here, and that a
 * function which cannot be parted keeps.
 *
 * Before GCC's pass "lower", while a body is still a tree of statements, it is
 * wrapped like this (-fdump-tree-memcall-wrap shows it, wrapper.cc builds it,
 * expand.cc writes entry and exit out, which are only marks until the end, and
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
#include "crossings.h"
#include "describe.h"
#include "names.h"
#include "select.h"
#include "trivial.h"

/* The functions that were given something, by DECL_UID. */
static hash_map<int_hash<unsigned, 0, UINT_MAX>, struct mc_wrapper> wrappers;

const struct mc_wrapper *mc_instrument_additions(cgraph_node *node)
{
	return wrappers.get(DECL_UID(node->decl));
}

bool mc_instrument_is_touched(cgraph_node *node)
{
	return mc_instrument_additions(node) != NULL;
}

const struct mc_wrapper *mc_instrument_wrapper(cgraph_node *node)
{
	const struct mc_wrapper *w = mc_instrument_additions(node);

	return w && w->handle ? w : NULL;
}

bool mc_instrument_is_wrapped(cgraph_node *node)
{
	return mc_instrument_wrapper(node) != NULL;
}

void mc_instrument_forget(cgraph_node *node)
{
	wrappers.remove(DECL_UID(node->decl));
}

static tree find_tail_call(gimple_stmt_iterator *gsi, bool *handled,
			   struct walk_stmt_info *)
{
	*handled = mc_crossings_is_tail_call(gsi_stmt(*gsi));
	return *handled ? null_pointer_node : NULL_TREE;
}

static bool has_tail_call(gimple_seq body)
{
	struct walk_stmt_info info;

	memset(&info, 0, sizeof(info));
	return walk_gimple_seq(body, find_tail_call, NULL, &info) != NULL;
}

/* True if the statement at GSI is a return, but not one behind a tail call: the
   exit stands before that call. */
static bool is_plain_return(gimple_stmt_iterator gsi)
{
	if (gimple_code(gsi_stmt(gsi)) != GIMPLE_RETURN)
		return false;
	gsi_prev_nondebug(&gsi);
	return gsi_end_p(gsi) || !mc_crossings_is_tail_call(gsi_stmt(gsi));
}

/* Adds the exit before GSI: a return or tail call in a function without a
   finally. */
static void add_exit(gimple_stmt_iterator *gsi, const struct mc_wrapper *w)
{
	gimple_seq seq = mc_wrapper_exit(w);

	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(w->handle, null_pointer_node));
	gsi_insert_seq_before(gsi, seq, GSI_SAME_STMT);
}

/* True if OpenMP or OpenACC make a function of its own of what is in STMT,
   which other threads may run. */
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
	    (mc_crossings_is_tail_call(stmt) || is_plain_return(*gsi)))
		add_exit(gsi, w);
	if (mc_crossings_is_landing(stmt)) {
		w->has_landings = true;
		gsi_insert_seq_after(
			gsi, mc_wrapper_landing(handle ?: null_pointer_node),
			GSI_CONTINUE_LINKING);
	} else if (kind != NO_MEMORY_CALL) {
		mc_wrapper_add_move(gsi, w->moving_thread, kind);
	} else if (is_own && mc_crossings_may_come_back(stmt)) {
		w->has_announcements = true;
		mc_wrapper_add_return(gsi, w);
	} else if (handle ? mc_crossings_leaves_unit(stmt)
			  : is_own && mc_crossings_may_change_stacks(stmt)) {
		w->has_announcements = true;
		mc_wrapper_add_announcement(
			gsi, w,
			!(gimple_call_flags(stmt) & ECF_NORETURN) &&
				!mc_crossings_is_tail_call(stmt));
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

/* Returns BODY with what add_inner adds. */
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

	w.position = create_tmp_var(ptr_type_node, "position");
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
 * Where code is to be small, GCC may make one exit for several ways out, and a
 * variable that says where to go on behind it.  Nothing would be in tail
 * position any more then, and the way of exceptions could not be taken out
 * again.  So exceptions have an exit of their own, and all other ways are
 * returns.
 */
static gimple *build_finally(gimple_seq body, const struct mc_wrapper *w,
			     function *fun)
{
	gimple_seq exits = NULL;

	if (VOID_TYPE_P(TREE_TYPE(TREE_TYPE(fun->decl))) &&
	    gimple_seq_may_fallthru(body)) {
		gimple *last = gimple_build_return(NULL_TREE);

		/* GCC does so, too, and gives several returns no line. */
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
	w.position = create_tmp_var(ptr_type_node, "position");
	w.handle = create_tmp_var(ptr_type_node, "handle");
	w.inside = create_tmp_var(ptr_type_node, "inside");
	w.recorded = create_tmp_var(boolean_type_node, "recorded");
	w.told = create_tmp_var(ptr_type_node, "told");
	w.descriptor = mc_describe_function(
		fun->decl, w.is_marked, mc_trivial_is(gimple_bind_body(bind)));

	w.reason = create_tmp_var(integer_type_node, "reason");
	w.has_finally = !has_tail_call(gimple_bind_body(bind));
	w.is_actor = mc_names_part(fun->decl) == COROUTINE_ACTOR;

	gimple_seq inner = walk_body(gimple_bind_body(bind), &w);

	if (w.has_announcements && !w.nowhere)
		w.nowhere = mc_wrapper_make_nowhere();

	gimple_seq seq = w.is_actor ? mc_coroutine_entry(&w, fun->decl)
				    : mc_wrapper_entry(&w);

	/* gcov would count the next line anew behind code of no line. */
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
	const struct mc_wrapper *w = mc_instrument_wrapper(node);

	if (w)
		mc_describe_as_framed(w->descriptor);
}

/* The finally is the outermost cleanup; the body's own are inside of it. */
eh_region mc_instrument_finally(function *fun)
{
	eh_region region = fun->eh ? fun->eh->region_tree : NULL;

	while (region && region->type != ERT_CLEANUP)
		region = region->next_peer;
	return region;
}
