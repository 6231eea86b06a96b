/* SPDX-License-Identifier: MIT */
/*
 * Estimates.  See estimate.h.
 */
#include "report/estimate.h"

#include <stdlib.h>

/* What one call costs, in ticks: in the time it shows itself, and in its
   caller's. */
struct costs {
	double inside;
	double outside;
	double untimed;
};

static struct costs costs_of(const struct mc_profile *p)
{
	return (struct costs){
		.inside = (double)p->header.cost_inside_mticks / 1000,
		.outside = (double)p->header.cost_outside_mticks / 1000,
		.untimed = (double)p->header.cost_untimed_mticks / 1000,
	};
}

/* Of a damaged file differences may be anything. */
static double difference(uint64_t a, uint64_t b)
{
	return a > b ? (double)(a - b) : 0;
}

static void scale(const struct mc_node *node, struct mc_estimate *e)
{
	double n = difference(mc_node_calls(node), node->stratum_calls);
	double m = difference(node->timed, node->stratum_timed);
	double r = difference(node->self_ticks, node->stratum_ticks);
	double variance = node->variance;

	e->is_sampled = node->timed < mc_node_calls(node);
	e->scaled = (double)node->scaled_ticks;
	e->scaled += m > 0 && n > m ? n * r / m : r;
	if (m > 1 && n > m)
		variance +=
			n * (n - m) / m * (node->squares - r * r / m) / (m - 1);
	/* Not a number, or less than nothing, in a damaged file. */
	e->scaled_variance = variance > 0 ? variance : 0;
}

/* What all calls by the link would have shown without hooks.  The shortest show
   less than the cost, which is an average: nothing is left of them, here as
   well as in their caller. */
static double without_hooks(const struct mc_node *node,
			    const struct mc_estimate *link,
			    const struct costs *costs)
{
	double rest =
		link->scaled - (double)mc_node_calls(node) * costs->inside;

	return rest > 0 ? rest : 0;
}

/* Adds what the calls by the link show to the context they run in. */
static void add_shown(const struct mc_node *node,
		      const struct mc_estimate *link, const struct costs *costs,
		      struct mc_estimate *target)
{
	target->raw += link->scaled;
	target->own += without_hooks(node, link, costs);
	target->variance += link->scaled_variance;
	target->is_rough |= link->is_sampled;
}

/* Takes out of the caller what calls by the link had it show for them. */
static void take_out(const struct mc_node *node, const struct mc_estimate *link,
		     const struct costs *costs, struct mc_estimate *caller)
{
	double timed = (double)node->timed;
	double rest = difference(mc_node_calls(node), node->timed);
	double shown = link->scaled - (double)node->self_ticks;

	caller->raw -= shown;
	if (link->scaled > 0)
		caller->own -=
			without_hooks(node, link, costs) * shown / link->scaled;
	caller->own -= timed * costs->outside + rest * costs->untimed;
	caller->is_rough |= link->is_sampled;
}

struct mc_estimate *mc_estimate_nodes(const struct mc_profile *p)
{
	struct mc_estimate *all = mc_error_alloc(p->node_count, sizeof(*all));
	struct costs costs = costs_of(p);

	for (size_t i = 0; i < p->node_count; i++)
		scale(p->nodes[i].raw, &all[i]);
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_reader_node *n = &p->nodes[i];
		bool is_thread = n->raw->flags & MC_NODE_THREAD;
		bool is_cut = n->raw->flags & MC_NODE_CUT;
		uint32_t target = is_cut ? (uint32_t)i : n->target;

		add_shown(n->raw, &all[i], &costs, &all[target]);
		if (n->parent == i || is_thread)
			continue;
		take_out(n->raw, &all[i], &costs, &all[n->parent]);
		/* What a loop is credited with it is also charged with. */
		if (n->parent == target)
			all[target].variance -= all[i].scaled_variance;
		else
			all[n->parent].variance += all[i].scaled_variance;
	}
	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_estimate *e = &all[i];

		e->own = e->own > 0 ? e->own : 0;
		e->raw = e->raw > 0 ? e->raw : 0;
		e->variance = e->variance > 0 ? e->variance : 0;
	}
	return all;
}
