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
#include "report/balance-table.h"
#include "report/balance.h"
#include "report/doubt.h"
#include "report/number.h"
#include "report/reach.h"
#include "report/tree.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_NAME 22 /* some more are, to leave it that */
#define GOOD_NAME 40 /* columns are dropped to leave a name this much */
#define BAR 8
#define LEAST_PART 100 /* a part of the time in so many is worth a column */
#define FIRST 100 /* more than there are places */

/* What wall-clock time is worth where shares are of another. */
#define WORTH_OF_OTHERS 15

/* Each metric may have a column for its number and one for its share; there is
   one for a mean. */
#define MOST_COLUMNS (2 * MC_METRICS + 1)

struct column {
	enum mc_metric metric;
	enum { NUMBER, SHARE, MEAN } kind;
	struct mc_metric_column look;
	size_t width; /* 0: it is empty, or was dropped */
	bool is_settled; /* whether it is dropped */
};

struct row {
	const char *name;
	const char *note; /* behind the name */
	const struct mc_measures *numbers;
};

struct table {
	const struct mc_model *model;
	const struct mc_terminal *to;
	enum mc_metric by;
	enum mc_metric main; /* the time that shares are of, with callees */
	const char *title; /* of the names */
	struct row *rows;
	size_t count;
	struct column columns[MOST_COLUMNS];
	size_t column_count;
	bool has_bars;
};

static void add_column(struct table *t, enum mc_metric metric, int kind,
		       struct mc_metric_column look)
{
	size_t at = t->column_count++;

	for (; at && t->columns[at - 1].look.place > look.place; at--)
		t->columns[at] = t->columns[at - 1];
	t->columns[at] = (struct column){
		.metric = metric,
		.kind = kind,
		.look = look,
	};
}

/* Adds the columns of a time that shares are of, in front of all others. */
static void add_main(struct table *t, enum mc_metric metric)
{
	struct mc_metric_column share = mc_metric_rows[metric].share;
	struct mc_metric_column number = mc_metric_rows[metric].column;

	share.place -= FIRST;
	number.place -= FIRST;
	number.worth = MC_METRIC_KEPT;
	add_column(t, metric, SHARE, share);
	add_column(t, metric, NUMBER, number);
}

static void list_columns(struct table *t)
{
	static const struct mc_metric_column mean = {"avg", 7, 14};

	add_column(t, MC_TOTAL_NS, MEAN, mean);
	for (int i = 0; i < MC_METRICS; i++) {
		const struct mc_metric_row *row = &mc_metric_rows[i];
		struct mc_metric_column number = row->column;

		if (row->share.title && mc_metric_with_callees(i) == t->main) {
			add_main(t, i);
			continue;
		}
		if (row->share.title && number.worth == MC_METRIC_KEPT)
			number.worth = WORTH_OF_OTHERS;
		if (number.title)
			add_column(t, i, NUMBER, number);
	}
}

/* Writes the share. An estimate has its sign at the number. */
static void format_share(const struct table *t, const struct column *c,
			 const struct mc_doubt *doubt, struct mc_text *cell)
{
	int64_t whole = mc_model_whole(t->model, c->metric);

	if (whole > 0)
		mc_text_print(cell, "%s%.1f",
			      doubt->kind == MC_DOUBT_LESS ? "<" : "",
			      100.0 * (double)doubt->value / (double)whole);
}

/* Fills in a cell, as ASCII in a pipe; "" if it was not measured. */
static void format_cell(const struct table *t, const struct column *c,
			const struct mc_measures *n, struct mc_text *cell)
{
	struct mc_doubt doubt = mc_doubt_of(t->model, n, c->metric);
	struct mc_text signed_text = {0};
	char text[MC_NUMBER_SIZE];

	mc_text_clear(cell);
	if (!mc_measure_has(n, c->metric))
		return;
	if (c->kind == SHARE) {
		format_share(t, c, &doubt, cell);
		return;
	}
	if (c->kind == MEAN)
		doubt = mc_doubt_of_mean(t->model, n);
	if (doubt.value < 0 && c->kind == MEAN)
		return;
	mc_text_print(&signed_text, "%s%s", doubt.sign,
		      mc_metric_format(text, c->metric, doubt.value));
	if (t->to->is_terminal)
		mc_text_print(cell, "%s", mc_text_get(&signed_text));
	else
		mc_text_put_ascii(cell, mc_text_get(&signed_text));
	mc_text_free(&signed_text);
}

/* True if the column is worth looking at in one of the rows. */
static bool is_wanted(const struct table *t, const struct column *c)
{
	if (!mc_metric_rows[c->metric].is_occasional)
		return true;
	for (size_t i = 0; i < t->count; i++) {
		const struct mc_measures *n = t->rows[i].numbers;
		int64_t value = n->value[c->metric];

		if (value > 0 && value >= n->value[MC_TOTAL_NS] / LEAST_PART)
			return true;
	}
	return false;
}

/* Memory that does not change in any row says least. */
static void judge_memory(const struct table *t, struct column *c)
{
	if (mc_metric_rows[c->metric].unit != MC_METRIC_BYTES)
		return;
	for (size_t i = 0; i < t->count; i++)
		if (t->rows[i].numbers->value[c->metric])
			return;
	c->look.worth = 0;
}

static void find_width(struct table *t, struct column *c)
{
	size_t title = mc_text_width(c->look.title);
	struct mc_text cell = {0};

	if (!is_wanted(t, c))
		return;
	for (size_t i = 0; i < t->count; i++) {
		size_t width;

		format_cell(t, c, t->rows[i].numbers, &cell);
		width = mc_text_width(mc_text_get(&cell));
		if (width > c->width)
			c->width = width;
	}
	if (c->width && c->width < title)
		c->width = title;
	mc_text_free(&cell);
}

static void find_widths(struct table *t)
{
	for (size_t k = 0; k < t->column_count; k++) {
		find_width(t, &t->columns[k]);
		judge_memory(t, &t->columns[k]);
	}
}

static size_t find_used(const struct table *t)
{
	size_t used = t->has_bars ? BAR + 2 : 0;

	for (size_t k = 0; k < t->column_count; k++)
		used += t->columns[k].width ? t->columns[k].width + 2 : 0;
	return used;
}

/* Returns the column that is worth least of those that may go and are not
   settled, or NULL. The column by which rows are sorted stays. */
static struct column *find_least(struct table *t)
{
	struct column *least = NULL;

	for (size_t k = 0; k < t->column_count; k++) {
		struct column *c = &t->columns[k];

		if (c->is_settled || c->look.worth >= MC_METRIC_KEPT ||
		    (c->metric == t->by && c->kind == NUMBER))
			continue;
		if (!least || c->look.worth < least->look.worth)
			least = c;
	}
	return least;
}

/* Drops columns. On a narrow terminal the name is worth more than columns that
   say little; on a very narrow one it is worth more than all but times and
   calls. */
static void drop_columns(struct table *t, struct mc_text *dropped)
{
	struct column *c;

	while ((c = find_least(t)) != NULL) {
		size_t name =
			c->look.worth < MC_METRIC_DEAR ? GOOD_NAME : LEAST_NAME;

		c->is_settled = true;
		/* Such columns are worth more than bars, too. */
		if (name == LEAST_NAME && find_used(t) + name > t->to->columns)
			t->has_bars = false;
		if (find_used(t) + name <= t->to->columns)
			continue;
		if (c->width)
			mc_text_print(dropped, "%s%s",
				      dropped->length ? ", " : "",
				      c->look.title);
		c->width = 0;
	}
	t->has_bars = find_used(t) + GOOD_NAME <= t->to->columns;
}

/* Writes a cell, right-aligned, and two blanks behind it. */
static void put_cell(const struct table *t, const char *cell, size_t width)
{
	fprintf(t->to->out, "%*s%s  ", (int)(width - mc_text_width(cell)), "",
		cell);
}

static void put_titles(const struct table *t)
{
	if (t->has_bars)
		fprintf(t->to->out, "%*s", BAR + 2, "");
	for (size_t k = 0; k < t->column_count; k++)
		if (t->columns[k].width)
			put_cell(t, t->columns[k].look.title,
				 t->columns[k].width);
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
	for (size_t k = 0; k < t->column_count; k++) {
		const struct column *c = &t->columns[k];

		if (!c->width)
			continue;
		format_cell(t, c, row->numbers, &cell);
		put_cell(t, mc_text_get(&cell), c->width);
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

/* Returns the whole that bars are part of: a time if the table is about that,
   else the largest number. */
static double find_whole(const struct table *t)
{
	int64_t most = 0;

	if (mc_metric_rows[t->by].unit == MC_METRIC_NS)
		return (double)mc_model_whole(t->model, t->by);
	for (size_t i = 0; i < t->count; i++)
		if (value_of(t, &t->rows[i]) > most)
			most = value_of(t, &t->rows[i]);
	return (double)most;
}

/* Orders rows by what was asked for; equal ones stay as they are. */
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

/* Writes at most `rows` rows of the table; 0: all. */
static void put_table(struct table *t, size_t rows)
{
	double whole = find_whole(t);
	struct mc_text dropped = {0};
	size_t wide;

	if (t->count)
		qsort_r(t->rows, t->count, sizeof(*t->rows), compare_rows, t);
	t->has_bars = t->to->is_terminal && whole > 0;
	list_columns(t);
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
		.main = mc_model_share_by(m, how->by),
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

/* Writes who calls the function, or what it calls. */
static void put_neighbours(const struct mc_model *m,
			   const struct mc_table_options *how,
			   uint32_t function, bool are_callers)
{
	struct table t = open_table(m, how, are_callers ? "caller" : "callee",
				    m->edge_count);

	t.by = mc_metric_with_callees(t.by);
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

static void put_header(const struct mc_model *m,
		       const struct mc_table_options *how)
{
	const struct mc_terminal *to = &how->to;
	char text[MC_NUMBER_SIZE], limit[MC_NUMBER_SIZE];
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
	if (m->pooled)
		mc_text_print(
			&line, ", %s calls beyond %s contexts",
			mc_number_count(text, mc_measure_signed(m->pooled)),
			mc_number_count(limit,
					mc_measure_signed(m->told_apart)));
	if (mc_balance_parts(m) && mc_balance_is_of_ranks(m))
		mc_text_print(&line, ", %" PRIu64 " ranks",
			      mc_balance_parts(m));
	else if (m->profile_count > 1)
		mc_text_print(&line, ", %zu runs", m->profile_count);
	if (mc_metric_with_callees(how->by) == MC_CPU_NS)
		mc_text_print(&line, "; by time on the CPU, %s in all",
			      mc_number_time(text, m->cpu_ns));
	if (mc_metric_with_callees(how->by) == MC_WAIT_NS)
		mc_text_print(&line, "; by waiting, %s in all",
			      mc_number_time(text, m->wait_ns));
	mc_terminal_put(to, mc_text_get(&line));
	fputs("\n\n", to->out);
	mc_text_free(&line);
}

void mc_table_write(const struct mc_model *m,
		    const struct mc_table_options *how)
{
	put_header(m, how);
	if (how->callers.count || how->callees.count) {
		put_all_neighbours(m, how, true);
		put_all_neighbours(m, how, false);
		return;
	}
	if (!how->is_tree_only) {
		put_functions(m, how);
		fputs("\n", how->to.out);
		mc_balance_table_write(m, &how->to, how->by, how->rows);
	}
	mc_tree_write(m, &how->to, how->by);
}
