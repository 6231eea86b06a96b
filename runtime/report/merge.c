/* SPDX-License-Identifier: MIT */
/*
 * Merges contexts into stacks.  See merge.h.
 *
 * Contexts come with parents first, so each one's stack is found by one look
 * into a map from (stack of the parent, function).  A profile may be damaged
 * and its trees as deep as they have nodes: nothing here is recursive.
 */
#include "report/merge.h"
#include "report/alloc.h"
#include "report/map.h"

#include <stdlib.h>
#include <string.h>

struct mc_merge {
	struct mc_stacks *stacks;
	enum mc_model_detail detail;
	size_t capacity;
	struct mc_map called; /* (stack, function) -> stack */
	struct mc_map started; /* (starter, function) -> stack */
};

static uint32_t add_stack(struct mc_merge *g, struct mc_map *map, uint64_t key,
			  const struct mc_stack *new)
{
	struct mc_stacks *s = g->stacks;
	uint32_t index = (uint32_t)s->count;

	if (map)
		index = mc_map_add(map, key, index);
	if (index != s->count)
		return index;
	if (s->count == g->capacity) {
		g->capacity = g->capacity * 2 + 256;
		s->stack =
			mc_alloc_grow(s->stack, g->capacity, sizeof(*s->stack));
		s->own = mc_alloc_grow(s->own, g->capacity,
				       s->metric_count * sizeof(*s->own));
	}
	memset(&s->own[s->count * s->metric_count], 0,
	       s->metric_count * sizeof(*s->own));
	s->stack[s->count++] = *new;
	return index;
}

static uint64_t pack(uint32_t above, uint32_t function)
{
	return (uint64_t)above << 32 | function;
}

static uint32_t add_root(struct mc_merge *g, const struct mc_model_context *c,
			 uint32_t profile)
{
	struct mc_stack new = {
		.function = MC_MODEL_ROOT,
		.parent = (uint32_t)g->stacks->count,
		.starter = MC_MODEL_ROOT,
		.profile = profile,
		.thread = c->profile->nodes[c->node].thread,
	};

	if (g->detail != MC_MODEL_THREADS && g->stacks->count)
		return 0;
	return add_stack(g, NULL, 0, &new);
}

/* Returns the stack of a context. ROOT is the stack of its thread, ABOVE that
   of the context which called it; CALLER is the function of the latter. */
static uint32_t place(struct mc_merge *g, const struct mc_model_context *c,
		      uint32_t caller, uint32_t root, uint32_t above)
{
	const struct mc_node *raw = c->profile->nodes[c->node].raw;
	struct mc_stack new = {
		.function = c->function,
		.parent = above,
		.starter = MC_MODEL_ROOT,
	};

	if (!(raw->flags & MC_NODE_THREAD))
		return add_stack(g, &g->called, pack(above, c->function), &new);
	new.parent = root;
	new.starter = caller;
	new.is_thread = true;
	if (g->detail == MC_MODEL_STARTERS)
		return add_stack(g, &g->started, pack(caller, c->function),
				 &new);
	return add_stack(g, &g->called, pack(root, c->function), &new);
}

static void add_values(struct mc_stacks *s, const struct mc_model_context *c,
		       size_t to)
{
	const struct mc_node *raw = c->profile->nodes[c->node].raw;
	int64_t *own = &s->own[to * s->metric_count];

	for (size_t k = 0; k < s->metric_count; k++) {
		const struct mc_metric_row *row = &mc_metric_rows[s->metric[k]];

		own[k] = mc_measure_sum(own[k], row->get ? row->get(raw)
						: s->metric[k] == MC_CPU_SELF_NS
							? c->cpu_self_ns
							: c->self_ns);
	}
}

struct mc_merge *mc_merge_begin(enum mc_model_detail detail)
{
	struct mc_merge *g = mc_alloc_zeroed(1, sizeof(*g));

	g->stacks = mc_alloc_zeroed(1, sizeof(*g->stacks));
	g->stacks->are_by_thread = detail == MC_MODEL_THREADS;
	g->detail = detail;
	for (int i = 0; i < MC_METRICS; i++)
		if (mc_metric_is_of_stacks(i))
			g->stacks->metric[g->stacks->metric_count++] = i;
	return g;
}

void mc_merge_add(struct mc_merge *g, const struct mc_model_context *contexts,
		  size_t count, uint32_t profile)
{
	uint32_t *root = mc_alloc_zeroed(count, sizeof(*root));
	uint32_t *at = mc_alloc_zeroed(count, sizeof(*at));

	for (uint32_t i = 0; i < count; i++) {
		const struct mc_model_context *c = &contexts[i];

		if (!c->is_live)
			continue;
		if (c->parent == i) {
			root[i] = at[i] = add_root(g, c, profile);
			continue;
		}
		root[i] = at[i] = root[c->parent];
		if (!c->is_counted)
			continue; /* no function of the graph, perhaps */
		at[i] = place(g, c, contexts[c->parent].function, root[i],
			      at[c->parent]);
		add_values(g->stacks, c, at[i]);
	}
	free(root);
	free(at);
}

static int compare_siblings(const void *a, const void *b, void *data)
{
	const struct mc_stack *all = data;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	const struct mc_stack *x = &all[i], *y = &all[j];

	if (x->parent != y->parent)
		return x->parent < y->parent ? -1 : 1;
	if (x->function != y->function)
		return x->function < y->function ? -1 : 1;
	if (x->is_thread != y->is_thread)
		return x->is_thread ? 1 : -1;
	if (x->starter != y->starter)
		return x->starter < y->starter ? -1 : 1;
	return i < j ? -1 : i > j;
}

/* Returns where the stacks below each stack begin in the order by parents, and
   at `count` where the last ones end. */
static size_t *find_children(const struct mc_stacks *s, const uint32_t *order)
{
	size_t *first = mc_alloc_zeroed(s->count + 1, sizeof(*first));
	size_t next = 0;

	for (size_t i = 0; i < s->count; i++) {
		while (next < s->count && s->stack[order[next]].parent < i)
			next++;
		first[i] = next;
	}
	first[s->count] = s->count;
	return first;
}

/* Puts stacks in order, depth first from each root; returns new -> old index.
 */
static uint32_t *order_stacks(const struct mc_stacks *s)
{
	uint32_t *sorted = mc_alloc_zeroed(s->count, sizeof(*sorted));
	uint32_t *order = mc_alloc_zeroed(s->count, sizeof(*order));
	uint32_t *open = mc_alloc_zeroed(s->count, sizeof(*open));
	size_t *first, waiting = 0, done = 0;

	for (uint32_t i = 0; i < s->count; i++)
		sorted[i] = i;
	qsort_r(sorted, s->count, sizeof(*sorted), compare_siblings, s->stack);
	first = find_children(s, sorted);
	for (size_t i = s->count; i-- > 0;)
		if (mc_stacks_is_root(s, i))
			open[waiting++] = (uint32_t)i;
	while (waiting) {
		uint32_t at = open[--waiting];

		order[done++] = at;
		for (size_t i = first[at + 1]; i-- > first[at];)
			if (sorted[i] != at) /* a root is its own parent */
				open[waiting++] = sorted[i];
	}
	free(sorted);
	free(first);
	free(open);
	return order;
}

static void reorder(struct mc_stacks *s)
{
	uint32_t *order = order_stacks(s);
	uint32_t *moved = mc_alloc_zeroed(s->count, sizeof(*moved));
	struct mc_stack *stack = mc_alloc_zeroed(s->count, sizeof(*stack));
	size_t width = s->metric_count;
	int64_t *own = mc_alloc_zeroed(s->count * width, sizeof(*own));

	for (uint32_t i = 0; i < s->count; i++)
		moved[order[i]] = i;
	for (size_t i = 0; i < s->count; i++) {
		stack[i] = s->stack[order[i]];
		stack[i].parent = moved[stack[i].parent];
		memcpy(&own[i * width], &s->own[order[i] * width],
		       width * sizeof(*own));
	}
	free(s->stack);
	free(s->own);
	s->stack = stack;
	s->own = own;
	free(order);
	free(moved);
}

static void add_up(struct mc_stacks *s)
{
	size_t width = s->metric_count;
	int64_t *total = mc_alloc_zeroed(s->count * width, sizeof(*total));

	for (size_t i = s->count; i-- > 0;) {
		size_t parent = s->stack[i].parent;

		for (size_t k = 0; k < width; k++) {
			int64_t *with = &total[i * width + k];

			*with = mc_measure_sum(*with, mc_stacks_grown(s, i, k));
			if (parent != i)
				total[parent * width + k] = mc_measure_sum(
					total[parent * width + k], *with);
		}
	}
	s->total = total;
}

/* Finds which metrics are there: times if anything was timed, all three if that
   is known, calls always. */
static void find_what_is_there(struct mc_stacks *s, const struct mc_model *m)
{
	for (size_t k = 0; k < s->metric_count; k++) {
		enum mc_metric which = s->metric[k];
		bool is_time = mc_metric_rows[which].unit == MC_METRIC_NS;

		if (mc_metric_rows[which].needs == MC_METRIC_CLOCKS)
			s->is_there[k] = m->has_clocks;
		else
			s->is_there[k] =
				is_time ? m->has_times : which == MC_CALLS;
		for (size_t i = 0; i < m->function_count && !is_time; i++)
			s->is_there[k] |=
				mc_measure_has(&m->functions[i].numbers, which);
		if (which == (m->has_times ? MC_SELF_NS : MC_CALLS))
			s->weight = k;
	}
}

static uint32_t move(const uint32_t *moved, uint32_t function)
{
	return function == MC_MODEL_ROOT ? function : moved[function];
}

struct mc_stacks *mc_merge_finish(struct mc_merge *g, const struct mc_model *m,
				  const uint32_t *moved)
{
	struct mc_stacks *s = g->stacks;

	find_what_is_there(s, m);
	for (size_t i = 0; i < s->count; i++) {
		s->stack[i].function = move(moved, s->stack[i].function);
		s->stack[i].starter = move(moved, s->stack[i].starter);
	}
	reorder(s);
	add_up(s);
	mc_map_free(&g->called);
	mc_map_free(&g->started);
	free(g);
	return s;
}
