/* SPDX-License-Identifier: MIT */
/*
 * Makes nodes of inner functions.  See inner.h.
 *
 * The slots of a function are those of its inner functions, each followed by
 * what that one has.  So a walk over a node's slots passes each slot once,
 * whatever a damaged file says.
 */
#include "report/inner.h"
#include "report/alloc.h"

#include <stdlib.h>

struct walk {
	struct mc_chunks *c;
	struct mc_map made; /* parent and function -> which of those made */
	struct mc_node *raws;
	size_t used;
	uint32_t first; /* index of the first node that is made */
};

static uint64_t key_of(uint32_t parent, uint32_t function)
{
	return (uint64_t)parent << 32 | function;
}

/* Returns how many nodes may have to be made. */
static size_t count_counts(const struct mc_profile *p)
{
	size_t count = 0;

	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_node_slot *slots =
			(const void *)(p->nodes[i].raw + 1);

		for (uint32_t s = 0; s < p->nodes[i].inner_slots; s++)
			count += slots[s].count > 0;
	}
	return count;
}

/* Makes the node of FUNCTION below PARENT, counted in SLOT. */
static void add_node(struct walk *w, uint32_t parent, uint32_t function,
		     const struct mc_node_slot *slot)
{
	struct mc_profile *p = w->c->profile;
	const uint32_t kept = MC_NODE_RSS_MEASURED | MC_NODE_PSS_MEASURED;
	const struct mc_profile_node *above = &p->nodes[parent];
	uint32_t index = (uint32_t)p->node_count++;
	struct mc_node *raw = &w->raws[w->used++];

	*raw = (struct mc_node){
		.function = p->functions[function].id,
		.min_ticks = UINT64_MAX,
		.flags = above->raw->flags & kept,
		.depth = 1,
		.offset = (uint64_t)((const unsigned char *)slot - p->data),
	};
	p->nodes[index] = (struct mc_profile_node){
		.raw = raw,
		.parent = parent,
		.target = index,
		.function = function,
		.thread = above->thread,
		.is_inner = true,
	};
}

/* Adds the calls that are counted in SLOT, made below PARENT.  Returns the
   node. */
static uint32_t add_calls(struct walk *w, uint32_t parent, uint32_t function,
			  const struct mc_node_slot *slot)
{
	uint64_t key = key_of(parent, function);
	uint32_t made = mc_map_find(&w->made, key);

	if (made == MC_MAP_NONE) {
		made = (uint32_t)w->used;
		mc_map_add(&w->made, key, made);
		add_node(w, parent, function, slot);
	}
	w->raws[made].base += slot->count;
	w->c->profile->nodes[w->first + made].light += slot->count;
	return w->first + made;
}

/* Adds what is counted in COUNT slots from SLOT on, for the function with that
   ID, called as PARENT. */
static void add_function(struct walk *w, uint32_t parent, uint32_t id,
			 const struct mc_node_slot *slot, uint32_t count)
{
	const struct mc_chunks_inner *table = mc_chunks_find_inner(w->c, id);

	for (uint32_t i = 0; table && i < table->count; i++) {
		const struct mc_inner_record *r = &table->records[i];
		uint32_t end = i + 1 < table->count ? r[1].slot : count;
		uint32_t function =
			mc_map_find(&w->c->function_of, r->function);

		if (r->slot >= end || end > count || function == MC_MAP_NONE) {
			w->c->bad_slots++;
			return;
		}
		if (slot[r->slot].count)
			add_function(
				w,
				add_calls(w, parent, function, &slot[r->slot]),
				r->function, &slot[r->slot + 1],
				end - r->slot - 1);
	}
}

void mc_inner_add(struct mc_chunks *c)
{
	struct mc_profile *p = c->profile;
	size_t count = count_counts(p), nodes = p->node_count;
	struct walk w = {.c = c, .first = (uint32_t)nodes};

	if (!count)
		return;
	w.raws = p->inner = mc_alloc_zeroed(count, sizeof(*w.raws));
	p->nodes = mc_alloc_grow(p->nodes, nodes + count, sizeof(*p->nodes));
	for (size_t i = 0; i < nodes; i++)
		add_function(&w, p->nodes[i].target, p->nodes[i].raw->function,
			     (const void *)(p->nodes[i].raw + 1),
			     p->nodes[i].inner_slots);
	mc_map_free(&w.made);
}
