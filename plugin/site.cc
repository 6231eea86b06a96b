/* SPDX-License-Identifier: MIT */
/*
 * Builds at sites.  See site.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "site.h"
#include "../runtime/memcall-abi.h"

struct mc_site mc_site_open(gimple *mark)
{
	gimple_stmt_iterator gsi = gsi_for_stmt(mark);
	edge on = split_block(gimple_bb(mark), mark);
	struct mc_site site = {on->src, on->dest, gimple_location(mark),
			       NULL_TREE};

	remove_edge(on);
	gimple_call_set_lhs(mark, NULL_TREE);
	unlink_stmt_vdef(mark);
	gsi_remove(&gsi, true);
	return site;
}

basic_block mc_site_add_block(basic_block after)
{
	return mc_gimple_add_block(after, NULL);
}

basic_block mc_site_add_cold(basic_block after)
{
	basic_block bb = mc_site_add_block(after);

	bb->count = after->count.apply_probability(
		profile_probability::very_unlikely());
	return bb;
}

void mc_site_append(basic_block bb, gimple *stmt)
{
	gimple_stmt_iterator gsi = gsi_last_bb(bb);

	gsi_insert_after(&gsi, stmt, GSI_NEW_STMT);
}

void mc_site_append_all(basic_block bb, gimple_seq seq)
{
	gimple_stmt_iterator gsi = gsi_last_bb(bb);

	gsi_insert_seq_after(&gsi, seq, GSI_CONTINUE_LINKING);
}

tree mc_site_add_value(basic_block bb, tree type, tree value)
{
	tree name = make_ssa_name(type);

	mc_site_append(bb, gimple_build_assign(name, value));
	return name;
}

tree mc_site_add_operation(basic_block bb, tree type, tree_code code, tree a,
			   tree b)
{
	tree name = make_ssa_name(type);

	mc_site_append(bb, gimple_build_assign(name, code, a, b));
	return name;
}

edge mc_site_add_jump(basic_block bb, basic_block to)
{
	return make_single_succ_edge(bb, to, EDGE_FALLTHRU);
}

void mc_site_add_test(basic_block bb, tree_code code, tree a, tree b,
		      basic_block yes, basic_block no,
		      profile_probability likely)
{
	mc_site_append(bb, gimple_build_cond(code, a, b, NULL_TREE, NULL_TREE));
	make_edge(bb, yes, EDGE_TRUE_VALUE)->probability = likely;
	make_edge(bb, no, EDGE_FALSE_VALUE)->probability = likely.invert();
}

tree mc_site_add_call(const struct mc_site *site, basic_block bb,
		      enum mc_hook hook, tree type,
		      std::initializer_list<tree> args)
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
	mc_site_append_all(bb, seq);
	return value;
}

void mc_site_fill_phi(gphi *phi, tree value)
{
	edge e;
	edge_iterator ei;

	FOR_EACH_EDGE(e, ei, gimple_bb(phi)->preds)
	if (!PHI_ARG_DEF_FROM_EDGE(phi, e))
		add_phi_arg(phi, value, e, UNKNOWN_LOCATION);
}

tree mc_site_load_distance(basic_block bb)
{
	gimple_seq seq = NULL;
	tree distance = mc_gimple_load_distance(&seq);

	mc_site_append_all(bb, seq);
	return distance;
}

tree mc_site_load_word(basic_block bb, tree distance, size_t offset)
{
	gimple_seq seq = NULL;
	tree words = mc_gimple_load_words(&seq, distance);

	mc_site_append_all(bb, seq);
	return mc_site_add_value(
		bb, ptr_type_node,
		mc_gimple_build_member(ptr_type_node, words, offset));
}

void mc_site_ask_extent(const struct mc_site *site, basic_block bb,
			basic_block inside)
{
	basic_block asking = mc_site_add_cold(bb);
	tree distance = mc_site_load_distance(bb);
	tree extent;

	mc_site_add_test(bb, NE_EXPR, distance, size_zero_node, asking,
			 site->done, profile_probability::unlikely());
	extent = mc_site_load_word(asking, distance,
				   offsetof(struct mc_words, extent));
	mc_site_add_test(asking, NE_EXPR, extent, null_pointer_node, inside,
			 site->done, profile_probability::unlikely());
}
