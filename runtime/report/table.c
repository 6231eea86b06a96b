/* SPDX-License-Identifier: MIT */
/*
 * Writes the tables.
 *
 * Columns are those that something was measured for, each as wide as its
 * widest cell.  On a terminal those that say least make room for names, and a
 * bar shows what the table is sorted by.
 */
#include "report/table.h"
#include "report/alloc.h"
#include "report/number.h"
#include "report/reach.h"
#include "report/tree.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_NAME 22 /* some more are, to leave it that */
#define GOOD_NAME 40 /* columns are dropped to leave a name this much */
#define BAR 8

struct column {
	const char *title;
	enum mc_metric measure;
	enum { SHARE, TIME, MEAN, COUNT, GROWTH } kind;
};

static const struct column columns[] = {
	{"self%", MC_SELF_NS, SHARE},	{"self", MC_SELF_NS, TIME},
	{"total%", MC_TOTAL_NS, SHARE}, {"total", MC_TOTAL_NS, TIME},
	{"calls", MC_CALLS, COUNT},	{"resumes", MC_RESUMES, COUNT},
	{"avg", MC_TOTAL_NS, MEAN},	{"min", MC_MIN_NS, TIME},
	{"max", MC_MAX_NS, TIME},	{"rss self", MC_RSS_SELF_BYTES, GROWTH},
	{"rss", MC_RSS_BYTES, GROWTH},	{"peak", MC_RSS_PEAK_BYTES, GROWTH},
};

#define COLUMN_COUNT (sizeof(columns) / sizeof(columns[0]))

struct row {
	const char *name;
	const char *note; /* behind the name */
	const struct mc_measures *numbers;
};

struct table {
	const struct mc_model *model;
	const struct mc_terminal *to;
	enum mc_metric by;
	const char *title; /* of the names */
	struct row *rows;
	size_t count;
	size_t width[COLUMN_COUNT]; /* 0: the column is empty */
	bool has_bars;
};

/* What stands in a cell, as ASCII in a pipe; "" if it was not measured. */
static void format_cell(const struct table *t, const struct column *c,
			const struct mc_measures *n, struct mc_text *cell)
{
	struct mc_text signed_text = {0};
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
	mc_text_print(&signed_text, "%s%s", mc_measure_sign(n, c->measure),
		      text);
	if (t->to->is_terminal)
		mc_text_print(cell, "%s", mc_text_get(&signed_text));
	else
		mc_text_put_ascii(cell, mc_text_get(&signed_text));
	mc_text_free(&signed_text);
}

static void find_widths(struct table *t)
{
	struct mc_text cell = {0};

	for (size_t k = 0; k < COLUMN_COUNT; k++) {
		for (size_t i = 0; i < t->count; i++) {
			size_t width;

			format_cell(t, &columns[k], t->rows[i].numbers, &cell);
			width = mc_text_width(mc_text_get(&cell));
			if (width > t->width[k])
				t->width[k] = width;
		}
		if (t->width[k] && t->width[k] < strlen(columns[k].title))
			t->width[k] = strlen(columns[k].title);
	}
	mc_text_free(&cell);
}

static size_t find_used(const struct table *t)
{
	size_t used = t->has_bars ? BAR + 2 : 0;

	for (size_t k = 0; k < COLUMN_COUNT; k++)
		used += t->width[k] ? t->width[k] + 2 : 0;
	return used;
}

/* On a narrow terminal the name is worth more than what says least; on a very
   narrow one than all but the times and calls. */
static void drop_columns(struct table *t, struct mc_text *dropped)
{
	static const struct {
		const char *title;
		size_t name;
	} order[] = {
		{"min", GOOD_NAME},	 {"rss self", GOOD_NAME},
		{"max", GOOD_NAME},	 {"peak", GOOD_NAME},
		{"rss", LEAST_NAME},	 {"avg", LEAST_NAME},
		{"resumes", LEAST_NAME}, {"total%", LEAST_NAME},
		{"self%", LEAST_NAME},
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		for (size_t k = 0; k < COLUMN_COUNT; k++) {
			/* What the rows are in the order of is there. */
			if (strcmp(columns[k].title, order[i].title) != 0 ||
			    (columns[k].kind == GROWTH &&
			     columns[k].measure == t->by) ||
			    find_used(t) + order[i].name <= t->to->columns)
				continue;
			if (t->width[k])
				mc_text_print(dropped, "%s%s",
					      dropped->length ? ", " : "",
					      columns[k].title);
			t->width[k] = 0;
		}
	t->has_bars = find_used(t) + GOOD_NAME <= t->to->columns;
}

/* Right-aligned, with two columns behind it. */
static void put_cell(const struct table *t, const char *cell, size_t width)
{
	fprintf(t->to->out, "%*s%s  ", (int)(width - mc_text_width(cell)), "",
		cell);
}

static void put_titles(const struct table *t)
{
	if (t->has_bars)
		fprintf(t->to->out, "%*s", BAR + 2, "");
	for (size_t k = 0; k < COLUMN_COUNT; k++)
		if (t->width[k])
			put_cell(t, columns[k].title, t->width[k]);
	fprintf(t->to->out, "%s\n", t->title);
}

static void put_row(const struct table *t, const struct row *row, double share)
{
	struct mc_text cell = {0};

	mc_terminal_begin(t->to, share);
	if (t->has_bars) {
		mc_terminal_put_bar(t->to, share, BAR);
		fputs("  ", t->to->out);
	}
	mc_terminal_end(t->to);
	for (size_t k = 0; k < COLUMN_COUNT; k++) {
		if (!t->width[k])
			continue;
		format_cell(t, &columns[k], row->numbers, &cell);
		put_cell(t, mc_text_get(&cell), t->width[k]);
	}
	mc_terminal_begin(t->to, share);
	mc_terminal_put_name(t->to, row->name,
			     find_used(t) + strlen(row->note));
	mc_terminal_end(t->to);
	fprintf(t->to->out, "%s\n", row->note);
	mc_text_free(&cell);
}

static int64_t value_of(const struct table *t, const struct row *row)
{
	return mc_measure_has(row->numbers, t->by) ? row->numbers->value[t->by]
						   : 0;
}

/* Of the time if that is what the table is about, else of the largest. */
static double find_whole(const struct table *t)
{
	int64_t most = 0;

	if (t->by == MC_SELF_NS || t->by == MC_TOTAL_NS)
		return (double)t->model->total_ns;
	for (size_t i = 0; i < t->count; i++)
		if (value_of(t, &t->rows[i]) > most)
			most = value_of(t, &t->rows[i]);
	return (double)most;
}

/* By what was asked for, else as they stand. */
static int compare_rows(const void *a, const void *b, void *data)
{
	int64_t x = value_of(data, a), y = value_of(data, b);

	if (x != y)
		return x < y ? 1 : -1;
	/* Names and numbers are the model's, in its order. */
	return ((const struct row *)a)->numbers <
			       ((const struct row *)b)->numbers
		       ? -1
		       : 1;
}

/* At most `rows` of the table; 0: all. */
static void put_table(struct table *t, size_t rows)
{
	double whole = find_whole(t);
	struct mc_text dropped = {0};
	size_t wide;

	if (t->count)
		qsort_r(t->rows, t->count, sizeof(*t->rows), compare_rows, t);
	t->has_bars = t->to->is_terminal && whole > 0;
	find_widths(t);
	wide = find_used(t) + GOOD_NAME;
	if (t->to->is_terminal)
		drop_columns(t, &dropped);
	put_titles(t);
	if (!rows || rows > t->count)
		rows = t->count;
	for (size_t i = 0; i < rows; i++)
		put_row(t, &t->rows[i],
			whole > 0 ? (double)value_of(t, &t->rows[i]) / whole
				  : 1);
	if (rows < t->count)
		fprintf(t->to->out, "and %zu more: --rows=N shows them\n",
			t->count - rows);
	if (dropped.length)
		mc_terminal_put_left_out(t->to, dropped.data, wide);
	mc_text_free(&dropped);
}

static struct table open_table(const struct mc_model *m,
			       const struct mc_table_options *how,
			       const char *title, size_t most)
{
	return (struct table){
		.model = m,
		.to = &how->to,
		.by = how->by,
		.title = title,
		.rows = mc_alloc_zeroed(most, sizeof(struct row)),
	};
}

static void put_functions(const struct mc_model *m,
			  const struct mc_table_options *how)
{
	struct table t = open_table(m, how, "function", m->function_count);

	for (size_t i = 0; i < m->function_count; i++)
		t.rows[t.count++] = (struct row){
			.name = m->functions[i].name,
			.note = m->functions[i].marked ? " *" : "",
			.numbers = &m->functions[i].numbers,
		};
	put_table(&t, how->rows);
	free(t.rows);
}

static const char *note_of(const struct mc_model_edge *e)
{
	if (e->is_thread)
		return " (threads)";
	return e->caller == e->callee ? " (recursive)" : "";
}

/* Who calls the function, or what it calls. */
static void put_neighbours(const struct mc_model *m,
			   const struct mc_table_options *how,
			   uint32_t function, bool are_callers)
{
	struct table t = open_table(m, how, are_callers ? "caller" : "callee",
				    m->edge_count);

	if (t.by == MC_SELF_NS)
		t.by = MC_TOTAL_NS; /* calls have no other */
	fprintf(how->to.out, "%s of ", are_callers ? "callers" : "callees");
	mc_terminal_put_name(&how->to, m->functions[function].name, 11);
	fputs("\n", how->to.out);
	for (size_t i = 0; i < m->edge_count; i++) {
		const struct mc_model_edge *e = &m->edges[i];
		uint32_t other = are_callers ? e->caller : e->callee;

		if ((are_callers ? e->callee : e->caller) != function)
			continue;
		t.rows[t.count++] = (struct row){
			.name = other == MC_MODEL_ROOT
					? "(called from outside)"
					: m->functions[other].name,
			.note = note_of(e),
			.numbers = &e->numbers,
		};
	}
	if (t.count)
		put_table(&t, 0);
	else
		fputs("none\n", how->to.out);
	fputs("\n", how->to.out);
	free(t.rows);
}

static void put_all_neighbours(const struct mc_model *m,
			       const struct mc_table_options *how,
			       bool are_callers)
{
	const struct mc_view_globs *of =
		are_callers ? &how->callers : &how->callees;

	for (uint32_t i = 0; i < m->function_count; i++)
		if (mc_reach_matches(of, &m->functions[i]))
			put_neighbours(m, how, i, are_callers);
}

static void put_header(const struct mc_model *m, const struct mc_terminal *to)
{
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
	mc_terminal_put(to, mc_text_get(&line));
	fputs("\n\n", to->out);
	mc_text_free(&line);
}

void mc_table_write(const struct mc_model *m,
		    const struct mc_table_options *how)
{
	put_header(m, &how->to);
	if (how->callers.count || how->callees.count) {
		put_all_neighbours(m, how, true);
		put_all_neighbours(m, how, false);
		return;
	}
	if (!how->is_tree_only) {
		put_functions(m, how);
		fputs("\n", how->to.out);
	}
	mc_tree_write(m, &how->to, how->by);
}
