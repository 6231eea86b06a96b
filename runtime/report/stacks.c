/* SPDX-License-Identifier: MIT */
/*
 * Merges contexts into stacks.  See stacks.h.
 *
 * Contexts come with parents first, so each one's stack is found by one look
 * into a map from (stack of the parent, function).  A profile may be damaged
 * and its trees as deep as they have nodes: nothing here is recursive.
 */
#include "report/stacks.h"
#include "report/map.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

struct merge {
	const struct mc_model *model;
	enum mc_stacks_mode mode;
	struct mc_stacks *stacks;
	size_t capacity;
	struct mc_map called; /* (stack, function) -> stack */
	struct mc_map started; /* (starter, function) -> stack */
};

static uint32_t add_stack(struct merge *m, struct mc_map *map, uint64_t key,
			  const struct mc_stack *new)
{
	struct mc_stacks *s = m->stacks;
	uint32_t index = (uint32_t)s->count;

	if (map)
		index = mc_map_add(map, key, index);
	if (index != s->count)
		return index;
	if (s->count == m->capacity) {
		m->capacity = m->capacity * 2 + 256;
		s->stack =
			mc_error_grow(s->stack, m->capacity, sizeof(*s->stack));
	}
	s->stack[s->count++] = *new;
	return index;
}

static uint64_t pack(uint32_t above, uint32_t function)
{
	return (uint64_t)above << 32 | function;
}

static uint32_t add_root(struct merge *m, uint32_t context)
{
	struct mc_stack new = {
		.function = MC_MODEL_ROOT,
		.parent = (uint32_t)m->stacks->count,
		.starter = MC_MODEL_ROOT,
		.context = context,
	};

	if (m->mode != MC_STACKS_THREADS && m->stacks->count)
		return 0;
	return add_stack(m, NULL, 0, &new);
}

/* ROOT is the thread's, ABOVE its parent's stack. */
static uint32_t place(struct merge *m, uint32_t context, uint32_t root,
		      uint32_t above)
{
	const struct mc_model_context *c = &m->model->contexts[context];
	const struct mc_node *raw = c->profile->nodes[c->node].raw;
	struct mc_stack new = {
		.function = c->function,
		.parent = above,
		.starter = MC_MODEL_ROOT,
		.context = context,
	};

	if (!(raw->flags & MC_NODE_THREAD))
		return add_stack(m, &m->called, pack(above, c->function), &new);
	new.parent = root;
	new.starter = m->model->contexts[c->parent].function;
	new.is_thread = true;
	if (m->mode == MC_STACKS_STARTERS)
		return add_stack(m, &m->started, pack(new.starter, c->function),
				 &new);
	return add_stack(m, &m->called, pack(root, c->function), &new);
}

static void add_values(const struct mc_model_context *c, struct mc_stack *to)
{
	const struct mc_node *raw = c->profile->nodes[c->node].raw;
	const int64_t own[MC_STACK_VALUES] = {
		[MC_STACK_CALLS] = mc_measure_signed(mc_node_calls(raw)),
		[MC_STACK_NS] = c->self_ns,
		[MC_STACK_RSS] = raw->rss_self_bytes,
		[MC_STACK_FAULTS] = mc_measure_signed(raw->self_faults),
	};

	for (int v = 0; v < MC_STACK_VALUES; v++)
		to->own[v] = mc_measure_sum(to->own[v], own[v]);
}

static void merge_contexts(struct merge *m)
{
	const struct mc_model *model = m->model;
	uint32_t *root = mc_error_alloc(model->context_count, sizeof(*root));
	uint32_t *at = mc_error_alloc(model->context_count, sizeof(*at));

	for (uint32_t i = 0; i < model->context_count; i++) {
		const struct mc_model_context *c = &model->contexts[i];

		at[i] = NONE;
		if (!c->is_live)
			continue;
		if (c->parent == i) {
			root[i] = at[i] = add_root(m, i);
			continue;
		}
		root[i] = root[c->parent];
		at[i] = place(m, i, root[i], at[c->parent]);
		if (c->is_counted)
			add_values(c, &m->stacks->stack[at[i]]);
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

/* Where each one's children begin in the order by parents, and at count where
   the last one's end. */
static size_t *find_children(const struct mc_stacks *s, const uint32_t *order)
{
	size_t *first = mc_error_alloc(s->count + 1, sizeof(*first));
	size_t next = 0;

	for (size_t i = 0; i < s->count; i++) {
		while (next < s->count && s->stack[order[next]].parent < i)
			next++;
		first[i] = next;
	}
	first[s->count] = s->count;
	return first;
}

/* Depth first from each root; returns new -> old index. */
static uint32_t *order_stacks(const struct mc_stacks *s)
{
	uint32_t *sorted = mc_error_alloc(s->count, sizeof(*sorted));
	uint32_t *order = mc_error_alloc(s->count, sizeof(*order));
	uint32_t *open = mc_error_alloc(s->count, sizeof(*open));
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
	uint32_t *moved = mc_error_alloc(s->count, sizeof(*moved));
	struct mc_stack *stack = mc_error_alloc(s->count, sizeof(*stack));

	for (uint32_t i = 0; i < s->count; i++)
		moved[order[i]] = i;
	for (size_t i = 0; i < s->count; i++) {
		stack[i] = s->stack[order[i]];
		stack[i].parent = moved[stack[i].parent];
	}
	free(s->stack);
	s->stack = stack;
	free(order);
	free(moved);
}

static void add_up(struct mc_stacks *s)
{
	for (size_t i = 0; i < s->count; i++) {
		int64_t *own = s->stack[i].own;

		own[MC_STACK_GROWN] =
			own[MC_STACK_RSS] > 0 ? own[MC_STACK_RSS] : 0;
		memcpy(s->stack[i].total, own, sizeof(s->stack[i].total));
	}
	for (size_t i = s->count; i-- > 0;) {
		int64_t *up = s->stack[s->stack[i].parent].total;

		if (mc_stacks_is_root(s, i))
			continue;
		for (int v = 0; v < MC_STACK_VALUES; v++)
			up[v] = mc_measure_sum(up[v], s->stack[i].total[v]);
	}
}

void mc_stacks_build(const struct mc_model *model, enum mc_stacks_mode mode,
		     struct mc_stacks *stacks)
{
	struct merge m = {.model = model, .mode = mode, .stacks = stacks};

	memset(stacks, 0, sizeof(*stacks));
	stacks->weight = model->has_times ? MC_STACK_NS : MC_STACK_CALLS;
	for (size_t i = 0; i < model->function_count; i++)
		stacks->has_memory |= mc_measure_has(
			&model->functions[i].numbers, MC_RSS_SELF_BYTES);
	merge_contexts(&m);
	mc_map_free(&m.called);
	mc_map_free(&m.started);
	reorder(stacks);
	add_up(stacks);
}

void mc_stacks_free(struct mc_stacks *stacks)
{
	free(stacks->stack);
	memset(stacks, 0, sizeof(*stacks));
}
