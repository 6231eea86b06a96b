/* SPDX-License-Identifier: MIT */
/*
 * What the numbers promise of each other, names, and an order that depends on
 * nothing but the profile.
 *
 * Sums were corrected one by one, by figures that are averages, so that a
 * function could end up a little below its own calls.  The bounds are put
 * right here, from the edges to the functions and back.
 */
#include "report/order.h"
#include "report/alloc.h"
#include "report/merge.h"
#include "report/naming.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

static void cap(struct mc_measures *m, enum mc_metric which, int64_t most)
{
	if (mc_measure_has(m, which) && m->value[which] > most)
		m->value[which] = most;
}

static void bound_extremes(struct mc_measures *m)
{
	if (!mc_measure_has(m, MC_MAX_NS))
		return;
	cap(m, MC_MAX_NS, m->value[MC_TOTAL_NS]);
	cap(m, MC_MIN_NS, m->value[MC_MAX_NS]);
}

/* What all calls that lead to a function come to: their time, and the costliest
   edge. */
struct arrivals {
	int64_t total;
	struct mc_model_edge *largest;
};

/* Makes callers last at least as long as the calls they make. */
static bool lift_callers(struct mc_draft *d, enum mc_metric total)
{
	bool is_changed = false;

	for (size_t i = 0; i < d->edge_count; i++) {
		const struct mc_model_edge *e = &d->edges[i];
		struct mc_measures *f;

		if (e->caller == MC_MODEL_ROOT || e->caller == e->callee ||
		    e->is_thread)
			continue;
		f = &d->functions[e->caller].numbers;
		if (!mc_measure_has(f, total) ||
		    !mc_measure_has(&e->numbers, total) ||
		    f->value[total] >= e->numbers.value[total])
			continue;
		f->value[total] = e->numbers.value[total];
		is_changed = true;
	}
	return is_changed;
}

/* Makes the calls that lead to a function last at least as long as it does. */
static bool lift_arrivals(struct mc_draft *d, enum mc_metric total,
			  struct arrivals *in)
{
	bool is_changed = false;

	memset(in, 0, d->function_count * sizeof(*in));
	for (size_t i = 0; i < d->edge_count; i++) {
		struct mc_model_edge *e = &d->edges[i];
		struct arrivals *to = &in[e->callee];
		int64_t time = e->numbers.value[total];

		if (e->caller == e->callee ||
		    !mc_measure_has(&e->numbers, total))
			continue;
		to->total = mc_measure_sum(to->total, time);
		if (!to->largest || time > to->largest->numbers.value[total])
			to->largest = e;
	}
	for (size_t i = 0; i < d->function_count; i++) {
		const struct mc_measures *f = &d->functions[i].numbers;
		int64_t missing = f->value[total] - in[i].total;

		if (!mc_measure_has(f, total) || !in[i].largest || missing <= 0)
			continue;
		in[i].largest->numbers.value[total] += missing;
		is_changed = true;
	}
	return is_changed;
}

/* Goes up the graph until nothing changes. A call graph is rarely deeper in
   such corrections than this; what remains then is a caller that is a little
   too short. */
static void lift_totals(struct mc_draft *d, enum mc_metric total)
{
	enum { MOST_PASSES = 16 };
	struct arrivals *in = mc_alloc_zeroed(d->function_count, sizeof(*in));

	for (int pass = 0; pass < MOST_PASSES; pass++)
		if (!lift_callers(d, total) & !lift_arrivals(d, total, in))
			break;
	free(in);
}

static void bound_totals(struct mc_draft *d, enum mc_metric self)
{
	enum mc_metric total = mc_metric_with_callees(self);

	lift_totals(d, total);
	for (size_t i = 0; i < d->edge_count; i++) {
		struct mc_model_edge *e = &d->edges[i];
		struct mc_measures *f = &d->functions[e->callee].numbers;

		if (mc_measure_has(f, total))
			cap(&e->numbers, total, f->value[total]);
	}
	for (size_t i = 0; i < d->function_count; i++) {
		struct mc_measures *f = &d->functions[i].numbers;

		cap(f, self, f->value[total]);
	}
}

/* Adds up time on the processor, as it is now, and waiting. */
static void add_clocks(struct mc_measures *m)
{
	m->value[MC_TOTAL_NS] =
		mc_measure_sum(m->value[MC_CPU_NS], m->value[MC_WAIT_NS]);
	m->value[MC_SELF_NS] = mc_measure_sum(m->value[MC_CPU_SELF_NS],
					      m->value[MC_WAIT_SELF_NS]);
}

/* Takes out what some of the inputs do not know. */
static void drop_clocks(struct mc_measures *m)
{
	for (int i = 0; i < MC_METRICS; i++)
		if (mc_metric_rows[i].needs == MC_METRIC_CLOCKS) {
			m->value[i] = 0;
			m->present &= ~MC_METRIC_BIT(i);
			m->estimated &= ~MC_METRIC_BIT(i);
		}
}

/* What threads waited was not corrected, and keeps the bounds by itself, but in
   damaged profiles. So does a sum with it. */
static void bound_times(struct mc_draft *d)
{
	bool has_clocks = d->model->has_clocks;
	void (*settle)(struct mc_measures * m) =
		has_clocks ? add_clocks : drop_clocks;

	bound_totals(d, has_clocks ? MC_CPU_SELF_NS : MC_SELF_NS);
	for (size_t i = 0; i < d->function_count; i++) {
		struct mc_measures *f = &d->functions[i].numbers;

		cap(f, MC_WAIT_SELF_NS, f->value[MC_WAIT_NS]);
		settle(f);
	}
	for (size_t i = 0; i < d->edge_count; i++)
		settle(&d->edges[i].numbers);
}

/* Makes errors no larger than all the time there is to be wrong about: what
   functions did themselves, or what they did on the processor, as what threads
   waited is exact. */
static void bound_errors(struct mc_draft *d)
{
	enum mc_metric self =
		d->model->has_clocks ? MC_CPU_SELF_NS : MC_SELF_NS;
	int64_t all = 0;

	for (size_t i = 0; i < d->function_count; i++)
		all = mc_measure_sum(all, d->functions[i].numbers.value[self]);
	for (int i = 0; i < MC_METRICS; i++) {
		enum mc_metric error = mc_metric_rows[i].error;

		if (!error)
			continue;
		for (size_t k = 0; k < d->function_count; k++)
			cap(&d->functions[k].numbers, error, all);
		for (size_t k = 0; k < d->edge_count; k++)
			cap(&d->edges[k].numbers, error, all);
	}
}

static void bound_numbers(struct mc_draft *d)
{
	bound_times(d);
	bound_errors(d);
	for (size_t i = 0; i < d->edge_count; i++)
		bound_extremes(&d->edges[i].numbers);
	/* A function's extremes are those of the calls that lead to it. */
	for (size_t i = 0; i < d->edge_count; i++) {
		const struct mc_measures *e = &d->edges[i].numbers;
		struct mc_measures *f =
			&d->functions[d->edges[i].callee].numbers;

		if (!mc_measure_has(e, MC_MAX_NS))
			continue;
		mc_measure_lower(f, MC_MIN_NS, e->value[MC_MIN_NS]);
		mc_measure_raise(f, MC_MAX_NS, e->value[MC_MAX_NS]);
		f->estimated |= e->estimated & (MC_METRIC_BIT(MC_MIN_NS) |
						MC_METRIC_BIT(MC_MAX_NS));
	}
}

static int compare_identity(const void *a, const void *b, void *data)
{
	const struct mc_model_function *f = data;
	const struct mc_model_function *x = &f[*(const uint32_t *)a];
	const struct mc_model_function *y = &f[*(const uint32_t *)b];
	int order = strcmp(x->symbol, y->symbol);

	if (!order)
		order = strcmp(x->file, y->file);
	return order ? order : strcmp(x->short_name, y->short_name);
}

static bool is_box(const struct mc_draft *d, uint32_t index)
{
	return d->box_function && d->box_function[index] != index;
}

/* Gives the contexts of a function its name, and its parts their own. */
static void name_boxes(struct mc_draft *d)
{
	for (uint32_t i = 0; i < d->function_count; i++) {
		const struct mc_model_function *f;
		struct mc_text name = {0};

		if (!is_box(d, i))
			continue;
		f = &d->functions[d->box_function[i]];
		mc_text_put(&name, f->name, strlen(f->name));
		if (d->functions[i].part && !f->part)
			mc_text_print(&name, " [%s]", d->functions[i].part);
		d->functions[i].name = name.data;
		d->functions[i].short_name = f->short_name;
	}
}

/* Names all functions, so that a name does not depend on what ran. */
static void name_functions(struct mc_draft *d)
{
	size_t count = 0;
	uint32_t *order = mc_alloc_zeroed(d->function_count, sizeof(*order));
	struct mc_naming *entries =
		mc_alloc_zeroed(d->function_count, sizeof(*entries));

	for (uint32_t i = 0; i < d->function_count; i++)
		if (!is_box(d, i))
			order[count++] = i;
	qsort_r(order, count, sizeof(*order), compare_identity, d->functions);
	for (size_t i = 0; i < count; i++) {
		const struct mc_model_function *f = &d->functions[order[i]];

		entries[i].short_name = f->short_name;
		entries[i].symbol = f->symbol;
		entries[i].file = f->file;
	}
	mc_naming_choose(entries, count);
	for (size_t i = 0; i < count; i++) {
		d->functions[order[i]].name = entries[i].name;
		d->functions[order[i]].short_name = entries[i].short_name;
	}
	name_boxes(d);
	free(entries);
	free(order);
}

struct order {
	const struct mc_model *model;
	const struct mc_model_function *functions;
};

static int compare_functions(const void *a, const void *b, void *data)
{
	const struct order *o = data;
	const struct mc_model_function *x = &o->functions[*(const uint32_t *)a];
	const struct mc_model_function *y = &o->functions[*(const uint32_t *)b];
	int64_t p = mc_model_cost(o->model, &x->numbers);
	int64_t q = mc_model_cost(o->model, &y->numbers);
	int by_name;

	if (p == q) {
		p = x->numbers.value[MC_CALLS];
		q = y->numbers.value[MC_CALLS];
	}
	if (p != q)
		return p < q ? 1 : -1;
	by_name = strcmp(x->name, y->name);
	if (by_name)
		return by_name;
	return x < y ? -1 : x > y; /* in a tree names are not unique */
}

/* Keeps the functions that ran, costliest first; returns old -> new index. */
static uint32_t *sort_functions(struct mc_draft *d, struct mc_model *m)
{
	uint32_t *order = mc_alloc_zeroed(d->function_count, sizeof(*order));
	uint32_t *moved = mc_alloc_zeroed(d->function_count, sizeof(*moved));
	struct order with = {.model = m, .functions = d->functions};
	size_t count = 0;

	for (uint32_t i = 0; i < d->function_count; i++) {
		moved[i] = MC_MODEL_ROOT;
		if (mc_measure_has(&d->functions[i].numbers, MC_CALLS))
			order[count++] = i;
		else
			free((char *)d->functions[i].name);
	}
	qsort_r(order, count, sizeof(*order), compare_functions, &with);
	m->functions = mc_alloc_zeroed(count, sizeof(*m->functions));
	m->function_count = count;
	for (uint32_t i = 0; i < count; i++) {
		m->functions[i] = d->functions[order[i]];
		mc_model_own(m, (char *)m->functions[i].name);
		moved[order[i]] = i;
		m->total_calls =
			mc_measure_sum(m->total_calls,
				       m->functions[i].numbers.value[MC_CALLS]);
		m->cpu_ns = mc_measure_sum(
			m->cpu_ns,
			m->functions[i].numbers.value[MC_CPU_SELF_NS]);
		m->wait_ns = mc_measure_sum(
			m->wait_ns,
			m->functions[i].numbers.value[MC_WAIT_SELF_NS]);
	}
	free(d->functions);
	free(order);
	return moved;
}

static int compare_edges(const void *a, const void *b, void *data)
{
	const struct mc_model_edge *x = a, *y = b;
	uint32_t from_x = x->caller + 1u, from_y = y->caller + 1u;
	int64_t p, q;

	if (from_x != from_y)
		return from_x < from_y ? -1 : 1;
	p = mc_model_cost(data, &x->numbers);
	q = mc_model_cost(data, &y->numbers);
	if (p == q) {
		p = x->numbers.value[MC_CALLS];
		q = y->numbers.value[MC_CALLS];
	}
	if (p != q)
		return p < q ? 1 : -1;
	if (x->callee != y->callee)
		return x->callee < y->callee ? -1 : 1;
	return (int)x->is_thread - (int)y->is_thread;
}

/* True for contexts beyond the limit. They hang below the root, wherever they
   were called from: their time is part of the other calls' as well. */
static bool is_stray(const struct mc_model *m, const struct mc_model_edge *e)
{
	return !strcmp(m->functions[e->callee].symbol, "(other)");
}

static void sort_edges(struct mc_model *m)
{
	if (m->edge_count)
		qsort_r(m->edges, m->edge_count, sizeof(*m->edges),
			compare_edges, m);
	for (size_t i = 0; i < m->edge_count; i++) {
		const struct mc_model_edge *e = &m->edges[i];

		if (e->caller == MC_MODEL_ROOT) {
			m->root_edge_count++;
			if (!is_stray(m, e))
				m->total_ns = mc_measure_sum(
					m->total_ns,
					e->numbers.value[MC_TOTAL_NS]);
			continue;
		}
		if (!m->functions[e->caller].edge_count++)
			m->functions[e->caller].first_edge = i;
	}
}

void mc_order_finish(struct mc_draft *d)
{
	struct mc_model *m = d->model;
	uint32_t *moved;

	bound_numbers(d);
	name_functions(d);
	moved = sort_functions(d, m);
	for (size_t i = 0; i < d->edge_count; i++) {
		struct mc_model_edge *e = &d->edges[i];

		e->callee = moved[e->callee];
		if (e->caller != MC_MODEL_ROOT)
			e->caller = moved[e->caller];
	}
	for (size_t i = 0; i < d->context_count; i++)
		if (d->contexts[i].function != MC_MODEL_ROOT)
			d->contexts[i].function =
				moved[d->contexts[i].function];
	if (d->merge)
		m->stacks = mc_merge_finish(d->merge, m, moved);
	m->edges = d->edges;
	m->edge_count = d->edge_count;
	m->contexts = d->contexts;
	m->context_count = d->context_count;
	sort_edges(m);
	free(moved);
}
