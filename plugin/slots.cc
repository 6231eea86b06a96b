/* SPDX-License-Identifier: MIT */
/*
 * See slots.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "slots.h"
#include "gimple-build.h"
#include "tally.h"
#include "../runtime/memcall-abi.h"

/* Trees that outlive a pass. */
static struct {
	tree count;
} trees;

void mc_slots_init(const char *plugin_name)
{
	static const struct ggc_root_tab roots[] = {{&trees, 1, sizeof(tree),
						     &gt_ggc_mx_tree_node,
						     &gt_pch_nx_tree_node},
						    LAST_GGC_ROOT_TAB};

	register_callback(plugin_name, PLUGIN_REGISTER_GGC_ROOTS, NULL,
			  (void *)roots);
}

static size_t offset_of(unsigned number)
{
	return MC_SLOTS_OFFSET + number * sizeof(struct mc_slot);
}

/* A member of a slot, OFFSET from ADDRESS.  Volatile: the recorder may change
   it in a signal handler, and a loop may be left in ways that GCC does not see,
   with the counts that it has. */
static tree member_of(tree type, tree address, size_t offset)
{
	tree member = mc_gimple_build_member(type, address, offset);

	TREE_THIS_VOLATILE(member) = 1;
	return member;
}

tree mc_slots_kid(tree self, unsigned number)
{
	return member_of(pointer_sized_int_node, self,
			 offset_of(number) + offsetof(struct mc_slot, kid));
}

tree mc_slots_kid_at(tree address)
{
	return member_of(ptr_type_node, address, offsetof(struct mc_slot, kid));
}

tree mc_slots_address(tree self, unsigned number, gimple_seq *seq)
{
	tree address = create_tmp_var(ptr_type_node, "slot");

	gimple_seq_add_stmt(
		seq, gimple_build_assign(address, POINTER_PLUS_EXPR, self,
					 size_int(offset_of(number))));
	return address;
}

gimple_seq mc_slots_count(tree self, unsigned number)
{
	gimple_seq seq = NULL;

	mc_tally_add(&seq, self,
		     offset_of(number) + offsetof(struct mc_slot, count));
	return seq;
}

gimple_seq mc_slots_count_at(tree address)
{
	gimple_seq seq = NULL;

	mc_tally_add(&seq, address, offsetof(struct mc_slot, count));
	return seq;
}

/* The type of such counts, which nothing else has: stores elsewhere do not
   change them. */
static tree count_type(void)
{
	if (!trees.count) {
		trees.count = build_distinct_type_copy(uint64_type_node);
		TYPE_ALIAS_SET(trees.count) = new_alias_set();
	}
	return trees.count;
}

gimple_seq mc_slots_count_inner(tree self, unsigned number)
{
	tree type = count_type();
	tree count =
		build2(MEM_REF, type, self,
		       build_int_cst(build_pointer_type(type),
				     offset_of(number) +
					     offsetof(struct mc_slot, count)));
	tree before = create_tmp_var(type), after = create_tmp_var(type);
	gimple_seq seq = NULL;

	TREE_THIS_NOTRAP(count) = 1;
	gimple_seq_add_stmt(&seq, gimple_build_assign(before, count));
	gimple_seq_add_stmt(&seq, gimple_build_assign(after, PLUS_EXPR, before,
						      build_one_cst(type)));
	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(unshare_expr(count), after));
	return seq;
}

tree mc_slots_link_from(tree self, unsigned number, gimple_seq *seq)
{
	tree link = create_tmp_var(ptr_type_node, "inner");

	gimple_seq_add_stmt(
		seq,
		gimple_build_assign(link, POINTER_PLUS_EXPR, self,
				    size_int(number * sizeof(struct mc_slot))));
	return link;
}

void mc_slots_test(basic_block bb, gimple_seq seq, tree kid, basic_block slow)
{
	gimple_stmt_iterator gsi = gsi_last_bb(bb);
	edge e;

	gimple_seq_add_stmt(&seq,
			    gimple_build_cond(NE_EXPR, kid,
					      build_zero_cst(TREE_TYPE(kid)),
					      NULL_TREE, NULL_TREE));
	gsi_insert_seq_after(&gsi, seq, GSI_CONTINUE_LINKING);
	single_succ_edge(bb)->flags = EDGE_TRUE_VALUE;
	single_succ_edge(bb)->probability = profile_probability::very_likely();
	e = make_edge(bb, slow, EDGE_FALSE_VALUE);
	e->probability = profile_probability::very_unlikely();
}

basic_block mc_slots_part_before(gcall *call)
{
	gimple_stmt_iterator gsi = gsi_for_stmt(call);
	basic_block bb = gimple_bb(call);

	gsi_prev(&gsi);
	return (gsi_end_p(gsi) ? split_block_after_labels(bb)
			       : split_block(bb, gsi_stmt(gsi)))
		->src;
}
