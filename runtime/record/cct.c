/* SPDX-License-Identifier: MIT */
/*
 * Makes nodes and finds them.  See cct.h.
 *
 * Tables: `nodes` and `edges` are open-addressed hashes, at most half full.
 * `open` counts the frames of the recursive links to each function of the
 * thread; a number that has a node has its place there.  `edge_mark` tells
 * which edges a search has seen.
 */
#include "cct.h"
#include "functions.h"
#include "guard.h"
#include "mapfile.h"
#include "options.h"
#include "own.h"

#include <errno.h>
#include <string.h>

#define MC_NODES_LARGEST_CHUNK (1u << 20)
#define MC_FIRST_SLOTS 256u /* half a page */

/* Paths are not made longer than this by recursion.  SQLite's and Lua's longest
   are 73 and 60. */
#define MC_DEEPEST 1000u

/* MurmurHash3's finaliser: https://github.com/aappleby/smhasher */
static uint32_t mix(uint64_t key)
{
	key ^= key >> 33;
	key *= 0xff51afd7ed558ccdu;
	key ^= key >> 33;
	key *= 0xc4ceb9fe1a85ec53u;
	return (uint32_t)(key ^ key >> 33);
}

/* Where the node of FUNCTION below the one at offset PARENT is, or belongs. */
static struct mc_node **find_slot(struct mc_node_table *table, uint64_t parent,
				  uint32_t function)
{
	uint64_t mask = table->slots - 1;
	uint64_t i = mix(parent ^ (uint64_t)function << 40) & mask;

	while (table->slot[i] && (table->slot[i]->parent != parent ||
				  table->slot[i]->function != function))
		i = (i + 1) & mask;
	return &table->slot[i];
}

static int grow_nodes(struct mc_thread *thread)
{
	struct mc_node_table *old = thread->nodes;
	uint64_t slots = old ? 2 * old->slots : MC_FIRST_SLOTS;
	struct mc_node_table *grown =
		mc_own_alloc(sizeof(*grown) + slots * sizeof(*grown->slot));

	if (!grown)
		return -ENOMEM;
	grown->slots = slots;
	for (uint64_t i = 0; old && i < old->slots; i++) {
		struct mc_node *node = old->slot[i];

		if (node)
			*find_slot(grown, node->parent, node->function) = node;
	}
	/* The old table stays: a look-up that a signal has interrupted may be
	   in it.  All old ones together are no larger than the new one. */
	thread->nodes = grown;
	return 0;
}

static uint32_t edge_slot(const struct mc_thread *thread, uint32_t caller,
			  uint32_t callee)
{
	uint32_t mask = thread->edge_slots - 1;
	uint32_t i = mix((uint64_t)caller << 32 | callee) & mask;

	while (thread->edges[i].edge && (thread->edges[i].caller != caller ||
					 thread->edges[i].callee != callee))
		i = (i + 1) & mask;
	return i;
}

static int grow_edges(struct mc_thread *thread)
{
	struct mc_edge_slot *old = thread->edges;
	uint32_t old_slots = thread->edge_slots;
	uint32_t slots = old_slots ? 2 * old_slots : 256;
	struct mc_edge_slot *grown = mc_own_alloc(slots * sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	thread->edges = grown;
	thread->edge_slots = slots;
	for (uint32_t i = 0; i < old_slots; i++)
		if (old[i].edge)
			grown[edge_slot(thread, old[i].caller, old[i].callee)] =
				old[i];
	if (old)
		mc_own_free(old, old_slots * sizeof(*old));
	return 0;
}

/* Makes `*counts`, of `*size` counters, large enough for number LAST. */
static int grow_counts(uint32_t **counts, uint32_t *size, uint32_t last)
{
	uint32_t needed = *size ? *size : MC_PAGE_BYTES / sizeof(**counts);
	void *grown;

	while (needed <= last)
		needed *= 2;
	if (needed == *size)
		return 0;
	/* The old one stays: an increment that a signal has interrupted may be
	   about to be made there. */
	grown = mc_own_alloc(needed * sizeof(**counts));
	if (!grown)
		return -ENOMEM;
	if (*size)
		memcpy(grown, *counts, *size * sizeof(**counts));
	*counts = grown;
	*size = needed;
	return 0;
}

/* The number of the edge from CALLER to CALLEE in this thread; 0: no memory. */
static uint32_t edge_number(struct mc_thread *thread, uint32_t caller,
			    uint32_t callee)
{
	struct mc_edge_slot *slot;

	if (2 * (thread->edge_count + 1) > thread->edge_slots &&
	    grow_edges(thread))
		return 0;
	slot = &thread->edges[edge_slot(thread, caller, callee)];
	if (slot->edge)
		return slot->edge;
	if (grow_counts(&thread->edge_mark, &thread->edge_mark_size,
			thread->edge_count + 1))
		return 0;
	*slot = (struct mc_edge_slot){caller, callee, ++thread->edge_count};
	return slot->edge;
}

static struct mc_node *reserve(struct mc_thread *thread)
{
	struct mc_chunk *chunk = thread->node_chunk;
	size_t bytes;

	if (chunk->used + sizeof(struct mc_node) > chunk->bytes) {
		bytes = mc_mapfile_next_size(chunk, 0, MC_NODES_LARGEST_CHUNK);
		chunk = mc_mapfile_chunk(MC_CHUNK_NODES, thread->record->number,
					 bytes, sizeof(struct mc_node));
		if (!chunk)
			return NULL;
		thread->node_chunk = chunk;
	}
	return (void *)((char *)chunk + chunk->used);
}

/* The nearest of NODE and its ancestors that EDGE leads to, or NULL. */
static struct mc_node *find_edge(struct mc_node *node, uint32_t edge)
{
	while (node && node->edge != edge)
		node = mc_node_private(node)->parent;
	return node;
}

static void mark_path(struct mc_thread *thread, const struct mc_node *node)
{
	thread->last_mark++;
	for (; node; node = mc_node_private((struct mc_node *)node)->parent)
		thread->edge_mark[node->edge] = thread->last_mark;
}

/* Whether all edges from the one to LAST down to the one to below FIRST are on
   the path to FIRST. */
static int is_repetition(struct mc_thread *thread, struct mc_node *first,
			 struct mc_node *last)
{
	mark_path(thread, first);
	while (last != first &&
	       thread->edge_mark[last->edge] == thread->last_mark)
		last = mc_node_private(last)->parent;
	return last == first;
}

static uint32_t length_of_path(struct mc_node *node)
{
	uint32_t length = 0;

	for (; node; node = mc_node_private(node)->parent)
		length++;
	return length;
}

static struct mc_node *find_function(struct mc_node *node, uint32_t function)
{
	while (node && node->function != function)
		node = mc_node_private(node)->parent;
	return node;
}

/* Where the link from PARENT to FUNCTION by EDGE leads back to; NULL: to a node
   of its own. */
static struct mc_node *find_target(struct mc_thread *thread,
				   struct mc_node *parent, uint32_t function,
				   uint32_t edge, int *is_cut)
{
	struct mc_node *before = find_edge(parent, edge);

	*is_cut = 0;
	if (before && is_repetition(thread, before, parent))
		return before;
	if (length_of_path(parent) < MC_DEEPEST)
		return NULL;
	before = find_function(parent, function);
	*is_cut = before != NULL;
	return before;
}

static struct mc_node *add(struct mc_thread *thread, struct mc_node *parent,
			   uint32_t function)
{
	struct mc_node *node = reserve(thread);

	if (!node)
		return NULL;
	node->function = function;
	node->min_ticks = UINT64_MAX;
	if (mc_options.mem != MC_MEM_OFF)
		node->flags |= MC_NODE_RSS_MEASURED;
	if (thread->gate.is_unwatched)
		node->flags |= MC_NODE_RSS_ESTIMATED;
	if (mc_mapfile_header()->gate & MC_GATE_ROLLUP)
		node->flags |= MC_NODE_PSS_MEASURED;
	for (uint32_t i = 0; i < MC_KIDS; i++)
		mc_cct_put(mc_node_link(node), i, thread->nothing);
	node->due = 1;
	node->left = 1;
	node->parent = parent ? parent->offset : 0;
	mc_node_private(node)->parent = parent;
	mc_node_private(node)->gap = 1;
	node->offset = mc_mapfile_offset(thread->node_chunk, node);
	node->target = node->offset;
	mc_node_private(node)->target = node;
	thread->node_chunk->used += sizeof(*node);
	return node;
}

/* The node of FUNCTION below PARENT, which is in no table yet. */
static struct mc_node *make_child(struct mc_thread *thread,
				  struct mc_node *parent, uint32_t function)
{
	struct mc_node *node, *target;
	uint32_t edge;
	int is_cut;

	if (2 * (thread->node_count + 1) > thread->nodes->slots &&
	    grow_nodes(thread))
		return NULL;
	if (grow_counts(&thread->open, &thread->open_size, function))
		return NULL;
	edge = edge_number(thread, parent->function, function);
	if (!edge)
		return NULL;
	target = find_target(thread, parent, function, edge, &is_cut);
	node = add(thread, parent, function);
	if (!node)
		return NULL;
	if (target) {
		node->target = target->offset;
		mc_node_private(node)->target = target;
		node->flags |= is_cut ? MC_NODE_CUT : 0;
	}
	if (find_function(parent, function))
		mc_node_private(node)->slot = function;
	node->edge = edge;
	*find_slot(thread->nodes, parent->offset, function) = node;
	thread->node_count++;
	return node;
}

int mc_cct_forget(struct mc_thread *thread, struct mc_chunk *chunk)
{
	/* The old table stays, as when it grows. */
	thread->nodes = NULL;
	thread->node_count = 0;
	thread->node_chunk = chunk;
	return grow_nodes(thread);
}

int mc_cct_list(struct mc_thread *thread, struct mc_node *node)
{
	struct mc_node **slot;

	if (2 * (thread->node_count + 1) > thread->nodes->slots &&
	    grow_nodes(thread))
		return -ENOMEM;
	slot = find_slot(thread->nodes, node->parent, node->function);
	if (!*slot) {
		*slot = node;
		thread->node_count++;
	}
	return 0;
}

/* Without the guard: a table that grows in a signal handler meanwhile leaves
   the old one as it was. */
struct mc_node *mc_cct_look_up(struct mc_thread *thread, struct mc_node *at,
			       uint32_t function)
{
	return *find_slot(thread->nodes, mc_node_target(at)->offset, function);
}

struct mc_node *mc_cct_child(struct mc_thread *thread, struct mc_node *at,
			     uint32_t function, uint32_t slot)
{
	struct mc_node *parent = mc_node_target(at);
	struct mc_node *node = NULL;
	struct mc_guard guard;

	mc_guard_lock(&guard);
	if (function != MC_OTHER_FUNCTION && parent != thread->other) {
		node = *find_slot(thread->nodes, parent->offset, function);
		if (!node)
			node = make_child(thread, parent, function);
	}
	if (!node)
		node = thread->other;
	if (node == thread->other)
		mc_mapfile_header()->folded_contexts++;
	else
		mc_cct_put(mc_node_link(at), slot, mc_node_link(node));
	mc_guard_unlock(&guard);
	return node;
}

int mc_cct_init(struct mc_thread *thread, struct mc_chunk *chunk)
{
	thread->node_chunk = chunk;
	if (grow_nodes(thread) || grow_edges(thread) ||
	    grow_counts(&thread->open, &thread->open_size, 0) ||
	    grow_counts(&thread->edge_mark, &thread->edge_mark_size, 0))
		return -ENOMEM;
	thread->nothing = (struct mc_link *)(thread->record + 1);
	thread->nothing->function = MC_NODE_NOTHING;
	thread->root = add(thread, NULL, MC_NO_FUNCTION);
	thread->other = add(thread, thread->root, MC_OTHER_FUNCTION);
	thread->record->root_offset = thread->root->offset;
	return 0;
}
