/* SPDX-License-Identifier: MIT */
/*
 * The table of what has changed most.
 */
#include "report/diff.h"
#include "report/alloc.h"
#include "report/diff-judge.h"
#include "report/number.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

enum { CHANGE, DOUBT, PERCENT, BEFORE, AFTER, CALLS, COLUMNS };

static const char *const titles[COLUMNS] = {"change", "",      "",
					    "before", "after", "calls"};

struct row {
	const struct mc_diff_pair *pair;
	const char *name;
	uint64_t size; /* of the change */
	char cell[COLUMNS][MC_NUMBER_SIZE];
};

struct table {
	const struct mc_diff *diff;
	const struct mc_diff_table *how;
	struct row *rows;
	size_t count;
	size_t left_out;
	size_t width[COLUMNS];
};

static uint64_t size_of(int64_t change)
{
	return change < 0 ? 0 - (uint64_t)change : (uint64_t)change;
}

/* Copies TEXT into a cell: in a pipe, as ASCII. */
static void set_cell(const struct table *t, char *cell, const char *text)
{
	struct mc_text ascii = {0};

	if (!t->how->to.is_terminal) {
		mc_text_put_ascii(&ascii, text);
		text = mc_text_get(&ascii);
	}
	snprintf(cell, MC_NUMBER_SIZE, "%.*s", MC_NUMBER_SIZE - 1, text);
	mc_text_free(&ascii);
}

static void set_number(const struct table *t, char *cell,
		       const struct mc_measures *n, enum mc_metric which)
{
	char number[MC_NUMBER_SIZE], text[MC_NUMBER_SIZE + 4];

	if (!mc_measure_has(n, which)) {
		set_cell(t, cell, "-");
		return;
	}
	snprintf(text, sizeof(text), "%s%s", mc_measure_sign(n, which),
		 mc_metric_format(number, which, n->value[which]));
	set_cell(t, cell, text);
}

/* Sets how far off the change may be, unless it is exact. */
static void set_doubt(const struct table *t, struct row *row)
{
	enum mc_metric by = t->how->by;
	double doubt = mc_diff_doubt(t->diff, row->pair, by, MC_SPREAD_SURE);
	char number[MC_NUMBER_SIZE], text[MC_NUMBER_SIZE + 4];
	const char *digits = number;

	if (doubt < 0.5)
		return;
	mc_metric_format(number, by,
			 doubt < 0x1p63 ? (int64_t)doubt : INT64_MAX);
	/* Growth has its sign already. */
	digits += number[0] == '+';
	snprintf(text, sizeof(text), "\xc2\xb1 %s", digits);
	set_cell(t, row->cell[DOUBT], text);
}

static void set_change(const struct table *t, struct row *row)
{
	enum mc_metric by = t->how->by;
	char number[MC_NUMBER_SIZE], text[MC_NUMBER_SIZE + 4];

	snprintf(text, sizeof(text), "%s%s",
		 mc_diff_is_unsure(t->diff, row->pair, by) ? "~" : "",
		 mc_diff_signed(number, by, mc_diff_change(row->pair, by)));
	set_cell(t, row->cell[CHANGE], text);
	set_doubt(t, row);
	set_cell(t, row->cell[PERCENT], mc_diff_percent(number, row->pair, by));
	set_number(t, row->cell[BEFORE], row->pair->before.mean, by);
	set_number(t, row->cell[AFTER], row->pair->after.mean, by);
	set_cell(t, row->cell[CALLS],
		 mc_diff_signed(number, MC_CALLS,
				mc_diff_change(row->pair, MC_CALLS)));
}

static int compare_rows(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return strcmp(x->name, y->name);
}

static void list_rows(struct table *t)
{
	const struct mc_model *both = t->diff->both;

	t->rows = mc_alloc_zeroed(both->function_count, sizeof(*t->rows));
	for (size_t i = 0; i < both->function_count; i++) {
		const struct mc_diff_pair *pair = &t->diff->functions[i];
		uint64_t size = size_of(mc_diff_change(pair, t->how->by));

		if (size || mc_diff_change(pair, MC_CALLS))
			t->rows[t->count++] = (struct row){
				.pair = pair,
				.name = both->functions[i].name,
				.size = size,
			};
	}
	if (t->count)
		qsort(t->rows, t->count, sizeof(*t->rows), compare_rows);
	if (t->count > t->how->rows) {
		t->left_out = t->count - t->how->rows;
		t->count = t->how->rows;
	}
}

static void find_widths(struct table *t)
{
	for (int k = 0; k < COLUMNS; k++) {
		t->width[k] = strlen(titles[k]);
		for (size_t i = 0; i < t->count; i++) {
			size_t width = mc_text_width(t->rows[i].cell[k]);

			t->width[k] = width > t->width[k] ? width : t->width[k];
		}
	}
}

static void put_cell(const struct table *t, int column, const char *text)
{
	if (!t->width[column])
		return;
	fprintf(t->how->to.out, "%*s%s  ",
		(int)(t->width[column] - mc_text_width(text)), "", text);
}

static size_t find_used(const struct table *t)
{
	size_t used = 0;

	for (int k = 0; k < COLUMNS; k++)
		used += t->width[k] ? t->width[k] + 2 : 0;
	return used;
}

/* Writes the first line: `prog: 1.24 s -> 980 ms (-21 %), means of 10 and 10
   runs`. */
static void put_header(const struct table *t)
{
	const struct mc_diff *diff = t->diff;
	const struct mc_diff_pair *whole = &diff->whole;
	const char *program = diff->after.model[0]->program;
	enum mc_metric by = mc_metric_with_callees(t->how->by);
	char a[MC_NUMBER_SIZE], b[MC_NUMBER_SIZE], c[MC_NUMBER_SIZE];
	struct mc_text line = {0};

	mc_text_put_c(&line, program[0] ? program : "program");
	mc_text_print(&line, ": %s %s -> %s (%s%s)",
		      by == MC_TOTAL_NS ? "total" : mc_metric_rows[by].name,
		      mc_metric_format(a, by, whole->before.mean->value[by]),
		      mc_metric_format(b, by, whole->after.mean->value[by]),
		      mc_diff_is_unsure(diff, whole, by) ? "~" : "",
		      mc_diff_percent(c, whole, by));
	if (diff->before.count > 1 || diff->after.count > 1)
		mc_text_print(&line, ", means of %zu and %zu run%s",
			      diff->before.count, diff->after.count,
			      diff->after.count == 1 ? "" : "s");
	mc_terminal_put(&t->how->to, mc_text_get(&line));
	fputc('\n', t->how->to.out);
	mc_text_free(&line);
}

/* Says what a ~ is, if there is one. */
static void put_footer(const struct table *t)
{
	bool has_unsure = false;

	for (size_t i = 0; i < t->count && !has_unsure; i++)
		has_unsure =
			mc_diff_is_unsure(t->diff, t->rows[i].pair, t->how->by);
	if (!has_unsure)
		return;
	fputs("\n~ may be chance", t->how->to.out);
	if (t->diff->before.count == 1 && t->diff->after.count == 1)
		fputs("; several runs of each tell more: memcall run -r 10 -o "
		      "FILE.memcall",
		      t->how->to.out);
	fputc('\n', t->how->to.out);
}

void mc_diff_write(const struct mc_diff *diff, const struct mc_diff_table *how)
{
	struct table t = {.diff = diff, .how = how};
	FILE *out = how->to.out;

	put_header(&t);
	list_rows(&t);
	for (size_t i = 0; i < t.count; i++)
		set_change(&t, &t.rows[i]);
	find_widths(&t);
	if (!t.count)
		fprintf(out, "nothing has changed\n");
	else
		fputc('\n', out);
	for (int k = 0; k < COLUMNS && t.count; k++)
		put_cell(&t, k, titles[k]);
	if (t.count)
		fputs("function\n", out);
	for (size_t i = 0; i < t.count; i++) {
		for (int k = 0; k < COLUMNS; k++)
			put_cell(&t, k, t.rows[i].cell[k]);
		mc_terminal_put_name(&how->to, t.rows[i].name, find_used(&t));
		fputc('\n', out);
	}
	if (t.left_out)
		fprintf(out, "and %zu more: --rows=N shows them\n", t.left_out);
	put_footer(&t);
	free(t.rows);
}
