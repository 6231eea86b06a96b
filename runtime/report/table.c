/* SPDX-License-Identifier: MIT */
/*
 * Writes the table and the tree.
 *
 * Columns are those that something was measured for, each as wide as its
 * widest cell.  In a pipe there is no width to keep to and no telling what
 * reads it, so that names are whole and signs are ASCII.
 *
 * The tree follows the costliest calls from the root down to 0.5 %; a function
 * that is already open above is not opened again, and one that has been shown
 * in full elsewhere is not repeated.
 */
#include "report/table.h"
#include "report/number.h"
#include "report/shorten.h"
#include "report/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_SHARE 0.005
#define LEAST_NAME 20 /* columns left to a name on a narrow terminal */
#define GOOD_NAME 40 /* columns are dropped to leave it this much */
#define DEEPEST 64

struct column {
	const char *title;
	enum mc_measure measure;
	enum { SHARE, TIME, MEAN, COUNT, GROWTH } kind;
};

static const struct column columns[] = {
	{"self%", MC_SELF_NS, SHARE},
	{"self", MC_SELF_NS, TIME},
	{"total%", MC_TOTAL_NS, SHARE},
	{"total", MC_TOTAL_NS, TIME},
	{"calls", MC_CALLS, COUNT},
	{"avg", MC_TOTAL_NS, MEAN},
	{"min", MC_MIN_NS, TIME},
	{"max", MC_MAX_NS, TIME},
	{"rss self", MC_RSS_SELF_BYTES, GROWTH},
	{"rss", MC_RSS_BYTES, GROWTH},
	{"peak", MC_RSS_PEAK_BYTES, GROWTH},
};

#define COLUMN_COUNT (sizeof(columns) / sizeof(columns[0]))

struct table {
	const struct mc_model *model;
	const struct mc_table_options *how;
	FILE *out;
	const struct mc_model_function **sorted;
	size_t width[COLUMN_COUNT]; /* 0: the column is empty */
	unsigned char *state; /* of the tree, by function */
};

enum { CLOSED = 0, OPEN = 1, SHOWN = 2 };

static void put_text(const struct table *t, const char *text)
{
	struct mc_text safe = {0};

	if (t->how->is_terminal)
		mc_text_put_plain(&safe, text);
	else
		mc_text_put_ascii(&safe, text);
	fputs(mc_text_get(&safe), t->out);
	mc_text_free(&safe);
}

static void put_name(const struct table *t, const char *name, size_t used)
{
	struct mc_text flat = {0}, plain = {0}, brief = {0};
	size_t room = t->how->columns;

	room = room > used + LEAST_NAME ? room - used : LEAST_NAME;
	mc_text_put_c(&flat, name); /* on one line */
	if (t->how->is_terminal) {
		mc_text_put_plain(&plain, mc_text_get(&flat));
		mc_shorten_name(&brief, mc_text_get(&plain), room);
		fputs(mc_text_get(&brief), t->out);
	} else {
		fputs(mc_text_get(&flat), t->out);
	}
	mc_text_free(&flat);
	mc_text_free(&plain);
	mc_text_free(&brief);
}

/* What stands in a cell, as ASCII in a pipe; "" if it was not measured. */
static void format_cell(const struct table *t, const struct column *c,
			const struct mc_measures *n, struct mc_text *cell)
{
	int64_t value = n->value[c->measure];
	char text[MC_NUMBER_SIZE];

	mc_text_clear(cell);
	if (!mc_measure_has(n, c->measure))
		return;
	switch (c->kind) {
	case SHARE:
		if (t->model->total_ns > 0)
			mc_text_print(cell, "%.1f",
				      100.0 * (double)value /
					      (double)t->model->total_ns);
		return;
	case COUNT:
		mc_text_print(cell, "%s", mc_number_count(text, value));
		return;
	case MEAN:
		/* The total is of outermost calls: no mean, in recursion. */
		if (!n->value[MC_CALLS] || n->value[MC_DEPTH] > 1)
			return;
		mc_number_time(text, value / n->value[MC_CALLS]);
		break;
	case TIME:
		mc_number_time(text, value);
		break;
	case GROWTH:
		mc_number_growth(text, value);
		break;
	}
	if (mc_measure_is_rough(n, c->measure))
		mc_text_put(cell, "~", 1);
	if (t->how->is_terminal)
		mc_text_print(cell, "%s", text);
	else
		mc_text_put_ascii(cell, text);
}

static void find_widths(struct table *t)
{
	struct mc_text cell = {0};

	for (size_t k = 0; k < COLUMN_COUNT; k++) {
		for (size_t i = 0; i < t->model->function_count; i++) {
			size_t width;

			format_cell(t, &columns[k],
				    &t->model->functions[i].numbers, &cell);
			width = mc_text_width(mc_text_get(&cell));
			if (width > t->width[k])
				t->width[k] = width;
		}
		if (t->width[k] && t->width[k] < strlen(columns[k].title))
			t->width[k] = strlen(columns[k].title);
	}
	mc_text_free(&cell);
}

/* On a narrow terminal the name is worth more than what says least. */
static void drop_columns(struct table *t)
{
	static const enum mc_measure order[] = {MC_RSS_BYTES, MC_MIN_NS,
						MC_MAX_NS, MC_RSS_SELF_BYTES};
	size_t used = 0;

	for (size_t k = 0; k < COLUMN_COUNT; k++)
		used += t->width[k] ? t->width[k] + 2 : 0;
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		for (size_t k = 0; k < COLUMN_COUNT; k++) {
			if (used + GOOD_NAME <= t->how->columns)
				return;
			if (columns[k].measure != order[i] || !t->width[k])
				continue;
			used -= t->width[k] + 2;
			t->width[k] = 0;
		}
}

/* Right-aligned, with two columns behind it. */
static void put_cell(const struct table *t, const char *cell, size_t width)
{
	fprintf(t->out, "%*s%s  ", (int)(width - mc_text_width(cell)), "",
		cell);
}

static int compare_cost(const void *a, const void *b, void *data)
{
	const struct mc_model_function *x =
		*(const struct mc_model_function **)a;
	const struct mc_model_function *y =
		*(const struct mc_model_function **)b;
	const struct table *t = data;

	if (!t->how->by_total && t->model->has_times &&
	    x->numbers.value[MC_SELF_NS] != y->numbers.value[MC_SELF_NS])
		return x->numbers.value[MC_SELF_NS] <
				       y->numbers.value[MC_SELF_NS]
			       ? 1
			       : -1;
	return x < y ? -1 : x > y; /* the model's order is by total */
}

static void put_table(struct table *t)
{
	const struct mc_model *m = t->model;
	struct mc_text cell = {0};
	size_t used = 0;

	for (size_t k = 0; k < COLUMN_COUNT; k++) {
		if (!t->width[k])
			continue;
		put_cell(t, columns[k].title, t->width[k]);
		used += t->width[k] + 2;
	}
	fputs("function\n", t->out);
	for (size_t i = 0; i < m->function_count; i++) {
		for (size_t k = 0; k < COLUMN_COUNT; k++) {
			if (!t->width[k])
				continue;
			format_cell(t, &columns[k], &t->sorted[i]->numbers,
				    &cell);
			put_cell(t, mc_text_get(&cell), t->width[k]);
		}
		put_name(t, t->sorted[i]->name, used);
		fputs(t->sorted[i]->marked ? " *\n" : "\n", t->out);
	}
	mc_text_free(&cell);
}

static void put_call(const struct table *t, const struct mc_model_edge *e,
		     unsigned int depth)
{
	const struct mc_measures *n = &e->numbers;
	char text[MC_NUMBER_SIZE];
	struct mc_text line = {0};

	if (t->model->has_times)
		mc_text_print(&line, "%6.1f %%  %s%-8s ",
			      100 * mc_model_share(t->model, n),
			      mc_measure_is_rough(n, MC_TOTAL_NS) ? "~" : " ",
			      mc_number_time(text, n->value[MC_TOTAL_NS]));
	mc_text_print(&line, " %*s%s\xc3\x97 ", (int)depth * 2, "",
		      mc_number_count(text, n->value[MC_CALLS]));
	put_text(t, mc_text_get(&line));
	put_name(t, t->model->functions[e->callee].name,
		 mc_text_width(mc_text_get(&line)) + 16);
	if (e->is_thread)
		fputs(" (threads)", t->out);
	mc_text_free(&line);
}

/* The calls edges[first ... first + count) and what is below them. */
static void put_calls(struct table *t, size_t first, size_t count,
		      unsigned int depth)
{
	const struct mc_model *m = t->model;

	for (size_t i = first; i < first + count; i++) {
		const struct mc_model_edge *e = &m->edges[i];
		const struct mc_model_function *f = &m->functions[e->callee];
		unsigned char *state = &t->state[e->callee];

		if (mc_model_share(m,
				   m->has_times ? &e->numbers : &f->numbers) <
			    LEAST_SHARE &&
		    e->caller != MC_MODEL_ROOT && !e->is_thread)
			continue;
		put_call(t, e, depth);
		if (*state == OPEN)
			fputs(" (recursive)\n", t->out);
		else if (*state == SHOWN && f->edge_count)
			fputs(" (see above)\n", t->out);
		else
			fputs("\n", t->out);
		if (*state != CLOSED || depth >= DEEPEST)
			continue;
		*state = OPEN;
		put_calls(t, f->first_edge, f->edge_count, depth + 1);
		*state = SHOWN;
	}
}

static void put_header(const struct table *t)
{
	const struct mc_model *m = t->model;
	char text[MC_NUMBER_SIZE];
	struct mc_text line = {0};

	mc_text_put_c(&line, m->program[0] ? m->program : "program");
	if (m->has_times)
		mc_text_print(&line, ": %s", mc_number_time(text, m->total_ns));
	mc_text_print(&line, " in %zu marked function%s, %" PRIu64 " thread%s",
		      m->root_edge_count, m->root_edge_count == 1 ? "" : "s",
		      m->threads, m->threads == 1 ? "" : "s");
	if (m->lost)
		mc_text_print(
			&line, ", %s calls lost",
			mc_number_count(text, mc_measure_signed(m->lost)));
	if (m->profile_count > 1)
		mc_text_print(&line, ", %zu runs", m->profile_count);
	put_text(t, mc_text_get(&line));
	fputs("\n\n", t->out);
	mc_text_free(&line);
}

void mc_table_write(const struct mc_model *m,
		    const struct mc_table_options *how, FILE *out)
{
	struct table t = {.model = m, .how = how, .out = out};

	t.sorted = mc_error_alloc(m->function_count, sizeof(*t.sorted));
	t.state = mc_error_alloc(m->function_count, 1);
	for (size_t i = 0; i < m->function_count; i++)
		t.sorted[i] = &m->functions[i];
	qsort_r(t.sorted, m->function_count, sizeof(*t.sorted), compare_cost,
		&t);
	find_widths(&t);
	if (how->is_terminal)
		drop_columns(&t);
	put_header(&t);
	put_table(&t);
	fputs("\n", out);
	put_calls(&t, 0, m->root_edge_count, 0);
	free(t.sorted);
	free(t.state);
}
