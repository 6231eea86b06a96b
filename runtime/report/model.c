/* SPDX-License-Identifier: MIT */
/*
 * Builds the model: who is who, which contexts count, what they add up to.
 *
 *	for each profile
 *		match its functions with those known (match_functions) find the
 *contexts that ran, and their edges	(fold_contexts) sum them, correct the
 *sums, add them up		(fold.c) name the functions, drop those that
 *never ran, sort	(build.c)
 *
 * A context with no calls of its own (a forked child's inherited stack, the
 * creator above a thread's start) counts if something below it ran.
 */
#include "memcall-abi.h"
#include "report/model.h"
#include "report/build.h"
#include "report/fold.h"

#include <stdlib.h>
#include <string.h>

static uint32_t add_function(struct mc_build *b,
			     const struct mc_reader_function *f)
{
	bool local = f->flags & MC_FUNCTION_LOCAL;
	const char *symbol = f->symbol[0] ? f->symbol : f->name;
	uint64_t key = (uint64_t)mc_map_intern(&b->strings, symbol) << 32;
	uint32_t index;

	if (local)
		key |= mc_map_intern(&b->strings, f->file) + 1u;
	index = mc_map_add(&b->function_of, key, (uint32_t)b->function_count);
	if (index == b->function_count) {
		if (b->function_count == b->function_capacity) {
			b->function_capacity = b->function_capacity * 2 + 64;
			b->functions = mc_error_grow(b->functions,
						     b->function_capacity,
						     sizeof(*b->functions));
		}
		b->functions[b->function_count++] = (struct mc_model_function){
			.short_name = f->name,
			.symbol = symbol,
			.file = f->file,
			.line = f->line,
			.local = local,
		};
	}
	b->functions[index].marked |= !!(f->flags & MC_FUNCTION_MARKED);
	return index;
}

static uint32_t add_edge(struct mc_build *b, uint32_t caller, uint32_t callee,
			 bool is_thread)
{
	uint64_t key = (uint64_t)(caller + 1u) << 32 | callee << 1 | is_thread;
	uint32_t index = mc_map_add(&b->edge_of, key, (uint32_t)b->edge_count);

	if (index != b->edge_count)
		return index;
	if (b->edge_count == b->edge_capacity) {
		b->edge_capacity = b->edge_capacity * 2 + 64;
		b->edges = mc_error_grow(b->edges, b->edge_capacity,
					 sizeof(*b->edges));
	}
	b->edges[b->edge_count++] = (struct mc_model_edge){
		.caller = caller,
		.callee = callee,
		.is_thread = is_thread,
	};
	return index;
}

/* What is known of a context while its profile is folded. */
struct work {
	uint32_t *edge; /* index of its edge, MC_MAP_NONE for a root */
	bool *is_rough; /* memory of it or of something below is estimated */
	uint64_t *made; /* calls it made */
};

static bool ran(const struct mc_node *n)
{
	return n->calls || n->timed || n->self_ticks || n->edge_ticks ||
	       n->outer_ticks || n->rss_self_bytes || n->self_faults;
}

/* From the leaves up: who ran, what is estimated, how many calls it made. */
static void gather_upwards(const struct mc_profile *p,
			   struct mc_model_context *contexts, struct work *w)
{
	for (size_t i = 0; i < p->frame_count; i++)
		contexts[p->frames[i].node].is_live = true;
	for (size_t i = p->node_count; i-- > 0;) {
		const struct mc_reader_node *n = &p->nodes[i];
		bool is_thread = n->raw->flags & MC_NODE_THREAD;

		contexts[i].is_live |= n->parent != i && ran(n->raw);
		w->is_rough[i] |= !!(n->raw->flags & MC_NODE_RSS_ESTIMATED);
		if (n->parent == i || !contexts[i].is_live)
			continue;
		contexts[n->parent].is_live = true;
		if (is_thread)
			continue;
		w->is_rough[n->parent] |= w->is_rough[i];
		w->made[n->parent] =
			mc_measure_usum(w->made[n->parent], n->raw->calls);
	}
}

/* It stands there for what a thread that it started does below it. */
static bool is_only_context(const struct mc_node *n)
{
	return n->flags & MC_NODE_CONTEXT && !n->calls;
}

static void place_contexts(struct mc_build *b, const struct mc_profile *p,
			   const uint32_t *match, size_t base, struct work *w)
{
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_reader_node *n = &p->nodes[i];
		struct mc_model_context *c = &b->contexts[base + i];

		c->profile = p;
		c->node = (uint32_t)i;
		c->function = n->function == MC_READER_ROOT
				      ? MC_MODEL_ROOT
				      : match[n->function];
		c->parent = (uint32_t)base + n->parent;
		c->target = (uint32_t)base + n->target;
	}
	gather_upwards(p, &b->contexts[base], w);
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_reader_node *n = &p->nodes[i];
		struct mc_model_context *c = &b->contexts[base + i];

		c->self_ns = mc_reader_ns(p, mc_fold_self(p, n->raw->self_ticks,
							  n->raw->calls,
							  w->made[i]));
		w->edge[i] = MC_MAP_NONE;
		if (c->is_live && n->parent != i && !is_only_context(n->raw))
			w->edge[i] = add_edge(
				b, b->contexts[c->parent].function, c->function,
				n->raw->flags & MC_NODE_THREAD);
	}
}

static void sum_contexts(struct mc_build *b, const struct mc_profile *p,
			 size_t base, const struct work *w,
			 struct mc_fold *functions, struct mc_fold *edges)
{
	const struct mc_model_context *c = &b->contexts[base];

	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_reader_node *n = &p->nodes[i];
		bool is_rough = w->is_rough[i] || w->is_rough[n->target];

		if (w->edge[i] == MC_MAP_NONE)
			continue;
		mc_fold_node(&functions[c[i].function], MC_FOLD_FUNCTION,
			     n->raw, is_rough);
		mc_fold_node(&edges[w->edge[i]], MC_FOLD_EDGE, n->raw,
			     is_rough);
		functions[c[i].function].made = mc_measure_usum(
			functions[c[i].function].made, w->made[i]);
	}
	for (size_t i = 0; i < b->edge_count; i++)
		mc_fold_settle(&edges[i], p);
	for (size_t i = 0; i < p->frame_count; i++) {
		const struct mc_reader_frame *f = &p->frames[i];

		mc_fold_frame(&functions[c[f->node].function], MC_FOLD_FUNCTION,
			      p, f);
		mc_fold_frame(&edges[w->edge[f->node]], MC_FOLD_EDGE, p, f);
	}
}

/* Only what the profile has contexts of; the rest keeps its numbers. */
static void finish_sums(struct mc_build *b, const struct mc_profile *p,
			const struct work *w, size_t base,
			const struct mc_fold *functions,
			const struct mc_fold *edges)
{
	bool *has_function = mc_error_alloc(b->function_count, 1);
	bool *has_edge = mc_error_alloc(b->edge_count, 1);

	for (size_t i = 0; i < p->node_count; i++) {
		if (w->edge[i] == MC_MAP_NONE)
			continue;
		has_function[b->contexts[base + i].function] = true;
		has_edge[w->edge[i]] = true;
	}
	for (size_t i = 0; i < b->function_count; i++)
		if (has_function[i])
			mc_fold_finish(&functions[i], MC_FOLD_FUNCTION, p,
				       &b->functions[i].numbers);
	for (size_t i = 0; i < b->edge_count; i++)
		if (has_edge[i])
			mc_fold_finish(&edges[i], MC_FOLD_EDGE, p,
				       &b->edges[i].numbers);
	free(has_function);
	free(has_edge);
}

static void fold_contexts(struct mc_build *b, const struct mc_profile *p,
			  const uint32_t *match)
{
	size_t base = b->context_count, count = p->node_count;
	struct mc_fold *functions, *edges;
	struct work w;

	w.edge = mc_error_alloc(count, sizeof(*w.edge));
	w.is_rough = mc_error_alloc(count, sizeof(*w.is_rough));
	w.made = mc_error_alloc(count, sizeof(*w.made));
	b->context_count += count;
	b->contexts = mc_error_grow(b->contexts, b->context_count,
				    sizeof(*b->contexts));
	memset(&b->contexts[base], 0, count * sizeof(*b->contexts));
	place_contexts(b, p, match, base, &w);
	functions = mc_error_alloc(b->function_count, sizeof(*functions));
	edges = mc_error_alloc(b->edge_count, sizeof(*edges));
	sum_contexts(b, p, base, &w, functions, edges);
	finish_sums(b, p, &w, base, functions, edges);
	free(functions);
	free(edges);
	free(w.edge);
	free(w.is_rough);
	free(w.made);
}

static void add_profile(struct mc_build *b, const struct mc_profile *p)
{
	uint32_t *match = mc_error_alloc(p->function_count, sizeof(*match));

	for (size_t i = 0; i < p->function_count; i++)
		match[i] = add_function(b, &p->functions[i]);
	fold_contexts(b, p, match);
	free(match);
}

static void add_header(struct mc_model *m, const struct mc_profile *p)
{
	const struct mc_file_header *h = &p->header;

	m->has_times |= h->time_mode != MC_TIME_OFF && p->rate_ticks;
	m->has_memory |= h->mem_mode != MC_MEM_OFF;
	m->is_pruned |= h->prune != 0;
	for (size_t i = 0; i < p->thread_count; i++)
		m->threads += p->threads[i].record.calls > 0;
	m->extents = mc_measure_usum(m->extents, h->extents);
	m->lost = mc_measure_usum(m->lost, h->lost_calls);
	m->folded = mc_measure_usum(m->folded, h->folded_contexts);
}

struct mc_model *mc_model_build(struct mc_profile *const *profiles,
				size_t count)
{
	struct mc_model *m = mc_error_alloc(1, sizeof(*m));
	struct mc_build build = {0};

	m->profiles = mc_error_alloc(count, sizeof(struct mc_profile *));
	m->profile_count = count;
	for (size_t i = 0; i < count; i++) {
		m->profiles[i] = profiles[i];
		add_header(m, profiles[i]);
		add_profile(&build, profiles[i]);
	}
	m->program = count ? profiles[0]->header.program : "";
	m->command = count ? profiles[0]->header.command : "";
	mc_build_order(&build, m);
	mc_map_free(&build.function_of);
	mc_map_free(&build.edge_of);
	mc_map_free_strings(&build.strings);
	return m;
}

void mc_model_free(struct mc_model *m)
{
	char **names;

	if (!m)
		return;
	names = m->owned_names;
	for (size_t i = 0; i < m->function_count; i++)
		free(names[i]);
	free(names);
	for (size_t i = 0; i < m->profile_count; i++)
		mc_reader_close(m->profiles[i]);
	free(m->profiles);
	free(m->functions);
	free(m->edges);
	free(m->contexts);
	free(m);
}

int64_t mc_model_cost(const struct mc_model *m, const struct mc_measures *n)
{
	if (m->has_times)
		return mc_measure_has(n, MC_TOTAL_NS) ? n->value[MC_TOTAL_NS]
						      : 0;
	return n->value[MC_CALLS];
}

double mc_model_share(const struct mc_model *m, const struct mc_measures *n)
{
	int64_t whole = m->has_times ? m->total_ns : m->total_calls;

	return whole > 0 ? (double)mc_model_cost(m, n) / (double)whole : 0;
}
