/* SPDX-License-Identifier: MIT */
/*
 * Writes the tree.  See tree.h.
 *
 * A call may come to nothing by itself and lead to what is wanted: calls and
 * memory that was given back again are not part of what is above, nor is the
 * time of threads.  So each function knows the most of what can be reached from
 * it.
 */
#include "report/tree.h"
#include "report/alloc.h"
#include "report/doubt.h"
#include "report/number.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_SHARE 0.005
#define DEEPEST 64
#define NOTE 16 /* columns left to what is said of a function */
#define EXTRA 12 /* columns of the extra number, room for which is from */
#define WIDE 72

struct tree {
	const struct mc_model *model;
	const struct mc_terminal *to;
	enum mc_metric by;
	enum mc_metric main; /* the time that is shown, with its shares */
	enum mc_metric extra; /* besides that and calls; MC_METRICS: none */
	double whole;
	double *reach; /* by function: the most of the calls from there on */
	uint32_t *order; /* edges, costliest first */
	unsigned char *state; /* by function */
};

enum { CLOSED = 0, OPEN = 1, SHOWN = 2 };

/* Returns what is told besides time and calls: memory, or what is asked for;
   beside time on the processor or waiting, the whole of it. */
static enum mc_metric find_extra(enum mc_metric by, enum mc_metric main)
{
	if (by != MC_CALLS && by != main)
		return by;
	return main == MC_TOTAL_NS ? MC_RSS_BYTES : MC_TOTAL_NS;
}

/* The callees of a function that are left out, in all. */
struct rest {
	size_t count;
	struct mc_measures sum;
};

/* Returns the cost of a call. Memory given back matters as much as memory
   added. */
static double find_cost(const struct tree *t, const struct mc_model_edge *e)
{
	return fabs((double)e->numbers.value[t->by]);
}

static double find_most(const struct tree *t, const struct mc_model_edge *e)
{
	return fmax(find_cost(t, e), t->reach[e->callee]);
}

static int compare_edges(const void *a, const void *b, void *data)
{
	const struct tree *t = data;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	double p = find_cost(t, &t->model->edges[x]);
	double q = find_cost(t, &t->model->edges[y]);

	if (p != q)
		return p < q ? 1 : -1;
	return x < y ? -1 : x > y;
}

static void sort_edges(struct tree *t)
{
	size_t count = t->model->edge_count;

	t->order = mc_alloc_zeroed(count, sizeof(*t->order));
	for (uint32_t i = 0; i < count; i++)
		t->order[i] = i;
	if (count)
		qsort_r(t->order, count, sizeof(*t->order), compare_edges, t);
}

/* Edges by callee: those of function f are edge[start[f] ... start[f + 1]). */
struct arrivals {
	size_t *start;
	uint32_t *edge;
};

static struct arrivals list_arrivals(const struct mc_model *m)
{
	struct arrivals in = {
		.start = mc_alloc_zeroed(m->function_count + 2, sizeof(size_t)),
		.edge = mc_alloc_zeroed(m->edge_count, sizeof(uint32_t)),
	};

	for (size_t i = 0; i < m->edge_count; i++)
		in.start[m->edges[i].callee + 2]++;
	for (size_t i = 2; i < m->function_count + 2; i++)
		in.start[i] += in.start[i - 1];
	for (uint32_t i = 0; i < m->edge_count; i++)
		in.edge[in.start[m->edges[i].callee + 1]++] = i;
	return in;
}

/* Finds the reach of each function. The search goes from the costliest call up
   to all that lead there: a function that is met for the first time reaches
   nothing that costs more. */
static void find_reach(struct tree *t)
{
	const struct mc_model *m = t->model;
	struct arrivals in = list_arrivals(m);
	uint32_t *queue = mc_alloc_zeroed(m->function_count, sizeof(*queue));
	bool *is_known = mc_alloc_zeroed(m->function_count, sizeof(*is_known));

	t->reach = mc_alloc_zeroed(m->function_count, sizeof(*t->reach));
	for (size_t i = 0; i < m->edge_count; i++) {
		const struct mc_model_edge *e = &m->edges[t->order[i]];
		double cost = find_cost(t, e);
		size_t length = 0;

		if (e->caller != MC_MODEL_ROOT && !is_known[e->caller]) {
			is_known[e->caller] = true;
			queue[length++] = e->caller;
		}
		while (length) {
			uint32_t f = queue[--length];

			t->reach[f] = cost;
			for (size_t k = in.start[f]; k < in.start[f + 1]; k++) {
				uint32_t up = m->edges[in.edge[k]].caller;

				if (up == MC_MODEL_ROOT || is_known[up])
					continue;
				is_known[up] = true;
				queue[length++] = up;
			}
		}
	}
	free(in.start);
	free(in.edge);
	free(queue);
	free(is_known);
}

/* Returns what is 100 %: for a number that is no sum over the root's calls, the
   largest. */
static double find_whole(const struct tree *t)
{
	double most = 0;

	if (mc_metric_rows[t->by].unit == MC_METRIC_NS)
		return (double)mc_model_whole(t->model, t->by);
	if (t->by == MC_CALLS)
		return (double)t->model->total_calls;
	for (size_t i = 0; i < t->model->edge_count; i++)
		most = fmax(most, find_cost(t, &t->model->edges[i]));
	return most;
}

static void put_cell(struct mc_text *line, const char *cell, int width)
{
	int used = (int)mc_text_width(cell);

	mc_text_print(line, "%*s%s", width > used ? width - used : 0, "", cell);
}

/* Writes a number with its sign in a column. */
static void put_column(const struct tree *t, struct mc_text *line,
		       const struct mc_measures *n, enum mc_metric which,
		       int width)
{
	char text[MC_NUMBER_SIZE] = "";

	if (mc_measure_has(n, which))
		mc_doubt_format(text, t->model, n, which);
	put_cell(line, text, width);
}

/* Writes the share of the time. An estimate has its sign at the time. */
static void put_share(const struct tree *t, struct mc_text *line,
		      const struct mc_measures *n)
{
	struct mc_doubt time = mc_doubt_of(t->model, n, t->main);
	int64_t whole = mc_model_whole(t->model, t->main);
	char text[MC_NUMBER_SIZE];

	snprintf(text, sizeof(text), "%s%.1f %%",
		 time.kind == MC_DOUBT_LESS ? "<" : "",
		 whole > 0 ? 100 * (double)time.value / (double)whole : 0);
	put_cell(line, text, 8);
}

static void put_numbers(const struct tree *t, struct mc_text *line,
			const struct mc_measures *n)
{
	if (t->model->has_times) {
		put_share(t, line, n);
		put_column(t, line, n, t->main, 10);
	}
	if (t->extra != MC_METRICS)
		put_column(t, line, n, t->extra, EXTRA);
}

static void put_titles(const struct tree *t)
{
	struct mc_text line = {0};

	if (t->model->has_times)
		mc_text_print(&line, "%8s%10s",
			      mc_metric_rows[t->main].share.title,
			      mc_metric_rows[t->main].column.title);
	if (t->extra != MC_METRICS)
		mc_text_print(&line, "%*s", EXTRA,
			      mc_metric_rows[t->extra].column.title);
	mc_text_print(&line, "%scalls", line.length ? "  " : " ");
	mc_terminal_put(t->to, mc_text_get(&line));
	fputs("\n", t->to->out);
	mc_text_free(&line);
}

static void put_call(const struct tree *t, const struct mc_model_edge *e,
		     unsigned int depth)
{
	const struct mc_measures *n = &e->numbers;
	double share = t->whole > 0 ? find_cost(t, e) / t->whole : 1;
	char text[MC_NUMBER_SIZE];
	struct mc_text line = {0};

	put_numbers(t, &line, n);
	mc_text_print(&line, "%s%*s%s\xc3\x97 ", line.length ? "  " : " ",
		      (int)depth * 2, "",
		      mc_number_count(text, n->value[MC_CALLS]));
	mc_terminal_put(t->to, mc_text_get(&line));
	mc_terminal_begin(t->to, share);
	mc_terminal_put_name(t->to, t->model->functions[e->callee].name,
			     mc_text_width(mc_text_get(&line)) + NOTE);
	mc_terminal_end(t->to);
	if (e->is_thread)
		fputs(" (threads)", t->to->out);
	mc_text_free(&line);
}

static void add_number(struct mc_measures *sum, const struct mc_measures *n,
		       enum mc_metric which)
{
	if (!mc_measure_has(n, which))
		return;
	if (mc_metric_rows[which].sum == MC_METRIC_MOST)
		mc_measure_raise(sum, which, n->value[which]);
	else
		mc_measure_add(sum, which, n->value[which]);
	sum->estimated |= n->estimated & MC_METRIC_BIT(which);
	if (mc_metric_rows[which].error)
		add_number(sum, n, mc_metric_rows[which].error);
}

static void add_rest(const struct tree *t, struct rest *rest,
		     const struct mc_measures *n)
{
	add_number(&rest->sum, n, MC_CALLS);
	add_number(&rest->sum, n, t->main);
	add_number(&rest->sum, n, find_extra(t->by, t->main));
	rest->count++;
}

/* Returns the indent of a line: below the calls, if there is room. */
static int find_indent(const struct tree *t, const struct mc_text *line,
		       unsigned int depth)
{
	int indent = (int)depth * 2 + (t->model->has_times ? 20 : 1) +
		     (t->extra != MC_METRICS ? EXTRA : 0);
	int most = (int)t->to->columns - (int)line->length;

	if (!t->to->is_terminal || indent <= most)
		return indent;
	return most > 0 ? most : 0;
}

/* Writes `... 3 more callees, 1.2 % of the time, +4.1 MB`. */
static void put_rest(const struct tree *t, const struct rest *rest,
		     unsigned int depth, const char *why)
{
	const struct mc_measures *n = &rest->sum;
	enum mc_metric extra = find_extra(t->by, t->main);
	struct mc_text line = {0};
	char text[MC_NUMBER_SIZE];

	if (!rest->count)
		return;
	mc_text_print(&line, "...%s %zu %scallee%s", why, rest->count,
		      why[0] ? "" : "more ", rest->count == 1 ? "" : "s");
	if (t->model->has_times)
		mc_text_print(&line, ", %s %s",
			      mc_doubt_percent(text, t->model, n, t->main),
			      t->main == MC_TOTAL_NS
				      ? "of the time"
				      : mc_metric_rows[t->main].colour.meaning);
	else
		mc_text_print(&line, ", %s calls",
			      mc_number_count(text, n->value[MC_CALLS]));
	if (n->value[extra])
		mc_text_print(&line, ", %s%s%s",
			      extra != MC_RSS_BYTES
				      ? mc_metric_rows[extra].column.title
				      : "",
			      extra != MC_RSS_BYTES ? " " : "",
			      mc_doubt_format(text, t->model, n, extra));
	fprintf(t->to->out, "%*s", find_indent(t, &line, depth), "");
	mc_terminal_put(t->to, mc_text_get(&line));
	fputs("\n", t->to->out);
	mc_text_free(&line);
}

static void put_calls(struct tree *t, size_t first, size_t count,
		      unsigned int depth);

/* Writes what the function calls, unless that is seen elsewhere. */
static void put_callees(struct tree *t, uint32_t function, unsigned int depth)
{
	const struct mc_model_function *f = &t->model->functions[function];
	struct rest rest = {0};

	if (t->state[function] != CLOSED)
		return;
	t->state[function] = OPEN;
	if (depth < DEEPEST) {
		put_calls(t, f->first_edge, f->edge_count, depth + 1);
	} else {
		for (size_t i = 0; i < f->edge_count; i++)
			add_rest(t, &rest,
				 &t->model->edges[f->first_edge + i].numbers);
		put_rest(t, &rest, depth + 1, " deeper:");
	}
	t->state[function] = SHOWN;
}

/* Writes the calls edges[first ... first + count) and what is below them. */
static void put_calls(struct tree *t, size_t first, size_t count,
		      unsigned int depth)
{
	const struct mc_model *m = t->model;
	uint32_t *order = mc_alloc_zeroed(count, sizeof(*order));
	struct rest rest = {0};

	for (size_t i = 0; i < count; i++)
		order[i] = (uint32_t)(first + i);
	if (count)
		qsort_r(order, count, sizeof(*order), compare_edges, t);
	for (size_t i = 0; i < count; i++) {
		const struct mc_model_edge *e = &m->edges[order[i]];
		unsigned char state = t->state[e->callee];

		if (e->caller != MC_MODEL_ROOT &&
		    find_most(t, e) < LEAST_SHARE * t->whole) {
			add_rest(t, &rest, &e->numbers);
			continue;
		}
		put_call(t, e, depth);
		if (state == OPEN)
			fputs(" (recursive)\n", t->to->out);
		else if (state == SHOWN && m->functions[e->callee].edge_count)
			fputs(" (see above)\n", t->to->out);
		else
			fputs("\n", t->to->out);
		put_callees(t, e->callee, depth);
	}
	put_rest(t, &rest, depth, "");
	free(order);
}

/* Chooses the extra number. Memory that nobody asked for goes if there is no
   room for it. */
static enum mc_metric choose_extra(const struct mc_model *m,
				   const struct mc_terminal *to,
				   enum mc_metric by, enum mc_metric main)
{
	enum mc_metric extra = find_extra(by, main);

	if (mc_metric_rows[extra].unit == MC_METRIC_BYTES && !m->has_memory)
		return MC_METRICS;
	if (extra != by && to->is_terminal && to->columns < WIDE)
		return MC_METRICS;
	return extra;
}

void mc_tree_write(const struct mc_model *m, const struct mc_terminal *to,
		   enum mc_metric by)
{
	struct tree t = {
		.model = m,
		.to = to,
		.by = mc_metric_with_callees(by),
		.main = mc_model_share_by(m, by),
	};

	t.extra = choose_extra(m, to, t.by, t.main);
	t.state = mc_alloc_zeroed(m->function_count, 1);
	t.whole = find_whole(&t);
	sort_edges(&t);
	find_reach(&t);
	put_titles(&t);
	put_calls(&t, 0, m->root_edge_count, 0);
	if (t.extra == MC_METRICS && (t.main != MC_TOTAL_NS || m->has_memory))
		mc_terminal_put_left_out(
			to,
			mc_metric_rows[find_extra(t.by, t.main)].column.title,
			WIDE);
	free(t.order);
	free(t.reach);
	free(t.state);
}
