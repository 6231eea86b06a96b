/* SPDX-License-Identifier: MIT */
/*
 * Adds up what hooks cost.  See costs.h.
 */
#include "report/costs.h"
#include "report/alloc.h"
#include "report/regions.h"

struct mc_costs mc_costs_of(const struct mc_profile *p)
{
	return (struct mc_costs){
		.inside = (double)p->header.cost_inside_mticks / 1000,
		.outside = (double)p->header.cost_outside_mticks / 1000,
		.untimed = (double)p->header.cost_untimed_mticks / 1000,
	};
}

bool mc_costs_is_apart(const struct mc_profile_node *nodes, size_t node)
{
	uint32_t parent = nodes[node].parent;

	return nodes[parent].parent == parent ||
	       nodes[node].raw->flags & MC_NODE_THREAD;
}

/* The middle of what counted calls may cost is taken out. */
static void add_hooks(struct mc_costs_hooks *to, double timed, double untimed)
{
	double least = untimed * MC_COSTS_LEAST_UNTIMED;
	double most = untimed * MC_COSTS_MOST_UNTIMED;

	to->cost += timed + (least + most) / 2;
	to->error += timed * MC_COSTS_TIMED_ERROR + (most - least) / 2;
}

struct mc_costs_hooks *mc_costs_find(const struct mc_profile *p)
{
	struct mc_costs costs = mc_costs_of(p);
	struct mc_costs_hooks *hooks =
		mc_alloc_zeroed(p->node_count, sizeof(*hooks));

	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_node *n = p->nodes[i].raw;
		double timed = (double)n->timed;
		double untimed =
			mc_costs_difference(mc_node_calls(n), n->timed) *
			costs.untimed;

		add_hooks(&hooks[mc_regions_context(p, i)],
			  timed * costs.inside, untimed * MC_COSTS_CALLEE_PART);
		if (!mc_costs_is_apart(p->nodes, i))
			add_hooks(&hooks[mc_regions_context(
					  p, p->nodes[i].parent)],
				  timed * costs.outside,
				  untimed * (1 - MC_COSTS_CALLEE_PART));
	}
	return hooks;
}
