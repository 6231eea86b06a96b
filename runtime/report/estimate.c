/* SPDX-License-Identifier: MIT */
/*
 * Shares regions out.  See estimate.h.
 */
#include "report/estimate.h"
#include "report/alloc.h"
#include "report/costs.h"

#include <math.h>
#include <stdlib.h>

/* True if NODE stands for a context whose time is shared out. */
static bool is_shared(const struct mc_profile *p, const struct mc_regions *in,
		      size_t node)
{
	return in->of[node] != MC_REGION_NONE && !p->nodes[node].is_inner &&
	       mc_regions_context(p, node) == node;
}

/* Returns the index of NODE's function; roots have the one behind the last. */
static size_t number_of(const struct mc_profile *p, size_t node)
{
	uint32_t function = p->nodes[node].function;

	return function == MC_PROFILE_ROOT ? p->function_count : function;
}

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

/* Gives each context of a region its share of the pool.  Returns what each took
   by that; 0 for the others. */
static double *share_out(const struct mc_profile *p,
			 const struct mc_regions *in, struct mc_estimate *all)
{
	double *guessed = add_up(p, in, all);
	double *times = mc_alloc_zeroed(p->node_count, sizeof(*times));

	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_estimate *e = &all[i];
		const struct mc_region *r;
		double guess;

		if (!is_shared(p, in, i))
			continue;
		r = &in->regions[in->of[i]];
		guess = guessed[in->of[i]] > 0 ? e->raw / guessed[in->of[i]]
					       : 1.0 / r->contexts;
		e->part.contexts = 1;
		e->part.share = mc_region_share(r, e->part.ticks, guess);
		e->raw = times[i] = r->pool * e->part.share;
		e->variance = 0;
		e->is_rough = r->contexts > 1;
	}
	free(guessed);
	return times;
}

/* What is left of the contexts of one function, when hooks are taken out: of
   all, and of those of which something is left. */
struct rest {
	double all;
	double positive;
};

/*
 * Takes out what hooks cost.  By chance a context may have fewer ticks than its
 * hooks took, and another one more.  So contexts of one function are balanced:
 * nothing of them is less than nothing, and together they are what is left of
 * the function.
 */
static void take_out(const struct mc_profile *p, const struct mc_regions *in,
		     const double *times, struct mc_estimate *all)
{
	struct mc_costs_hooks *hooks = mc_costs_find(p, times);
	struct rest *rests =
		mc_alloc_zeroed(p->function_count + 1, sizeof(*rests));

	for (size_t i = 0; i < p->node_count; i++) {
		struct rest *rest = &rests[number_of(p, i)];

		if (!is_shared(p, in, i))
			continue;
		all[i].own = times[i] - hooks[i].cost;
		all[i].cost_error = fmin(hooks[i].error, times[i]);
		rest->all += all[i].own;
		rest->positive += fmax(all[i].own, 0);
	}
	for (size_t i = 0; i < p->node_count; i++) {
		const struct rest *rest = &rests[number_of(p, i)];

		if (!is_shared(p, in, i))
			continue;
		if (all[i].own <= 0 || rest->all <= 0)
			all[i].own = 0;
		else
			all[i].own *= rest->all / rest->positive;
	}
	free(hooks);
	free(rests);
}

/* Says of inner functions that their time is among that of their callers: it is
   not known how much of it. */
static void hide_inner(const struct mc_profile *p, struct mc_estimate *all)
{
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];
		const struct mc_estimate *caller = &all[n->parent];

		if (n->is_inner)
			all[i] = (struct mc_estimate){
				.cost_error = p->nodes[n->parent].is_inner
						      ? caller->cost_error
						      : caller->own,
				.is_sampled = true,
				.is_rough = true,
			};
	}
}

struct mc_estimate *mc_estimate_nodes(const struct mc_profile *p,
				      const struct mc_regions *regions)
{
	struct mc_estimate *all = mc_samples_estimate(p);
	double *times = share_out(p, regions, all);

	take_out(p, regions, times, all);
	hide_inner(p, all);
	free(times);
	return all;
}
