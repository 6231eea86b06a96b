/* SPDX-License-Identifier: MIT */
/*
 * Writes marks out.  See expand.h.  runtime/inline-protocol.h states in C what
 * is written out.
 *
 * Until GCC has optimised a body, a mark stands for each entry and exit: a call
 * of a function that does not exist.  It keeps things in order as well as what
 * will take its place, and spares a hundred passes a dozen blocks for each
 * function and each call that is inlined.  To compile Lua's parser, GCC
 * executes 2.4 times the instructions it does without the plugin; 3.0 times if
 * the mark becomes GIMPLE, not one statement (expand-x86.cc), and 4.0 times if
 * it is that from the beginning.
 *
 * Objects for -flto are optimised where the plugin is not.  They have their
 * marks written out as soon as they are in SSA form.
 */
#include "expand.h"
#include "copies.h"
#include "expand-calls.h"
#include "marks.h"
#include "site.h"
#include "slots.h"
#include "../runtime/memcall-abi.h"

/*
 *	value = NONE;
 *	if (__memcall_module.words != 0)
 *		value = the word at OFFSET;
 *
 * A copy runs where there is a recorder.
 */
static void write_load(const struct mc_site *site, tree value, size_t offset,
		       tree none)
{
	basic_block head = site->head;
	basic_block there = mc_site_add_block(head);
	tree distance = mc_site_load_distance(head);
	gphi *result = create_phi_node(value, site->done);

	if (mc_copies_is_for_extents(cfun->decl)) {
		mc_site_add_jump(head, there);
	} else {
		mc_site_add_test(head, NE_EXPR, distance, size_zero_node, there,
				 site->done, profile_probability::unlikely());
		add_phi_arg(result, none, find_edge(head, site->done),
			    UNKNOWN_LOCATION);
	}

	tree word = mc_site_load_word(there, distance, offset);

	add_phi_arg(result, word, mc_site_add_jump(there, site->done),
		    UNKNOWN_LOCATION);
}

/*
 *	value = 0B;
 *	if (__memcall_module.words != 0)
 *		if (words->extent != 0B)
 *			value = MOVING (words->extent, block, kind);
 *
 * and before that, in a light copy,
 *
 *			words->extent->current = self;
 */
static void write_moving(const struct mc_site *site, tree value, tree block,
			 tree kind, tree self)
{
	tree type = build_function_type_list(ptr_type_node, ptr_type_node,
					     ptr_type_node, integer_type_node,
					     NULL_TREE);
	basic_block head = site->head;
	basic_block asking = mc_site_add_block(head),
		    inside = mc_site_add_cold(head);
	gphi *result = create_phi_node(value, site->done);
	tree distance = mc_site_load_distance(head);
	tree extent, moving;

	if (mc_copies_is_for_extents(cfun->decl))
		mc_site_add_jump(head, asking);
	else
		mc_site_add_test(head, NE_EXPR, distance, size_zero_node,
				 asking, site->done,
				 profile_probability::unlikely());
	extent = mc_site_load_word(asking, distance,
				   offsetof(struct mc_words, extent));
	mc_site_add_test(asking, NE_EXPR, extent, null_pointer_node, inside,
			 site->done, profile_probability::unlikely());
	if (self)
		mc_site_append(inside, gimple_build_assign(
					       MC_MEMBER(ptr_type_node, extent,
							 mc_position, current),
					       self));
	moving = mc_site_add_call(site, inside, MC_HOOK_MOVING, type,
				  {extent, block, kind});
	add_phi_arg(result, moving, mc_site_add_jump(inside, site->done),
		    UNKNOWN_LOCATION);
	mc_site_fill_phi(result, null_pointer_node);
}

/* if (thread != 0B) MOVED (thread); */
static void write_moved(const struct mc_site *site, tree thread)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     NULL_TREE);
	basic_block inside = mc_site_add_cold(site->head);

	mc_site_add_test(site->head, NE_EXPR, thread, null_pointer_node, inside,
			 site->done, profile_probability::unlikely());
	mc_site_add_call(site, inside, MC_HOOK_MOVED, type, {thread});
	mc_site_add_jump(inside, site->done);
}

/* SEQ, and nothing else. */
static void write_sequence(const struct mc_site *site, gimple_seq seq)
{
	mc_site_append_all(site->head, seq);
	mc_site_add_jump(site->head, site->done);
}

/* Writes MARK, with its ARGS and VALUE, at SITE. */
static void write_at(struct mc_site *site, enum mc_mark mark,
		     const vec<tree> &args, tree value)
{
	switch (mark) {
	case MC_MARK_POSITION:
		write_load(site, value, offsetof(struct mc_words, recording),
			   mc_describe_nobody());
		break;
	case MC_MARK_EXTENT:
		write_load(site, value, offsetof(struct mc_words, extent),
			   null_pointer_node);
		break;
	case MC_MARK_OWN:
		write_load(site, value, offsetof(struct mc_words, own),
			   null_pointer_node);
		break;
	case MC_MARK_GO:
		mc_expand_calls_write_go(site, args[0], args[1]);
		break;
	case MC_MARK_LOOK:
		mc_expand_calls_write_look(site, args[0], args[1]);
		break;
	case MC_MARK_ENTRY:
		site->position = args[0];
		mc_expand_calls_write_entry(site, value, args[1],
					    !integer_zerop(args[2]));
		break;
	case MC_MARK_EXIT:
		site->position = args[0];
		mc_expand_calls_write_exit(site, args[1]);
		break;
	case MC_MARK_MOVING:
		write_moving(site, value, args[0], args[1],
			     args.length() > 2 ? args[2] : NULL_TREE);
		break;
	case MC_MARK_BEGIN:
		write_sequence(site, gimple_build_assign(
					     value, mc_slots_kid_at(args[0])));
		break;
	case MC_MARK_TALLY:
		write_sequence(site, mc_slots_count_at(args[0]));
		break;
	default:
		write_moved(site, args[0]);
		break;
	}
}

/* The mark that STMT is a call of; MC_MARK_COUNT: it is none. */
static enum mc_mark kind_of(gimple *stmt)
{
	int mark = 0;

	while (mark < MC_MARK_COUNT && !mc_marks_is(stmt, (enum mc_mark)mark))
		mark++;
	return (enum mc_mark)mark;
}

static void write_mark(gimple *stmt)
{
	enum mc_mark mark = kind_of(stmt);
	tree value = gimple_call_lhs(stmt);
	auto_vec<tree> args;

	if (!value &&
	    !VOID_TYPE_P(gimple_call_return_type(as_a<gcall *>(stmt))))
		value = make_ssa_name(ptr_type_node);

	for (unsigned i = 0; i < gimple_call_num_args(stmt); i++)
		args.safe_push(gimple_call_arg(stmt, i));

	struct mc_site site = mc_site_open(stmt);

	write_at(&site, mark, args, value);
}

void mc_expand_marks(function *fun)
{
	auto_vec<gimple *> marks;
	basic_block bb;
	unsigned i;
	gimple *mark;

	FOR_EACH_BB_FN (bb, fun)
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			if (kind_of(gsi_stmt(gsi)) != MC_MARK_COUNT)
				marks.safe_push(gsi_stmt(gsi));
	if (marks.is_empty())
		return;
	free_dominance_info(CDI_DOMINATORS);
	free_dominance_info(CDI_POST_DOMINATORS);
	FOR_EACH_VEC_ELT (marks, i, mark)
		write_mark(mark);
	mark_virtual_operands_for_renaming(fun);
	update_ssa(TODO_update_ssa_only_virtuals);
}
