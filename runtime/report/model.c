/* SPDX-License-Identifier: MIT */
/*
 * Builds the model: who is who, which contexts count, what they add up to.
 *
 * For each profile: its functions are matched with those known
 * (match_functions), the contexts that ran and their edges are found
 * (fold_contexts), their numbers are summed, corrected and added up (fold.c).
 * In the end functions are named, those that never ran dropped, and the rest
 * is sorted (build.c).
 *
 * A context with no calls of its own (a forked child's inherited stack, the
 * creator above a thread's start) counts if something below it ran.
 */
#include "memcall-abi.h"
#include "report/model.h"
#include "report/alloc.h"
#include "report/build.h"
#include "report/fold.h"
#include "report/stacks.h"

#include <stdlib.h>
#include <string.h>

struct mc_model_builder {
	struct mc_build build;
	struct mc_model *model;
};

const char *mc_build_own(struct mc_model *m, char *text)
{
	if (m->owned_count == m->owned_capacity) {
		m->owned_capacity = m->owned_capacity * 2 + 256;
		m->owned_texts =
			mc_alloc_grow(m->owned_texts, m->owned_capacity,
				      sizeof(*m->owned_texts));
	}
	return m->owned_texts[m->owned_count++] = text;
}

/* A copy, as the profile may not be kept. */
static const char *copy(struct mc_build *b, const char *text)
{
	size_t size = strlen(text) + 1;

	return mc_build_own(b->model,
			    memcpy(mc_alloc_zeroed(size, 1), text, size));
}

/* The number of TEXT, of which the set has a copy then. */
static uint32_t intern(struct mc_build *b, const char *text)
{
	uint32_t known = b->strings.count;
	uint32_t number = mc_map_intern(&b->strings, text);

	if (number == known)
		b->strings.text[number] = copy(b, text);
	return number;
}

static uint32_t append_function(struct mc_build *b,
				const struct mc_model_function *new)
{
	if (b->function_count == b->function_capacity) {
		b->function_capacity = b->function_capacity * 2 + 64;
		b->functions = mc_alloc_grow(b->functions, b->function_capacity,
					     sizeof(*b->functions));
		if (b->detail == MC_MODEL_TREE)
			b->box_function = mc_alloc_grow(
				b->box_function, b->function_capacity,
				sizeof(*b->box_function));
	}
	b->functions[b->function_count] = *new;
	if (b->box_function)
		b->box_function[b->function_count] =
			(uint32_t)b->function_count;
	return (uint32_t)b->function_count++;
}

static uint32_t add_function(struct mc_build *b,
			     const struct mc_profile_function *f)
{
	bool local = f->flags & MC_FUNCTION_LOCAL;
	const char *symbol = f->symbol[0] ? f->symbol : f->name;
	uint32_t symbol_number = intern(b, symbol);
	uint32_t file_number = intern(b, f->file), index;
	uint64_t key = (uint64_t)symbol_number << 32;

	if (local)
		key |= file_number + 1u;
	index = mc_map_add(&b->function_of, key, (uint32_t)b->function_count);
	if (index == b->function_count) {
		struct mc_model_function new = {
			.short_name = copy(b, f->name),
			.symbol = b->strings.text[symbol_number],
			.file = b->strings.text[file_number],
			.line = f->line,
			.local = local,
		};

		append_function(b, &new);
	}
	b->functions[index].marked |= !!(f->flags & MC_FUNCTION_MARKED);
	return index;
}

/* A function as called by the context CALLER. */
static uint32_t add_box(struct mc_build *b, uint32_t caller, uint32_t function,
			bool is_thread)
{
	uint64_t key =
		(uint64_t)(caller + 1u) << 32 | function << 1 | is_thread;
	uint32_t index =
		mc_map_add(&b->box_of, key, (uint32_t)b->function_count);

	if (index == b->function_count) {
		struct mc_model_function new = b->functions[function];

		append_function(b, &new);
		b->box_function[index] = function;
	}
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
		b->edges = mc_alloc_grow(b->edges, b->edge_capacity,
					 sizeof(*b->edges));
	}
	b->edges[b->edge_count++] = (struct mc_model_edge){
		.caller = caller,
		.callee = callee,
		.is_thread = is_thread,
	};
	return index;
}

/* What is known of the contexts while their profile is folded, by node. */
struct work {
	struct mc_paths_place *places;
	struct mc_estimate *estimates;
	struct mc_paths_sum *sums;
};

static bool ran(const struct mc_node *n)
{
	return mc_node_calls(n) || n->timed || n->self_ticks ||
	       n->rss_self_bytes || n->self_faults;
}

/* From the leaves up: who ran. */
static void gather_upwards(const struct mc_profile *p,
			   struct mc_model_context *contexts)
{
	for (size_t i = 0; i < p->frame_count; i++)
		contexts[p->frames[i].node].is_live = true;
	for (size_t i = p->node_count; i-- > 0;) {
		const struct mc_profile_node *n = &p->nodes[i];

		contexts[i].is_live |= n->parent != i && ran(n->raw);
		if (n->parent != i)
			contexts[n->parent].is_live |= contexts[i].is_live;
	}
}

/* It stands there for what a thread that it started does below it. */
static bool is_only_context(const struct mc_node *n)
{
	return n->flags & MC_NODE_CONTEXT && !mc_node_calls(n);
}

/* The function that the context is added to, in a tree one of its own; a link
   is a call of the context it leads back to. */
static uint32_t find_box(struct mc_build *b, const struct mc_profile *p,
			 uint32_t node, uint32_t function,
			 const struct mc_paths_place *places)
{
	const struct mc_profile_node *n = &p->nodes[node];

	if (b->detail != MC_MODEL_TREE || function == MC_MODEL_ROOT)
		return function;
	if (n->target < node)
		return places[n->target].function;
	return add_box(b, places[n->parent].function, function,
		       n->raw->flags & MC_NODE_THREAD);
}

static void place_contexts(struct mc_build *b, const struct mc_profile *p,
			   const uint32_t *match, size_t base, struct work *w)
{
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];
		struct mc_model_context *c = &b->contexts[base + i];

		c->profile = p;
		c->node = (uint32_t)i;
		c->function = n->function == MC_PROFILE_ROOT
				      ? MC_MODEL_ROOT
				      : match[n->function];
		c->parent = (uint32_t)base + n->parent;
		c->target = (uint32_t)base + n->target;
	}
	gather_upwards(p, &b->contexts[base]);
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];
		struct mc_model_context *c = &b->contexts[base + i];

		c->is_counted = c->is_live && n->parent != i &&
				!is_only_context(n->raw);
		w->places[i].function =
			find_box(b, p, (uint32_t)i, c->function, w->places);
		w->places[i].edge = MC_MAP_NONE;
		if (c->is_counted)
			w->places[i].edge =
				add_edge(b, w->places[n->parent].function,
					 w->places[i].function,
					 n->raw->flags & MC_NODE_THREAD);
	}
}

/* Each context gets what its function's sum, in whole ns, grows by with it. */
static void share_out(struct mc_build *b, const struct mc_profile *p,
		      size_t base, const struct work *w)
{
	double *ticks = mc_alloc_zeroed(b->function_count, sizeof(*ticks));
	int64_t *given = mc_alloc_zeroed(b->function_count, sizeof(*given));

	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_model_context *c = &b->contexts[base + i];
		int64_t ns;

		if (!c->is_counted)
			continue;
		ticks[c->function] += w->estimates[i].own;
		ns = mc_profile_ns(p, mc_estimate_round(ticks[c->function]));
		c->self_ns = ns - given[c->function];
		given[c->function] = ns;
	}
	free(ticks);
	free(given);
}

static void sum_contexts(const struct mc_profile *p, const struct work *w,
			 struct mc_fold *functions, struct mc_fold *edges)
{
	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_node *n = p->nodes[i].raw;
		const struct mc_paths_place *at = &w->places[i];

		if (at->edge == MC_MAP_NONE)
			continue;
		mc_fold_node(&functions[at->function], MC_FOLD_FUNCTION, n,
			     &w->estimates[i], &w->sums[i]);
		mc_fold_node(&edges[at->edge], MC_FOLD_EDGE, n,
			     &w->estimates[i], &w->sums[i]);
	}
	for (size_t i = 0; i < p->frame_count; i++) {
		const struct mc_paths_place *at = &w->places[p->frames[i].node];

		/* Only a damaged file has a call open that never began. */
		if (at->edge == MC_MAP_NONE)
			continue;
		mc_fold_frame(&functions[at->function], p->frames[i].raw);
		mc_fold_frame(&edges[at->edge], p->frames[i].raw);
	}
}

/* What began in one thread's record. */
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

		mc_fold_threads(&sums[starts[i].sum], starts[i].calls < most
							      ? starts[i].calls
							      : most);
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

/* Only what the profile has contexts of; the rest keeps its numbers. */
static void finish_sums(struct mc_build *b, const struct mc_profile *p,
			const struct work *w, const struct mc_fold *functions,
			const struct mc_fold *edges)
{
	bool *has_function = mc_alloc_zeroed(b->function_count, 1);
	bool *has_edge = mc_alloc_zeroed(b->edge_count, 1);

	for (size_t i = 0; i < p->node_count; i++) {
		if (w->places[i].edge == MC_MAP_NONE)
			continue;
		has_function[w->places[i].function] = true;
		has_edge[w->places[i].edge] = true;
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
	bool is_raw = b->detail == MC_MODEL_RAW;
	size_t base = is_raw ? b->context_count : 0, count = p->node_count;
	struct mc_fold *functions, *edges;
	struct work w;

	w.places = mc_alloc_zeroed(count, sizeof(*w.places));
	w.estimates = mc_estimate_nodes(p);
	if (is_raw)
		b->context_count += count;
	b->contexts =
		mc_alloc_grow(b->contexts, base + count, sizeof(*b->contexts));
	memset(&b->contexts[base], 0, count * sizeof(*b->contexts));
	place_contexts(b, p, match, base, &w);
	if (p->header.time_mode != MC_TIME_OFF)
		share_out(b, p, base, &w);
	w.sums = mc_paths_sum(p, w.estimates, w.places, b->function_count,
			      b->edge_count);
	functions = mc_alloc_zeroed(b->function_count, sizeof(*functions));
	edges = mc_alloc_zeroed(b->edge_count, sizeof(*edges));
	sum_contexts(p, &w, functions, edges);
	count_starts(p, &w, MC_FOLD_FUNCTION, functions);
	count_starts(p, &w, MC_FOLD_EDGE, edges);
	finish_sums(b, p, &w, functions, edges);
	free(functions);
	free(edges);
	free(w.places);
	free(w.estimates);
	free(w.sums);
	if (b->model->stacks)
		mc_stacks_add(b->model->stacks, b->contexts, count,
			      (uint32_t)b->model->profile_count);
}

static void add_profile(struct mc_build *b, const struct mc_profile *p)
{
	uint32_t *match = mc_alloc_zeroed(p->function_count, sizeof(*match));

	for (size_t i = 0; i < p->function_count; i++)
		match[i] = add_function(b, &p->functions[i]);
	fold_contexts(b, p, match);
	free(match);
}

/* Those that called something.  Threads that follow one another share a record,
   of which the header knows; a file that was cut may have more of them. */
static uint64_t count_threads(const struct mc_profile *p)
{
	bool *called = mc_alloc_zeroed(p->thread_count, sizeof(*called));
	uint64_t count = 0;

	for (size_t i = 0; i < p->node_count; i++)
		called[p->nodes[i].thread] |= ran(p->nodes[i].raw);
	for (size_t i = 0; i < p->thread_count; i++)
		count += called[i];
	free(called);
	return count > p->header.threads ? count : p->header.threads;
}

static void add_header(struct mc_model *m, const struct mc_profile *p)
{
	const struct mc_file_header *h = &p->header;

	m->has_times |= h->time_mode != MC_TIME_OFF && p->rate_ticks;
	m->has_memory |= h->mem_mode != MC_MEM_OFF;
	m->is_pruned |= h->prune != 0;
	m->threads = mc_measure_usum(m->threads, count_threads(p));
	m->extents = mc_measure_usum(m->extents, h->extents);
	m->lost = mc_measure_usum(m->lost, h->lost_calls);
	m->folded = mc_measure_usum(m->folded, h->folded_contexts);
}

struct mc_model_builder *mc_model_begin(enum mc_model_detail detail)
{
	struct mc_model_builder *b = mc_alloc_zeroed(1, sizeof(*b));

	b->model = mc_alloc_zeroed(1, sizeof(*b->model));
	b->model->is_tree = detail == MC_MODEL_TREE;
	if (detail == MC_MODEL_STACKS || detail == MC_MODEL_STARTERS ||
	    detail == MC_MODEL_THREADS)
		b->model->stacks = mc_stacks_open(detail);
	b->build.model = b->model;
	b->build.detail = detail;
	return b;
}

void mc_model_add(struct mc_model_builder *b, struct mc_profile *p)
{
	struct mc_model *m = b->model;

	add_header(m, p);
	add_profile(&b->build, p);
	if (b->build.detail != MC_MODEL_RAW)
		mc_profile_drop_records(p);
	m->profiles = mc_alloc_append(m->profiles, m->profile_count,
				      sizeof(struct mc_profile *));
	m->profiles[m->profile_count++] = p;
}

struct mc_model *mc_model_finish(struct mc_model_builder *b)
{
	struct mc_model *m = b->model;
	bool is_any = m->profile_count;

	m->program = is_any ? m->profiles[0]->header.program : "";
	m->command = is_any ? m->profiles[0]->header.command : "";
	mc_build_order(&b->build, m);
	mc_map_free(&b->build.function_of);
	mc_map_free(&b->build.edge_of);
	mc_map_free(&b->build.box_of);
	free(b->build.box_function);
	mc_map_free_strings(&b->build.strings);
	free(b);
	return m;
}

struct mc_model *mc_model_build(struct mc_profile *const *profiles,
				size_t count)
{
	struct mc_model_builder *b = mc_model_begin(MC_MODEL_RAW);

	for (size_t i = 0; i < count; i++)
		mc_model_add(b, profiles[i]);
	return mc_model_finish(b);
}

void mc_model_free(struct mc_model *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->owned_count; i++)
		free(m->owned_texts[i]);
	free(m->owned_texts);
	for (size_t i = 0; i < m->profile_count; i++)
		mc_profile_close(m->profiles[i]);
	mc_stacks_free(m->stacks);
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
