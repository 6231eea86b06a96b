/* SPDX-License-Identifier: MIT */
/*
 * Shares regions out.  See estimate.h.
 */
#include "report/estimate.h"
#include "report/alloc.h"
#include "report/costs.h"

#include <math.h>
#include <stdlib.h>

/* Returns for each region the sum of what timed calls suggest of its contexts,
   and gives each context its ticks. */
static double *add_up(const struct mc_profile *p, const struct mc_regions *in,
		      struct mc_estimate *all)
{
	double *guessed = mc_alloc_zeroed(p->node_count, sizeof(*guessed));

	for (size_t i = 0; i < p->node_count; i++) {
		if (in->of[i] == MC_REGION_NONE)
			continue;
		all[i].scaled_variance = 0;
		guessed[in->of[i]] += all[i].raw;
		all[mc_regions_context(p, i)].part.ticks +=
			p->nodes[i].raw->cpu_ticks;
	}
	return guessed;
}

/* Gives each context of a region its share of the pool. */
static void share_out(const struct mc_profile *p, const struct mc_regions *in,
		      struct mc_estimate *all)
{
	double *guessed = add_up(p, in, all);
	struct mc_costs_hooks *hooks = mc_costs_find(p);

	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_estimate *e = &all[i];
		const struct mc_region *r;
		double guess;

		if (in->of[i] == MC_REGION_NONE ||
		    mc_regions_context(p, i) != i)
			continue;
		r = &in->regions[in->of[i]];
		guess = guessed[in->of[i]] > 0 ? e->raw / guessed[in->of[i]]
					       : 1.0 / r->contexts;
		e->part.contexts = 1;
		e->part.share = mc_region_share(r, e->part.ticks, guess);
		e->raw = r->pool * e->part.share;
		e->own = fmax(e->raw - hooks[i].cost, 0);
		e->cost_error = fmin(hooks[i].error, e->raw);
		e->variance = 0;
		e->is_rough = r->contexts > 1;
	}
	free(guessed);
	free(hooks);
}

struct mc_estimate *mc_estimate_nodes(const struct mc_profile *p,
				      const struct mc_regions *regions)
{
	struct mc_estimate *all = mc_samples_estimate(p);

	share_out(p, regions, all);
	return all;
}
