/* SPDX-License-Identifier: MIT */
/*
 * Makes nodes and finds them.  See cct.h.
 *
 * The tables `nodes` and `edges` are open-addressed hashes, at most half full.
 * Contexts come out of a budget of the process, which threads share.  So that
 * one which is started late has contexts, too, each has a part for itself.
 *
 * `open` counts the frames of the recursive links to each function; each
 * function that has a node has a counter there.  `edge_mark` tells which edges
 * a search has seen.
 */
#include "cct.h"
#include "../os/guard.h"
#include "../os/hash.h"
#include "functions.h"
#include "mapfile.h"
#include "options.h"
#include "../os/own.h"

#include <errno.h>
#include <string.h>

#define MC_NODES_LARGEST_CHUNK (1u << 20)
#define MC_FIRST_SIZE 256u /* entries of a new hash */

/* Paths are not made longer than this by recursion.  SQLite's and Lua's longest
   are 73 and 60. */
#define MC_DEEPEST 1000u

/* The part of the budget that a thread may spend, whatever others have. */
#define MC_OWN_PART 64

/* What all threads have spent.  A few contexts more or less do not matter. */
static uint64_t spent;

/* Returns where the node of FUNCTION below the one at line PARENT is, or
   belongs. */
static struct mc_node **find_entry(struct mc_node_table *table, uint32_t parent,
				   uint32_t function)
{
	uint64_t mask = table->size - 1;
	uint64_t i =
		(uint32_t)mc_hash_mix(parent ^ (uint64_t)function << 32) & mask;

	while (table->node[i] && (table->node[i]->parent != parent ||
				  table->node[i]->function != function))
		i = (i + 1) & mask;
	return &table->node[i];
}

static int grow_nodes(struct mc_cct *cct)
{
	struct mc_node_table *old = cct->nodes;
	uint64_t size = old ? 2 * old->size : MC_FIRST_SIZE;
	struct mc_node_table *grown =
		mc_own_alloc(sizeof(*grown) + size * sizeof(*grown->node));

	if (!grown)
		return -ENOMEM;
	grown->size = size;
	for (uint64_t i = 0; old && i < old->size; i++) {
		struct mc_node *node = old->node[i];

		if (node)
			*find_entry(grown, node->parent, node->function) = node;
	}
	/* The old table stays: a look-up that a signal has interrupted may be
	   in it.  All old ones together are no larger than the new one. */
	cct->nodes = grown;
	return 0;
}

static uint32_t find_edge_entry(const struct mc_cct *cct, uint32_t caller,
				uint32_t callee)
{
	uint32_t mask = cct->edge_size - 1;
	uint32_t i =
		(uint32_t)mc_hash_mix((uint64_t)caller << 32 | callee) & mask;

	while (cct->edges[i].edge && (cct->edges[i].caller != caller ||
				      cct->edges[i].callee != callee))
		i = (i + 1) & mask;
	return i;
}

static int grow_edges(struct mc_cct *cct)
{
	struct mc_edge_entry *old = cct->edges;
	uint32_t old_size = cct->edge_size;
	uint32_t size = old_size ? 2 * old_size : MC_FIRST_SIZE;
	struct mc_edge_entry *grown = mc_own_alloc(size * sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	cct->edges = grown;
	cct->edge_size = size;
	for (uint32_t i = 0; i < old_size; i++)
		if (old[i].edge)
			grown[find_edge_entry(cct, old[i].caller,
					      old[i].callee)] = old[i];
	if (old)
		mc_own_free(old, old_size * sizeof(*old));
	return 0;
}

/* Makes `*counts`, of `*size` counters, large enough for number LAST.  Returns
   0 or -errno. */
static int grow_counts(uint32_t **counts, uint32_t *size, uint32_t last)
{
	uint32_t needed = *size ? *size : MC_PAGE_BYTES / sizeof(**counts);
	void *grown;

	while (needed <= last)
		needed *= 2;
	if (needed == *size)
		return 0;
	/* The old array stays: an increment that a signal has interrupted may
	   be about to be made there. */
	grown = mc_own_alloc(needed * sizeof(**counts));
	if (!grown)
		return -ENOMEM;
	if (*size)
		memcpy(grown, *counts, *size * sizeof(**counts));
	*counts = grown;
	*size = needed;
	return 0;
}

/* Returns the number of the edge from CALLER to CALLEE; 0: no memory. */
static uint32_t edge_number(struct mc_cct *cct, uint32_t caller,
			    uint32_t callee)
{
	struct mc_edge_entry *entry;

	if (2 * (cct->edge_count + 1) > cct->edge_size && grow_edges(cct))
		return 0;
	entry = &cct->edges[find_edge_entry(cct, caller, callee)];
	if (entry->edge)
		return entry->edge;
	if (grow_counts(&cct->edge_mark, &cct->edge_mark_size,
			cct->edge_count + 1))
		return 0;
	*entry = (struct mc_edge_entry){caller, callee, ++cct->edge_count};
	return entry->edge;
}

/* Returns room for a node of so many BYTES, or NULL. */
static struct mc_node *reserve(struct mc_cct *cct, size_t bytes)
{
	struct mc_chunk *chunk = cct->node_chunk;
	size_t size;

	if (chunk->used + bytes > chunk->bytes) {
		size = mc_mapfile_next_size(chunk, 0, MC_NODES_LARGEST_CHUNK);
		if (size < sizeof(*chunk) + bytes)
			size = sizeof(*chunk) + bytes;
		chunk = mc_mapfile_chunk(MC_CHUNK_NODES, chunk->thread, size,
					 sizeof(*chunk));
		if (!chunk)
			return NULL;
		cct->node_chunk = chunk;
	}
	return (void *)((char *)chunk + chunk->used);
}

/* Returns the nearest of NODE and its ancestors that EDGE leads to, or NULL. */
static struct mc_node *find_edge(struct mc_node *node, uint32_t edge)
{
	while (node && node->edge != edge)
		node = mc_node_private(node)->parent;
	return node;
}

static void mark_path(struct mc_cct *cct, const struct mc_node *node)
{
	cct->last_mark++;
	for (; node; node = mc_node_private((struct mc_node *)node)->parent)
		cct->edge_mark[node->edge] = cct->last_mark;
}

/* Tells whether the path from FIRST down to LAST has no edge that is not on the
   path to FIRST already. */
static int is_repetition(struct mc_cct *cct, struct mc_node *first,
			 struct mc_node *last)
{
	mark_path(cct, first);
	while (last != first && cct->edge_mark[last->edge] == cct->last_mark)
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

/* Returns the node that the link from PARENT to FUNCTION by EDGE leads back to;
   NULL: it gets a node of its own. */
static struct mc_node *find_target(struct mc_cct *cct, struct mc_node *parent,
				   uint32_t function, uint32_t edge,
				   int *is_cut)
{
	struct mc_node *before = find_edge(parent, edge);

	*is_cut = 0;
	if (before && is_repetition(cct, before, parent))
		return before;
	if (length_of_path(parent) < MC_DEEPEST)
		return NULL;
	before = find_function(parent, function);
	*is_cut = before != NULL;
	return before;
}

static struct mc_node *add(struct mc_cct *cct, struct mc_node *parent,
			   uint32_t function)
{
	uint32_t slots = mc_functions_slots(function);
	struct mc_node *node = reserve(cct, mc_node_room(slots));

	if (!node)
		return NULL;
	node->function = function;
	node->slots = (uint16_t)slots;
	mc_node_number_slots(node);
	node->unbound = (uint16_t)mc_functions_unbound(function);
	node->thread = cct->node_chunk->thread;
	node->min_ticks = UINT64_MAX;
	node->flags = cct->node_flags;
	if (mc_options.mem != MC_MEM_OFF)
		node->flags |= MC_NODE_RSS_MEASURED;
	if (mc_mapfile_header()->gate & MC_GATE_ROLLUP)
		node->flags |= MC_NODE_PSS_MEASURED;
	mc_node_clear_heap(node);
	for (uint32_t i = 0; i < MC_KIDS; i++)
		mc_cct_put(mc_node_link(node), i, cct->nothing);
	node->due = 1;
	node->left = 1;
	node->parent = parent ? mc_node_line(parent->offset) : 0;
	mc_node_private(node)->parent = parent;
	mc_node_private(node)->gap = 1;
	node->offset = mc_mapfile_offset(cct->node_chunk, node);
	node->target = mc_node_line(node->offset);
	mc_node_private(node)->target = node;
	/* Release: who reads the file finds what is below `used` complete, and
	   else leaves it out, by its `offset`. */
	__atomic_store_n(&cct->node_chunk->used,
			 cct->node_chunk->used + mc_node_room(slots),
			 __ATOMIC_RELEASE);
	return node;
}

/* Puts NODE into the hash of nodes, in which there is room. */
static void list(struct mc_cct *cct, struct mc_node *node)
{
	*find_entry(cct->nodes, node->parent, node->function) = node;
	cct->node_count++;
}

static int make_room(struct mc_cct *cct)
{
	return 2 * (cct->node_count + 1) > cct->nodes->size ? grow_nodes(cct)
							    : 0;
}

/* Tells whether a new context would be one too many. */
static int is_spent(struct mc_cct *cct)
{
	if (!cct->is_spent &&
	    cct->contexts >= mc_options.contexts / MC_OWN_PART &&
	    __atomic_load_n(&spent, __ATOMIC_RELAXED) >= mc_options.contexts)
		cct->is_spent = 1;
	return cct->is_spent;
}

/* Tells whether what PARENT calls is in the zone, unless it has been called
   there before the budget was spent. */
static int leads_to_zone(const struct mc_cct *cct, struct mc_node *parent)
{
	if (parent->flags & MC_NODE_ZONE)
		return 1;
	return cct->is_spent && parent != cct->root &&
	       mc_node_private(parent)->parent != cct->root;
}

/* Returns the link of the zone from CALLER to FUNCTION; NULL: there is none. */
static struct mc_node *find_in_zone(struct mc_cct *cct, uint32_t caller,
				    uint32_t function)
{
	struct mc_node *from =
		*find_entry(cct->nodes, mc_node_line(cct->any->offset), caller);

	return from ? *find_entry(cct->nodes, mc_node_line(from->offset),
				  function)
		    : NULL;
}

static struct mc_node *add_to_zone(struct mc_cct *cct, struct mc_node *parent,
				   uint32_t function)
{
	struct mc_node *node =
		make_room(cct) ? NULL : add(cct, parent, function);

	if (!node)
		return NULL;
	node->flags |= MC_NODE_ZONE;
	list(cct, node);
	return node;
}

/* Returns the zone's node of FUNCTION; NULL if there is no room. */
static struct mc_node *function_of_zone(struct mc_cct *cct, uint32_t function)
{
	struct mc_node *node = *find_entry(
		cct->nodes, mc_node_line(cct->any->offset), function);

	return node ? node : add_to_zone(cct, cct->any, function);
}

/*
 * Returns the link of the zone from PARENT's function to FUNCTION; NULL if
 * there is no room.
 *
 * Whether its calls are recursive differs from one to the next.  Each counts as
 * open, so that tail calls can end early, and as recursive.
 */
static struct mc_node *make_in_zone(struct mc_cct *cct, struct mc_node *parent,
				    uint32_t function)
{
	struct mc_node *link = find_in_zone(cct, parent->function, function);
	struct mc_node *from, *target;

	if (link)
		return link;
	if (grow_counts(&cct->open, &cct->open_size, function))
		return NULL;
	from = function_of_zone(cct, parent->function);
	target = function_of_zone(cct, function);
	if (!from || !target)
		return NULL;
	link = add_to_zone(cct, from, function);
	if (!link)
		return NULL;
	link->target = mc_node_line(target->offset);
	mc_node_private(link)->target = target;
	mc_node_private(link)->open_index = function;
	return link;
}

/* Makes the node of FUNCTION below PARENT, which is in no table yet.  NULL if
   there is no room. */
static struct mc_node *make_node(struct mc_cct *cct, struct mc_node *parent,
				 uint32_t function)
{
	struct mc_node *node, *target;
	uint32_t edge;
	int is_cut;

	is_spent(cct);
	if (leads_to_zone(cct, parent))
		return make_in_zone(cct, parent, function);
	if (make_room(cct))
		return NULL;
	if (grow_counts(&cct->open, &cct->open_size, function))
		return NULL;
	edge = edge_number(cct, parent->function, function);
	if (!edge)
		return NULL;
	target = find_target(cct, parent, function, edge, &is_cut);
	node = add(cct, parent, function);
	if (!node)
		return NULL;
	if (target) {
		node->target = mc_node_line(target->offset);
		mc_node_private(node)->target = target;
		node->flags |= is_cut ? MC_NODE_CUT : 0;
	}
	if (find_function(parent, function))
		mc_node_private(node)->open_index = function;
	node->edge = edge;
	list(cct, node);
	cct->contexts++;
	__atomic_fetch_add(&spent, 1, __ATOMIC_RELAXED);
	return node;
}

void mc_cct_renew_budget(void)
{
	__atomic_store_n(&spent, 0, __ATOMIC_RELAXED);
}

int mc_cct_forget(struct mc_cct *cct, struct mc_chunk *chunk)
{
	/* The old table stays, as when it grows. */
	cct->nodes = NULL;
	cct->node_count = 0;
	cct->node_chunk = chunk;
	cct->contexts = 0;
	cct->is_spent = 0;
	return grow_nodes(cct);
}

int mc_cct_list(struct mc_cct *cct, struct mc_node *node)
{
	if (make_room(cct))
		return -ENOMEM;
	if (!*find_entry(cct->nodes, node->parent, node->function))
		list(cct, node);
	return 0;
}

/* Needs no guard: a table that grows in a signal handler meanwhile leaves the
   old one as it was. */
struct mc_node *mc_cct_look_up(struct mc_cct *cct, struct mc_node *at,
			       uint32_t function)
{
	struct mc_node *parent = mc_node_target(at);
	struct mc_node *node =
		*find_entry(cct->nodes, mc_node_line(parent->offset), function);

	if (!node && leads_to_zone(cct, parent))
		node = find_in_zone(cct, parent->function, function);
	return node;
}

struct mc_node *mc_cct_callee(struct mc_cct *cct, struct mc_node *at,
			      uint32_t function, uint32_t kid)
{
	struct mc_node *parent = mc_node_target(at);
	struct mc_node *node = NULL;
	struct mc_guard guard;

	mc_guard_lock(&guard);
	if (function != MC_OTHER_FUNCTION && parent != cct->other) {
		node = *find_entry(cct->nodes, mc_node_line(parent->offset),
				   function);
		if (!node)
			node = make_node(cct, parent, function);
	}
	if (!node)
		node = cct->other;
	if (node == cct->other)
		mc_mapfile_header()->folded_contexts++;
	else
		mc_cct_put(mc_node_link(at), kid, mc_node_link(node));
	mc_guard_unlock(&guard);
	return node;
}

int mc_cct_init(struct mc_cct *cct, struct mc_chunk *chunk,
		struct mc_link *nothing)
{
	cct->node_chunk = chunk;
	if (grow_nodes(cct) || grow_edges(cct) ||
	    grow_counts(&cct->open, &cct->open_size, 0) ||
	    grow_counts(&cct->edge_mark, &cct->edge_mark_size, 0))
		return -ENOMEM;
	cct->nothing = nothing;
	cct->nothing->function = MC_NODE_NOTHING;
	cct->root = add(cct, NULL, MC_NO_FUNCTION);
	cct->other = add(cct, cct->root, MC_OTHER_FUNCTION);
	cct->any = add(cct, cct->root, MC_ANY_FUNCTION);
	cct->any->flags |= MC_NODE_ZONE;
	return 0;
}
