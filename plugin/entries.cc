/* SPDX-License-Identifier: MIT */
/*
 * Builds entries.  See entries.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "entries.h"
#include "describe.h"
#include "gimple-build.h"
#include "guard.h"
#include "pass-on.h"
#include "purity.h"
#include "select.h"
#include "../runtime/memcall-abi.h"

/* return TARGET (the arguments of NODE) with CHAIN (NULL_TREE: none);
   IS_HIDDEN: by a pointer that GCC cannot see through. */
static void add_passing_on(gimple_seq *seq, cgraph_node *node,
			   cgraph_node *target, bool is_hidden, tree chain)
{
	gcall *call = mc_pass_on_call(node, target, is_hidden, chain, seq);

	gimple_seq_add_stmt(seq, call);
	mc_pass_on_return(node->decl, gimple_call_lhs(call), seq);
}

static gimple_seq build_passing_on(cgraph_node *node, cgraph_node *target,
				   bool is_hidden)
{
	gimple_seq seq = NULL;

	add_passing_on(&seq, node, target, is_hidden, NULL_TREE);
	return seq;
}

static basic_block add_return(basic_block after, gimple_seq seq, bool returns)
{
	basic_block bb = mc_gimple_add_block(after, seq);

	if (returns)
		make_edge(bb, EXIT_BLOCK_PTR_FOR_FN(cfun), 0);
	return bb;
}

/* A member of SLOT that a signal handler's calls use as well. */
static tree member_of(tree position, size_t offset)
{
	tree member = mc_gimple_build_member(ptr_type_node, position, offset);

	TREE_THIS_VOLATILE(member) = 1;
	return member;
}

/* position->arrived = current; position->current = arriving; */
static gimple_seq build_arrival(tree position, tree current, tree arriving)
{
	gimple_seq seq = NULL;

	gimple_seq_add_stmt(
		&seq,
		gimple_build_assign(
			member_of(position, offsetof(mc_position, arrived)),
			current));
	gimple_seq_add_stmt(
		&seq,
		gimple_build_assign(
			member_of(position, offsetof(mc_position, current)),
			arriving));
	return seq;
}

static void add_test(gimple_seq *seq, tree a, tree b)
{
	gimple_seq_add_stmt(
		seq, gimple_build_cond(NE_EXPR, a, b, NULL_TREE, NULL_TREE));
}

/* The address by which calls of P's function through pointers are announced.
   NODE is that function, or stands for it. */
static tree add_own_address(const struct mc_parts *p, cgraph_node *node,
			    gimple_seq *seq)
{
	tree self;

	if (node == p->way_in)
		return mc_guard_address(p->node, seq);
	self = create_tmp_var(pointer_sized_int_node, "self");
	gimple_seq_add_stmt(seq, gimple_build_assign(self, NOP_EXPR,
						     mc_pass_on_address(node)));
	return self;
}

/* How the names of aliases begin. */
#define ALIAS "*.LMCF"

static bool is_named(tree alias)
{
	return !strncmp(IDENTIFIER_POINTER(DECL_ASSEMBLER_NAME(alias)), ALIAS,
			strlen(ALIAS));
}

/*
 * An alias of NODE that nobody can lead elsewhere, and that no table of symbols
 * shows; NULL: there is none.
 */
static cgraph_node *own_alias(cgraph_node *node)
{
	static unsigned number;
	symtab_node *alias;
	char name[32];

	if (DECL_COMDAT_GROUP(node->decl))
		return NULL;
	alias = node->noninterposable_alias();
	if (alias && DECL_ARTIFICIAL(alias->decl) && !is_named(alias->decl)) {
		snprintf(name, sizeof(name), ALIAS "%u", number++);
		symtab->change_decl_assembler_name(alias->decl,
						   get_identifier(name));
	}
	return dyn_cast<cgraph_node *>(alias);
}

/* True if the name of NODE's function leads to it, or to the body of another
   unit that the linker takes for it: no other module may have its own. */
static bool is_bound(cgraph_node *node)
{
	return !TREE_PUBLIC(node->decl) || !flag_shlib ||
	       decl_binds_to_current_def_p(node->decl);
}

bool mc_entries_are_published(const struct mc_parts *p)
{
	if (!p->has_entry || is_bound(p->node))
		return p->has_entry;
	return p->has_guard ? !DECL_COMDAT_GROUP(p->node->decl)
			    : own_alias(p->node) != NULL;
}

/* NODE, P's function or what stands for it, or a name for it that nobody can
   lead elsewhere. */
static cgraph_node *named_for_good(const struct mc_parts *p, cgraph_node *node)
{
	cgraph_node *alias = is_bound(p->node) || node != p->node
				     ? NULL
				     : own_alias(p->node);

	return alias ?: node;
}

/*
 *	calling = position->calling;
 *	position->calling = 0;
 *	if (calling != token)
 *		if (calling != &f)
 *			if (position->current != position->arriving)
 *				position->arrived = position->current;
 *				position->current = position->arriving;
 *	return clone (...);
 *
 * Only the last statement is a call, so the stack frame of a body behind an
 * entry need not be larger than without one.  Returns the first block.
 */
static basic_block add_way_in(const struct mc_parts *p, cgraph_node *node,
			      basic_block after, bool returns)
{
	tree decl = p->node->decl, word = pointer_sized_int_node;
	gimple_seq seq = NULL;

	gimple_seq_add_stmt(&seq,
			    gimple_build_predict(PRED_COLD_LABEL, NOT_TAKEN));

	tree words = mc_gimple_load_words(&seq, mc_gimple_load_distance(&seq));
	tree position = mc_gimple_add_load(
		&seq, ptr_type_node,
		MC_MEMBER(ptr_type_node, words, mc_words, recording));
	tree calling = mc_gimple_add_load(
		&seq, word, MC_MEMBER(word, position, mc_position, calling));

	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(MC_MEMBER(word, position,
							  mc_position, calling),
						build_zero_cst(word)));
	add_test(&seq, calling, mc_describe_token(decl));

	basic_block first = mc_gimple_add_block(after, seq);

	seq = NULL;

	add_test(&seq, calling, add_own_address(p, node, &seq));

	basic_block second = mc_gimple_add_block(first, seq);

	seq = NULL;

	tree current = mc_gimple_add_load(
		&seq, ptr_type_node,
		MC_MEMBER(ptr_type_node, position, mc_position, current));
	tree arriving = mc_gimple_add_load(
		&seq, ptr_type_node,
		MC_MEMBER(ptr_type_node, position, mc_position, arriving));

	add_test(&seq, current, arriving);

	basic_block third = mc_gimple_add_block(second, seq);
	basic_block arrive = mc_gimple_add_block(
		third, build_arrival(position, current, arriving));
	basic_block last = add_return(
		arrive, build_passing_on(node, p->clone, true), returns);

	make_edge(first, second, EDGE_TRUE_VALUE);
	make_edge(first, last, EDGE_FALSE_VALUE);
	make_edge(second, third, EDGE_TRUE_VALUE);
	make_edge(second, last, EDGE_FALSE_VALUE);
	make_edge(third, arrive, EDGE_TRUE_VALUE);
	make_edge(third, last, EDGE_FALSE_VALUE);
	make_edge(arrive, last, EDGE_FALLTHRU);
	return first;
}

/* MC_FROM_ENTRY (&NODE) */
static tree add_from(cgraph_node *node, gimple_seq *seq)
{
	tree word = create_tmp_var(pointer_sized_int_node, "address");
	tree from = create_tmp_var(pointer_sized_int_node, "from");
	tree chain = create_tmp_var(ptr_type_node, "chain");

	gimple_seq_add_stmt(seq, gimple_build_assign(word, NOP_EXPR,
						     mc_pass_on_address(node)));
	gimple_seq_add_stmt(seq, gimple_build_assign(from, BIT_NOT_EXPR, word));
	gimple_seq_add_stmt(seq, gimple_build_assign(chain, NOP_EXPR, from));
	return chain;
}

/* return clone (...) with MC_FROM_ENTRY (&f);  The clone's hooks do what
   add_way_in has. */
static basic_block add_light_way_in(const struct mc_parts *p, cgraph_node *node,
				    basic_block after, bool returns)
{
	gimple_seq seq = NULL;

	gimple_seq_add_stmt(&seq,
			    gimple_build_predict(PRED_COLD_LABEL, NOT_TAKEN));
	add_passing_on(&seq, node, p->clone, false,
		       add_from(named_for_good(p, node), &seq));
	return add_return(after, seq, returns);
}

/* Ends BB in SEQ and a test of VALUE: to YES if it is not zero, else to NO. */
static void end_in_test(basic_block bb, gimple_seq seq, tree value,
			basic_block yes, basic_block no)
{
	gimple_stmt_iterator gsi = gsi_last_bb(bb);

	add_test(&seq, value, build_zero_cst(TREE_TYPE(value)));
	gsi_insert_seq_after(&gsi, seq, GSI_CONTINUE_LINKING);
	make_edge(bb, yes, EDGE_TRUE_VALUE);
	make_edge(bb, no, EDGE_FALSE_VALUE);
}

/*
 * At HEAD, if the function is marked,
 *
 *	if (START) goto inside; else goto outside;
 *
 * and otherwise
 *
 *	if (__memcall_module.words)
 *		if (words->extent) goto inside;
 *	goto outside;
 */
static void add_choice(tree decl, basic_block head, basic_block inside,
		       basic_block outside)
{
	gimple_seq seq = NULL;

	if (mc_select_is_marked(decl)) {
		tree start = mc_gimple_add_load(
			&seq, ptr_type_node, mc_describe_hook(MC_HOOK_START));

		end_in_test(head, seq, start, inside, outside);
		return;
	}

	tree distance = mc_gimple_load_distance(&seq);
	gimple_seq ask = NULL;

	gimple_seq_add_stmt(&ask,
			    gimple_build_predict(PRED_COLD_LABEL, NOT_TAKEN));

	tree words = mc_gimple_load_words(&ask, distance);
	tree extent = MC_MEMBER(ptr_type_node, words, mc_words, extent);
	basic_block asking = mc_gimple_add_block(head, NULL);

	/* Volatile, as GCC must not load it before the test for a recorder. */
	TREE_THIS_VOLATILE(extent) = 1;
	extent = mc_gimple_add_load(&ask, ptr_type_node, extent);
	end_in_test(head, seq, distance, asking, outside);
	end_in_test(asking, ask, extent, inside, outside);
}

void mc_entries_add(struct mc_parts *p, cgraph_node *node)
{
	tree decl = node->decl;
	bool returns = !TREE_THIS_VOLATILE(decl);

	push_cfun(DECL_STRUCT_FUNCTION(decl));

	edge enter = single_succ_edge(ENTRY_BLOCK_PTR_FOR_FN(cfun));
	basic_block head = split_edge(enter);
	basic_block outside = single_succ(head);

	remove_edge(single_succ_edge(head));
	if (p->body != p->node)
		outside = add_return(
			head, build_passing_on(node, p->body, false), returns);
	add_choice(p->node->decl, head,
		   p->is_light ? add_light_way_in(p, node, head, returns)
			       : add_way_in(p, node, head, returns),
		   outside);
	mc_gcc_finish_body();
}

void mc_entries_add_guard(struct mc_parts *p)
{
	cgraph_node *node = p->way_in;
	bool returns = !TREE_THIS_VOLATILE(node->decl);

	if (p->is_light) {
		mc_guard_add(p->node, node, true);
		return;
	}
	push_cfun(DECL_STRUCT_FUNCTION(node->decl));

	edge enter = single_succ_edge(ENTRY_BLOCK_PTR_FOR_FN(cfun));
	basic_block first = split_edge(enter);

	remove_edge(single_succ_edge(first));
	make_edge(first, add_way_in(p, node, first, returns), EDGE_FALLTHRU);
	mc_gcc_finish_body();
	mc_purity_clear(node);
	mc_guard_add(p->node, node, false);
}
