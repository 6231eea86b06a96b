/* SPDX-License-Identifier: MIT */
/*
 * Walks the trees.  See paths.h.
 *
 * A profile may be damaged or hostile: trees can be as deep as they have nodes,
 * so nothing here is recursive, or takes longer than one look at each node.
 */
#include "report/paths.h"
#include "report/alloc.h"
#include "report/measure.h"

#include <stdlib.h>

#define NONE UINT32_MAX

/* The nodes below each node as lists: the first, and the next of the same
   parent. */
struct family {
	uint32_t *first;
	uint32_t *next;
};

static struct family find_children(const struct mc_profile *p)
{
	struct family f = {
		.first = mc_alloc_zeroed(p->node_count, sizeof(uint32_t)),
		.next = mc_alloc_zeroed(p->node_count, sizeof(uint32_t)),
	};

	for (size_t i = 0; i < p->node_count; i++)
		f.first[i] = NONE;
	for (size_t i = p->node_count; i-- > 0;) {
		uint32_t parent = p->nodes[i].parent;

		if (parent == i || p->nodes[i].zone != MC_ZONE_OUTSIDE)
			continue;
		f.next[i] = f.first[parent];
		f.first[parent] = (uint32_t)i;
	}
	return f;
}

/* The number of contexts of each function and edge on the path. */
struct path {
	uint32_t *functions;
	uint32_t *edges;
};

static void step_in(struct path *path, const struct mc_paths_place *place,
		    struct mc_paths_sum *sum)
{
	if (place->edge == NONE)
		return;
	sum->is_first_edge = !path->edges[place->edge]++;
	sum->depth = ++path->functions[place->function];
	sum->is_first_call = sum->depth == 1;
}

static void step_out(struct path *path, const struct mc_paths_place *place)
{
	if (place->edge == NONE)
		return;
	path->edges[place->edge]--;
	path->functions[place->function]--;
}

/* Walks from ROOT down. Each node comes after its parent, and before its
   parent's next child. */
static void walk(const struct mc_profile *p, const struct family *family,
		 uint32_t root, const struct mc_paths_place *places,
		 struct path *path, struct mc_paths_sum *sums)
{
	uint32_t at = root;

	for (;;) {
		step_in(path, &places[at], &sums[at]);
		if (family->first[at] != NONE) {
			at = family->first[at];
			continue;
		}
		while (at != root &&
		       (step_out(path, &places[at]), family->next[at] == NONE))
			at = p->nodes[at].parent;
		if (at == root)
			break;
		at = family->next[at];
	}
	step_out(path, &places[root]);
}

/* Marks what is not complete. What is forgotten where a link leads back too
   early is forgotten by all nodes on the way. */
static void mark_cuts(const struct mc_profile *p, struct mc_paths_sum *sums)
{
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];

		if (!(n->raw->flags & MC_NODE_CUT))
			continue;
		for (uint32_t at = (uint32_t)i;
		     at != n->target && !sums[at].is_cut;
		     at = p->nodes[at].parent) {
			sums[at].is_cut = true;
			if (p->nodes[at].parent == at)
				break;
		}
	}
}

/* True if what NODE does is part of what its parent does: not if it is a root,
   in a zone, or what a thread was started for. */
static bool is_part_of_parent(const struct mc_profile *p, size_t node)
{
	const struct mc_profile_node *n = &p->nodes[node];

	return n->parent != node && n->zone == MC_ZONE_OUTSIDE &&
	       !(n->raw->flags & MC_NODE_THREAD);
}

int64_t *mc_paths_add_up(const struct mc_profile *p,
			 int64_t (*get)(const struct mc_node *node))
{
	int64_t *sum = mc_alloc_zeroed(p->node_count, sizeof(*sum));

	for (size_t i = 0; i < p->node_count; i++)
		sum[i] = get(p->nodes[i].raw);
	for (size_t i = p->node_count; i-- > 0;) {
		uint32_t parent = p->nodes[i].parent;

		if (is_part_of_parent(p, i))
			sum[parent] = mc_measure_sum(sum[parent], sum[i]);
	}
	return sum;
}

static void start_sum(const struct mc_profile_node *n,
		      const struct mc_estimate *e, struct mc_paths_sum *sum)
{
	sum->ticks = e->own;
	sum->raw = e->raw;
	sum->variance = e->is_sampled ? e->scaled_variance : 0;
	sum->cost_error = e->cost_error;
	sum->part = e->part;
	sum->flags =
		n->raw->flags & (MC_NODE_RSS_ESTIMATED | MC_NODE_PSS_ESTIMATED);
}

/* Adds PART of REGION, which is below NODE.  Of another region than the node's,
   only the error matters: none, if it is whole.  If it is not, the rest may be
   above the node, where recursion leads back. */
static void add_part(const struct mc_regions *in, uint32_t node,
		     uint32_t region, const struct mc_region_part *part,
		     struct mc_paths_sum *sums)
{
	struct mc_paths_sum *to = &sums[node];
	double variance;

	if (region == MC_REGION_NONE || !part->contexts)
		return;
	variance = mc_region_variance(&in->regions[region], part);
	if (region == in->of[node]) {
		mc_region_add(&to->part, part);
	} else if (part->contexts == in->regions[region].contexts) {
		to->variance += variance;
	} else if (!to->beyond.contexts || region == to->beyond_region) {
		to->beyond_region = region;
		mc_region_add(&to->beyond, part);
	} else {
		to->beyond_variance += variance;
	}
}

/* Adds the parts of regions that CALLEE has to those of CALLER. */
static void add_parts(const struct mc_regions *in, uint32_t caller,
		      uint32_t callee, struct mc_paths_sum *sums)
{
	const struct mc_paths_sum *from = &sums[callee];

	add_part(in, caller, in->of[callee], &from->part, sums);
	add_part(in, caller, from->beyond_region, &from->beyond, sums);
	sums[caller].beyond_variance += from->beyond_variance;
}

static void add_sum(const struct mc_paths_sum *from, struct mc_paths_sum *to)
{
	to->ticks += from->ticks;
	to->raw += from->raw;
	to->cost_error += from->cost_error;
	to->flags |= from->flags;
}

/* Settles PSS and USS of extents that have ended: they were read at both ends.
 */
static void settle(const struct mc_profile *p, bool *is_open,
		   struct mc_paths_sum *sums)
{
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];
		bool is_outermost = n->parent != i &&
				    p->nodes[n->parent].parent == n->parent;

		if (!is_outermost || is_open[i])
			continue;
		sums[i].flags &= ~MC_NODE_PSS_ESTIMATED;
		if (n->raw->flags & MC_NODE_PSS_UNSETTLED)
			sums[i].flags |= MC_NODE_PSS_ESTIMATED;
	}
}

struct mc_paths_sum *mc_paths_sum(const struct mc_profile *p,
				  const struct mc_regions *regions,
				  const struct mc_estimate *estimates,
				  const struct mc_paths_place *places,
				  size_t functions, size_t edges)
{
	struct mc_paths_sum *sums =
		mc_alloc_zeroed(p->node_count, sizeof(*sums));
	bool *is_open = mc_alloc_zeroed(p->node_count, sizeof(*is_open));
	struct family family = find_children(p);
	struct path path = {
		.functions = mc_alloc_zeroed(functions, sizeof(uint32_t)),
		.edges = mc_alloc_zeroed(edges, sizeof(uint32_t)),
	};

	for (size_t i = 0; i < p->frame_count; i++)
		is_open[p->frames[i].node] = true;
	for (size_t i = 0; i < p->node_count; i++)
		start_sum(&p->nodes[i], &estimates[i], &sums[i]);
	for (size_t i = p->node_count; i-- > 0;) {
		const struct mc_profile_node *n = &p->nodes[i];

		if (is_part_of_parent(p, i)) {
			add_sum(&sums[i], &sums[n->parent]);
			add_parts(regions, n->parent, (uint32_t)i, sums);
		} else if (n->parent == i) {
			walk(p, &family, (uint32_t)i, places, &path, sums);
		}
	}
	for (size_t i = 0; i < p->node_count; i++)
		sums[i].variance += sums[i].beyond_variance;
	settle(p, is_open, sums);
	mark_cuts(p, sums);
	free(family.first);
	free(family.next);
	free(path.functions);
	free(path.edges);
	free(is_open);
	return sums;
}
