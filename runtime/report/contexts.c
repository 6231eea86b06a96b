/* SPDX-License-Identifier: MIT */
/*
 * Adds up the contexts of a profile.  See contexts.h.
 *
 * A context with no calls of its own (a forked child's inherited stack, the
 * creator above a thread's start) counts if something below it ran.
 */
#include "report/contexts.h"
#include "report/alloc.h"
#include "report/fold.h"
#include "report/merge.h"
#include "report/zone-sums.h"

#include <stdlib.h>
#include <string.h>

/* Facts about each context, by node, while its profile is folded. */
struct work {
	struct mc_regions regions;
	struct mc_paths_place *places;
	struct mc_estimate *estimates;
	struct mc_paths_sum *sums;
	const struct mc_model_context *contexts;
};

bool mc_contexts_ran(const struct mc_node *n)
{
	return mc_node_calls(n) || n->timed || n->self_ticks || n->wait_ns ||
	       n->rss_self_bytes || n->self_faults;
}

/* Marks what ran, or has something below it that ran: from the leaves up. */
static void gather_upwards(const struct mc_profile *p,
			   struct mc_model_context *contexts)
{
	for (size_t i = 0; i < p->frame_count; i++)
		contexts[p->frames[i].node].is_live = true;
	for (size_t i = p->node_count; i-- > 0;) {
		const struct mc_profile_node *n = &p->nodes[i];

		contexts[i].is_live |=
			n->parent != i && mc_contexts_ran(n->raw);
		if (n->parent == i)
			continue;
		contexts[n->parent].is_live |= contexts[i].is_live;
		/* Nodes of functions stand before links, even in a damaged
		   file. */
		if (n->zone == MC_ZONE_LINK &&
		    p->nodes[n->target].zone == MC_ZONE_FUNCTION)
			contexts[n->target].is_live |= contexts[i].is_live;
	}
}

/* True if the context only stands above a thread that it started. */
static bool is_only_context(const struct mc_node *n)
{
	return n->flags & MC_NODE_CONTEXT && !mc_node_calls(n);
}

/* Finds the function that the context is added to: in a tree, a box of its own.
   A link counts as a call of the context that it leads back to. */
static uint32_t find_box(struct mc_draft *d, const struct mc_profile *p,
			 uint32_t node, uint32_t function,
			 const struct mc_paths_place *places)
{
	const struct mc_profile_node *n = &p->nodes[node];

	if (d->detail != MC_MODEL_TREE || function == MC_MODEL_ROOT)
		return function;
	if (n->target < node)
		return places[n->target].function;
	/* Boxes of a zone are not those of what the root calls. */
	if (n->zone == MC_ZONE_FUNCTION)
		return mc_draft_add_box(d, MC_MODEL_ROOT - 1, function, false);
	return mc_draft_add_box(d, places[n->parent].function, function,
				n->raw->flags & MC_NODE_THREAD);
}

static void place_contexts(struct mc_draft *d, const struct mc_profile *p,
			   const uint32_t *match, size_t base, struct work *w)
{
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];
		struct mc_model_context *c = &d->contexts[base + i];

		c->profile = p;
		c->node = (uint32_t)i;
		c->function = n->function == MC_PROFILE_ROOT
				      ? MC_MODEL_ROOT
				      : match[n->function];
		c->parent = (uint32_t)base + n->parent;
		c->target = (uint32_t)base + n->target;
	}
	gather_upwards(p, &d->contexts[base]);
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];
		struct mc_model_context *c = &d->contexts[base + i];

		c->is_counted = c->is_live && n->parent != i &&
				n->zone != MC_ZONE_TOP &&
				!is_only_context(n->raw);
		w->places[i].function =
			find_box(d, p, (uint32_t)i, c->function, w->places);
		w->places[i].edge = MC_MAP_NONE;
		if (c->is_counted && n->zone != MC_ZONE_FUNCTION)
			w->places[i].edge = mc_draft_add_edge(
				d, w->places[n->parent].function,
				w->places[i].function,
				n->raw->flags & MC_NODE_THREAD);
	}
}

static int64_t get_wait(const struct mc_profile *p, size_t node)
{
	return mc_metric_rows[MC_WAIT_SELF_NS].get(p->nodes[node].raw);
}

/* Gives each context what its function's sum, in whole ns, grows by with it. */
static void share_out(struct mc_draft *d, const struct mc_profile *p,
		      size_t base, const struct work *w)
{
	double *ticks = mc_alloc_zeroed(d->function_count, sizeof(*ticks));
	int64_t *given = mc_alloc_zeroed(d->function_count, sizeof(*given));

	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_model_context *c = &d->contexts[base + i];
		int64_t ns;

		if (!c->is_counted)
			continue;
		ticks[c->function] += w->estimates[i].own;
		ns = mc_profile_ns(p, mc_estimate_round(ticks[c->function]));
		c->self_ns = c->cpu_self_ns = ns - given[c->function];
		given[c->function] = ns;
		if (mc_profile_has_clocks(p))
			c->self_ns = mc_measure_sum(c->self_ns, get_wait(p, i));
	}
	free(ticks);
	free(given);
}

/* Adds one metric of all contexts. If a sum includes what is below, only the
   outermost contexts are added. */
static void sum_metric(const struct mc_profile *p, const struct work *w,
		       enum mc_metric which, struct mc_fold *functions,
		       struct mc_fold *edges)
{
	const struct mc_metric_row *row = &mc_metric_rows[which];
	bool is_all = row->sum != MC_METRIC_OUTERMOST;
	int64_t *with = is_all ? NULL : mc_paths_add_up(p, row->get);

	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_paths_place *at = &w->places[i];
		int64_t value = with ? with[i] : row->get(p->nodes[i].raw);

		if (at->edge == MC_MAP_NONE)
			continue;
		if (is_all || w->sums[i].is_first_call)
			mc_fold_value(&functions[at->function], which, value);
		if (is_all || w->sums[i].is_first_edge)
			mc_fold_value(&edges[at->edge], which, value);
	}
	free(with);
}

/* Tells whether the node is added to the sum of its function, or of its edge.
   What functions of a zone do themselves is their node's, which is no call. */
static bool has_sum(const struct mc_profile *p, const struct work *w,
		    size_t node, enum mc_fold_kind kind)
{
	if (w->places[node].edge != MC_MAP_NONE)
		return true;
	return kind == MC_FOLD_FUNCTION &&
	       p->nodes[node].zone == MC_ZONE_FUNCTION &&
	       w->contexts[node].is_live;
}

static void sum_contexts(const struct mc_profile *p, const struct work *w,
			 struct mc_fold *functions, struct mc_fold *edges)
{
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_node *n = p->nodes[i].raw;
		const struct mc_paths_place *at = &w->places[i];

		if (has_sum(p, w, i, MC_FOLD_FUNCTION))
			mc_fold_node(&functions[at->function], MC_FOLD_FUNCTION,
				     n, &w->estimates[i], &w->sums[i]);
		if (at->edge == MC_MAP_NONE)
			continue;
		mc_fold_node(&edges[at->edge], MC_FOLD_EDGE, n,
			     &w->estimates[i], &w->sums[i]);
	}
	for (int i = 0; i < MC_METRICS; i++)
		if (mc_metric_rows[i].sum != MC_METRIC_WORKED_OUT &&
		    mc_metric_rows[i].get)
			sum_metric(p, w, i, functions, edges);
	for (size_t i = 0; i < p->frame_count; i++) {
		const struct mc_paths_place *at = &w->places[p->frames[i].node];

		/* Only a damaged file has a call open that never began. */
		if (at->edge == MC_MAP_NONE)
			continue;
		mc_fold_frame(&functions[at->function], p->frames[i].raw);
		mc_fold_frame(&edges[at->edge], p->frames[i].raw);
	}
}

/* Gathers what functions or edges have of regions. */
static void gather_portions(const struct mc_profile *p, const struct work *w,
			    enum mc_fold_kind kind,
			    struct mc_portions *portions)
{
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_paths_place *at = &w->places[i];
		bool is_edge = kind == MC_FOLD_EDGE;
		uint32_t region = w->regions.of[i];
		uint32_t sum = is_edge ? at->edge : at->function;
		const struct mc_paths_sum *of = &w->sums[i];
		bool is_first = is_edge ? of->is_first_edge : of->is_first_call;

		if (!has_sum(p, w, i, kind))
			continue;
		if (region != MC_REGION_NONE)
			mc_region_add(
				&mc_portions_of(portions, sum, region)->self,
				&w->estimates[i].part);
		if (region != MC_REGION_NONE && is_first)
			mc_region_add(
				&mc_portions_of(portions, sum, region)->total,
				&of->part);
		if (is_first && of->beyond.contexts)
			mc_region_add(&mc_portions_of(portions, sum,
						      of->beyond_region)
					       ->total,
				      &of->beyond);
	}
}

/* Adds how far off shares of regions may be, and what is in zones. */
static void add_rest(struct mc_draft *d, const struct mc_profile *p,
		     const struct work *w, struct mc_fold *functions,
		     struct mc_fold *edges)
{
	struct mc_portions of_functions = {0}, of_edges = {0};
	const struct mc_zone_sums zone = {
		.profile = p,
		.regions = &w->regions,
		.estimates = w->estimates,
		.places = w->places,
		.sums = w->sums,
		.count = {d->function_count, d->edge_count},
		.folds = {functions, edges},
		.portions = {&of_functions, &of_edges},
	};

	gather_portions(p, w, MC_FOLD_FUNCTION, &of_functions);
	gather_portions(p, w, MC_FOLD_EDGE, &of_edges);
	mc_zone_sums_add(&zone);
	mc_portions_finish(&of_functions, &w->regions, functions);
	mc_portions_finish(&of_edges, &w->regions, edges);
}

/* The calls of one function or edge that threads with the same record began. */
struct start {
	uint32_t sum; /* index of the function or edge */
	uint32_t thread;
	uint64_t calls;
};

/*
 * Threads, not calls: a pool's loop that is not recorded itself calls what is
 * from the same thread again and again.  Of a record that several threads had,
 * one after the other, each call may have been another's.
 */
static void add_threads(const struct mc_profile *p, const struct start *starts,
			size_t count, struct mc_fold *sums)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t uses = p->threads[starts[i].thread].record.uses;
		uint64_t most = uses ? uses : 1;

		mc_fold_value(&sums[starts[i].sum], MC_THREADS,
			      mc_measure_signed(starts[i].calls < most
							? starts[i].calls
							: most));
	}
}

static void count_starts(const struct mc_profile *p, const struct work *w,
			 enum mc_fold_kind kind, struct mc_fold *sums)
{
	struct mc_map place_of = {0}; /* (sum, thread) -> start */
	struct start *starts = NULL;
	size_t count = 0;

	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];
		uint32_t sum = kind == MC_FOLD_EDGE ? w->places[i].edge
						    : w->places[i].function;
		uint32_t at;

		if (!(n->raw->flags & MC_NODE_THREAD) ||
		    w->places[i].edge == MC_MAP_NONE)
			continue;
		at = mc_map_add(&place_of, (uint64_t)sum << 32 | n->thread,
				(uint32_t)count);
		if (at == count) {
			starts =
				mc_alloc_append(starts, count, sizeof(*starts));
			starts[count++] = (struct start){sum, n->thread, 0};
		}
		starts[at].calls = mc_measure_usum(starts[at].calls,
						   mc_node_calls(n->raw));
	}
	add_threads(p, starts, count, sums);
	mc_map_free(&place_of);
	free(starts);
}

/* Finishes the sums of functions and edges that the profile has contexts of.
   The others keep their numbers. */
static void finish_sums(struct mc_draft *d, const struct mc_profile *p,
			const struct work *w, const struct mc_fold *functions,
			const struct mc_fold *edges)
{
	bool *has_function = mc_alloc_zeroed(d->function_count, 1);
	bool *has_edge = mc_alloc_zeroed(d->edge_count, 1);

	for (size_t i = 0; i < p->node_count; i++) {
		if (has_sum(p, w, i, MC_FOLD_FUNCTION))
			has_function[w->places[i].function] = true;
		if (has_sum(p, w, i, MC_FOLD_EDGE))
			has_edge[w->places[i].edge] = true;
	}
	for (size_t i = 0; i < d->function_count; i++)
		if (has_function[i])
			mc_fold_finish(&functions[i], MC_FOLD_FUNCTION, p,
				       &d->functions[i].numbers);
	for (size_t i = 0; i < d->edge_count; i++)
		if (has_edge[i])
			mc_fold_finish(&edges[i], MC_FOLD_EDGE, p,
				       &d->edges[i].numbers);
	free(has_function);
	free(has_edge);
}

void mc_contexts_fold(struct mc_draft *d, const struct mc_profile *p,
		      const uint32_t *match)
{
	bool is_raw = d->detail == MC_MODEL_RAW;
	size_t base = is_raw ? d->context_count : 0, count = p->node_count;
	struct mc_fold *functions, *edges;
	struct work w;

	w.places = mc_alloc_zeroed(count, sizeof(*w.places));
	w.regions = mc_regions_find(p);
	w.estimates = mc_estimate_nodes(p, &w.regions);
	if (is_raw)
		d->context_count += count;
	d->contexts =
		mc_alloc_grow(d->contexts, base + count, sizeof(*d->contexts));
	memset(&d->contexts[base], 0, count * sizeof(*d->contexts));
	w.contexts = &d->contexts[base];
	place_contexts(d, p, match, base, &w);
	if (p->header.time_mode != MC_TIME_OFF)
		share_out(d, p, base, &w);
	w.sums = mc_paths_sum(p, &w.regions, w.estimates, w.places,
			      d->function_count, d->edge_count);
	functions = mc_alloc_zeroed(d->function_count, sizeof(*functions));
	edges = mc_alloc_zeroed(d->edge_count, sizeof(*edges));
	sum_contexts(p, &w, functions, edges);
	add_rest(d, p, &w, functions, edges);
	count_starts(p, &w, MC_FOLD_FUNCTION, functions);
	count_starts(p, &w, MC_FOLD_EDGE, edges);
	finish_sums(d, p, &w, functions, edges);
	free(functions);
	free(edges);
	free(w.places);
	free(w.estimates);
	mc_regions_free(&w.regions);
	free(w.sums);
	if (d->merge)
		mc_merge_add(d->merge, d->contexts, count,
			     (uint32_t)d->model->profile_count);
}
