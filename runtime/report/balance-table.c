/* SPDX-License-Identifier: MIT */
/*
 * Writes functions and calls by what they lose by imbalance: most - mean is
 * what the others may wait for the one that has the most.
 */
#include "report/balance-table.h"
#include "report/alloc.h"
#include "report/balance.h"

#include <inttypes.h>
#include <stdlib.h>

#define ROWS 20 /* unless asked for: the first ones say most */

enum { LEAST, MEAN, MOST, IMBALANCE, WHERE, COLUMNS };

struct row {
	uint32_t index; /* of a function, or of an edge */
	bool is_edge;
	struct mc_balance_value value;
};

struct rows {
	struct row *row;
	size_t count;
};

static void add_row(struct rows *r, const struct row *new)
{
	if (new->value.most <= 0)
		return;
	r->row = mc_alloc_append(r->row, r->count, sizeof(*r->row));
	r->row[r->count++] = *new;
}

static int64_t lost(const struct row *row)
{
	return row->value.most - row->value.mean;
}

static int compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (lost(x) != lost(y))
		return lost(x) < lost(y) ? 1 : -1;
	if (x->is_edge != y->is_edge)
		return x->is_edge ? 1 : -1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static struct rows find_rows(const struct mc_model *m, enum mc_metric which)
{
	struct rows rows = {0};
	struct row new = {0};

	for (new.index = 0; new.index < m->function_count; new.index++)
		if (mc_balance_of_function(m, &m->functions[new.index], which,
					   &new.value))
			add_row(&rows, &new);
	new.is_edge = true;
	for (new.index = 0; new.index < m->edge_count; new.index++)
		if (mc_balance_of_edge(m, &m->edges[new.index], which,
				       &new.value))
			add_row(&rows, &new);
	if (rows.count)
		qsort(rows.row, rows.count, sizeof(*rows.row), compare);
	return rows;
}

static void put_name(const struct mc_model *m, const struct row *row,
		     struct mc_text *name)
{
	const struct mc_model_edge *e = &m->edges[row->index];

	if (!row->is_edge)
		mc_text_print(name, "%s", m->functions[row->index].name);
	else if (e->caller == MC_MODEL_ROOT)
		mc_text_print(name, "(called from outside) -> %s",
			      m->functions[e->callee].name);
	else
		mc_text_print(name, "%s -> %s%s", m->functions[e->caller].name,
			      m->functions[e->callee].name,
			      e->is_thread ? " (threads)" : "");
}

/* Fills in a cell; ROW is NULL for the titles. */
static void put_cell(const struct mc_model *m, enum mc_metric which,
		     const struct row *row, int column, struct mc_text *cell)
{
	static const char *const titles[] = {"min", "mean", "max", "max/mean"};
	char number[MC_NUMBER_SIZE];
	const struct mc_balance_value *v = row ? &row->value : NULL;

	if (!v && column == WHERE)
		mc_text_print(cell, "%s", mc_balance_noun(m));
	else if (!v)
		mc_text_print(cell, "%s", titles[column]);
	else if (column == WHERE)
		mc_text_print(cell, "%" PRIu64, v->where);
	else if (column == IMBALANCE && v->imbalance > 0)
		mc_text_print(cell, "%.2f", v->imbalance);
	else if (column != IMBALANCE)
		mc_text_print(cell, "%s",
			      mc_metric_format(number, which,
					       column == LEAST	? v->least
					       : column == MEAN ? v->mean
								: v->most));
}

/* Writes the titles, or a row, in columns of these widths; without an output it
   widens them. */
static void put_line(const struct mc_model *m, const struct mc_terminal *to,
		     enum mc_metric which, const struct row *row,
		     size_t width[COLUMNS], bool is_measured)
{
	size_t used = 0;

	for (int i = 0; i < COLUMNS; i++) {
		struct mc_text cell = {0};
		size_t wide;

		put_cell(m, which, row, i, &cell);
		wide = mc_text_width(mc_text_get(&cell));
		if (!is_measured && wide > width[i])
			width[i] = wide;
		if (is_measured) {
			fprintf(to->out, "%*s", (int)(width[i] - wide), "");
			mc_terminal_put(to, mc_text_get(&cell));
			fputs("  ", to->out);
		}
		used += width[i] + 2;
		mc_text_free(&cell);
	}
	if (is_measured && row) {
		struct mc_text name = {0};

		put_name(m, row, &name);
		mc_terminal_put_name(to, mc_text_get(&name), used);
		mc_text_free(&name);
	}
	if (is_measured)
		fputs(row ? "\n" : "function, or call\n", to->out);
}

void mc_balance_table_write(const struct mc_model *m,
			    const struct mc_terminal *to, enum mc_metric by,
			    size_t most)
{
	enum mc_metric which = mc_metric_with_callees(by);
	size_t width[COLUMNS] = {0};
	struct rows rows;

	if (!mc_balance_parts(m))
		return;
	if (!mc_metric_rows[which].is_compared)
		which = m->has_times ? MC_TOTAL_NS : MC_CALLS;
	rows = find_rows(m, which);
	if (!most)
		most = ROWS;
	if (most > rows.count)
		most = rows.count;
	fprintf(to->out, "%" PRIu64 " %s, compared by %s; least even first\n",
		mc_balance_parts(m),
		mc_balance_is_of_ranks(m) ? "ranks" : "processes",
		mc_metric_rows[which].title);
	put_line(m, to, which, NULL, width, false);
	for (size_t i = 0; i < most; i++)
		put_line(m, to, which, &rows.row[i], width, false);
	put_line(m, to, which, NULL, width, true);
	for (size_t i = 0; i < most; i++)
		put_line(m, to, which, &rows.row[i], width, true);
	if (most < rows.count)
		fprintf(to->out, "and %zu more: --rows=N shows them\n",
			rows.count - most);
	fputs("\n", to->out);
	free(rows.row);
}
