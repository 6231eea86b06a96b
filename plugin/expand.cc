/* SPDX-License-Identifier: MIT */
/*
 * See expand.h.  runtime/inline-protocol.h states in C what is written out.
 *
 * Until GCC has optimised a body, a mark stands for each entry and exit: a call
 * of a function that there is not.  It keeps things in order as well as what
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
#include "expand-x86.h"
#include "gimple-build.h"
#include "marks.h"
#include "../runtime/memcall-abi.h"

/* Blocks */

namespace
{

/* What is being written out. */
struct site {
	basic_block head; /* ends where the mark was */
	basic_block done; /* begins behind it */
	location_t location;
	tree slot;
};

} // namespace

/* One that runs as often as AFTER. */
static basic_block add_block(basic_block after)
{
	return mc_gimple_add_block(after, NULL);
}

/* One that seldom runs. */
static basic_block add_cold(basic_block after)
{
	basic_block bb = add_block(after);

	bb->count = after->count.apply_probability(
		profile_probability::very_unlikely());
	return bb;
}

static void append(basic_block bb, gimple *stmt)
{
	gimple_stmt_iterator gsi = gsi_last_bb(bb);

	gsi_insert_after(&gsi, stmt, GSI_NEW_STMT);
}

static void append_all(basic_block bb, gimple_seq seq)
{
	gimple_stmt_iterator gsi = gsi_last_bb(bb);

	gsi_insert_seq_after(&gsi, seq, GSI_CONTINUE_LINKING);
}

/* A new name of TYPE for VALUE. */
static tree add_value(basic_block bb, tree type, tree value)
{
	tree name = make_ssa_name(type);

	append(bb, gimple_build_assign(name, value));
	return name;
}

static tree add_operation(basic_block bb, tree type, tree_code code, tree a,
			  tree b)
{
	tree name = make_ssa_name(type);

	append(bb, gimple_build_assign(name, code, a, b));
	return name;
}

/* BB ends in a jump. */
static edge add_jump(basic_block bb, basic_block to)
{
	return make_single_succ_edge(bb, to, EDGE_FALLTHRU);
}

/* BB ends in a test; YES is that likely. */
static void add_test(basic_block bb, tree_code code, tree a, tree b,
		     basic_block yes, basic_block no,
		     profile_probability likely)
{
	append(bb, gimple_build_cond(code, a, b, NULL_TREE, NULL_TREE));
	make_edge(bb, yes, EDGE_TRUE_VALUE)->probability = likely;
	make_edge(bb, no, EDGE_FALSE_VALUE)->probability = likely.invert();
}

/* HOOK (ARGS) at the end of BB; what it returns, if TYPE returns something. */
static tree add_call(const struct site *site, basic_block bb, enum mc_hook hook,
		     tree type, std::initializer_list<tree> args)
{
	gimple_seq seq = NULL;
	tree address = mc_gimple_load_hook(&seq, hook, type);
	gcall *call = mc_gimple_build_call(address, type, args);
	tree value = NULL_TREE;

	if (!VOID_TYPE_P(TREE_TYPE(type))) {
		value = make_ssa_name(TREE_TYPE(type));
		gimple_call_set_lhs(call, value);
	}
	gimple_set_location(call, site->location);
	gimple_seq_add_stmt(&seq, call);
	append_all(bb, seq);
	return value;
}

/* Entries and exits */

/*
 *	if (slot->faults != 0B)
 *		if (*slot->faults + *slot->brk != slot->seen)
 *			goto changed;
 *
 * Returns where to go on.
 */
static basic_block add_look(const struct site *site, basic_block bb,
			    basic_block changed)
{
	tree word = pointer_sized_int_node, slot = site->slot;
	basic_block watched = add_block(bb);
	basic_block same = add_block(watched);
	tree faults =
		add_value(bb, ptr_type_node,
			  MC_MEMBER(ptr_type_node, slot, mc_slot, faults));

	add_test(bb, NE_EXPR, faults, null_pointer_node, watched, same,
		 profile_probability::likely());

	tree brk = add_value(watched, ptr_type_node,
			     MC_MEMBER(ptr_type_node, slot, mc_slot, brk));
	tree a = mc_gimple_build_member(word, faults, 0),
	     b = mc_gimple_build_member(word, brk, 0);

	/* The kernel writes there, and malloc. */
	TREE_THIS_VOLATILE(a) = TREE_THIS_VOLATILE(b) = 1;
	a = add_value(watched, word, a);
	b = add_value(watched, word, b);

	tree sum = add_operation(watched, word, PLUS_EXPR, a, b);
	tree seen =
		add_value(watched, word, MC_MEMBER(word, slot, mc_slot, seen));

	add_test(watched, NE_EXPR, sum, seen, changed, same,
		 profile_probability::very_unlikely());
	return same;
}

/* The head ends in TEXT, which seldom jumps to SLOW. */
static void add_goto(const struct site *site, gasm *text, basic_block slow)
{
	profile_probability rare = profile_probability::very_unlikely();

	append(site->head, text);
	make_edge(site->head, slow, 0)->probability = rare;
	make_edge(site->head, site->done, EDGE_FALLTHRU)->probability =
		rare.invert();
}

static void set_position(const struct site *site, basic_block bb, tree link)
{
	append(bb, gimple_build_assign(MC_MEMBER(ptr_type_node, site->slot,
						 mc_slot, current),
				       link));
}

/*
 *	if (handle != 0B)
 *		if (handle & 1 || memory may have changed)
 *			goto slow;
 *		else
 *			slot->current = handle;
 */
static void add_leaving(const struct site *site, tree handle, basic_block slow)
{
	tree word = pointer_sized_int_node;
	basic_block head = site->head;
	basic_block some = add_block(head);
	basic_block counted = add_block(some);

	add_test(head, NE_EXPR, handle, null_pointer_node, some, site->done,
		 profile_probability::likely());

	tree bits = make_ssa_name(word);

	append(some, gimple_build_assign(bits, NOP_EXPR, handle));
	add_test(some, NE_EXPR,
		 add_operation(some, word, BIT_AND_EXPR, bits,
			       build_one_cst(word)),
		 build_zero_cst(word), slow, counted,
		 profile_probability::very_unlikely());
	counted = add_look(site, counted, slow);
	set_position(site, counted, handle);
	add_jump(counted, site->done);
}

/*
 * The same, or at SLOW
 *
 *	LEAVE (slot, handle);
 */
static void write_exit(const struct site *site, tree handle)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     ptr_type_node, NULL_TREE);
	basic_block slow = add_cold(site->done);

	if (mc_expand_x86_is_possible())
		add_goto(site,
			 mc_expand_x86_exit(site->slot, handle,
					    gimple_block_label(slow)),
			 slow);
	else
		add_leaving(site, handle, slow);
	add_call(site, slow, MC_HOOK_LEAVE, type, {site->slot, handle});
	add_jump(slow, site->done);
}

/* --link->left, by one instruction where that can be had: a signal handler may
   count the same link.  BB then ends in a test of whether it is 0 now. */
static void add_decrement(basic_block bb, tree link, basic_block is_zero,
			  basic_block is_not)
{
	tree type = integer_type_node;
	tree left = MC_MEMBER(type, link, mc_link, left);

#if defined(__x86_64__) || defined(__i386__)
	tree is_due = make_ssa_name(type);
	vec<tree, va_gc> *inputs = NULL, *outputs = NULL;

	vec_safe_push(outputs, mc_gimple_build_operand("=@ccz", is_due));
	vec_safe_push(outputs, mc_gimple_build_operand("=m", left));
	vec_safe_push(inputs, mc_gimple_build_operand("m", unshare_expr(left)));

	/* The other spelling is for -masm=intel. */
	gasm *text = gimple_build_asm_vec("sub{l}\t{$1, %1|%1, 1}", inputs,
					  outputs, NULL, NULL);

	gimple_asm_set_volatile(text, true);
	gimple_asm_set_inline(text, true);
	SSA_NAME_DEF_STMT(is_due) = text;
	append(bb, text);
	add_test(bb, NE_EXPR, is_due, build_zero_cst(type), is_zero, is_not,
		 profile_probability::very_unlikely());
#else
	tree before = add_value(bb, type, left);
	tree after = add_operation(bb, type, MINUS_EXPR, before,
				   build_one_cst(type));

	append(bb, gimple_build_assign(unshare_expr(left), after));
	add_test(bb, EQ_EXPR, after, build_zero_cst(type), is_zero, is_not,
		 profile_probability::very_unlikely());
#endif
}

/* The pointer that is NUMBER times BYTES behind BASE. */
static tree add_offset(basic_block bb, tree base, tree number, size_t bytes)
{
	tree wide = make_ssa_name(sizetype);

	append(bb, gimple_build_assign(wide, NOP_EXPR, number));
	return add_operation(
		bb, ptr_type_node, POINTER_PLUS_EXPR, base,
		add_operation(bb, sizetype, MULT_EXPR, wide, size_int(bytes)));
}

/* (char *)parent + 64 * parent->kid[function.slot] */
static tree add_kid(basic_block bb, tree parent, tree descriptor)
{
	tree slot = add_value(
		bb, uint32_type_node,
		MC_MEMBER(uint32_type_node, descriptor, mc_function, slot));
	tree at = add_offset(bb, parent, slot, sizeof(int32_t));
	tree kid = add_value(bb, integer_type_node,
			     MC_MEMBER(integer_type_node, at, mc_link, kid));

	return add_offset(bb, parent, kid, MC_LINE_BYTES);
}

/*
 *	link = (char *)parent + 64 * parent->kid[function.slot];
 *	if (link->function == function.id)
 *		{
 *			--link->left;
 *			if (link->left != 0)
 *				slot->current = link; goto done;
 *		}
 *	goto slow;
 *
 * and to DONE from where it is counted.
 */
static void add_counting(const struct site *site, basic_block bb, tree parent,
			 tree descriptor, gphi *links)
{
	basic_block slow = gimple_bb(links);
	basic_block found = add_block(bb);
	basic_block counted = add_block(found);
	tree link = add_kid(bb, parent, descriptor);
	tree number =
		add_value(bb, uint32_type_node,
			  MC_MEMBER(uint32_type_node, link, mc_link, function));
	tree id = add_value(
		bb, uint32_type_node,
		MC_MEMBER(uint32_type_node, descriptor, mc_function, id));

	add_test(bb, EQ_EXPR, number, id, found, slow,
		 profile_probability::very_likely());
	add_phi_arg(links, link, find_edge(bb, slow), UNKNOWN_LOCATION);
	add_decrement(found, link, slow, counted);
	add_phi_arg(links, link, find_edge(found, slow), UNKNOWN_LOCATION);
	set_position(site, counted, link);
	add_jump(counted, site->done);
}

/*
 *	parent = slot->current;
 *	if (parent == 0B)
 *		goto outside;
 *	if (memory may have changed)
 *		goto slow;
 *	count, or goto slow;
 */
static void add_arriving(const struct site *site, tree parent, tree descriptor,
			 basic_block outside, gphi *links)
{
	basic_block head = site->head;
	basic_block inside = add_block(head);

	append(head,
	       gimple_build_assign(parent, MC_MEMBER(ptr_type_node, site->slot,
						     mc_slot, current)));
	add_test(head, NE_EXPR, parent, null_pointer_node, inside, outside,
		 profile_probability::likely());
	inside = add_look(site, inside, gimple_bb(links));
	add_counting(site, inside, parent, descriptor, links);
}

/* The same, by one statement. */
static void add_arriving_x86(const struct site *site, tree parent,
			     tree descriptor, basic_block outside, gphi *links)
{
	basic_block slow = gimple_bb(links);
	basic_block other = outside == slow ? slow : add_cold(site->done);
	tree link = make_ssa_name(ptr_type_node);

	add_goto(site,
		 mc_expand_x86_entry(site->slot, descriptor, parent, link,
				     gimple_block_label(other)),
		 other);
	if (other != slow)
		add_test(other, NE_EXPR, parent, null_pointer_node, slow,
			 outside, profile_probability::even());
	add_phi_arg(links, link, single_pred_edge(slow), UNKNOWN_LOCATION);
}

/* HOOK (slot, &function, link, cfa), and to DONE with what that returns. */
static void add_hook(const struct site *site, basic_block bb, enum mc_hook hook,
		     tree descriptor, tree link, gphi *handle)
{
	tree type = build_function_type_list(ptr_type_node, ptr_type_node,
					     ptr_type_node, ptr_type_node,
					     ptr_type_node, NULL_TREE);
	gimple_seq seq = NULL;
	tree cfa = mc_gimple_load_cfa(&seq);

	append_all(bb, seq);

	tree value = add_call(site, bb, hook, type,
			      {site->slot, descriptor, link, cfa});

	add_phi_arg(handle, value, add_jump(bb, site->done), UNKNOWN_LOCATION);
}

/* On edges that PHI has nothing for, VALUE. */
static void add_missing(gphi *phi, tree value)
{
	edge e;
	edge_iterator ei;

	FOR_EACH_EDGE(e, ei, gimple_bb(phi)->preds)
	if (!PHI_ARG_DEF_FROM_EDGE(phi, e))
		add_phi_arg(phi, value, e, UNKNOWN_LOCATION);
}

/* How far the thread's words are from its thread pointer. */
static tree add_distance(basic_block bb)
{
	gimple_seq seq = NULL;
	tree distance = mc_gimple_load_distance(&seq);

	append_all(bb, seq);
	return distance;
}

/* The word at OFFSET in the thread's words; there is a recorder. */
static tree add_word(basic_block bb, tree distance, size_t offset)
{
	gimple_seq seq = NULL;
	tree words = mc_gimple_load_words(&seq, distance);

	append_all(bb, seq);
	return add_value(bb, ptr_type_node,
			 mc_gimple_build_member(ptr_type_node, words, offset));
}

/*
 *	value = NONE;
 *	if (__memcall_module.words != 0)
 *		value = the word at OFFSET;
 *
 * A copy runs where there is a recorder.
 */
static void write_load(const struct site *site, tree value, size_t offset,
		       tree none)
{
	basic_block head = site->head;
	basic_block there = add_block(head);
	tree distance = add_distance(head);
	gphi *result = create_phi_node(value, site->done);

	if (mc_copies_is_for_extents(cfun->decl)) {
		add_jump(head, there);
	} else {
		add_test(head, NE_EXPR, distance, size_zero_node, there,
			 site->done, profile_probability::unlikely());
		add_phi_arg(result, none, find_edge(head, site->done),
			    UNKNOWN_LOCATION);
	}

	tree word = add_word(there, distance, offset);

	add_phi_arg(result, word, add_jump(there, site->done),
		    UNKNOWN_LOCATION);
}

/*
 * At BB
 *
 *	if (__memcall_module.words != 0)
 *		if (words->extent != 0B) goto inside;
 *	goto done;
 */
static void add_asking_extent(const struct site *site, basic_block bb,
			      basic_block inside)
{
	basic_block asking = add_cold(bb);
	tree distance = add_distance(bb);
	tree extent;

	add_test(bb, NE_EXPR, distance, size_zero_node, asking, site->done,
		 profile_probability::unlikely());
	extent = add_word(asking, distance, offsetof(struct mc_words, extent));
	add_test(asking, NE_EXPR, extent, null_pointer_node, inside, site->done,
		 profile_probability::unlikely());
}

/*
 *	value = 0B;
 *	if (__memcall_module.words != 0)
 *		if (words->extent != 0B)
 *			value = MOVING (words->extent, block, kind);
 */
static void write_moving(const struct site *site, tree value, tree block,
			 tree kind)
{
	tree type = build_function_type_list(ptr_type_node, ptr_type_node,
					     ptr_type_node, integer_type_node,
					     NULL_TREE);
	basic_block head = site->head;
	basic_block asking = add_block(head), inside = add_cold(head);
	gphi *result = create_phi_node(value, site->done);
	tree distance = add_distance(head);
	tree extent, moving;

	if (mc_copies_is_for_extents(cfun->decl))
		add_jump(head, asking);
	else
		add_test(head, NE_EXPR, distance, size_zero_node, asking,
			 site->done, profile_probability::unlikely());
	extent = add_word(asking, distance, offsetof(struct mc_words, extent));
	add_test(asking, NE_EXPR, extent, null_pointer_node, inside, site->done,
		 profile_probability::unlikely());
	moving = add_call(site, inside, MC_HOOK_MOVING, type,
			  {extent, block, kind});
	add_phi_arg(result, moving, add_jump(inside, site->done),
		    UNKNOWN_LOCATION);
	add_missing(result, null_pointer_node);
}

/* if (thread != 0B) MOVED (thread); */
static void write_moved(const struct site *site, tree thread)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     NULL_TREE);
	basic_block inside = add_cold(site->head);

	add_test(site->head, NE_EXPR, thread, null_pointer_node, inside,
		 site->done, profile_probability::unlikely());
	add_call(site, inside, MC_HOOK_MOVED, type, {thread});
	add_jump(inside, site->done);
}

/*
 * At OUTSIDE, with PARENT for a handle,
 *
 *	if (in an extent) handle = ENTER (0B);
 *
 * or, if the function is marked,
 *
 *	if (START != 0B) handle = START (0B);
 */
static void write_outside(const struct site *site, basic_block outside,
			  basic_block slow, tree descriptor, bool is_marked,
			  gphi *result)
{
	basic_block begin;
	tree start;

	if (!is_marked) {
		add_asking_extent(site, outside, slow);
		return;
	}
	begin = add_cold(outside);
	start = add_value(outside, ptr_type_node,
			  mc_describe_hook(MC_HOOK_START));
	add_test(outside, NE_EXPR, start, null_pointer_node, begin, site->done,
		 profile_probability::unlikely());
	add_hook(site, begin, MC_HOOK_START, descriptor, null_pointer_node,
		 result);
}

/*
 *	handle = slot->current;
 *	if (handle == 0B) outside, as above
 *	else if (memory may have changed) handle = ENTER (0B);
 *	else count, or handle = ENTER (link);
 *
 * A copy runs within extents, but for very odd ways to end one, which ENTER
 * knows: unless the function is marked, a copy does not ask.
 */
static void write_entry(const struct site *site, tree handle, tree descriptor,
			bool is_marked)
{
	bool may_be_outside =
		is_marked || !mc_copies_is_for_extents(cfun->decl);
	basic_block slow = add_cold(site->done);
	basic_block outside = may_be_outside ? add_cold(site->done) : slow;
	gphi *links = create_phi_node(make_ssa_name(ptr_type_node), slow);
	gphi *result = create_phi_node(handle, site->done);
	tree parent = make_ssa_name(ptr_type_node);

	if (mc_expand_x86_is_possible())
		add_arriving_x86(site, parent, descriptor, outside, links);
	else
		add_arriving(site, parent, descriptor, outside, links);
	if (may_be_outside)
		write_outside(site, outside, slow, descriptor, is_marked,
			      result);
	add_missing(links, null_pointer_node);
	add_missing(result, parent);
	add_hook(site, slow, MC_HOOK_ENTER, descriptor,
		 gimple_phi_result(links), result);
}

/* Takes out MARK, and parts its block there. */
static struct site open_site(gimple *mark)
{
	gimple_stmt_iterator gsi = gsi_for_stmt(mark);
	edge on = split_block(gimple_bb(mark), mark);
	struct site site = {on->src, on->dest, gimple_location(mark),
			    NULL_TREE};

	remove_edge(on);
	gimple_call_set_lhs(mark, NULL_TREE);
	unlink_stmt_vdef(mark);
	gsi_remove(&gsi, true);
	return site;
}

/* Writes MARK, with its ARGS and VALUE, at SITE. */
static void write_at(struct site *site, enum mc_mark mark,
		     const vec<tree> &args, tree value)
{
	switch (mark) {
	case MC_MARK_SLOT:
		write_load(site, value, offsetof(struct mc_words, recording),
			   mc_describe_nobody());
		break;
	case MC_MARK_EXTENT:
		write_load(site, value, offsetof(struct mc_words, extent),
			   null_pointer_node);
		break;
	case MC_MARK_ENTRY:
		site->slot = args[0];
		write_entry(site, value, args[1], !integer_zerop(args[2]));
		break;
	case MC_MARK_EXIT:
		site->slot = args[0];
		write_exit(site, args[1]);
		break;
	case MC_MARK_MOVING:
		write_moving(site, value, args[0], args[1]);
		break;
	default:
		write_moved(site, args[0]);
		break;
	}
}

/* What STMT is a mark of; MC_MARK_COUNT: it is none. */
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

	struct site site = open_site(stmt);

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
