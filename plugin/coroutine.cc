/* SPDX-License-Identifier: MIT */
/*
 * See coroutine.h.
 *
 * At this stage, what GCC's front end has made of an actor is
 * (gcc/cp/coroutines.cc)
 *
 *	void f (struct f.Frame *frame_ptr)
 *	{
 *		switch (frame_ptr->_Coro_resume_index) ...
 *		...
 *		.CO_YIELD (index, is_final, ...);	// suspended, or back
 *		switch (...) ... .CO_SUSPN (&actor.continue.ret);
 *		...
 *	actor.continue.ret:
 *		__builtin_coro_resume (continuation); [tail call]
 *		return;
 *	}
 *
 * Runs in GCC, single-threaded.
 */
#include "coroutine.h"
#include "describe.h"
#include "gimple-build.h"
#include "marks.h"
#include "../runtime/memcall-abi.h"

static tree frame_of(tree decl)
{
	return DECL_ARGUMENTS(decl);
}

/* The member of the frame that says where the coroutine is. */
static tree find_index(tree frame)
{
	tree field = TYPE_FIELDS(TREE_TYPE(TREE_TYPE(frame)));

	while (field && !(DECL_NAME(field) &&
			  id_equal(DECL_NAME(field), "_Coro_resume_index")))
		field = DECL_CHAIN(field);
	return field;
}

/* frame_ptr->_Coro_resume_index */
static tree load_index(tree decl, gimple_seq *seq)
{
	tree frame = frame_of(decl);
	tree field = find_index(frame);
	tree index = create_tmp_var(uint32_type_node, "index");
	tree narrow;

	if (!field) {
		gimple_seq_add_stmt(
			seq, gimple_build_assign(
				     index, build_zero_cst(uint32_type_node)));
		return index;
	}
	narrow = create_tmp_var(TREE_TYPE(field), "index");
	gimple_seq_add_stmt(
		seq, gimple_build_assign(narrow,
					 build3(COMPONENT_REF, TREE_TYPE(field),
						build_simple_mem_ref(frame),
						field, NULL_TREE)));
	gimple_seq_add_stmt(seq, gimple_build_assign(index, NOP_EXPR, narrow));
	return index;
}

/*
 *	handle = 0B;
 *	inside = EXTENT ();		or, if f is marked: START
 *	if (inside != 0B)
 *		handle = RUN (position, &function, frame, index, cfa);
 */
gimple_seq mc_coroutine_entry(struct mc_wrapper *w, tree decl)
{
	tree type = build_function_type_list(
		ptr_type_node, ptr_type_node, ptr_type_node, ptr_type_node,
		uint32_type_node, ptr_type_node, NULL_TREE);
	gimple_seq seq = NULL, run = NULL;
	tree index = load_index(decl, &run);
	tree address = mc_gimple_load_hook(&run, MC_HOOK_RUN, type);
	tree cfa = mc_gimple_load_cfa(&run);
	gcall *call = mc_gimple_build_call(
		address, type,
		{w->position, w->descriptor, frame_of(decl), index, cfa});

	gimple_call_set_lhs(call, w->handle);
	gimple_seq_add_stmt(&run, call);
	/* The hook may have begun an extent. */
	if (w->is_marked)
		mc_wrapper_add_position(&run, w);

	mc_wrapper_add_position(&seq, w);
	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(w->handle, null_pointer_node));
	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(w->reason, integer_zero_node));
	if (w->is_marked)
		gimple_seq_add_stmt(
			&seq,
			gimple_build_assign(w->inside,
					    mc_describe_hook(MC_HOOK_START)));
	else
		gimple_seq_add_stmt(&seq,
				    mc_marks_load(w->inside, MC_MARK_EXTENT));
	gimple_seq_add_seq(&seq, mc_wrapper_if(w->inside, run));
	if (w->has_announcements)
		mc_wrapper_add_told(&seq, w);
	return seq;
}

bool mc_coroutine_hands_over(gimple *stmt)
{
	return gimple_call_builtin_p(stmt, BUILT_IN_CORO_RESUME) &&
	       gimple_call_tail_p(as_a<gcall *>(stmt));
}

/* if (over != 0) { CALL, but not as a tail call; the exit; return; } */
static gimple_seq build_staying(const struct mc_wrapper *w, gcall *call,
				tree over)
{
	gcall *stays = as_a<gcall *>(gimple_copy(call));
	gimple_seq seq = NULL;

	gimple_call_set_tail(stays, false);
	gimple_seq_add_stmt(&seq, stays);
	gimple_seq_add_seq(&seq, mc_wrapper_exit(w));
	gimple_seq_add_stmt(&seq, gimple_build_return(NULL_TREE));
	return mc_wrapper_if(over, seq);
}

/* Moves the call at GSI to w->behind, and puts a jump to it in its place.  It
   is no tail call if GCC has to assume that it uses a local variable. */
static void move_out(gimple_stmt_iterator *gsi, struct mc_wrapper *w)
{
	tree label = create_artificial_label(UNKNOWN_LOCATION);
	gimple *call = gsi_stmt(*gsi);

	if (!w->nowhere)
		w->nowhere = mc_wrapper_make_nowhere();

	gsi_insert_before(gsi, gimple_build_goto(label), GSI_SAME_STMT);
	gsi_remove(gsi, false);
	gsi_prev(gsi);
	gimple_seq_add_stmt(&w->behind, gimple_build_label(label));
	gimple_seq_add_stmt(&w->behind, mc_gcc_end_of(w->nowhere));
	gimple_seq_add_stmt(&w->behind, call);
	gimple_seq_add_stmt(&w->behind, gimple_build_return(NULL_TREE));
}

/*
 *	if (handle != 0B)
 *		over = HAND_OVER (position, handle, &function, frame,
 *				  to, reason);
 *	handle = 0B;
 *	goto tail;
 *
 * Only the end of a marked coroutine can be the end of an extent: only such a
 * one may have to stay.
 */
void mc_coroutine_add_hand_over(gimple_stmt_iterator *gsi, struct mc_wrapper *w,
				tree decl)
{
	tree type = build_function_type_list(
		integer_type_node, ptr_type_node, ptr_type_node, ptr_type_node,
		ptr_type_node, ptr_type_node, integer_type_node, NULL_TREE);
	gcall *tail = as_a<gcall *>(gsi_stmt(*gsi));
	gimple_seq seq = NULL, over = NULL;
	tree address = mc_gimple_load_hook(&over, MC_HOOK_HAND_OVER, type);
	gcall *call = mc_gimple_build_call(
		address, type,
		{w->position, w->handle, w->descriptor, frame_of(decl),
		 gimple_call_arg(tail, 0), w->reason});

	if (w->is_marked)
		gimple_call_set_lhs(call,
				    create_tmp_var(integer_type_node, "over"));
	gimple_seq_add_stmt(&over, call);
	if (w->is_marked)
		gimple_seq_add_seq(
			&over, build_staying(w, tail, gimple_call_lhs(call)));
	gimple_seq_add_seq(&seq, mc_wrapper_if(w->handle, over));
	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(w->handle, null_pointer_node));
	gsi_insert_seq_before(gsi, seq, GSI_SAME_STMT);
	move_out(gsi, w);
}

static bool yields_value(gimple *stmt)
{
	tree callee = is_gimple_call(stmt) ? gimple_call_fndecl(stmt) : NULL;

	return callee && DECL_NAME(callee) &&
	       id_equal(DECL_NAME(callee), "yield_value");
}

/* co_yield awaits what yield_value returns, so the last call before it is of
   that. */
void mc_coroutine_note_reason(gimple_stmt_iterator *gsi, struct mc_wrapper *w)
{
	gimple *stmt = gsi_stmt(*gsi);
	int reason = MC_WAITS;

	if (yields_value(stmt))
		w->is_yielding = true;
	if (!gimple_call_internal_p(stmt, IFN_CO_YIELD))
		return;
	if (!integer_zerop(gimple_call_arg(stmt, 1)))
		reason = MC_ENDS;
	else if (w->is_yielding)
		reason = MC_YIELDS;
	w->is_yielding = false;
	gsi_insert_before(
		gsi,
		gimple_build_assign(w->reason,
				    build_int_cst(integer_type_node, reason)),
		GSI_SAME_STMT);
}
