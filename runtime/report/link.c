/* SPDX-License-Identifier: MIT */
/*
 * Makes trees of a profile's nodes, and finds the open calls.
 *
 * Parents are file offsets that may be wrong in any way: nowhere, another
 * thread's, or in a circle.  Each node's level (its distance from its thread's
 * root) is found by walking up until a node of known level, which visits every
 * node once; a walk that ends nowhere or meets itself condemns what it passed.
 * Sorting by level then puts every parent before its children, and whoever
 * follows parents from there on cannot loop.
 */
#include "report/alloc.h"
#include "report/inner.h"
#include "report/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNSEEN 0u
#define ON_PATH (UINT32_MAX - 1)
#define BAD UINT32_MAX
#define ROOT_LEVEL 1u

static void resolve_parents(struct mc_profile *p, const struct mc_map *node_at)
{
	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_profile_node *n = &p->nodes[i];
		bool is_root = !n->raw->parent && !n->raw->function;

		n->parent =
			is_root ? (uint32_t)i
				: mc_map_find(node_at,
					      mc_node_offset(n->raw->parent));
		if (n->parent != MC_MAP_NONE &&
		    p->nodes[n->parent].thread != n->thread)
			n->parent = MC_MAP_NONE;
	}
}

/* Returns the level of every node, BAD for those that hang on no root. */
static uint32_t *find_levels(const struct mc_profile *p)
{
	uint32_t *level = mc_alloc_zeroed(p->node_count, sizeof(*level));
	uint32_t *path = mc_alloc_zeroed(p->node_count, sizeof(*path));

	for (size_t i = 0; i < p->node_count; i++) {
		uint32_t at = (uint32_t)i, found = BAD;
		size_t length = 0;

		while (at != MC_MAP_NONE && level[at] == UNSEEN) {
			level[at] = ON_PATH;
			path[length++] = at;
			if (p->nodes[at].parent == at) {
				found = ROOT_LEVEL - 1;
				break;
			}
			at = p->nodes[at].parent;
			if (at != MC_MAP_NONE && level[at] < ON_PATH &&
			    level[at] != UNSEEN)
				found = level[at];
		}
		while (length) {
			if (found != BAD)
				found++;
			level[path[--length]] = found;
		}
	}
	free(path);
	return level;
}

/* Keeps the good nodes and sorts them by level; returns old index -> new index.
 */
static uint32_t *sort_nodes(struct mc_chunks *c, const uint32_t *level)
{
	struct mc_profile *p = c->profile;
	size_t count = p->node_count;
	size_t *start = mc_alloc_zeroed(count + 2, sizeof(*start));
	uint32_t *moved = mc_alloc_zeroed(count, sizeof(*moved));
	struct mc_profile_node *sorted =
		mc_alloc_zeroed(count, sizeof(*sorted));
	size_t good = 0;

	for (size_t i = 0; i < count; i++)
		if (level[i] != BAD)
			start[level[i] + 1]++;
	for (size_t i = 1; i < count + 2; i++)
		start[i] += start[i - 1];
	for (size_t i = 0; i < count; i++) {
		if (level[i] == BAD) {
			moved[i] = MC_MAP_NONE;
			c->bad_nodes++;
			continue;
		}
		moved[i] = (uint32_t)start[level[i]]++;
		sorted[moved[i]] = p->nodes[i];
		good++;
	}
	for (size_t i = 0; i < good; i++)
		sorted[i].parent = moved[sorted[i].parent];
	free(p->nodes);
	free(start);
	p->nodes = sorted;
	p->node_count = good;
	return moved;
}

static void resolve_targets(struct mc_chunks *c, const struct mc_map *node_at,
			    const uint32_t *moved)
{
	struct mc_profile *p = c->profile;

	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_profile_node *n = &p->nodes[i];
		uint32_t old =
			mc_map_find(node_at, mc_node_offset(n->raw->target));
		uint32_t to = old == MC_MAP_NONE ? old : moved[old];

		n->target = (uint32_t)i;
		if (to != MC_MAP_NONE && p->nodes[to].thread == n->thread &&
		    p->nodes[to].raw->function == n->raw->function)
			n->target = to;
	}
}

/* Returns the node that SLOT leads to, of the thread of NODE; MC_MAP_NONE:
   there is none. */
static uint32_t find_kid(const struct mc_profile *p,
			 const struct mc_map *node_at, const uint32_t *moved,
			 size_t node, const struct mc_node_slot *slot)
{
	uint32_t old = mc_map_find(node_at, mc_node_offset(slot->link));
	uint32_t kid = old == MC_MAP_NONE ? old : moved[old];

	if (kid == MC_MAP_NONE ||
	    p->nodes[kid].thread != p->nodes[node].thread ||
	    p->nodes[kid].parent == kid)
		return MC_MAP_NONE;
	return kid;
}

/* Adds light calls to the calls of the nodes that they were of. */
static void add_light_calls(struct mc_chunks *c, const struct mc_map *node_at,
			    const uint32_t *moved)
{
	struct mc_profile *p = c->profile;

	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_node_slot *slots =
			(const void *)(p->nodes[i].raw + 1);

		for (uint32_t s = p->nodes[i].inner_slots;
		     s < p->nodes[i].slots; s++) {
			uint32_t kid;

			if (!slots[s].count)
				continue;
			kid = find_kid(p, node_at, moved, i, &slots[s]);
			if (kid == MC_MAP_NONE)
				c->bad_slots++;
			else
				p->nodes[kid].light += slots[s].count;
		}
	}
	for (size_t i = 0; i < p->node_count; i++) {
		uint64_t at = p->nodes[i].raw->offset;
		struct mc_node *raw = (void *)(p->data + at);

		p->nodes[i].light += raw->light;
		raw->base += p->nodes[i].light;
	}
}

/* Finds out which nodes are in a zone.  A damaged file may have some below its
   links. */
static void resolve_zones(struct mc_profile *p)
{
	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_profile_node *n = &p->nodes[i];
		const struct mc_profile_node *above = &p->nodes[n->parent];

		if (n->parent == i)
			continue;
		if (above->zone == MC_ZONE_TOP)
			n->zone = MC_ZONE_FUNCTION;
		else if (above->zone != MC_ZONE_OUTSIDE)
			n->zone = MC_ZONE_LINK;
		else if (n->raw->function == MC_ANY_FUNCTION)
			n->zone = MC_ZONE_TOP;
	}
}

static uint32_t add_function(struct mc_chunks *c, uint32_t id, char *name)
{
	struct mc_profile *p = c->profile;
	uint32_t index = (uint32_t)p->function_count++;

	p->functions = mc_alloc_grow(p->functions, p->function_count,
				     sizeof(*p->functions));
	p->functions[index] = (struct mc_profile_function){
		.name = name,
		.symbol = name,
		.file = "",
		.id = id,
	};
	mc_map_add(&c->function_of, id, index);
	return index;
}

/*
 * Contexts beyond the recorder's limit share one function number without a
 * record.  Other numbers without one are of records that were lost: all of
 * them become one function, so that their numbers are not.
 */
static void resolve_functions(struct mc_chunks *c)
{
	struct mc_profile *p = c->profile;
	static char other[] = "(other)", lost[] = "(name lost)";
	uint32_t nameless = MC_MAP_NONE;

	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_profile_node *n = &p->nodes[i];
		uint32_t id = n->raw->function;

		if (n->parent == i || n->zone == MC_ZONE_TOP) {
			n->function = MC_PROFILE_ROOT;
			continue;
		}
		n->function = mc_map_find(&c->function_of, id);
		if (n->function != MC_MAP_NONE)
			continue;
		if (id == MC_OTHER_FUNCTION) {
			n->function = add_function(c, id, other);
			continue;
		}
		if (nameless == MC_MAP_NONE)
			nameless = add_function(c, 0, lost);
		n->function = nameless;
		c->bad_functions++;
	}
}

/* Returns a map from the file offset of a node to its index. */
static struct mc_map find_places(const struct mc_profile *p)
{
	struct mc_map node_at = mc_map_for(p->node_count);

	for (size_t i = 0; i < p->node_count; i++)
		if (!p->nodes[i].is_inner)
			mc_map_add(&node_at, p->nodes[i].raw->offset,
				   (uint32_t)i);
	return node_at;
}

void mc_link_nodes(struct mc_chunks *c)
{
	struct mc_profile *p = c->profile;
	struct mc_map node_at = find_places(p);
	uint32_t *level, *moved;

	resolve_parents(p, &node_at);
	level = find_levels(p);
	moved = sort_nodes(c, level);
	resolve_targets(c, &node_at, moved);
	add_light_calls(c, &node_at, moved);
	resolve_zones(p);
	resolve_functions(c);
	mc_inner_add(c);
	free(level);
	free(moved);
	mc_map_free(&node_at);
}

/* Returns how many frames of the chunk are open; sets `last` if the innermost
   is there. */
static uint64_t count_open(const struct mc_profile *p, uint64_t at,
			   uint64_t top, bool *last)
{
	const struct mc_chunk *chunk = (const void *)(p->data + at);
	uint64_t room = p->size - at, fit;

	if (room > chunk->bytes)
		room = chunk->bytes;
	if (room < chunk->first)
		return 0;
	fit = (room - chunk->first) / sizeof(struct mc_frame);
	top -= chunk->address + chunk->first;
	*last = top % sizeof(struct mc_frame) == 0 &&
		top / sizeof(struct mc_frame) < fit;
	return *last ? top / sizeof(struct mc_frame) + 1 : fit;
}

static void add_frames(struct mc_chunks *c, const struct mc_map *node_at,
		       const struct mc_chunks_frames *from, uint64_t count)
{
	struct mc_profile *p = c->profile;
	const struct mc_chunk *chunk = (const void *)(p->data + from->position);
	const struct mc_frame *raw;

	if (!count)
		return;
	raw = (const void *)(p->data + from->position + chunk->first);
	p->frames = mc_alloc_grow(p->frames, p->frame_count + count,
				  sizeof(*p->frames));
	for (uint64_t i = 0; i < count; i++) {
		uint32_t node = mc_map_find(node_at, raw[i].node);

		if (raw[i].flags &
		    (MC_FRAME_FORMING | MC_FRAME_CLOSING | MC_FRAME_THREAD))
			continue;
		if (node == MC_MAP_NONE || p->nodes[node].parent == node ||
		    p->nodes[node].thread != from->thread) {
			c->bad_frames++;
			continue;
		}
		p->frames[p->frame_count++] = (struct mc_profile_frame){
			.raw = &raw[i],
			.node = node,
			.thread = from->thread,
		};
		p->threads[from->thread].open++;
	}
}

/* Adds the frames of one thread, whose chunks are frames[chunk[0 ...]], in
   order. */
static void link_thread(struct mc_chunks *c, const struct mc_map *node_at,
			const size_t *chunk, size_t count,
			const struct mc_thread_record *record)
{
	bool is_elsewhere = record->flags & MC_THREAD_ELSEWHERE;
	uint64_t top = is_elsewhere ? 0 : record->top;
	bool last = false;
	size_t used = 0;

	while (used < count && !last)
		count_open(c->profile, c->frames[chunk[used++]].position, top,
			   &last);
	if (!last && !is_elsewhere) {
		c->bad_frames++; /* top leads nowhere */
		return;
	}
	for (size_t i = 0; i < used; i++) {
		const struct mc_chunks_frames *f = &c->frames[chunk[i]];

		add_frames(c, node_at, f,
			   count_open(c->profile, f->position, top, &last));
	}
}

static int compare_frames(const void *a, const void *b)
{
	const struct mc_chunks_frames *x = a, *y = b;

	if (x->thread != y->thread)
		return x->thread < y->thread ? -1 : 1;
	return x->position < y->position ? -1 : x->position > y->position;
}

static bool has_open_calls(const struct mc_profile *p)
{
	for (size_t i = 0; i < p->thread_count; i++)
		if (p->threads[i].record.top)
			return true;
	return false;
}

void mc_link_frames(struct mc_chunks *c)
{
	struct mc_profile *p = c->profile;
	struct mc_map node_at;
	size_t *chunk;
	size_t next = 0;

	if (!has_open_calls(p))
		return;
	node_at = find_places(p);
	chunk = mc_alloc_zeroed(c->frames_count, sizeof(*chunk));
	if (c->frames_count)
		qsort(c->frames, c->frames_count, sizeof(*c->frames),
		      compare_frames);
	for (uint32_t t = 0; t < p->thread_count; t++) {
		size_t count = 0;

		for (; next < c->frames_count && c->frames[next].thread == t;
		     next++)
			chunk[count++] = next;
		if (p->threads[t].record.top)
			link_thread(c, &node_at, chunk, count,
				    &p->threads[t].record);
	}
	free(chunk);
	mc_map_free(&node_at);
}
