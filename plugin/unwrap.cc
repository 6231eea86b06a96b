/* SPDX-License-Identifier: MIT */
/*
 * Unwraps functions.  See unwrap.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "unwrap.h"
#include "instrument.h"
#include "marks.h"

static bool is_wrappers(const struct mc_wrapper *w, tree var)
{
	return var &&
	       (var == w->position || var == w->handle || var == w->inside ||
		var == w->arrived || var == w->recorded || var == w->told ||
		var == w->nowhere || var == w->moving_thread ||
		var == w->reason);
}

/* True if a statement that writes to LHS is an announcement. */
static bool is_announcement(const struct mc_wrapper *w, tree lhs)
{
	return w->told && TREE_CODE(lhs) == MEM_REF &&
	       TREE_OPERAND(lhs, 0) == w->told;
}

/* Takes the handle from CALL, the hook of a landing: there is no frame to
   return to any more. */
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

void mc_unwrap_finally(void)
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

void mc_unwrap_function(cgraph_node *node)
{
	const struct mc_wrapper *w = mc_instrument_additions(node);

	push_cfun(DECL_STRUCT_FUNCTION(node->decl));
	fold_tests(w);
	if (w->handle && (w->has_finally || w->is_actor))
		mc_unwrap_finally();
	mc_gcc_finish_body();
	mc_instrument_forget(node);
}
