/* SPDX-License-Identifier: MIT */
/*
 * Tooltips: everything that is known, in full, a line each.
 *
 * Numbers stand there as people read them and, where that rounds, to the
 * digit.  Long names are cut so that a tooltip stays below what dot takes.
 */
#include "report/tooltip.h"
#include "report/demangle.h"
#include "report/doubt.h"
#include "report/number.h"
#include "report/shorten.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define NAME_BYTES 1000

static void put_line(struct mc_text *out, const char *text)
{
	struct mc_text brief = {0};

	mc_shorten_bytes(&brief, text, NAME_BYTES);
	mc_text_put_dot(out, mc_text_get(&brief));
	mc_text_put(out, "\\n", 2);
	mc_text_free(&brief);
}

/* Writes how far off an estimate may be. */
static void put_error(struct mc_text *out, const struct mc_measures *n,
		      enum mc_metric which)
{
	enum mc_metric error = mc_metric_rows[which].error;
	char text[MC_NUMBER_SIZE];

	if (error && mc_measure_has(n, error))
		mc_text_print(out, " \xc2\xb1 %s",
			      mc_metric_format(text, error, n->value[error]));
}

static void put_number(const struct mc_model *m, struct mc_text *out,
		       const struct mc_measures *n, enum mc_metric which)
{
	static const char *const units[] = {
		[MC_METRIC_NS] = "ns",
		[MC_METRIC_BYTES] = "B",
	};
	const struct mc_metric_row *row = &mc_metric_rows[which];
	char text[MC_NUMBER_SIZE];
	int64_t value = n->value[which];

	if (!mc_measure_has(n, which))
		return;
	mc_text_print(out, "%s: %s", row->title,
		      mc_doubt_format(text, m, n, which));
	if (mc_doubt_of(m, n, which).kind == MC_DOUBT_LESS) {
		mc_text_put(out, "\\n", 2);
		return;
	}
	put_error(out, n, which);
	if (row->unit != MC_METRIC_COUNT && (value >= 1000 || value <= -1000))
		mc_text_print(out, " (%s %s)", mc_number_count(text, value),
			      units[row->unit]);
	mc_text_put(out, "\\n", 2);
}

static int line_of(const struct mc_metric_row *row)
{
	return row->line;
}

/* Writes all numbers. How many threads were started is in the labels. */
static void put_numbers(const struct mc_model *m, struct mc_text *out,
			const struct mc_measures *n)
{
	enum mc_metric lines[MC_METRICS];
	size_t count = mc_metric_sort(lines, line_of);

	for (size_t i = 0; i < count; i++)
		if (lines[i] != MC_THREADS)
			put_number(m, out, n, lines[i]);
}

/* Writes what ranks, or processes, have of a number, if that differs. */
static void put_balance(const struct mc_model *m, struct mc_text *out,
			enum mc_metric which, const struct mc_balance_value *v)
{
	char least[MC_NUMBER_SIZE], mean[MC_NUMBER_SIZE], most[MC_NUMBER_SIZE];

	if (v->least == v->most)
		return;
	mc_text_print(out, "%s by %s: %s to %s, mean %s",
		      mc_metric_rows[which].title, mc_balance_noun(m),
		      mc_metric_format(least, which, v->least),
		      mc_metric_format(most, which, v->most),
		      mc_metric_format(mean, which, v->mean));
	if (v->imbalance > 0)
		mc_text_print(out, ", imbalance %.2f", v->imbalance);
	mc_text_print(out, ", most in %s %" PRIu64 "\\n", mc_balance_noun(m),
		      v->where);
}

void mc_tooltip_put_function(const struct mc_label_context *c,
			     const struct mc_model_function *f,
			     struct mc_text *out)
{
	const struct mc_model *m = c->model;
	bool is_of_cpu = mc_label_is_about_cpu(c);
	char text[MC_NUMBER_SIZE];
	struct mc_balance_value balance;
	struct mc_text signature = {0}, source = {0};

	put_line(out, f->name);
	if (mc_demangle_symbol(f->symbol, &signature) &&
	    strcmp(mc_text_get(&signature), f->name) != 0)
		put_line(out, mc_text_get(&signature));
	if (f->file[0]) {
		mc_text_print(&source, "%s:%" PRIu32, f->file, f->line);
		put_line(out, source.data);
	}
	if (m->has_times)
		mc_text_print(
			out, "share%s: %s\\n",
			is_of_cpu ? " of the CPU time" : "",
			mc_doubt_percent(text, m, &f->numbers,
					 is_of_cpu ? MC_CPU_NS : MC_TOTAL_NS));
	put_numbers(m, out, &f->numbers);
	for (int k = 0; k < MC_METRICS && !m->is_tree; k++)
		if (mc_balance_of_function(m, f, k, &balance))
			put_balance(m, out, k, &balance);
	mc_text_free(&source);
	mc_text_free(&signature);
}

void mc_tooltip_put_edge(const struct mc_label_context *c,
			 const struct mc_model_edge *e, struct mc_text *out)
{
	const struct mc_model *m = c->model;
	struct mc_balance_value balance;

	put_line(out, e->caller == MC_MODEL_ROOT
			      ? m->program
			      : m->functions[e->caller].name);
	mc_text_print(out, e->is_thread ? "starts threads of " : "calls ");
	put_line(out, m->functions[e->callee].name);
	put_numbers(m, out, &e->numbers);
	for (int k = 0; k < MC_METRICS && !m->is_tree; k++)
		if (mc_balance_of_edge(m, e, k, &balance))
			put_balance(m, out, k, &balance);
}
