/* SPDX-License-Identifier: MIT */
/*
 * See gimple-build.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "gimple-build.h"
#include "../runtime/memcall-abi.h"

/* The variables that hold the address of a hook, by DECL_UID. */
static hash_set<int_hash<unsigned, 0, UINT_MAX>> hooks;

tree mc_gimple_new_value(tree type, const char *name)
{
	return cfun && gimple_in_ssa_p(cfun) ? make_ssa_name(type)
					     : create_tmp_var(type, name);
}

tree mc_gimple_load_hook(gimple_seq *seq, enum mc_hook hook, tree type)
{
	tree loaded = mc_gimple_new_value(ptr_type_node, "hook");
	tree address = mc_gimple_new_value(build_pointer_type(type), "hook");

	gimple_seq_add_stmt(
		seq, gimple_build_assign(loaded, mc_describe_hook(hook)));
	gimple_seq_add_stmt(seq,
			    gimple_build_assign(address, NOP_EXPR, loaded));
	if (VAR_P(address))
		hooks.add(DECL_UID(address));
	return address;
}

bool mc_gimple_is_hook_call(gcall *call)
{
	tree address = gimple_call_fn(call);

	return address && VAR_P(address) && hooks.contains(DECL_UID(address));
}

gcall *mc_gimple_build_call(tree address, tree type,
			    std::initializer_list<tree> args)
{
	auto_vec<tree> vector;

	for (tree arg : args)
		vector.safe_push(arg);

	gcall *call = gimple_build_call_vec(address, vector);

	gimple_call_set_fntype(call, type);
	gimple_call_set_nothrow(call, true);
	return call;
}

tree mc_gimple_build_member(tree type, tree address, size_t offset)
{
	tree alias = build_pointer_type_for_mode(type, ptr_mode, true);
	tree member = build2(MEM_REF, type, address,
			     build_int_cst(alias, (HOST_WIDE_INT)offset));

	TREE_THIS_NOTRAP(member) = 1;
	return member;
}

tree mc_gimple_load_distance(gimple_seq *seq)
{
	tree distance = mc_gimple_new_value(sizetype, "distance");

	gimple_seq_add_stmt(
		seq, gimple_build_assign(
			     distance, MC_MEMBER(sizetype, mc_describe_module(),
						 mc_module, words)));
	return distance;
}

tree mc_gimple_load_words(gimple_seq *seq, tree distance)
{
	tree thread = mc_gimple_new_value(ptr_type_node, "thread");
	tree words = mc_gimple_new_value(ptr_type_node, "words");
	gcall *call = gimple_build_call(
		builtin_decl_explicit(BUILT_IN_THREAD_POINTER), 0);

	gimple_call_set_lhs(call, thread);
	gimple_seq_add_stmt(seq, call);
	gimple_seq_add_stmt(seq, gimple_build_assign(words, POINTER_PLUS_EXPR,
						     thread, distance));
	return words;
}

tree mc_gimple_add_load(gimple_seq *seq, tree type, tree value)
{
	tree loaded = mc_gimple_new_value(type, NULL);

	gimple_seq_add_stmt(seq, gimple_build_assign(loaded, value));
	return loaded;
}

basic_block mc_gimple_add_block(basic_block after, gimple_seq seq)
{
	basic_block bb = create_empty_bb(after);
	gimple_stmt_iterator gsi = gsi_start_bb(bb);

	gsi_insert_seq_after(&gsi, seq, GSI_CONTINUE_LINKING);
	bb->count = after->count;
	if (current_loops)
		add_bb_to_loop(bb, after->loop_father);
	return bb;
}

tree mc_gimple_load_cfa(gimple_seq *seq)
{
	tree cfa = mc_gimple_new_value(ptr_type_node, "cfa");
	gcall *call =
		gimple_build_call(builtin_decl_explicit(BUILT_IN_DWARF_CFA), 0);

	gimple_call_set_lhs(call, cfa);
	gimple_seq_add_stmt(seq, call);
	return cfa;
}

tree mc_gimple_build_operand(const char *constraint, tree value)
{
	tree text = build_string(strlen(constraint) + 1, constraint);

	return build_tree_list(build_tree_list(NULL_TREE, text), value);
}
