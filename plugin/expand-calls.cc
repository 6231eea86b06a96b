/* SPDX-License-Identifier: MIT */
/*
 * Entries and exits.  See expand-calls.h.  runtime/memcall-abi.h shows in C
 * what is written.
 *
 * Each is written in one of two forms: as blocks of GIMPLE, or as one assembler
 * statement (expand-x86.cc) between the same two blocks.
 *
 * Runs in GCC, single-threaded.
 */
#include "expand-calls.h"
#include "copies.h"
#include "expand-x86.h"
#include "tally.h"
#include "../runtime/memcall-abi.h"

/*
 *	if (position->faults != 0B)
 *		if (*position->faults + *position->brk != position->seen)
 *			goto changed;
 *
 * Returns where to go on.
 */
static basic_block add_look(const struct mc_site *site, basic_block bb,
			    basic_block changed)
{
	tree word = pointer_sized_int_node, position = site->position;
	basic_block watched = mc_site_add_block(bb);
	basic_block same = mc_site_add_block(watched);
	tree faults = mc_site_add_value(
		bb, ptr_type_node,
		MC_MEMBER(ptr_type_node, position, mc_position, faults));

	mc_site_add_test(bb, NE_EXPR, faults, null_pointer_node, watched, same,
			 profile_probability::likely());

	tree brk = mc_site_add_value(
		watched, ptr_type_node,
		MC_MEMBER(ptr_type_node, position, mc_position, brk));
	tree a = mc_gimple_build_member(word, faults, 0),
	     b = mc_gimple_build_member(word, brk, 0);

	/* The kernel writes there, and malloc. */
	TREE_THIS_VOLATILE(a) = TREE_THIS_VOLATILE(b) = 1;
	a = mc_site_add_value(watched, word, a);
	b = mc_site_add_value(watched, word, b);

	tree sum = mc_site_add_operation(watched, word, PLUS_EXPR, a, b);
	tree seen = mc_site_add_value(
		watched, word, MC_MEMBER(word, position, mc_position, seen));

	mc_site_add_test(watched, NE_EXPR, sum, seen, changed, same,
			 profile_probability::very_unlikely());
	return same;
}

/* Ends the head in TEXT, which seldom jumps to SLOW. */
static void add_goto(const struct mc_site *site, gasm *text, basic_block slow)
{
	profile_probability rare = profile_probability::very_unlikely();

	mc_site_append(site->head, text);
	make_edge(site->head, slow, 0)->probability = rare;
	make_edge(site->head, site->done, EDGE_FALLTHRU)->probability =
		rare.invert();
}

static void set_position(const struct mc_site *site, basic_block bb, tree link)
{
	mc_site_append(
		bb, gimple_build_assign(MC_MEMBER(ptr_type_node, site->position,
						  mc_position, current),
					link));
}

/*
 *	if (handle != 0B)
 *		if (handle & 1 || memory may have changed)
 *			goto slow;
 *		else
 *			position->current = handle;
 */
static void add_leaving(const struct mc_site *site, tree handle,
			basic_block slow)
{
	tree word = pointer_sized_int_node;
	basic_block head = site->head;
	basic_block some = mc_site_add_block(head);
	basic_block counted = mc_site_add_block(some);

	mc_site_add_test(head, NE_EXPR, handle, null_pointer_node, some,
			 site->done, profile_probability::likely());

	tree bits = make_ssa_name(word);

	mc_site_append(some, gimple_build_assign(bits, NOP_EXPR, handle));
	mc_site_add_test(some, NE_EXPR,
			 mc_site_add_operation(some, word, BIT_AND_EXPR, bits,
					       build_one_cst(word)),
			 build_zero_cst(word), slow, counted,
			 profile_probability::very_unlikely());
	counted = add_look(site, counted, slow);
	set_position(site, counted, handle);
	mc_site_add_jump(counted, site->done);
}

/*
 * As add_leaving, and at SLOW
 *
 *	LEAVE (position, handle);
 */
void mc_expand_calls_write_exit(const struct mc_site *site, tree handle)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     ptr_type_node, NULL_TREE);
	basic_block slow = mc_site_add_cold(site->done);

	if (mc_expand_x86_is_possible())
		add_goto(site,
			 mc_expand_x86_exit(site->position, handle,
					    gimple_block_label(slow)),
			 slow);
	else
		add_leaving(site, handle, slow);
	mc_site_add_call(site, slow, MC_HOOK_LEAVE, type,
			 {site->position, handle});
	mc_site_add_jump(slow, site->done);
}

/* --link->left.  Ends BB in a test of whether it is 0 now. */
static void add_decrement(basic_block bb, tree link, basic_block is_zero,
			  basic_block is_not)
{
	gimple_seq seq = NULL;
	tree is_due = mc_tally_take(&seq, link, offsetof(struct mc_link, left));

	mc_site_append_all(bb, seq);
	mc_site_add_test(bb, NE_EXPR, is_due, build_zero_cst(TREE_TYPE(is_due)),
			 is_zero, is_not, profile_probability::very_unlikely());
}

/* A pointer to what is NUMBER times BYTES behind BASE. */
static tree add_offset(basic_block bb, tree base, tree number, size_t bytes)
{
	tree wide = make_ssa_name(sizetype);

	mc_site_append(bb, gimple_build_assign(wide, NOP_EXPR, number));
	return mc_site_add_operation(bb, ptr_type_node, POINTER_PLUS_EXPR, base,
				     mc_site_add_operation(bb, sizetype,
							   MULT_EXPR, wide,
							   size_int(bytes)));
}

/* (char *)parent + 64 * parent->kid[function.kid] */
static tree add_kid(basic_block bb, tree parent, tree descriptor)
{
	tree index = mc_site_add_value(
		bb, uint32_type_node,
		MC_MEMBER(uint32_type_node, descriptor, mc_function, kid));
	tree at = add_offset(bb, parent, index, sizeof(int32_t));
	tree kid = mc_site_add_value(
		bb, integer_type_node,
		MC_MEMBER(integer_type_node, at, mc_link, kid));

	return add_offset(bb, parent, kid, MC_LINE_BYTES);
}

/*
 *	link = (char *)parent + 64 * parent->kid[function.kid];
 *	if (link->function == function.id)
 *		{
 *			--link->left;
 *			if (link->left != 0)
 *				position->current = link; goto done;
 *		}
 *	goto slow;
 *
 * and to DONE from where it is counted.
 */
static void add_counting(const struct mc_site *site, basic_block bb,
			 tree parent, tree descriptor, gphi *links)
{
	basic_block slow = gimple_bb(links);
	basic_block found = mc_site_add_block(bb);
	basic_block counted = mc_site_add_block(found);
	tree link = add_kid(bb, parent, descriptor);
	tree number = mc_site_add_value(
		bb, uint32_type_node,
		MC_MEMBER(uint32_type_node, link, mc_link, function));
	tree id = mc_site_add_value(
		bb, uint32_type_node,
		MC_MEMBER(uint32_type_node, descriptor, mc_function, id));

	mc_site_add_test(bb, EQ_EXPR, number, id, found, slow,
			 profile_probability::very_likely());
	add_phi_arg(links, link, find_edge(bb, slow), UNKNOWN_LOCATION);
	add_decrement(found, link, slow, counted);
	add_phi_arg(links, link, find_edge(found, slow), UNKNOWN_LOCATION);
	set_position(site, counted, link);
	mc_site_add_jump(counted, site->done);
}

/*
 *	parent = position->current;
 *	if (parent == 0B)
 *		goto outside;
 *	if (memory may have changed)
 *		goto slow;
 *	count, or goto slow;
 */
static void add_arriving(const struct mc_site *site, tree parent,
			 tree descriptor, basic_block outside, gphi *links)
{
	basic_block head = site->head;
	basic_block inside = mc_site_add_block(head);

	mc_site_append(head,
		       gimple_build_assign(
			       parent, MC_MEMBER(ptr_type_node, site->position,
						 mc_position, current)));
	mc_site_add_test(head, NE_EXPR, parent, null_pointer_node, inside,
			 outside, profile_probability::likely());
	inside = add_look(site, inside, gimple_bb(links));
	add_counting(site, inside, parent, descriptor, links);
}

/* As add_arriving, by one statement. */
static void add_arriving_x86(const struct mc_site *site, tree parent,
			     tree descriptor, basic_block outside, gphi *links)
{
	basic_block slow = gimple_bb(links);
	basic_block other =
		outside == slow ? slow : mc_site_add_cold(site->done);
	tree link = make_ssa_name(ptr_type_node);

	add_goto(site,
		 mc_expand_x86_entry(site->position, descriptor, parent, link,
				     gimple_block_label(other)),
		 other);
	if (other != slow)
		mc_site_add_test(other, NE_EXPR, parent, null_pointer_node,
				 slow, outside, profile_probability::even());
	add_phi_arg(links, link, single_pred_edge(slow), UNKNOWN_LOCATION);
}

/* Calls HOOK (position, &function, link, cfa, 0B) at BB, and goes to DONE with
   what it returns for a HANDLE. */
static void add_hook(const struct mc_site *site, basic_block bb,
		     enum mc_hook hook, tree descriptor, tree link,
		     gphi *handle)
{
	tree type = build_function_type_list(
		ptr_type_node, ptr_type_node, ptr_type_node, ptr_type_node,
		ptr_type_node, ptr_type_node, NULL_TREE);
	gimple_seq seq = NULL;
	tree cfa = mc_gimple_load_cfa(&seq);

	mc_site_append_all(bb, seq);

	tree value = mc_site_add_call(
		site, bb, hook, type,
		{site->position, descriptor, link, cfa, null_pointer_node});

	add_phi_arg(handle, value, mc_site_add_jump(bb, site->done),
		    UNKNOWN_LOCATION);
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
static void write_outside(const struct mc_site *site, basic_block outside,
			  basic_block slow, tree descriptor, bool is_marked,
			  gphi *result)
{
	basic_block begin;
	tree start;

	if (!is_marked) {
		mc_site_ask_extent(site, outside, slow);
		return;
	}
	begin = mc_site_add_cold(outside);
	start = mc_site_add_value(outside, ptr_type_node,
				  mc_describe_hook(MC_HOOK_START));
	mc_site_add_test(outside, NE_EXPR, start, null_pointer_node, begin,
			 site->done, profile_probability::unlikely());
	add_hook(site, begin, MC_HOOK_START, descriptor, null_pointer_node,
		 result);
}

/*
 *	handle = position->current;
 *	if (handle == 0B) outside, as above
 *	else if (memory may have changed) handle = ENTER (0B);
 *	else count, or handle = ENTER (link);
 *
 * A copy runs within extents, but for very odd ways to end one, which ENTER
 * knows: unless the function is marked, a copy does not ask.
 */
void mc_expand_calls_write_entry(const struct mc_site *site, tree handle,
				 tree descriptor, bool is_marked)
{
	bool may_be_outside =
		is_marked || !mc_copies_is_for_extents(cfun->decl);
	basic_block slow = mc_site_add_cold(site->done);
	basic_block outside =
		may_be_outside ? mc_site_add_cold(site->done) : slow;
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
	mc_site_fill_phi(links, null_pointer_node);
	mc_site_fill_phi(result, parent);
	add_hook(site, slow, MC_HOOK_ENTER, descriptor,
		 gimple_phi_result(links), result);
}

/*
 *	own = words->own;
 *	if (*((char *)words + own->head) != own->looked)
 *		goto SLOW;
 */
static void add_light_look(const struct mc_site *site, basic_block slow)
{
	tree word = pointer_sized_int_node;
	basic_block head = site->head;
	gimple_seq seq = NULL;
	tree words = mc_gimple_load_words(&seq, mc_site_load_distance(head));

	mc_site_append_all(head, seq);

	tree own = mc_site_add_value(
		head, ptr_type_node,
		MC_MEMBER(ptr_type_node, words, mc_words, own));
	tree distance = mc_site_add_value(
		head, sizetype, MC_MEMBER(sizetype, own, mc_position, head));
	tree now = mc_gimple_build_member(
		word,
		mc_site_add_operation(head, ptr_type_node, POINTER_PLUS_EXPR,
				      words, distance),
		0);

	/* The kernel writes there. */
	TREE_THIS_VOLATILE(now) = 1;
	now = mc_site_add_value(head, word, now);

	tree looked = mc_site_add_value(
		head, word, MC_MEMBER(word, own, mc_position, looked));

	mc_site_add_test(head, NE_EXPR, now, looked, slow, site->done,
			 profile_probability::very_unlikely());
}

/*
 * As add_light_look, and at SLOW
 *
 *	LOOK (self, is_entry);
 */
void mc_expand_calls_write_look(const struct mc_site *site, tree self,
				tree is_entry)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     integer_type_node, NULL_TREE);
	basic_block slow = mc_site_add_cold(site->done);

	if (mc_expand_x86_is_possible())
		add_goto(site, mc_expand_x86_look(gimple_block_label(slow)),
			 slow);
	else
		add_light_look(site, slow);
	mc_site_add_call(site, slow, MC_HOOK_LOOK, type, {self, is_entry});
	mc_site_add_jump(slow, site->done);
}

/*
 *	if (words->own == own)
 *		own->current = self;
 */
void mc_expand_calls_write_go(const struct mc_site *site, tree own, tree self)
{
	basic_block head = site->head, here = mc_site_add_block(head);
	tree now = mc_site_load_word(head, mc_site_load_distance(head),
				     offsetof(struct mc_words, own));

	mc_site_add_test(head, EQ_EXPR, now, own, here, site->done,
			 profile_probability::very_likely());
	mc_site_append(here,
		       gimple_build_assign(MC_MEMBER(ptr_type_node, own,
						     mc_position, current),
					   self));
	mc_site_add_jump(here, site->done);
}
