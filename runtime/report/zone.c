/* SPDX-License-Identifier: MIT */
/*
 * Draws ways up through zones.  See zone.h.
 *
 * A profile may be damaged or hostile: a way ends after so many steps wherever
 * it is, and nothing here is recursive.
 */
#include "report/zone.h"
#include "report/alloc.h"
#include "report/zone-map.h"

#include <math.h>
#include <stdlib.h>

#define NONE UINT32_MAX

/* Ways to each link, and how many more are shared out by what links matter.
   CPython's 60,000 links take a second. */
#define LEAST_WAYS 12
#define MORE_WAYS 100000.0

/* From so many steps on, a way is led out of the zone sooner: twice as soon
   after each further STEPS_TWICE.  By then it has been around in recursion. */
#define STEPS_FREE 64
#define STEPS_TWICE 8
#define STEPS_MOST 2048

/* Nodes by what they belong to: those of A are node[first[a] ... first[a + 1]),
   and up_to[] is the sum of their weights up to each. */
struct lists {
	size_t *first;
	uint32_t *node;
	double *up_to;
};

struct zone {
	const struct mc_profile *profile;
	const struct mc_paths_place *places;
	uint32_t *function; /* of each node: the zone's node of its function */
	uint64_t *calls; /* that led to each node, if it is a target */
	struct lists in; /* links by the zone's node that they lead to */
	struct lists out; /* contexts by the zone's node of their function */
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

/* Returns the zone's node that the node is listed under; NONE: it is in no
   list. */
static uint32_t find_list(const struct zone *z, size_t node, bool is_link)
{
	const struct mc_profile_node *n = &z->profile->nodes[node];

	if (is_link ? n->zone != MC_ZONE_LINK
		    : !mc_zone_map_leads_in(z->profile, node))
		return NONE;
	return z->function[node];
}

/* Lists links, or contexts that lead to them. A context that was only brought
   back in a child has no calls, and has led there all the same. */
static struct lists list_nodes(const struct zone *z, bool is_link)
{
	const struct mc_profile *p = z->profile;
	size_t count = p->node_count, sum = 0;
	size_t *next = mc_alloc_zeroed(count + 1, sizeof(*next));
	struct lists l = {
		.first = mc_alloc_zeroed(count + 1, sizeof(*l.first)),
		.node = mc_alloc_zeroed(count, sizeof(*l.node)),
		.up_to = mc_alloc_zeroed(count, sizeof(*l.up_to)),
	};

	for (size_t i = 0; i < count; i++)
		if (find_list(z, i, is_link) != NONE)
			next[find_list(z, i, is_link)]++;
	for (size_t i = 0; i <= count; i++) {
		size_t length = next[i];

		l.first[i] = next[i] = sum;
		sum += length;
	}
	for (uint32_t i = 0; i < count; i++) {
		uint32_t at = find_list(z, i, is_link);
		size_t to;

		if (at == NONE)
			continue;
		to = next[at]++;
		l.node[to] = i;
		l.up_to[to] = to > l.first[at] ? l.up_to[to - 1] : 0;
		l.up_to[to] += is_link ? (double)mc_node_calls(p->nodes[i].raw)
				       : (double)z->calls[i] + 1;
	}
	free(next);
	return l;
}

static void free_lists(struct lists *l)
{
	free(l->first);
	free(l->node);
	free(l->up_to);
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

static double sum_of(const struct lists *l, uint32_t at)
{
	return l->first[at] < l->first[at + 1] ? l->up_to[l->first[at + 1] - 1]
					       : 0;
}

/* Returns a random number below 1 (Sebastiano Vigna, splitmix64). */
static double draw(struct zone *z)
{
	uint64_t x = z->random += 0x9e3779b97f4a7c15u;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return (double)((x ^ x >> 31) >> 11) * 0x1p-53;
}

/* Returns one of the nodes of AT, by weight. */
static uint32_t pick(struct zone *z, const struct lists *l, uint32_t at)
{
	double wanted = draw(z) * sum_of(l, at);
	size_t low = l->first[at], high = l->first[at + 1] - 1;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (l->up_to[middle] <= wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return l->node[low];
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
	double in, out;

	if (at == NONE || steps == STEPS_MOST)
		return NONE;
	in = sum_of(&z->in, at);
	out = sum_of(&z->out, at);
	if (steps > STEPS_FREE)
		out = ldexp(out, (steps - STEPS_FREE) / STEPS_TWICE);
	if (in <= 0 && out <= 0)
		return NONE;
	return draw(z) * (in + out) < out ? pick(z, &z->out, at)
					  : pick(z, &z->in, at);
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
		ways = LEAST_WAYS + (uint32_t)(asker->weight[i] * MORE_WAYS);
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
	z.in = list_nodes(&z, true);
	z.out = list_nodes(&z, false);
	find_outermost(&z);
	draw_all(&z, &f, asker);
	free(z.function);
	free(z.calls);
	free_lists(&z.in);
	free_lists(&z.out);
	free(z.outermost);
	for (int kind = 0; kind < 2; kind++) {
		free(f.count[kind]);
		free(f.way[kind]);
		free(f.again[kind]);
	}
	free(f.shares);
}
