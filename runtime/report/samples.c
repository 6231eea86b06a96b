/* SPDX-License-Identifier: MIT */
/*
 * Scales strata up.  See samples.h.
 */
#include "report/samples.h"
#include "report/alloc.h"
#include "report/costs.h"

#include <math.h>
#include <stdlib.h>

/* Returns self_ticks; a damaged file may have less than nothing. */
static uint64_t self_ticks(const struct mc_node *node)
{
	return (int64_t)node->self_ticks > 0 ? node->self_ticks : 0;
}

static void scale(const struct mc_node *node, struct mc_estimate *e)
{
	double n =
		mc_costs_difference(mc_node_calls(node), node->stratum_calls);
	double m = mc_costs_difference(node->timed, node->stratum_timed);
	double r = mc_costs_difference(self_ticks(node), node->stratum_ticks);
	double variance = node->variance;

	e->is_sampled = node->timed < mc_node_calls(node);
	e->scaled = (double)node->scaled_ticks;
	e->scaled += m > 0 && n > m ? n * r / m : r;
	if (m > 1 && n > m)
		variance +=
			n * (n - m) / m * (node->squares - r * r / m) / (m - 1);
	/* A damaged file may have less than nothing, or what is no number. */
	e->scaled_variance = variance > 0 ? variance : 0;
}

/* Returns what all calls by the link would have shown without hooks. The cost
   is an average, and the shortest calls show less than it: nothing is left of
   them, here as well as in their caller. */
static double without_hooks(const struct mc_node *node,
			    const struct mc_estimate *link,
			    const struct mc_costs *costs)
{
	double rest =
		link->scaled - (double)mc_node_calls(node) * costs->inside;

	return rest > 0 ? rest : 0;
}

/* Adds what the calls by the link show to the context they run in. */
static void add_shown(const struct mc_node *node,
		      const struct mc_estimate *link,
		      const struct mc_costs *costs, struct mc_estimate *target)
{
	target->raw += link->scaled;
	target->own += without_hooks(node, link, costs);
	target->cost_error +=
		(link->scaled - without_hooks(node, link, costs)) *
		MC_COSTS_TIMED_ERROR;
	target->variance += link->scaled_variance;
	target->is_rough |= link->is_sampled;
}

/* Takes out of the caller what calls by the link had it show for them. */
static void take_out(const struct mc_profile_node *n,
		     const struct mc_estimate *link,
		     const struct mc_costs *costs, struct mc_estimate *caller)
{
	const struct mc_node *node = n->raw;
	double timed = (double)node->timed;
	double untimed = mc_costs_counted_calls(n) * costs->untimed +
			 (double)n->light * costs->light;
	double shown = link->scaled - (double)self_ticks(node);
	double hooks = timed * costs->outside + untimed;
	double callee = 0;

	if (link->scaled > 0)
		callee =
			without_hooks(node, link, costs) * shown / link->scaled;
	caller->raw -= shown;
	caller->own -= callee + hooks;
	/* The two count in opposite directions, but how they go together is not
	   known: both are added. */
	caller->cost_error += (shown - callee + timed * costs->outside) *
				      MC_COSTS_TIMED_ERROR +
			      untimed * (MC_COSTS_MOST_UNTIMED - 1);
	caller->is_rough |= link->is_sampled;
}

/* Returns how much more a link's estimate is than what was seen of it. That
   much was seen as its caller's. */
static double shown_elsewhere(const struct mc_profile_node *node,
			      const struct mc_estimate *link)
{
	return fmax(link->scaled - (double)self_ticks(node->raw), 0);
}

/*
 * Limits estimates.  By chance those of what a context calls may come to more
 * than was seen to pass there.  From the root down, what is over is taken off
 * what was not seen, in proportion.
 */
static void limit(const struct mc_profile *p, struct mc_estimate *all)
{
	const struct mc_profile_node *nodes = p->nodes;
	double *there = mc_alloc_zeroed(p->node_count, sizeof(*there));
	double *wanted = mc_alloc_zeroed(p->node_count, sizeof(*wanted));

	for (size_t i = 0; i < p->node_count; i++) {
		there[nodes[i].target] += all[i].scaled;
		if (!mc_costs_is_apart(nodes, i))
			wanted[nodes[i].parent] +=
				shown_elsewhere(&nodes[i], &all[i]);
	}
	for (size_t i = 0; i < p->node_count; i++) {
		uint32_t parent = nodes[i].parent;
		double over;

		if (mc_costs_is_apart(nodes, i) ||
		    wanted[parent] <= there[parent])
			continue;
		over = shown_elsewhere(&nodes[i], &all[i]) *
		       (1 - there[parent] / wanted[parent]);
		all[i].scaled -= over;
		there[nodes[i].target] -= over;
	}
	free(there);
	free(wanted);
}

/*
 * Takes off what is still over where recursion leads back, from all that is
 * below.  So no total is more than the time that its timed calls took.
 */
static void balance(const struct mc_profile *p, struct mc_estimate *all)
{
	const struct mc_profile_node *nodes = p->nodes;
	double *below = mc_alloc_zeroed(p->node_count, sizeof(*below));
	double *share = mc_alloc_zeroed(p->node_count, sizeof(*share));

	for (size_t i = p->node_count; i-- > 0;) {
		double total = fmax(all[i].raw + below[i], 0);

		share[i] = 1;
		if (all[i].raw < 0) {
			share[i] = below[i] > 0 ? total / below[i] : 1;
			all[i].raw = all[i].own = 0;
		}
		if (!mc_costs_is_apart(nodes, i))
			below[nodes[i].parent] += total;
	}
	/* From here on `share` is that of the context itself and of what is
	   above it. */
	for (size_t i = 0; i < p->node_count; i++) {
		double above = mc_costs_is_apart(nodes, i)
				       ? 1
				       : share[nodes[i].parent];

		all[i].raw *= above;
		all[i].own *= above;
		share[i] *= above;
	}
	free(below);
	free(share);
}

struct mc_estimate *mc_samples_estimate(const struct mc_profile *p)
{
	struct mc_estimate *all = mc_alloc_zeroed(p->node_count, sizeof(*all));
	struct mc_costs costs = mc_costs_of(p);

	for (size_t i = 0; i < p->node_count; i++)
		scale(p->nodes[i].raw, &all[i]);
	limit(p, all);
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];
		bool is_thread = n->raw->flags & MC_NODE_THREAD;
		uint32_t target = mc_regions_context(p, i);

		add_shown(n->raw, &all[i], &costs, &all[target]);
		if (n->parent == i || is_thread)
			continue;
		take_out(n, &all[i], &costs, &all[n->parent]);
		/* A loop is charged with what it is credited with. */
		if (n->parent == target)
			all[target].variance -= all[i].scaled_variance;
		else
			all[n->parent].variance += all[i].scaled_variance;
	}
	balance(p, all);
	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_estimate *e = &all[i];

		e->own = e->own > 0 ? e->own : 0;
		e->raw = e->raw > 0 ? e->raw : 0;
		e->variance = e->variance > 0 ? e->variance : 0;
	}
	return all;
}
