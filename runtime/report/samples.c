/* SPDX-License-Identifier: MIT */
/*
 * Scales strata up.  See samples.h.
 */
#include "report/samples.h"
#include "report/alloc.h"
#include "report/costs.h"
#include "report/zone-map.h"

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
			 (double)n->light * costs->light *
				 (n->is_inner ? MC_COSTS_INNER_PART : 1);
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
 * Calls of a zone were made by any of the contexts of a function: its own
 * there, and those that are told apart.  What was seen of such calls is taken
 * out of what is left of all of these, in proportion.
 */
struct callers {
	uint32_t *function; /* mc_zone_map; NULL: there is no zone */
	double *rest; /* what is left of each context */
	double *sum; /* and of all contexts of a function, by its node */
	double *wanted; /* what its calls suggest, likewise */
	struct mc_estimate *taken; /* what is taken out, likewise */
};

/* Returns the node that stands for all that may have made NODE's calls; NONE:
   its parent made them. */
static uint32_t find_callers(const struct callers *c,
			     const struct mc_profile *p, size_t node)
{
	return p->nodes[node].zone == MC_ZONE_LINK
		       ? c->function[p->nodes[node].parent]
		       : MC_ZONE_MAP_NONE;
}

static bool is_caller(const struct callers *c, const struct mc_profile *p,
		      size_t node)
{
	return c->function[node] != MC_ZONE_MAP_NONE &&
	       (p->nodes[node].zone == MC_ZONE_FUNCTION ||
		mc_zone_map_leads_in(p, node));
}

/* Finds callers.  THERE is what was seen of each context, WANTED what is taken
   out of it for calls that are not of a zone. */
static void begin_callers(struct callers *c, const struct mc_profile *p,
			  const double *there, const double *wanted)
{
	c->function = mc_zone_map(p);
	if (!c->function)
		return;
	c->rest = mc_alloc_zeroed(p->node_count, sizeof(*c->rest));
	c->sum = mc_alloc_zeroed(p->node_count, sizeof(*c->sum));
	c->wanted = mc_alloc_zeroed(p->node_count, sizeof(*c->wanted));
	c->taken = mc_alloc_zeroed(p->node_count, sizeof(*c->taken));
	for (size_t i = 0; i < p->node_count; i++) {
		if (!is_caller(c, p, i))
			continue;
		c->rest[i] = fmax(there[i] - wanted[i], 0);
		c->sum[c->function[i]] += c->rest[i];
	}
}

/* Limits what links of zones suggest by what is left of their callers. */
static void limit_zones(struct callers *c, const struct mc_profile *p,
			struct mc_estimate *all)
{
	for (int pass = 0; c->function && pass < 2; pass++)
		for (size_t i = 0; i < p->node_count; i++) {
			uint32_t by = find_callers(c, p, i);
			double more = shown_elsewhere(&p->nodes[i], &all[i]);

			if (by == MC_ZONE_MAP_NONE)
				continue;
			if (!pass)
				c->wanted[by] += more;
			else if (c->wanted[by] > c->sum[by])
				all[i].scaled -=
					more * (1 - c->sum[by] / c->wanted[by]);
		}
}

static void add_part(const struct mc_estimate *from, double part,
		     struct mc_estimate *to)
{
	to->own += from->own * part;
	to->raw += from->raw * part;
	to->variance += from->variance * part;
	to->cost_error += from->cost_error * part;
	to->is_rough |= from->is_rough;
}

/* Takes out of callers what was seen of calls of zones. */
static void end_callers(struct callers *c, const struct mc_profile *p,
			struct mc_estimate *all)
{
	for (size_t i = 0; c->function && i < p->node_count; i++) {
		uint32_t by = c->function[i];

		if (!is_caller(c, p, i))
			continue;
		if (c->sum[by] > 0)
			add_part(&c->taken[by], c->rest[i] / c->sum[by],
				 &all[i]);
		else if (i == by)
			add_part(&c->taken[by], 1, &all[i]);
	}
	free(c->function);
	free(c->rest);
	free(c->sum);
	free(c->wanted);
	free(c->taken);
}

/*
 * Limits estimates.  By chance those of what a context calls may come to more
 * than was seen to pass there.  From the root down, what is over is taken off
 * what was not seen, in proportion.
 */
static void limit(const struct mc_profile *p, struct mc_estimate *all,
		  struct callers *callers)
{
	const struct mc_profile_node *nodes = p->nodes;
	double *there = mc_alloc_zeroed(p->node_count, sizeof(*there));
	double *wanted = mc_alloc_zeroed(p->node_count, sizeof(*wanted));

	for (size_t i = 0; i < p->node_count; i++) {
		there[nodes[i].target] += all[i].scaled;
		if (!mc_costs_is_apart(nodes, i) &&
		    nodes[i].zone == MC_ZONE_OUTSIDE)
			wanted[nodes[i].parent] +=
				shown_elsewhere(&nodes[i], &all[i]);
	}
	for (size_t i = 0; i < p->node_count; i++) {
		uint32_t parent = nodes[i].parent;
		double over;

		if (mc_costs_is_apart(nodes, i) ||
		    nodes[i].zone != MC_ZONE_OUTSIDE ||
		    wanted[parent] <= there[parent])
			continue;
		over = shown_elsewhere(&nodes[i], &all[i]) *
		       (1 - there[parent] / wanted[parent]);
		all[i].scaled -= over;
		there[nodes[i].target] -= over;
	}
	begin_callers(callers, p, there, wanted);
	limit_zones(callers, p, all);
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

/* Takes out of a context what keeping the ledger of the heap cost it. */
static void take_out_heap(const struct mc_profile *p, size_t i,
			  struct mc_estimate *context)
{
	double cost = mc_costs_heap(p, &p->nodes[i]);

	context->own -= cost;
	context->cost_error += cost * MC_COSTS_HEAP_ERROR;
}

struct mc_estimate *mc_samples_estimate(const struct mc_profile *p)
{
	struct mc_estimate *all = mc_alloc_zeroed(p->node_count, sizeof(*all));
	struct mc_costs costs = mc_costs_of(p);
	struct callers callers = {0};

	for (size_t i = 0; i < p->node_count; i++)
		scale(p->nodes[i].raw, &all[i]);
	limit(p, all, &callers);
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];
		bool is_thread = n->raw->flags & MC_NODE_THREAD;
		uint32_t target = mc_regions_context(p, i);
		uint32_t by = find_callers(&callers, p, i);
		struct mc_estimate *caller = by == MC_ZONE_MAP_NONE
						     ? &all[n->parent]
						     : &callers.taken[by];

		add_shown(n->raw, &all[i], &costs, &all[target]);
		if (n->parent == i || is_thread)
			continue;
		take_out(n, &all[i], &costs, caller);
		/* A loop is charged with what it is credited with. */
		if (n->parent == target)
			all[target].variance -= all[i].scaled_variance;
		else
			caller->variance += all[i].scaled_variance;
	}
	end_callers(&callers, p, all);
	for (size_t i = 0; i < p->node_count; i++)
		take_out_heap(p, i, &all[mc_regions_context(p, i)]);
	balance(p, all);
	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_estimate *e = &all[i];

		e->own = e->own > 0 ? e->own : 0;
		e->raw = e->raw > 0 ? e->raw : 0;
		e->variance = e->variance > 0 ? e->variance : 0;
	}
	return all;
}
