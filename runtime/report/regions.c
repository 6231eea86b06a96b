/* SPDX-License-Identifier: MIT */
/*
 * Finds regions.  See regions.h.
 */
#include "report/regions.h"
#include "report/alloc.h"
#include "report/zone-map.h"

#include <math.h>
#include <stdlib.h>

/* Of the normal distribution: 19 of 20 are within. */
#define Z 1.96

/* In less than so many periods of the clock, timed calls tell more. */
#define MC_REGION_PERIODS 2

/* Ticks of less than this part of a thread's time are not asked. */
#define MC_REGION_TICKED 0.5

uint32_t mc_regions_context(const struct mc_profile *p, size_t node)
{
	const struct mc_profile_node *n = &p->nodes[node];

	return n->raw->flags & MC_NODE_CUT ? (uint32_t)node : n->target;
}

/* Joining */

/* Returns the node that stands for all that CONTEXT was joined with. */
static uint32_t find_first(uint32_t *joined, uint32_t context)
{
	while (joined[context] != context) {
		joined[context] = joined[joined[context]];
		context = joined[context];
	}
	return context;
}

static void join(uint32_t *joined, uint32_t a, uint32_t b)
{
	a = find_first(joined, a);
	b = find_first(joined, b);
	if (a < b)
		joined[b] = a;
	else
		joined[a] = b;
}

/* True if the time of some calls of the link is in their callers'.  What stands
   above a thread for the sake of its creator has its root's time. */
static bool is_joined(const struct mc_profile *p, size_t node)
{
	const struct mc_profile_node *n = &p->nodes[node];

	return n->parent != node &&
	       (n->raw->timed < mc_node_calls(n->raw) ||
		(n->raw->flags & MC_NODE_CONTEXT && !n->raw->timed));
}

/* Joins the contexts of functions that were called in a zone, as their calls
   may have led there: their time may be that of calls that were not timed. */
static void join_zones(const struct mc_profile *p, uint32_t *joined)
{
	uint32_t *function = mc_zone_map(p);

	for (size_t i = 0; function && i < p->node_count; i++)
		if (function[i] != MC_ZONE_MAP_NONE &&
		    (p->nodes[i].zone == MC_ZONE_FUNCTION ||
		     mc_zone_map_leads_in(p, i)))
			join(joined, function[i], mc_regions_context(p, i));
	free(function);
}

static uint32_t *join_contexts(const struct mc_profile *p)
{
	uint32_t *joined = mc_alloc_zeroed(p->node_count, sizeof(*joined));

	for (size_t i = 0; i < p->node_count; i++)
		joined[i] = (uint32_t)i;
	for (size_t i = 0; i < p->node_count; i++)
		if (is_joined(p, i))
			join(joined, mc_regions_context(p, p->nodes[i].parent),
			     mc_regions_context(p, i));
	join_zones(p, joined);
	return joined;
}

/* Summing up */

static double period_of(const struct mc_profile *p, size_t node)
{
	const struct mc_thread_record *thread =
		&p->threads[p->nodes[node].thread].record;

	if (!p->rate_ns)
		return 0;
	return (double)thread->tick_ns * (double)p->rate_ticks /
	       (double)p->rate_ns;
}

/* Extents of which not all were timed: no caller has seen the others. */
static bool is_open(const struct mc_profile *p, size_t node)
{
	const struct mc_profile_node *n = &p->nodes[node];

	return is_joined(p, node) && p->nodes[n->parent].parent == n->parent &&
	       !(n->raw->flags & MC_NODE_CONTEXT);
}

/* Returns for each thread how much of its time on the processor passed while
   its clock ticked: nothing, if ticks were stopped, and nobody has seen all of
   that time. */
static double *find_ticked(const struct mc_profile *p)
{
	double *part = mc_alloc_zeroed(p->thread_count, sizeof(*part));

	for (size_t i = 0; i < p->node_count; i++)
		if ((int64_t)p->nodes[i].raw->self_ticks > 0)
			part[p->nodes[i].thread] +=
				(double)p->nodes[i].raw->self_ticks;
	for (size_t i = 0; i < p->node_count; i++)
		if (is_open(p, i))
			part[p->nodes[i].thread] = INFINITY;
	for (size_t i = 0; i < p->thread_count; i++) {
		const struct mc_thread_record *thread = &p->threads[i].record;
		double all = part[i] * (double)p->rate_ns /
			     fmax((double)p->rate_ticks, 1);

		part[i] = !thread->tick_ns ? 0 : 1;
		if (thread->tick_ns && thread->ticked_ns && all > 0)
			part[i] = fmin((double)thread->ticked_ns / all, 1);
	}
	return part;
}

/* Adds up what is known of regions, by the nodes that stand for them. */
static struct mc_region *sum_up(const struct mc_profile *p, uint32_t *joined)
{
	struct mc_region *all = mc_alloc_zeroed(p->node_count, sizeof(*all));
	bool *is_seen = mc_alloc_zeroed(p->node_count, sizeof(*is_seen));

	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_node *n = p->nodes[i].raw;
		uint32_t context = mc_regions_context(p, i);
		struct mc_region *r = &all[find_first(joined, context)];

		/* A damaged file may have less than nothing. */
		if ((int64_t)n->self_ticks > 0)
			r->pool += (double)n->self_ticks;
		r->ticks += n->cpu_ticks;
		/* What calls in a zone, but is not called there, is none, nor
		   is an inner function. */
		if (p->nodes[i].zone == MC_ZONE_FUNCTION ||
		    p->nodes[i].is_inner)
			continue;
		r->contexts += !is_seen[context];
		is_seen[context] = true;
	}
	free(is_seen);
	return all;
}

/* The pool of a region with such extents is not known, but by the ticks. */
static void open_pools(const struct mc_profile *p, uint32_t *joined,
		       struct mc_region *all)
{
	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_region *r = &all[find_first(joined, (uint32_t)i)];
		double period = period_of(p, i);

		if (!is_open(p, i) || r->pool_error > 0)
			continue;
		r->pool = fmax(r->pool, (double)r->ticks * period);
		r->pool_error = Z * sqrt((double)r->ticks + Z) * period;
	}
}

/* Returns how much of the region's time had no ticks, chance aside. */
static double without_ticks(const struct mc_region *r, double period)
{
	double k = (double)r->ticks;

	return fmax(r->pool - (k + Z * sqrt(k + 1)) * period, 0);
}

/* Finds how much time of each region passed while no clock ticked.  Where ticks
   were stopped, the region may have run before that or after it. */
static void find_unseen(const struct mc_profile *p, const double *ticked,
			uint32_t *joined, struct mc_region *all)
{
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_thread_record *thread =
			&p->threads[p->nodes[i].thread].record;
		struct mc_region *r = &all[i];
		double part = ticked[p->nodes[i].thread];

		if (joined[i] != i)
			continue;
		if (part < 1 || thread->flags & MC_THREAD_USER_TICKS)
			r->unseen = fmax(r->pool * (1 - part),
					 without_ticks(r, period_of(p, i)));
	}
}

struct mc_regions mc_regions_find(const struct mc_profile *p)
{
	uint32_t *joined = join_contexts(p);
	double *ticked = find_ticked(p);
	struct mc_regions found = {
		.regions = sum_up(p, joined),
		.of = mc_alloc_zeroed(p->node_count, sizeof(*found.of)),
	};

	open_pools(p, joined, found.regions);
	find_unseen(p, ticked, joined, found.regions);
	for (size_t i = 0; i < p->node_count; i++) {
		uint32_t first = find_first(joined, mc_regions_context(p, i));
		const struct mc_region *r = &found.regions[first];
		double period = period_of(p, i);

		found.of[i] = first;
		if (period == 0 || r->contexts == 1 ||
		    ticked[p->nodes[i].thread] < MC_REGION_TICKED ||
		    (!r->ticks && r->pool < MC_REGION_PERIODS * period))
			found.of[i] = MC_REGION_NONE;
	}
	free(joined);
	free(ticked);
	return found;
}

void mc_regions_free(struct mc_regions *regions)
{
	free(regions->regions);
	free(regions->of);
}

/* Shares */

double mc_region_share(const struct mc_region *r, uint64_t ticks, double guess)
{
	return ((double)ticks + Z * Z * guess) / ((double)r->ticks + Z * Z);
}

double mc_region_error(const struct mc_region *r,
		       const struct mc_region_part *part)
{
	double all = (double)r->ticks, k = fmin((double)part->ticks, all);
	double middle, width, off = 0;

	if (part->contexts < r->contexts) {
		middle = (k + Z * Z / 2) / (all + Z * Z);
		width = Z *
			sqrt((all > 0 ? k * (all - k) / all : 0) + Z * Z / 4) /
			(all + Z * Z);
		off = fabs(part->share - middle) + width;
		if (r->unseen > 0)
			off += r->unseen / r->pool *
			       fmax(part->share, 1 - part->share);
	}
	return r->pool * fmin(off, fmax(part->share, 1 - part->share)) +
	       r->pool_error * part->share;
}
