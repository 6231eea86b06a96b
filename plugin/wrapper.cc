/* SPDX-License-Identifier: MIT */
/*
 * Builds what wrapper.h lists.
 *
 * Runs in GCC, single-threaded, before bodies are lowered: labels, gotos and
 * conditions, but no control flow graph yet.
 */
#include "wrapper.h"
#include "describe.h"
#include "gimple-build.h"
#include "marks.h"
#include "../runtime/memcall-abi.h"

gimple_seq mc_wrapper_if(tree value, gimple_seq then)
{
	tree yes = create_artificial_label(UNKNOWN_LOCATION);
	tree no = create_artificial_label(UNKNOWN_LOCATION);
	gimple_seq seq = NULL;

	gimple_seq_add_stmt(&seq,
			    gimple_build_cond(NE_EXPR, value,
					      build_zero_cst(TREE_TYPE(value)),
					      yes, no));
	gimple_seq_add_stmt(&seq, gimple_build_label(yes));
	gimple_seq_add_stmt(&seq,
			    gimple_build_predict(PRED_COLD_LABEL, NOT_TAKEN));
	gimple_seq_add_seq(&seq, then);
	gimple_seq_add_stmt(&seq, gimple_build_label(no));
	return seq;
}

/* extent = EXTENT (); if (extent != 0B) RESUME (extent, handle, cfa);
   `extent` is not one of the wrapper's variables, so this stays when the
   function is unwrapped. */
gimple_seq mc_wrapper_landing(tree handle)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     ptr_type_node, ptr_type_node,
					     NULL_TREE);
	gimple_seq seq = NULL, resume = NULL;
	tree extent = create_tmp_var(ptr_type_node, "extent");
	tree address = mc_gimple_load_hook(&resume, MC_HOOK_RESUME, type);
	tree cfa = mc_gimple_load_cfa(&resume);

	gimple_seq_add_stmt(
		&resume,
		mc_gimple_build_call(address, type, {extent, handle, cfa}));
	gimple_seq_add_stmt(&seq, mc_marks_load(extent, MC_MARK_EXTENT));
	gimple_seq_add_seq(&seq, mc_wrapper_if(extent, resume));
	return seq;
}

void mc_wrapper_add_position(gimple_seq *seq, const struct mc_wrapper *w)
{
	gimple_seq_add_stmt(seq, mc_marks_load(w->position, MC_MARK_POSITION));
}

tree mc_wrapper_make_nowhere(void)
{
	tree words = build_array_type_nelts(ptr_type_node, MC_POSITION_WORDS);
	tree nowhere = create_tmp_var(words, "nowhere");

	TREE_ADDRESSABLE(nowhere) = 1;
	return nowhere;
}

/*
 *	inside = position->current;
 *	recorded = handle != 0B;
 *	told = recorded ? position : &nowhere;
 *
 * So announcements need no test of their own, and threads that do not record
 * do not all write to one place.  Without a handle `inside` tells whether the
 * call is recorded.
 */
void mc_wrapper_add_told(gimple_seq *seq, const struct mc_wrapper *w)
{
	tree nowhere = w->nowhere ?: mc_wrapper_make_nowhere();

	gimple_seq_add_stmt(
		seq, gimple_build_assign(w->inside,
					 MC_MEMBER(ptr_type_node, w->position,
						   mc_position, current)));
	gimple_seq_add_stmt(seq, gimple_build_assign(w->recorded, NE_EXPR,
						     w->handle ?: w->inside,
						     null_pointer_node));
	gimple_seq_add_stmt(seq,
			    gimple_build_assign(w->told, COND_EXPR, w->recorded,
						w->position,
						build_fold_addr_expr(nowhere)));
}

/* A call of MARK.  Its further arguments tell GCC how large it will be: else
   GCC would inline the function that has it as if the mark were a mere call. */
static gcall *build_mark(enum mc_mark mark, std::initializer_list<tree> args)
{
	const unsigned size = 12;
	auto_vec<tree> vector;

	for (tree arg : args)
		vector.safe_push(arg);
	while (vector.length() < size)
		vector.safe_push(integer_zero_node);
	return gimple_build_call_vec(
		build_fold_addr_expr(mc_marks_function(mark)), vector);
}

gimple_seq mc_wrapper_entry(const struct mc_wrapper *w)
{
	gcall *mark =
		build_mark(MC_MARK_ENTRY,
			   {w->position, w->descriptor,
			    build_int_cst(integer_type_node, w->is_marked)});
	gimple_seq seq = NULL;

	mc_wrapper_add_position(&seq, w);
	gimple_call_set_lhs(mark, w->handle);
	gimple_seq_add_stmt(&seq, mark);
	/* The entry may have begun an extent, and another thread may have
	   loaded the recorder. */
	if (w->is_marked)
		mc_wrapper_add_position(&seq, w);
	if (w->has_announcements)
		mc_wrapper_add_told(&seq, w);
	return seq;
}

gimple_seq mc_wrapper_passing(const struct mc_wrapper *w)
{
	gimple_seq seq = NULL;

	mc_wrapper_add_position(&seq, w);
	gimple_seq_add_stmt(
		&seq, gimple_build_assign(w->arrived,
					  MC_MEMBER(ptr_type_node, w->position,
						    mc_position, arrived)));
	mc_wrapper_add_told(&seq, w);
	return seq;
}

gimple_seq mc_wrapper_exit(const struct mc_wrapper *w)
{
	gimple_seq seq = NULL;

	if (w->nowhere)
		gimple_seq_add_stmt(&seq, mc_gcc_end_of(w->nowhere));
	gimple_seq_add_stmt(&seq,
			    build_mark(MC_MARK_EXIT, {w->position, w->handle}));
	return seq;
}

/* Inserts BEFORE and AFTER around the statement at GSI, at its line of the
   source: gcov would count that line anew behind code of no line. */
static void insert_around(gimple_stmt_iterator *gsi, gimple_seq before,
			  gimple_seq after)
{
	location_t location = gimple_location(gsi_stmt(*gsi));

	annotate_all_with_location(before, location);
	annotate_all_with_location(after, location);
	gsi_insert_seq_before(gsi, before, GSI_SAME_STMT);
	if (after)
		gsi_insert_seq_after(gsi, after, GSI_CONTINUE_LINKING);
}

/* thread = MOVING (block, kind); the call; MOVED (thread); */
void mc_wrapper_add_move(gimple_stmt_iterator *gsi, tree thread,
			 enum mc_memory_call kind)
{
	gimple *stmt = gsi_stmt(*gsi);
	bool has_block = kind == FREES_BLOCK || kind == DELETES_BLOCK;
	tree block = has_block && gimple_call_num_args(stmt) > 0
			     ? unshare_expr(gimple_call_arg(stmt, 0))
			     : null_pointer_node;
	gcall *moving =
		gimple_build_call(mc_marks_function(MC_MARK_MOVING), 2, block,
				  build_int_cst(integer_type_node, kind));
	gcall *moved =
		gimple_build_call(mc_marks_function(MC_MARK_MOVED), 1, thread);
	gimple_seq before = NULL, after = NULL;

	gimple_call_set_lhs(moving, thread);
	gimple_seq_add_stmt(&before, moving);
	gimple_seq_add_stmt(&after, moved);
	insert_around(gsi, before, after);
}

gimple_seq mc_wrapper_return_to(const struct mc_wrapper *w)
{
	gimple_seq seq = NULL;

	if (w->arrived)
		gimple_seq_add_stmt(
			&seq,
			gimple_build_assign(MC_MEMBER(ptr_type_node, w->told,
						      mc_position, arrived),
					    w->arrived));
	gimple_seq_add_stmt(
		&seq, gimple_build_assign(MC_MEMBER(ptr_type_node, w->told,
						    mc_position, current),
					  w->inside));
	return seq;
}

void mc_wrapper_add_return(gimple_stmt_iterator *gsi,
			   const struct mc_wrapper *w)
{
	gsi_insert_seq_after(gsi, mc_wrapper_return_to(w),
			     GSI_CONTINUE_LINKING);
}

/* The address that STMT calls.  Leaves out what GCC knows of the object of a
   virtual call, which only calls may have as an operand. */
static tree called_address(gimple *stmt)
{
	tree fn = gimple_call_fn(stmt);

	if (TREE_CODE(fn) == OBJ_TYPE_REF)
		fn = OBJ_TYPE_REF_EXPR(fn);
	return unshare_expr(fn);
}

/* told->calling = ...; the call; told->current = inside; */
void mc_wrapper_add_announcement(gimple_stmt_iterator *gsi,
				 const struct mc_wrapper *w, bool returns)
{
	gimple *stmt = gsi_stmt(*gsi);
	tree callee = gimple_call_fndecl(stmt);
	tree word = pointer_sized_int_node;
	gimple_seq before = NULL, after = NULL;
	tree token;

	if (callee) {
		token = mc_describe_token(callee);
	} else {
		token = create_tmp_var(word, "calling");
		gimple_seq_add_stmt(&before,
				    gimple_build_assign(token, NOP_EXPR,
							called_address(stmt)));
	}
	gimple_seq_add_stmt(
		&before,
		gimple_build_assign(
			MC_MEMBER(word, w->told, mc_position, calling), token));
	if (returns)
		after = mc_wrapper_return_to(w);
	insert_around(gsi, before, after);
}
