/* SPDX-License-Identifier: MIT */
/*
 * See far-calls.h.  A call
 *
 *	value = g (args);
 *
 * of a function of another unit becomes
 *
 *	kid = slot[NUMBER].kid;
 *	if (kid != 0B)
 *		to = kid->callee->light;
 *	else
 *		{
 *			TELL (self, NUMBER, TOKEN, &g);
 *			to = &g;
 *		}
 *	value = (*to) (args) with &slot[NUMBER];
 *
 * and of what a pointer leads to,
 *
 *	kid = slot[NUMBER].kid;
 *	if (kid != 0B)
 *		{
 *			callee = kid->callee;
 *			if (callee->entry == pointer)
 *				{
 *					slot[NUMBER].count++;
 *					to = callee->light;
 *				}
 *	...
 *	pair.kid = kid;
 *	value = (*to) (args) with &pair;
 *
 * A signal handler may bind the slot to another function's link.  So the callee
 * is given the link that was found, by something like a slot.  What is not a
 * light copy does not look at the static chain.
 *
 * Runs in GCC, single-threaded.
 */
#include "far-calls.h"
#include "gimple-build.h"
#include "slots.h"
#include "../runtime/memcall-abi.h"

/* True if DECL's attributes want its calls as they are. */
static bool is_special(tree decl)
{
	static const char *const names[] = {
		"error",
		"warning",
		"simd",
		"omp declare simd",
		"omp declare variant base",
	};

	for (const char *name : names)
		if (lookup_attribute(name, DECL_ATTRIBUTES(decl)))
			return true;
	return DECL_FUNCTION_VERSIONED(decl) || fndecl_built_in_p(decl);
}

/*
 * True if DECL's address can be had without asking the dynamic linker for it
 * when the module is loaded.  For symbols that other modules may define that
 * would be too early: a function that is never called need not be there.
 */
static bool has_address_at_hand(tree decl)
{
	return !flag_shlib || DECL_VISIBILITY(decl) != VISIBILITY_DEFAULT;
}

bool mc_far_calls_is_possible(gcall *call)
{
	const int odd = ECF_NORETURN | ECF_RETURNS_TWICE | ECF_CONST |
			ECF_PURE | ECF_LEAF;
	tree callee = gimple_call_fndecl(call);

	if (gimple_call_internal_p(call) || gimple_call_chain(call) ||
	    gimple_call_flags(call) & odd || gimple_call_must_tail_p(call) ||
	    gimple_call_va_arg_pack_p(call) ||
	    gimple_call_by_descriptor_p(call))
		return false;
	return !callee || (!DECL_IN_SYSTEM_HEADER(callee) &&
			   !is_special(callee) && has_address_at_hand(callee));
}

/* The blocks of a call, and what they share. */
struct far_call {
	tree self;
	unsigned number;
	tree kid;
	tree target; /* the address, as a word; a name has none yet */
	tree to; /* what is called */
};

/* The address that CALL calls.  Leaves out what GCC knows of the object of a
   virtual call, which only calls may have as an operand. */
static tree called_address(gcall *call)
{
	tree fn = gimple_call_fn(call);

	if (TREE_CODE(fn) == OBJ_TYPE_REF)
		fn = OBJ_TYPE_REF_EXPR(fn);
	return unshare_expr(fn);
}

static gimple_seq build_slow(const struct far_call *f, tree calling, tree fn)
{
	tree word = pointer_sized_int_node, target = f->target;
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     uint32_type_node, word, word,
					     NULL_TREE);
	gimple_seq seq = NULL;
	tree hook;

	gimple_seq_add_stmt(&seq, gimple_build_assign(f->to, fn));
	if (!target) {
		target = create_tmp_var(word, "target");
		gimple_seq_add_stmt(
			&seq, gimple_build_assign(target, NOP_EXPR, f->to));
	}
	hook = mc_gimple_load_hook(&seq, MC_HOOK_TELL, type);
	gimple_seq_add_stmt(
		&seq, mc_gimple_build_call(hook, type,
					   {f->self, mc_describe_u32(f->number),
					    calling, target}));
	return seq;
}

/* CALLEE: a variable with the descriptor of what the slot is bound to. */
static gimple_seq build_light(const struct far_call *f, tree callee)
{
	gimple_seq seq = f->target ? mc_slots_count(f->self, f->number) : NULL;
	tree code = mc_gimple_add_load(
		&seq, ptr_type_node,
		MC_MEMBER(ptr_type_node, callee, mc_function, light));

	gimple_seq_add_stmt(&seq, gimple_build_assign(f->to, NOP_EXPR, code));
	return seq;
}

static gimple_seq load_callee(const struct far_call *f, tree *callee)
{
	tree link = create_tmp_var(ptr_type_node, "link");
	gimple_seq seq = NULL;

	gimple_seq_add_stmt(&seq, gimple_build_assign(link, NOP_EXPR, f->kid));
	*callee = mc_gimple_add_load(
		&seq, ptr_type_node,
		MC_MEMBER(ptr_type_node, link, mc_link, callee));
	return seq;
}

/* Adds a test of the callee's address behind BB, which leads to LIGHT or SLOW.
   Returns its block. */
static basic_block add_test(const struct far_call *f, basic_block bb,
			    gimple_seq seq, tree callee, basic_block light,
			    basic_block slow)
{
	tree entry = mc_gimple_add_load(
		&seq, pointer_sized_int_node,
		MC_MEMBER(pointer_sized_int_node, callee, mc_function, entry));
	basic_block test = mc_gimple_add_block(bb, NULL);
	gimple_stmt_iterator gsi = gsi_last_bb(test);

	gimple_seq_add_stmt(&seq, gimple_build_cond(EQ_EXPR, entry, f->target,
						    NULL_TREE, NULL_TREE));
	gsi_insert_seq_after(&gsi, seq, GSI_CONTINUE_LINKING);
	make_edge(test, light, EDGE_TRUE_VALUE)->probability =
		profile_probability::very_likely();
	make_edge(test, slow, EDGE_FALSE_VALUE)->probability =
		profile_probability::very_unlikely();
	return test;
}

/* The blocks in front of CALL, behind FIRST, which loads the kid in SEQ. */
static void add_blocks(const struct far_call *f, gcall *call, basic_block first,
		       gimple_seq seq, tree calling, tree fn)
{
	bool is_named = gimple_call_fndecl(call) != NULL_TREE;
	basic_block join = gimple_bb(call), light, slow;
	gimple_seq load;
	tree callee;

	load = load_callee(f, &callee);
	remove_edge(single_succ_edge(first));
	slow = mc_gimple_add_block(first, build_slow(f, calling, fn));
	slow->count = first->count.apply_probability(
		profile_probability::very_unlikely());
	light = mc_gimple_add_block(first, NULL);

	gimple_seq count = build_light(f, callee);

	if (is_named) {
		gimple_seq_add_seq(&load, count);
		count = load;
	}

	gimple_stmt_iterator gsi = gsi_last_bb(light);

	gsi_insert_seq_after(&gsi, count, GSI_CONTINUE_LINKING);
	make_edge(first,
		  is_named ? light
			   : add_test(f, first, load, callee, light, slow),
		  EDGE_FALLTHRU);
	mc_slots_test(first, seq, f->kid, slow);
	make_edge(light, join, EDGE_FALLTHRU);
	make_edge(slow, join, EDGE_FALLTHRU);
}

/* pair.kid = KID; Returns &pair, and makes *PAIR if it is not there yet. */
static tree add_pair(gimple_seq *seq, tree kid, tree *pair)
{
	tree type = pointer_sized_int_node;
	size_t index = offsetof(struct mc_slot, kid) / sizeof(void *);

	if (!*pair) {
		*pair = create_tmp_var(build_array_type_nelts(type, index + 1),
				       "pair");
		TREE_ADDRESSABLE(*pair) = 1;
	}
	gimple_seq_add_stmt(seq,
			    gimple_build_assign(build4(ARRAY_REF, type, *pair,
						       size_int(index),
						       NULL_TREE, NULL_TREE),
						kid));
	return build_fold_addr_expr(*pair);
}

void mc_far_calls_write(gcall *call, tree self, unsigned number, tree calling,
			tree *pair)
{
	tree fn = called_address(call);
	struct far_call f = {};
	basic_block first = mc_slots_part_before(call);
	gimple_seq seq = NULL;
	gimple_stmt_iterator gsi;
	tree chain;

	f.self = self;
	f.number = number;
	f.kid = create_tmp_var(pointer_sized_int_node, "kid");
	f.to = create_tmp_var(TREE_TYPE(fn), "to");
	if (!gimple_call_fndecl(call))
		f.target = calling;
	gimple_seq_add_stmt(
		&seq, gimple_build_assign(f.kid, mc_slots_kid(self, number)));
	add_blocks(&f, call, first, seq, calling, fn);
	seq = NULL;
	chain = f.target ? add_pair(&seq, f.kid, pair)
			 : mc_slots_address(self, number, &seq);
	gsi = gsi_for_stmt(call);
	gsi_insert_seq_before(&gsi, seq, GSI_SAME_STMT);
	gimple_call_set_fn(call, f.to);
	gimple_call_set_chain(call, chain);
	mc_gcc_suppress_warnings(call);
}
