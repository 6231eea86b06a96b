/* SPDX-License-Identifier: MIT */
/*
 * Adds up zones.  See zone-sums.h.
 *
 * Each link has its own calls, memory and waiting.  The time of a function is
 * known for all links that lead to it; they share it as their timed calls
 * suggest.
 */
#include "report/zone-sums.h"
#include "report/alloc.h"

#include <math.h>
#include <stdlib.h>

/* What links give to all that they are part of. */
struct given {
	const struct mc_zone_sums *to;
	double *share; /* of each link: of its function's time, of 1 */
	bool *is_first; /* it speaks for its function where links are counted */
	uint32_t link; /* the one that `value` is of */
	double value[MC_METRICS];
	double (*sums[2])[MC_METRICS]; /* by kind and place */
};

static bool is_spread(const struct mc_metric_row *row)
{
	return row->sum == MC_METRIC_OUTERMOST;
}

/* Shares each function's time out among the links that lead there: by what
   their calls suggest; by calls, if these suggest nothing. */
static void share_times(struct given *g)
{
	const struct mc_profile *p = g->to->profile;
	double *time = mc_alloc_zeroed(p->node_count, sizeof(*time));
	double *calls = mc_alloc_zeroed(p->node_count, sizeof(*calls));
	bool *is_seen = mc_alloc_zeroed(p->node_count, sizeof(*is_seen));

	for (size_t i = 0; i < p->node_count; i++) {
		uint32_t at = mc_regions_context(p, i);

		if (p->nodes[i].zone != MC_ZONE_LINK)
			continue;
		time[at] += g->to->estimates[i].scaled;
		calls[at] += (double)mc_node_calls(p->nodes[i].raw);
		g->is_first[i] = !is_seen[at];
		is_seen[at] = true;
	}
	for (size_t i = 0; i < p->node_count; i++) {
		uint32_t at = mc_regions_context(p, i);

		if (p->nodes[i].zone != MC_ZONE_LINK)
			continue;
		if (time[at] > 0)
			g->share[i] = g->to->estimates[i].scaled / time[at];
		else if (calls[at] > 0)
			g->share[i] = (double)mc_node_calls(p->nodes[i].raw) /
				      calls[at];
	}
	free(time);
	free(calls);
	free(is_seen);
}

/* Returns for each node how much of all time, memory and calls in zones it
   has: of 1, on average over the three. */
static double *weigh(const struct given *g)
{
	enum { KINDS = 3 };
	const struct mc_profile *p = g->to->profile;
	double *weight = mc_alloc_zeroed(p->node_count, sizeof(*weight));

	for (int kind = 0; kind < KINDS; kind++) {
		double sum = 0;

		for (int pass = 0; pass < 2; pass++)
			for (size_t i = 0; i < p->node_count; i++) {
				const struct mc_node *n = p->nodes[i].raw;
				uint32_t at = mc_regions_context(p, i);
				double part = (double)mc_node_calls(n);

				if (p->nodes[i].zone != MC_ZONE_LINK)
					continue;
				if (kind == 0)
					part = g->to->estimates[at].own *
					       g->share[i];
				if (kind == 1)
					part = fabs((double)n->rss_self_bytes);
				if (!pass)
					sum += part;
				else if (sum > 0)
					weight[i] += part / sum / KINDS;
			}
	}
	return weight;
}

static void load(struct given *g, uint32_t link)
{
	g->link = link;
	for (int i = 0; i < MC_METRICS; i++)
		if (is_spread(&mc_metric_rows[i]))
			g->value[i] = (double)mc_metric_rows[i].get(
				g->to->profile->nodes[link].raw);
}

/* Adds what the share has of its link's region.  Only what has all of a region
   is certain, so a context counts where all ways lead. */
static void add_part(const struct given *g, const struct mc_zone_share *s,
		     uint32_t context)
{
	const struct mc_region_part *whole = &g->to->estimates[context].part;
	double part = s->part * g->share[s->link];
	uint32_t region = g->to->regions->of[context];
	struct mc_region_part own = {
		.contexts = s->part == 1 && g->is_first[s->link],
		.ticks = (uint64_t)((double)whole->ticks * part),
		.share = whole->share * part,
	};

	if (region != MC_REGION_NONE)
		mc_region_add(&mc_portions_of(g->to->portions[s->kind],
					      s->place, region)
				       ->total,
			      &own);
}

/* Where some ways lead and others do not, it is not known which were gone: it
   may be all of them, or none. */
static void add_times(const struct given *g, const struct mc_zone_share *s,
		      uint32_t context, struct mc_fold *to)
{
	const struct mc_paths_sum *function = &g->to->sums[context];
	const struct mc_paths_sum *link = &g->to->sums[s->link];
	double part = s->part * g->share[s->link];

	to->ticks += function->ticks * part;
	to->raw_ticks += function->raw * part;
	to->variance += link->variance * s->part;
	to->cost_error += function->cost_error * part;
	if (s->part < 1)
		to->cost_error += function->ticks * g->share[s->link] *
				  fmax(s->part, 1 - s->part);
	to->flags_below |= link->flags;
	to->is_spread |= s->part < 1;
	to->is_recursive |= s->is_again;
}

static void take(void *data, const struct mc_zone_share *s)
{
	struct given *g = data;
	uint32_t context = mc_regions_context(g->to->profile, s->link);

	if (g->link != s->link)
		load(g, s->link);
	add_times(g, s, context, &g->to->folds[s->kind][s->place]);
	add_part(g, s, context);
	for (int i = 0; i < MC_METRICS; i++)
		if (is_spread(&mc_metric_rows[i]))
			g->sums[s->kind][s->place][i] += g->value[i] * s->part;
}

/* Adds the values of metrics, as whole numbers. */
static void finish_values(const struct given *g, enum mc_zone_kind kind)
{
	for (size_t i = 0; i < g->to->count[kind]; i++)
		for (int k = 0; k < MC_METRICS; k++)
			if (g->sums[kind][i][k] != 0)
				mc_fold_value(
					&g->to->folds[kind][i], k,
					llround(fmax(fmin(g->sums[kind][i][k],
							  0x1p62),
						     -0x1p62)));
}

void mc_zone_sums_add(const struct mc_zone_sums *to)
{
	const struct mc_profile *p = to->profile;
	struct given g = {.to = to, .link = UINT32_MAX};
	struct mc_zone_asker asker = {.take = take, .data = &g};
	double *weight;

	if (!mc_zone_is_there(p))
		return;
	g.share = mc_alloc_zeroed(p->node_count, sizeof(*g.share));
	g.is_first = mc_alloc_zeroed(p->node_count, sizeof(*g.is_first));
	for (int kind = 0; kind < 2; kind++)
		g.sums[kind] =
			mc_alloc_zeroed(to->count[kind], sizeof(*g.sums[kind]));
	share_times(&g);
	asker.weight = weight = weigh(&g);
	mc_zone_draw(p, to->places, to->count[MC_ZONE_TO_FUNCTION],
		     to->count[MC_ZONE_TO_EDGE], &asker);
	finish_values(&g, MC_ZONE_TO_FUNCTION);
	finish_values(&g, MC_ZONE_TO_EDGE);
	free(g.share);
	free(g.is_first);
	free(g.sums[0]);
	free(g.sums[1]);
	free(weight);
}
