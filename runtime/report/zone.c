/* SPDX-License-Identifier: MIT */
/*
 * Draws ways up through zones.  See zone.h.
 *
 * A profile may be damaged or hostile: a way ends after so many steps wherever
 * it is, and nothing here is recursive.
 */
#include "report/zone.h"
#include "report/alloc.h"
#include "report/zone-lists.h"
#include "report/zone-map.h"

#include <math.h>
#include <stdlib.h>

#define NONE MC_ZONE_UNLISTED

/* Ways to each link, and how many more are shared out by what links matter.
   CPython's 60,000 links take a second; where all ways are as long as they can
   be, it is four seconds.  A fuzzer needs fewer. */
#define LEAST_WAYS 12
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
#define MORE_WAYS 1000.0
#else
#define MORE_WAYS 100000.0
#endif

/* From so many steps on, a way prefers what leads out of the zone: twice as
   much after each further STEPS_TWICE.  By then it has been around in
   recursion.  One that STEPS_MOST did not lead out has no exit. */
#define STEPS_FREE 64
#define STEPS_TWICE 8
#define STEPS_MOST 2048

struct zone {
	const struct mc_profile *profile;
	const struct mc_paths_place *places;
	uint32_t *function; /* of each node: the zone's node of its function */
	uint64_t *calls; /* that led to each node, if it is a target */
	/* By the zone's node of a function: how many links lead there from
	   outside, at least; NONE: no way does. */
	uint32_t *distance;
	/* By the zone's node of the callee: contexts, links that are nearer to
	   the outside, and other links. */
	struct mc_zone_lists outside;
	struct mc_zone_lists nearer;
	struct mc_zone_lists other;
	uint32_t *outermost; /* by thread: where ways end that lead nowhere */
	uint64_t random;
};

/* What one link's ways have led to so far. */
struct found {
	uint32_t *count[2]; /* by kind and place */
	uint32_t *way[2]; /* the last one that came by */
	uint32_t *again[2]; /* the last one that did so more than once */
	struct mc_zone_share *shares;
	size_t share_count;
	size_t capacity;
	uint32_t ways; /* all that have been drawn, of all links */
};

bool mc_zone_is_there(const struct mc_profile *p)
{
	for (size_t i = 0; i < p->node_count; i++)
		if (p->nodes[i].zone == MC_ZONE_LINK)
			return true;
	return false;
}

static void count_calls(struct zone *z)
{
	const struct mc_profile *p = z->profile;

	z->calls = mc_alloc_zeroed(p->node_count, sizeof(*z->calls));
	for (size_t i = 0; i < p->node_count; i++)
		z->calls[p->nodes[i].target] += mc_node_calls(p->nodes[i].raw);
}

/* Lists links by their callers. */
static uint32_t list_calls(const void *data, uint32_t node, double *weight)
{
	const struct zone *z = data;
	const struct mc_profile_node *n = &z->profile->nodes[node];

	*weight = (double)mc_node_calls(n->raw);
	return n->zone == MC_ZONE_LINK && *weight > 0 ? z->function[n->parent]
						      : NONE;
}

/* Lists contexts that lead into the zone.  One that was only brought back in a
   child has no calls, and has led there all the same. */
static uint32_t list_outside(const void *data, uint32_t node, double *weight)
{
	const struct zone *z = data;

	*weight = (double)z->calls[node] + 1;
	return mc_zone_map_leads_in(z->profile, node) ? z->function[node]
						      : NONE;
}

static bool is_nearer(const struct zone *z, uint32_t caller, uint32_t callee)
{
	return caller != NONE && z->distance[caller] < z->distance[callee];
}

/* Lists links by what they lead to. */
static uint32_t list_link(const struct zone *z, uint32_t node, double *weight,
			  bool want_nearer)
{
	const struct mc_profile_node *n = &z->profile->nodes[node];
	uint32_t callee = z->function[node];

	*weight = (double)mc_node_calls(n->raw);
	if (n->zone != MC_ZONE_LINK || callee == NONE ||
	    is_nearer(z, z->function[n->parent], callee) != want_nearer)
		return NONE;
	return callee;
}

static uint32_t list_nearer(const void *data, uint32_t node, double *weight)
{
	return list_link(data, node, weight, true);
}

static uint32_t list_other(const void *data, uint32_t node, double *weight)
{
	return list_link(data, node, weight, false);
}

/* Finds how far each function is from the outside: breadth first. */
static void find_distances(struct zone *z)
{
	size_t count = z->profile->node_count, begin = 0, end = 0;
	uint32_t *queue = mc_alloc_zeroed(count, sizeof(*queue));
	struct mc_zone_lists calls = mc_zone_lists_make(count, list_calls, z);

	z->distance = mc_alloc_zeroed(count, sizeof(*z->distance));
	for (uint32_t i = 0; i < count; i++) {
		z->distance[i] = NONE;
		if (mc_zone_lists_sum(&z->outside, i) <= 0)
			continue;
		z->distance[i] = 0;
		queue[end++] = i;
	}
	while (begin < end) {
		uint32_t caller = queue[begin++];

		for (size_t k = calls.first[caller];
		     k < calls.first[caller + 1]; k++) {
			uint32_t callee = z->function[calls.node[k]];

			if (callee == NONE || z->distance[callee] != NONE)
				continue;
			z->distance[callee] = z->distance[caller] + 1;
			queue[end++] = callee;
		}
	}
	mc_zone_lists_free(&calls);
	free(queue);
}

/* Finds for each thread the call that most of its time should be below: the
   outermost one, if there are several the one with the most calls. */
static void find_outermost(struct zone *z)
{
	const struct mc_profile *p = z->profile;

	z->outermost = mc_alloc_zeroed(p->thread_count, sizeof(uint32_t));
	for (size_t i = 0; i < p->thread_count; i++)
		z->outermost[i] = NONE;
	for (uint32_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];
		uint32_t *best = &z->outermost[n->thread];

		if (n->parent == i || n->zone != MC_ZONE_OUTSIDE ||
		    p->nodes[n->parent].parent != n->parent ||
		    z->places[i].edge == NONE)
			continue;
		if (*best == NONE || z->calls[i] > z->calls[*best])
			*best = i;
	}
}

/* Returns a random number below 1 (Sebastiano Vigna, splitmix64). */
static double draw(struct zone *z)
{
	uint64_t x = z->random += 0x9e3779b97f4a7c15u;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return (double)((x ^ x >> 31) >> 11) * 0x1p-53;
}

static void mark(struct found *f, enum mc_zone_kind kind, uint32_t place)
{
	if (f->way[kind][place] == f->ways) {
		f->again[kind][place] = f->ways;
		return;
	}
	f->way[kind][place] = f->ways;
	if (f->count[kind][place]++)
		return;
	if (f->share_count == f->capacity) {
		f->capacity = 2 * f->capacity + 64;
		f->shares = mc_alloc_grow(f->shares, f->capacity,
					  sizeof(*f->shares));
	}
	f->shares[f->share_count++] =
		(struct mc_zone_share){.kind = kind, .place = place};
}

static void mark_node(const struct zone *z, struct found *f, uint32_t node)
{
	if (z->places[node].edge == NONE)
		return;
	mark(f, MC_ZONE_TO_EDGE, z->places[node].edge);
	mark(f, MC_ZONE_TO_FUNCTION, z->places[node].function);
}

/* Marks the path to a context that is told apart. What a thread was started for
   is no part of what started it. */
static void mark_path(const struct zone *z, struct found *f, uint32_t node)
{
	const struct mc_profile_node *nodes = z->profile->nodes;

	for (; node != NONE && nodes[node].parent != node;
	     node = nodes[node].parent) {
		mark_node(z, f, node);
		if (nodes[node].raw->flags & MC_NODE_THREAD)
			break;
	}
}

/* Returns the next node up of a way that is at LINK: a link, if the caller is
   in the zone, too, else a context outside of it; NONE: there is none. */
static uint32_t step(struct zone *z, uint32_t link, int steps)
{
	const struct mc_profile *p = z->profile;
	uint32_t at = z->function[p->nodes[link].parent];
	double outside, nearer, other, where;

	if (at == NONE || steps == STEPS_MOST)
		return NONE;
	outside = mc_zone_lists_sum(&z->outside, at);
	nearer = mc_zone_lists_sum(&z->nearer, at);
	other = mc_zone_lists_sum(&z->other, at);
	if (steps > STEPS_FREE)
		other = ldexp(other, (STEPS_FREE - steps) / STEPS_TWICE);
	where = draw(z) * (outside + nearer + other);
	if (where < outside)
		return mc_zone_lists_pick(&z->outside, at, where / outside);
	if (where < outside + nearer)
		return mc_zone_lists_pick(&z->nearer, at, draw(z));
	return other > 0 ? mc_zone_lists_pick(&z->other, at, draw(z)) : NONE;
}

static void draw_way(struct zone *z, struct found *f, uint32_t link)
{
	const struct mc_profile_node *nodes = z->profile->nodes;
	uint32_t at = link;
	int steps = 0;

	f->ways++;
	while (at != NONE && nodes[at].zone == MC_ZONE_LINK) {
		mark_node(z, f, at);
		at = step(z, at, steps++);
	}
	mark_path(z, f, at == NONE ? z->outermost[nodes[link].thread] : at);
}

/* Tells where the ways to LINK have led, and forgets it. */
static void tell(struct found *f, uint32_t link, uint32_t ways,
		 const struct mc_zone_asker *asker)
{
	uint32_t before = f->ways - ways;

	for (size_t i = 0; i < f->share_count; i++) {
		struct mc_zone_share *s = &f->shares[i];

		s->link = link;
		s->part = (double)f->count[s->kind][s->place] / ways;
		s->is_again = f->again[s->kind][s->place] > before;
		f->count[s->kind][s->place] = 0;
		asker->take(asker->data, s);
	}
	f->share_count = 0;
}

static void draw_all(struct zone *z, struct found *f,
		     const struct mc_zone_asker *asker)
{
	const struct mc_profile *p = z->profile;

	for (uint32_t i = 0; i < p->node_count; i++) {
		uint32_t ways;

		if (p->nodes[i].zone != MC_ZONE_LINK ||
		    z->places[i].edge == NONE)
			continue;
		/* What is not a number, either, is 0 here. */
		ways = LEAST_WAYS +
		       (uint32_t)(fmin(fmax(asker->weight[i], 0), 1) *
				  MORE_WAYS);
		for (uint32_t k = 0; k < ways; k++)
			draw_way(z, f, i);
		tell(f, i, ways, asker);
	}
}

void mc_zone_draw(const struct mc_profile *p,
		  const struct mc_paths_place *places, size_t functions,
		  size_t edges, const struct mc_zone_asker *asker)
{
	struct zone z = {.profile = p, .places = places};
	struct found f = {0};

	for (int kind = 0; kind < 2; kind++) {
		size_t count = kind == MC_ZONE_TO_EDGE ? edges : functions;

		f.count[kind] = mc_alloc_zeroed(count, sizeof(uint32_t));
		f.way[kind] = mc_alloc_zeroed(count, sizeof(uint32_t));
		f.again[kind] = mc_alloc_zeroed(count, sizeof(uint32_t));
	}
	z.function = mc_zone_map(p);
	count_calls(&z);
	z.outside = mc_zone_lists_make(p->node_count, list_outside, &z);
	find_distances(&z);
	z.nearer = mc_zone_lists_make(p->node_count, list_nearer, &z);
	z.other = mc_zone_lists_make(p->node_count, list_other, &z);
	find_outermost(&z);
	draw_all(&z, &f, asker);
	free(z.function);
	free(z.calls);
	free(z.distance);
	mc_zone_lists_free(&z.outside);
	mc_zone_lists_free(&z.nearer);
	mc_zone_lists_free(&z.other);
	free(z.outermost);
	for (int kind = 0; kind < 2; kind++) {
		free(f.count[kind]);
		free(f.way[kind]);
		free(f.again[kind]);
	}
	free(f.shares);
}
