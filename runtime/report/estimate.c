/* SPDX-License-Identifier: MIT */
/*
 * Estimates.  See estimate.h.
 */
#include "report/estimate.h"
#include "report/alloc.h"

#include <math.h>
#include <stdlib.h>

/* The recorder's cost of one call, in ticks: in the time that the call shows
   itself, and in its caller's. */
struct costs {
	double inside;
	double outside;
	double untimed;
};

/*
 * How far off these may be, of themselves.  Costs are averages, measured with a
 * program of the recorder's own (overhead.h).  What a call that is only counted
 * costs depends on the program, as fewer calls are inlined: of SQLite and of
 * Lua it is 1.8 times that average, in loops of tiny calls half of it.
 */
#define TIMED_ERROR (1 / 3.0)
#define UNTIMED_ERROR 0.8

static struct costs costs_of(const struct mc_profile *p)
{
	return (struct costs){
		.inside = (double)p->header.cost_inside_mticks / 1000,
		.outside = (double)p->header.cost_outside_mticks / 1000,
		.untimed = (double)p->header.cost_untimed_mticks / 1000,
	};
}

/* Subtracts, as far as there is something left: in a damaged file there may
   not. */
static double difference(uint64_t a, uint64_t b)
{
	return a > b ? (double)(a - b) : 0;
}

/* Returns self_ticks; a damaged file may have less than nothing. */
static uint64_t self_ticks(const struct mc_node *node)
{
	return (int64_t)node->self_ticks > 0 ? node->self_ticks : 0;
}

static void scale(const struct mc_node *node, struct mc_estimate *e)
{
	double n = difference(mc_node_calls(node), node->stratum_calls);
	double m = difference(node->timed, node->stratum_timed);
	double r = difference(self_ticks(node), node->stratum_ticks);
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
	target->cost_error +=
		(link->scaled - without_hooks(node, link, costs)) * TIMED_ERROR;
	target->variance += link->scaled_variance;
	target->is_rough |= link->is_sampled;
}

/* Takes out of the caller what calls by the link had it show for them. */
static void take_out(const struct mc_node *node, const struct mc_estimate *link,
		     const struct costs *costs, struct mc_estimate *caller)
{
	double timed = (double)node->timed;
	double rest = difference(mc_node_calls(node), node->timed);
	double shown = link->scaled - (double)self_ticks(node);
	double hooks = timed * costs->outside + rest * costs->untimed;
	double callee = 0;

	if (link->scaled > 0)
		callee =
			without_hooks(node, link, costs) * shown / link->scaled;
	caller->raw -= shown;
	caller->own -= callee + hooks;
	/* The two count in opposite directions, but how they go together is not
	   known: both are added. */
	caller->cost_error +=
		(shown - callee + timed * costs->outside) * TIMED_ERROR +
		rest * costs->untimed * UNTIMED_ERROR;
	caller->is_rough |= link->is_sampled;
}

/* True for extents and for what threads do: their time does not pass in what is
   above. */
static bool is_apart(const struct mc_profile_node *nodes, size_t node)
{
	uint32_t parent = nodes[node].parent;

	return nodes[parent].parent == parent ||
	       nodes[node].raw->flags & MC_NODE_THREAD;
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
		if (!is_apart(nodes, i))
			wanted[nodes[i].parent] +=
				shown_elsewhere(&nodes[i], &all[i]);
	}
	for (size_t i = 0; i < p->node_count; i++) {
		uint32_t parent = nodes[i].parent;
		double over;

		if (is_apart(nodes, i) || wanted[parent] <= there[parent])
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
		if (!is_apart(nodes, i))
			below[nodes[i].parent] += total;
	}
	/* From here on `share` is that of the context itself and of what is
	   above it. */
	for (size_t i = 0; i < p->node_count; i++) {
		double above = is_apart(nodes, i) ? 1 : share[nodes[i].parent];

		all[i].raw *= above;
		all[i].own *= above;
		share[i] *= above;
	}
	free(below);
	free(share);
}

/* What hooks cost while a context was the position, and how far off that may
   be. */
struct hooks {
	double cost;
	double error;
};

static void add_hooks(struct hooks *to, double timed, double untimed)
{
	to->cost += timed + untimed;
	to->error += timed * TIMED_ERROR + untimed * UNTIMED_ERROR;
}

/* Finds that for each context: half of a call that is only counted is its
   caller's. */
static struct hooks *find_hooks(const struct mc_profile *p,
				const struct costs *costs)
{
	struct hooks *hooks = mc_alloc_zeroed(p->node_count, sizeof(*hooks));

	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_node *n = p->nodes[i].raw;
		double timed = (double)n->timed;
		double half = difference(mc_node_calls(n), n->timed) *
			      costs->untimed / 2;

		add_hooks(&hooks[mc_regions_context(p, i)],
			  timed * costs->inside, half);
		if (!is_apart(p->nodes, i))
			add_hooks(&hooks[mc_regions_context(
					  p, p->nodes[i].parent)],
				  timed * costs->outside, half);
	}
	return hooks;
}

/* Gives each context of a region its share of the pool. */
static void share_out(const struct mc_profile *p, const struct mc_regions *in,
		      const struct costs *costs, struct mc_estimate *all)
{
	double *guessed = mc_alloc_zeroed(p->node_count, sizeof(*guessed));
	struct hooks *hooks = find_hooks(p, costs);

	for (size_t i = 0; i < p->node_count; i++) {
		if (in->of[i] == MC_REGION_NONE)
			continue;
		all[i].scaled_variance = 0;
		guessed[in->of[i]] += all[i].raw;
		all[mc_regions_context(p, i)].part.ticks +=
			p->nodes[i].raw->cpu_ticks;
	}
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
	struct mc_estimate *all = mc_alloc_zeroed(p->node_count, sizeof(*all));
	struct costs costs = costs_of(p);

	for (size_t i = 0; i < p->node_count; i++)
		scale(p->nodes[i].raw, &all[i]);
	limit(p, all);
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];
		bool is_thread = n->raw->flags & MC_NODE_THREAD;
		bool is_cut = n->raw->flags & MC_NODE_CUT;
		uint32_t target = is_cut ? (uint32_t)i : n->target;

		add_shown(n->raw, &all[i], &costs, &all[target]);
		if (n->parent == i || is_thread)
			continue;
		take_out(n->raw, &all[i], &costs, &all[n->parent]);
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
	share_out(p, regions, &costs, all);
	return all;
}
