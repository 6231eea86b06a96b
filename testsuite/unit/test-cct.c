/* SPDX-License-Identifier: MIT */
/*
 * The calling-context tree: links are found again, recursion folds, edges are
 * numbered.  Each test has a tree of its own; functions are literal numbers.
 */
#include "record/profile/cct.h"
#include "record/profile/mapfile.h"
#include "record/profile/options.h"
#include "recorder.h"
#include "unit.h"

#include <stdbool.h>
#include <string.h>

static struct mc_node *child(struct mc_cct *tree, struct mc_node *parent,
			     uint32_t function)
{
	return mc_cct_callee(tree, parent, function, function % MC_KIDS);
}

/* The node that a chain of calls leads to, from the root. */
static struct mc_node *call(struct mc_cct *tree, const uint32_t *functions,
			    size_t n)
{
	struct mc_node *node = tree->root;

	for (size_t i = 0; i < n; i++)
		node = child(tree, mc_node_target(node), functions[i]);
	return node;
}

#define CALL(tree, ...) \
	call(tree, (const uint32_t[]){__VA_ARGS__}, \
	     sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

MC_TEST(a_new_tree_has_a_root_and_a_place_for_others)
{
	struct mc_cct *tree = mc_recorder_tree();

	CU_ASSERT_EQUAL(tree->root->function, 0);
	CU_ASSERT_EQUAL(tree->root->parent, 0);
	CU_ASSERT_EQUAL(tree->root->target, mc_node_line(tree->root->offset));
	CU_ASSERT_EQUAL(tree->other->function, 0xffffffff);
	CU_ASSERT_EQUAL(tree->other->parent, mc_node_line(tree->root->offset));
	CU_ASSERT_EQUAL(tree->other->target, mc_node_line(tree->other->offset));
	CU_ASSERT_EQUAL(tree->other->edge, 0);
	CU_ASSERT_EQUAL(mc_node_private(tree->other)->open_index, 0);
	CU_ASSERT_EQUAL(tree->node_count, 0);
	CU_ASSERT_EQUAL(tree->edge_count, 0);
}

MC_TEST(a_new_link_has_no_calls_and_knows_its_place)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_node *main = child(tree, tree->root, 3);
	struct mc_node *f = child(tree, main, 7);

	CU_ASSERT_EQUAL(f->function, 7);
	CU_ASSERT_EQUAL(mc_node_calls(f), 0);
	CU_ASSERT_EQUAL(f->depth, 0);
	CU_ASSERT_EQUAL(f->min_ticks, UINT64_MAX);
	CU_ASSERT_EQUAL(f->max_ticks, 0);
	CU_ASSERT_EQUAL(f->parent, mc_node_line(main->offset));
	CU_ASSERT_EQUAL(f->target, mc_node_line(f->offset));
	CU_ASSERT_EQUAL(f->offset, main->offset + 320);
	CU_ASSERT_PTR_EQUAL(mc_node_target(f), f);
	CU_ASSERT_EQUAL(mc_node_private(f)->open_index, 0);
	CU_ASSERT_EQUAL(mc_node_private(child(tree, f, 7))->open_index, 7);
}

/* Distances have 32 bits. */
MC_TEST(a_kid_too_far_away_is_not_put_into_a_slot)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_link *at = mc_node_link(tree->root);
	char *far = (char *)at + (intptr_t)INT32_MAX * MC_LINE_BYTES;
	struct mc_link *farther = (struct mc_link *)(far + MC_LINE_BYTES);

	mc_cct_put(at, 3, (struct mc_link *)far);
	CU_ASSERT_PTR_EQUAL(mc_cct_kid(at, 3), far);
	mc_cct_put(at, 3, farther);
	CU_ASSERT_PTR_EQUAL(mc_cct_kid(at, 3), far);
	mc_cct_put(at, 3, tree->nothing);
	CU_ASSERT_PTR_EQUAL(mc_cct_kid(at, 3), tree->nothing);
}

MC_TEST(a_kid_is_found_in_its_slot)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_node *kids[8];

	CU_ASSERT_PTR_NULL(mc_cct_find(tree->root, 5, (5) % MC_KIDS));
	for (uint32_t i = 0; i < 8; i++)
		kids[i] = child(tree, tree->root, 40 + i);
	for (uint32_t i = 0; i < 8; i++)
		CU_ASSERT_PTR_EQUAL(
			mc_cct_find(tree->root, 40 + i, (40 + i) % MC_KIDS),
			kids[i]);
	CU_ASSERT_PTR_NULL(mc_cct_find(tree->root, 5, (5) % MC_KIDS));
	CU_ASSERT_PTR_NULL(mc_cct_find(tree->root, 48, (48) % MC_KIDS));
	CU_ASSERT_EQUAL(tree->node_count, 8);
}

MC_TEST(kids_that_share_a_slot_are_found_in_the_hash)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_node *kids[20];

	for (uint32_t i = 0; i < 20; i++)
		kids[i] = child(tree, tree->root, MC_KIDS * (i + 1));
	CU_ASSERT_PTR_EQUAL(
		mc_cct_find(tree->root, 20 * MC_KIDS, (20 * MC_KIDS) % MC_KIDS),
		kids[19]);
	for (uint32_t i = 0; i < 19; i++)
		CU_ASSERT_PTR_NULL(mc_cct_find(tree->root, MC_KIDS * (i + 1),
					       (MC_KIDS * (i + 1)) % MC_KIDS));
	for (uint32_t i = 0; i < 20; i++) {
		CU_ASSERT_EQUAL(kids[i]->function, MC_KIDS * (i + 1));
		CU_ASSERT_PTR_EQUAL(child(tree, tree->root, MC_KIDS * (i + 1)),
				    kids[i]);
		CU_ASSERT_PTR_EQUAL(mc_cct_find(tree->root, MC_KIDS * (i + 1),
						(MC_KIDS * (i + 1)) % MC_KIDS),
				    kids[i]);
	}
	CU_ASSERT_EQUAL(tree->node_count, 20);
	CU_ASSERT_EQUAL(tree->edge_count, 20);
}

MC_TEST(tables_grow_and_lose_nothing)
{
	static struct mc_node *kids[1000];
	struct mc_cct *tree = mc_recorder_tree();
	int wrong = 0;

	CU_ASSERT_EQUAL(tree->nodes->size, 256);
	CU_ASSERT_EQUAL(tree->edge_size, 256);
	for (uint32_t i = 0; i < 1000; i++)
		kids[i] = child(tree, tree->root, i + 1);
	CU_ASSERT_EQUAL(tree->nodes->size, 2048);
	CU_ASSERT_EQUAL(tree->edge_size, 2048);
	CU_ASSERT_EQUAL(tree->node_count, 1000);
	CU_ASSERT_EQUAL(tree->edge_count, 1000);
	for (uint32_t i = 0; i < 1000; i++) {
		wrong += child(tree, tree->root, i + 1) != kids[i];
		wrong += kids[i]->function != i + 1;
		wrong += kids[i]->edge != i + 1;
		wrong += kids[i]->parent != mc_node_line(tree->root->offset);
	}
	CU_ASSERT_EQUAL(wrong, 0);
}

MC_TEST(counters_reach_the_highest_number)
{
	struct mc_cct *tree = mc_recorder_tree();

	CU_ASSERT_EQUAL(tree->open_size, 1024);
	CU_ASSERT_EQUAL(tree->edge_mark_size, 1024);
	tree->open[1023] = 4711;
	child(tree, tree->root, 1023);
	CU_ASSERT_EQUAL(tree->open_size, 1024);
	child(tree, tree->root, 1024);
	CU_ASSERT_EQUAL(tree->open_size, 2048);
	child(tree, tree->root, 5000);
	CU_ASSERT_EQUAL(tree->open_size, 8192);
	CU_ASSERT_EQUAL(tree->open[1023], 4711);
	CU_ASSERT_EQUAL(tree->open[5000], 0);
	CU_ASSERT_EQUAL(tree->edge_mark_size, 1024);
}

MC_TEST(one_function_in_two_contexts_is_two_nodes)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_node *by_1 = CALL(tree, 1, 9);
	struct mc_node *by_2 = CALL(tree, 2, 9);

	CU_ASSERT_PTR_NOT_EQUAL(by_1, by_2);
	CU_ASSERT_NOT_EQUAL(by_1->parent, by_2->parent);
	CU_ASSERT_EQUAL(tree->node_count, 4);
	CU_ASSERT_PTR_EQUAL(CALL(tree, 1, 9), by_1);
	CU_ASSERT_PTR_EQUAL(CALL(tree, 2, 9), by_2);
}

MC_TEST(direct_recursion_leads_back_to_its_first_call)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_node *f = CALL(tree, 1, 2);
	struct mc_node *first = CALL(tree, 1, 2, 2);
	struct mc_node *again = CALL(tree, 1, 2, 2, 2);

	CU_ASSERT_PTR_NOT_EQUAL(first, f);
	CU_ASSERT_PTR_EQUAL(mc_node_target(first), first);
	CU_ASSERT_PTR_NOT_EQUAL(again, first);
	CU_ASSERT_PTR_EQUAL(mc_node_target(again), first);
	CU_ASSERT_EQUAL(again->target, mc_node_line(first->offset));
	CU_ASSERT_EQUAL(again->parent, mc_node_line(first->offset));
	CU_ASSERT_PTR_EQUAL(CALL(tree, 1, 2, 2, 2, 2, 2, 2), again);
	CU_ASSERT_EQUAL(tree->node_count, 4);
	/* What a recursive call calls hangs below the first. */
	CU_ASSERT_EQUAL(CALL(tree, 1, 2, 2, 2, 3)->parent,
			mc_node_line(first->offset));
	CU_ASSERT_PTR_EQUAL(CALL(tree, 1, 2, 2, 3), CALL(tree, 1, 2, 2, 2, 3));
	CU_ASSERT_EQUAL(tree->node_count, 5);
}

MC_TEST(mutual_recursion_leads_back_when_all_edges_were_there)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_node *a = CALL(tree, 1, 2, 3, 1);
	struct mc_node *b = CALL(tree, 1, 2, 3, 1, 2);
	struct mc_node *c = CALL(tree, 1, 2, 3, 1, 2, 3);
	struct mc_node *again = CALL(tree, 1, 2, 3, 1, 2, 3, 1);

	CU_ASSERT_PTR_EQUAL(mc_node_target(a), a);
	CU_ASSERT_PTR_EQUAL(mc_node_target(b), b);
	CU_ASSERT_PTR_EQUAL(mc_node_target(c), c);
	CU_ASSERT_EQUAL(again->parent, mc_node_line(c->offset));
	CU_ASSERT_EQUAL(again->target, mc_node_line(a->offset));
	CU_ASSERT_PTR_EQUAL(CALL(tree, 1, 2, 3, 1, 2, 3, 1, 2), b);
	CU_ASSERT_PTR_EQUAL(CALL(tree, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1), again);
	CU_ASSERT_EQUAL(tree->node_count, 7);
	/* A new edge is a node, although its function is on the path. */
	CU_ASSERT_EQUAL(CALL(tree, 1, 2, 3, 2)->target,
			mc_node_line(CALL(tree, 1, 2, 3, 2)->offset));
}

/* Random calls: what is on the path to a node is what is open. */
MC_TEST(a_path_has_the_edges_that_are_open)
{
	enum { FUNCTIONS = 5, CALLS = 300, WALKS = 200 };
	struct mc_cct *tree = mc_recorder_tree();
	uint32_t random = 12345;
	int wrong = 0;

	for (int walk = 0; walk < WALKS; walk++) {
		bool is_open[FUNCTIONS + 1][FUNCTIONS + 1] = {{false}};
		bool is_on_path[FUNCTIONS + 1][FUNCTIONS + 1] = {{false}};
		struct mc_node *node = tree->root;
		uint32_t caller = 0;

		for (int i = 0; i < CALLS; i++) {
			random = random * 1664525 + 1013904223;

			uint32_t callee = (random >> 16) % FUNCTIONS + 1;

			/* Few edges, or the tree gets large. */
			if ((caller * 7 + callee * 3) % 4 && caller)
				continue;
			is_open[caller][callee] = true;
			node = mc_node_target(child(tree, node, callee));
			caller = callee;
		}
		while (node != tree->root) {
			struct mc_node *parent = mc_node_private(node)->parent;

			is_on_path[parent->function][node->function] = true;
			node = parent;
		}
		wrong += memcmp(is_open, is_on_path, sizeof(is_open)) != 0;
	}
	CU_ASSERT_EQUAL(wrong, 0);
	CU_ASSERT(tree->node_count < 3000);
}

MC_TEST(a_path_that_gets_too_long_is_cut)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_node *node = tree->root;

	for (uint32_t i = 1; i <= 1200; i++) {
		node = child(tree, node, i);
		CU_ASSERT_PTR_EQUAL(mc_node_target(node), node);
	}
	CU_ASSERT_FALSE(node->flags & MC_NODE_CUT);
	node = child(tree, node, 700);
	CU_ASSERT_EQUAL(node->flags & MC_NODE_CUT, MC_NODE_CUT);
	CU_ASSERT_EQUAL(mc_node_target(node)->function, 700);
	CU_ASSERT_PTR_NOT_EQUAL(mc_node_target(node), node);
}

MC_TEST(recursion_in_another_branch_is_none)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_node *brother;

	CALL(tree, 1, 2, 3);
	brother = CALL(tree, 1, 4, 3);
	CU_ASSERT_EQUAL(brother->target, mc_node_line(brother->offset));
}

MC_TEST(edges_are_numbered_by_caller_and_callee)
{
	struct mc_cct *tree = mc_recorder_tree();

	CU_ASSERT_EQUAL(CALL(tree, 7)->edge, 1); /* root -> 7 */
	CU_ASSERT_EQUAL(CALL(tree, 7, 8)->edge, 2); /* 7 -> 8 */
	CU_ASSERT_EQUAL(CALL(tree, 8)->edge, 3); /* root -> 8 */
	CU_ASSERT_EQUAL(CALL(tree, 8, 7)->edge, 4); /* 8 -> 7 */
	CU_ASSERT_EQUAL(CALL(tree, 9)->edge, 5);
	CU_ASSERT_EQUAL(CALL(tree, 9, 7)->edge, 6);
	/* The same pairs in other contexts. */
	CU_ASSERT_EQUAL(CALL(tree, 9, 7, 8)->edge, 2);
	CU_ASSERT_EQUAL(CALL(tree, 9, 7, 8, 7)->edge, 4);
	CU_ASSERT_EQUAL(CALL(tree, 7, 8, 7)->edge, 4);
	/* A function and itself. */
	CU_ASSERT_EQUAL(CALL(tree, 7, 7)->edge, 7);
	CU_ASSERT_EQUAL(CALL(tree, 9, 7, 7)->edge, 7);
	CU_ASSERT_EQUAL(tree->edge_count, 7);
}

MC_TEST(what_others_call_is_others_too)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_node *other = tree->other;

	CU_ASSERT_PTR_EQUAL(child(tree, tree->root, 0xffffffff), other);
	CU_ASSERT_PTR_EQUAL(child(tree, other, 3), other);
	CU_ASSERT_PTR_EQUAL(child(tree, other, 0xffffffff), other);
	CU_ASSERT_EQUAL(tree->node_count, 0);
}

/* Where the profile may not grow, what fits the last chunk still counts:
   (12288 - 64 - 192 - 64) / 320 nodes, of which three are there from the start.
 */
MC_TEST(beyond_the_limit_contexts_are_others)
{
	struct mc_cct *tree = mc_recorder_tree();
	const char *said, *line_end;
	struct mc_node *node;

	mc_recorder_fill_up();
	mc_recorder_capture();
	for (uint32_t i = 1; i <= 34; i++)
		CU_ASSERT_PTR_NOT_EQUAL(child(tree, tree->root, i),
					tree->other);
	CU_ASSERT_PTR_EQUAL(child(tree, tree->root, 35), tree->other);
	CU_ASSERT_PTR_EQUAL(CALL(tree, 1, 2), tree->other);
	CU_ASSERT_EQUAL(CALL(tree, 34)->function, 34);
	CU_ASSERT_EQUAL(tree->node_count, 34);
	said = mc_recorder_captured();
	mc_recorder_make_room();
	/* It is said once in the life of a process. */
	line_end = strchr(said, '\n');
	CU_ASSERT(!line_end || !line_end[1]);
	CU_ASSERT(!line_end || !strncmp(said, "memcall: the profile /proc/",
					strlen("memcall: the profile /proc/")));

	node = child(tree, tree->root, 35);
	CU_ASSERT_EQUAL(node->function, 35);
	CU_ASSERT_EQUAL(tree->node_chunk->type, MC_CHUNK_NODES);
	CU_ASSERT_EQUAL(tree->node_chunk->bytes, 24576);
	CU_ASSERT_EQUAL(tree->node_chunk->first, 64);
	CU_ASSERT_EQUAL(tree->node_chunk->used, 384);
	CU_ASSERT_EQUAL(node->offset, tree->node_chunk->offset + 64);
}

/* Calls by what began an extent are told apart without a budget, too. */
MC_TEST(beyond_the_budget_contexts_of_a_function_are_one)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_options usual = mc_options;
	struct mc_node *by_2, *by_4, *from, *again;

	mc_options.contexts = 0;
	by_2 = CALL(tree, 1, 2, 3);
	by_4 = CALL(tree, 1, 4, 3);
	from = CALL(tree, 1, 2);
	again = CALL(tree, 5, 2, 3);
	mc_options = usual;

	CU_ASSERT_EQUAL(from->flags & MC_NODE_ZONE, 0);
	CU_ASSERT_EQUAL(tree->contexts, 5);
	CU_ASSERT_EQUAL(by_2->flags & MC_NODE_ZONE, MC_NODE_ZONE);
	CU_ASSERT_EQUAL(by_2->function, 3);
	CU_ASSERT_PTR_NOT_EQUAL(by_2, by_4);
	CU_ASSERT_PTR_EQUAL(mc_node_target(by_2), mc_node_target(by_4));
	CU_ASSERT_EQUAL(mc_node_target(by_2)->parent,
			mc_node_line(tree->any->offset));
	CU_ASSERT_EQUAL(mc_node_target(by_2)->function, 3);
	CU_ASSERT_PTR_EQUAL(again, by_2);
	CU_ASSERT_PTR_EQUAL(mc_cct_look_up(tree, from, 3), by_2);
	CU_ASSERT_PTR_EQUAL(mc_cct_find(from, 3, 3), by_2);
}

/* However they are called, there are no more nodes than functions and edges. */
MC_TEST(the_zone_is_bounded_by_edges)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_options usual = mc_options;
	struct mc_node *node;
	uint32_t count;

	mc_options.contexts = 0;
	node = CALL(tree, 1, 2);
	for (uint32_t i = 0; i < 100000; i++)
		node = child(tree, node, 3 + i * 7919 % 10);
	count = tree->node_count;
	for (uint32_t i = 0; i < 100000; i++)
		node = child(tree, node, 3 + i * 7919 % 10);
	mc_options = usual;

	CU_ASSERT_EQUAL(tree->contexts, 2);
	CU_ASSERT(count <= 2 + 11 + 11 * 10);
	CU_ASSERT_EQUAL(tree->node_count, count);
	CU_ASSERT_EQUAL(mc_node_target(node)->parent,
			mc_node_line(tree->any->offset));
}

MC_TEST(what_was_told_apart_before_the_budget_was_spent_stays_so)
{
	struct mc_cct *tree = mc_recorder_tree();
	struct mc_options usual = mc_options;
	struct mc_node *before = CALL(tree, 1, 2, 3, 4), *beyond;

	mc_options.contexts = 0;
	beyond = CALL(tree, 1, 2, 3, 5, 4);
	CU_ASSERT_PTR_EQUAL(CALL(tree, 1, 2, 3, 4), before);
	mc_options = usual;

	CU_ASSERT_EQUAL(before->flags & MC_NODE_ZONE, 0);
	CU_ASSERT_EQUAL(beyond->flags & MC_NODE_ZONE, MC_NODE_ZONE);
}
