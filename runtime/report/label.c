/* SPDX-License-Identifier: MIT */
/*
 * Finds out about a picture, and writes the texts of arrows and of the start
 * node.
 */
#include "report/label.h"
#include "report/alloc.h"
#include "report/diff.h"
#include "report/doubt.h"
#include "report/map.h"
#include "report/number.h"
#include "report/shorten.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOT " \xc2\xb7 " /* middle dot */
#define TIMES "\xc3\x97"

#define PAGE 4096
#define CROWD 16 /* among more functions, labels are narrow */
#define LEAST_LOST 0.01 /* of all time, for a word on imbalance */
#define LARGE 30 /* of more functions, the small are told briefly */

/* Finds the functions shown whose short names are the same, although their
   names are not. */
static bool *find_alike(const struct mc_label_context *c)
{
	const struct mc_model *m = c->model;
	bool *is_alike = mc_alloc_zeroed(m->function_count, 1);
	uint32_t *first = mc_alloc_zeroed(m->function_count, sizeof(*first));
	struct mc_text *brief =
		mc_alloc_zeroed(m->function_count, sizeof(*brief));
	struct mc_map_strings known = {0};

	for (uint32_t i = 0; i < m->function_count; i++) {
		uint32_t before = known.count, at;

		if (!c->shown->function_shown[i])
			continue;
		mc_shorten_name(&brief[i], m->functions[i].name,
				MC_LABEL_COLUMNS);
		at = mc_map_intern(&known, mc_text_get(&brief[i]));
		if (at == before)
			first[at] = i;
		else if (strcmp(m->functions[i].name,
				m->functions[first[at]].name) != 0)
			is_alike[i] = is_alike[first[at]] = true;
	}
	mc_map_free_strings(&known);
	for (size_t i = 0; i < m->function_count; i++)
		mc_text_free(&brief[i]);
	free(brief);
	free(first);
	return is_alike;
}

bool mc_label_is_about_cpu(const struct mc_label_context *c)
{
	return c->colour == &mc_metric_rows[MC_CPU_NS];
}

static double find_share(const struct mc_label_context *c,
			 const struct mc_measures *n, enum mc_metric which)
{
	int64_t whole = mc_model_whole(c->model, which);

	return mc_measure_has(n, which) && whole > 0
		       ? (double)n->value[which] / (double)whole
		       : 0;
}

double mc_label_share(const struct mc_label_context *c,
		      const struct mc_measures *n)
{
	return mc_label_is_about_cpu(c) ? find_share(c, n, MC_CPU_NS)
					: mc_model_share(c->model, n);
}

double mc_label_self_share(const struct mc_label_context *c,
			   const struct mc_measures *n)
{
	return find_share(
		c, n, mc_label_is_about_cpu(c) ? MC_CPU_SELF_NS : MC_SELF_NS);
}

static bool has_same_counts(const struct mc_measures *n,
			    const struct mc_measures *other)
{
	for (int i = 0; i < MC_METRICS; i++)
		if (mc_metric_rows[i].noun && n->value[i] != other->value[i])
			return false;
	return true;
}

/* True if the label would say again what is in the box that the arrow leads to.
 */
static bool is_silent(const struct mc_label_context *c,
		      const struct mc_model_edge *e)
{
	const struct mc_measures *n = &e->numbers;
	const struct mc_measures *callee =
		&c->model->functions[e->callee].numbers;

	return c->is_terse && !e->is_thread && e->caller != e->callee &&
	       n->value[MC_CALLS] == callee->value[MC_CALLS] &&
	       has_same_counts(n, callee) &&
	       n->value[MC_TOTAL_NS] == callee->value[MC_TOTAL_NS];
}

/* Chooses what the fill shows. What is not known is replaced by the cost. */
static const struct mc_metric_row *choose_colour(const struct mc_model *m,
						 const struct mc_view *view)
{
	const struct mc_metric_row *colour =
		view->colour ? view->colour
			     : &mc_metric_rows[mc_model_first(m)];
	bool is_known = colour->needs == MC_METRIC_CLOCKS ? m->has_clocks
			: colour->needs == MC_METRIC_HEAP ? m->has_heap
							  : true;

	return !is_known || colour == &mc_metric_rows[MC_TOTAL_NS] ? NULL
								   : colour;
}

/* Returns what imbalance costs, and fills in the ranks' numbers. */
static double find_lost(const struct mc_model *m,
			const struct mc_model_function *f,
			struct mc_balance_value *v)
{
	enum mc_metric which = m->has_times ? mc_model_first(m) : MC_CALLS;

	return !m->is_tree && mc_balance_of_function(m, f, which, v)
		       ? mc_balance_lost(m, which, v)
		       : 0;
}

bool mc_label_is_uneven(const struct mc_label_context *c,
			const struct mc_model_function *f,
			struct mc_balance_value *v)
{
	return !c->diff && find_lost(c->model, f, v) >= LEAST_LOST;
}

/* Returns what the fill shows if it is not the cost: time as a share of all. */
static double find_fill(const struct mc_label_context *c,
			const struct mc_model_function *f)
{
	const struct mc_measures *n = &f->numbers;
	struct mc_balance_value balance;

	if (c->is_by_balance)
		return find_lost(c->model, f, &balance);

	enum mc_metric which = (enum mc_metric)(c->colour - mc_metric_rows);
	int64_t whole = mc_model_whole(c->model, which);

	if (c->colour->unit != MC_METRIC_NS)
		return (double)n->value[which];
	return whole > 0 ? (double)n->value[which] / (double)whole : 0;
}

/* Finds the end of the scale. Resident memory, whatever it is of, has one
   scale. */
static void find_most_fill(struct mc_label_context *c)
{
	if (!c->colour && !c->is_by_balance)
		return;
	if (!c->is_by_balance && mc_metric_is_growth(c->colour))
		c->most_fill = c->most_growth;
	for (size_t i = 0; i < c->model->function_count; i++) {
		double fill = find_fill(c, &c->model->functions[i]);

		if (c->shown->function_shown[i])
			c->most_fill = fmax(c->most_fill, fabs(fill));
	}
}

/* Notes the signs that the legend explains, of a number of that model. */
static void find_signs(struct mc_label_context *c, const struct mc_model *m,
		       const struct mc_measures *n)
{
	c->has_rough |= mc_doubt_occurs(m, n, MC_DOUBT_ESTIMATE);
	c->has_bounds |= mc_doubt_occurs(m, n, MC_DOUBT_AT_LEAST);
	c->has_unknown |= mc_doubt_occurs(m, n, MC_DOUBT_LESS);
}

static void find_doubts(struct mc_label_context *c, size_t function)
{
	const struct mc_diff_pair *pair;

	if (!c->diff) {
		find_signs(c, c->model, &c->model->functions[function].numbers);
		return;
	}
	pair = &c->diff->functions[function];
	find_signs(c, c->diff->before.model[0], pair->before.mean);
	find_signs(c, c->diff->after.model[0], pair->after.mean);
}

void mc_label_open(struct mc_label_context *c, const struct mc_model *m,
		   const struct mc_view *view, const struct mc_diff *diff,
		   const struct mc_prune *shown)
{
	struct mc_balance_value balance;

	memset(c, 0, sizeof(*c));
	c->model = m;
	c->shown = shown;
	c->view = view;
	c->diff = diff;
	c->is_by_balance = !diff && view->colour == &mc_view_imbalance;
	c->colour = diff || c->is_by_balance ? NULL : choose_colour(m, view);
	c->most_share = 1;
	c->is_crowded = shown->functions_shown > CROWD;
	c->is_large = shown->functions_shown > LARGE;
	c->is_terse = c->is_large && !diff;
	c->is_alike = find_alike(c);
	c->starts = mc_alloc_zeroed(m->function_count, sizeof(*c->starts));
	for (size_t i = 0; i < m->function_count; i++) {
		const struct mc_measures *n = &m->functions[i].numbers;

		if (!shown->function_shown[i])
			continue;
		find_doubts(c, i);
		c->has_imbalance |=
			mc_label_is_uneven(c, &m->functions[i], &balance);
		c->most_growth = fmax(c->most_growth,
				      fabs((double)n->value[MC_RSS_BYTES]));
		c->most_growth = fmax(c->most_growth,
				      (double)n->value[MC_RSS_PEAK_BYTES]);
		c->most_heap =
			fmax(c->most_heap, (double)n->value[MC_ALLOC_BYTES]);
		c->most_share = fmax(c->most_share, mc_label_share(c, n));
		c->most_name_share =
			fmax(c->most_name_share, mc_label_self_share(c, n));
	}
	find_most_fill(c);
	for (size_t i = 0; i < m->edge_count; i++) {
		const struct mc_model_edge *e = &m->edges[i];

		c->has_silent |= c->shown->edge_shown[i] && is_silent(c, e);
		if (!e->is_thread)
			continue;
		c->starts[e->callee] = mc_measure_sum(
			c->starts[e->callee], e->numbers.value[MC_CALLS]);
		c->has_threads |= shown->edge_shown[i];
	}
}

void mc_label_close(struct mc_label_context *c)
{
	free(c->is_alike);
	free(c->starts);
}

const char *mc_label_plural(int64_t count)
{
	return count == 1 ? "" : "s";
}

bool mc_label_is_notable(const struct mc_label_context *c, int64_t bytes)
{
	double size = fabs((double)bytes);

	return size >= PAGE && size >= 0.01 * c->most_growth;
}

double mc_label_fill(const struct mc_label_context *c,
		     const struct mc_model_function *f)
{
	double share = mc_model_share(c->model, &f->numbers);

	if (!c->colour && !c->is_by_balance)
		return share / c->most_share;
	if (c->most_fill <= 0)
		return 0;
	return find_fill(c, f) / c->most_fill;
}

double mc_label_line(const struct mc_label_context *c,
		     const struct mc_model_edge *e)
{
	return mc_label_share(c, &e->numbers) / c->most_share;
}

void mc_label_put_counts(const struct mc_label_context *c,
			 const struct mc_measures *n, const char *gap,
			 struct mc_text *out)
{
	char text[MC_NUMBER_SIZE];

	for (int i = 0; i < MC_METRICS; i++) {
		const char *noun = mc_metric_rows[i].noun;

		if (!noun || !n->value[i])
			continue;
		mc_text_print(out, "%s%s %s%s", gap,
			      mc_doubt_format(text, c->model, n, i), noun,
			      mc_label_plural(n->value[i]));
		gap = DOT;
	}
}

const char *mc_label_gap(const struct mc_label_context *c,
			 const struct mc_measures *n)
{
	double share = mc_label_share(c, n) / c->most_share;

	return share > 0.6 ? "   " : share > 0.2 ? "  " : " ";
}

/* Writes how many threads began; most call what they were started for once. */
static void put_threads(const struct mc_measures *n, struct mc_text *out)
{
	int64_t calls = n->value[MC_CALLS], threads = n->value[MC_THREADS];
	char text[MC_NUMBER_SIZE];

	mc_text_print(out, " %s thread%s", mc_number_count(text, threads),
		      mc_label_plural(threads));
	if (calls != threads)
		mc_text_print(out, "\\n %s" TIMES,
			      mc_number_count(text, calls));
}

void mc_label_put_edge(const struct mc_label_context *c,
		       const struct mc_model_edge *e, struct mc_text *out)
{
	const struct mc_measures *n = &e->numbers;
	int64_t calls = n->value[MC_CALLS], growth = n->value[MC_RSS_BYTES];
	const char *gap = mc_label_gap(c, n);
	char text[MC_NUMBER_SIZE];

	if (is_silent(c, e))
		return;
	if (e->is_thread) {
		put_threads(n, out);
		return;
	}
	if (calls || !n->value[MC_RESUMES])
		mc_text_print(out, "%s%s" TIMES, gap,
			      mc_number_count(text, calls));
	mc_label_put_counts(c, n, calls ? DOT : gap, out);
	if (e->caller == e->callee) {
		const struct mc_measures *callee =
			&c->model->functions[e->callee].numbers;

		mc_text_print(
			out, "\\n depth %s",
			mc_doubt_format(text, c->model, callee, MC_DEPTH));
		return;
	}
	if (mc_measure_has(n, MC_TOTAL_NS) &&
	    mc_doubt_of(c->model, n, MC_TOTAL_NS).value > 0)
		mc_text_print(out, "%s%s%s", c->is_crowded ? "\\n" : DOT,
			      c->is_crowded ? gap : "",
			      mc_doubt_format(text, c->model, n, MC_TOTAL_NS));
	if (mc_measure_has(n, MC_RSS_BYTES) &&
	    mc_label_is_notable(c, growth / 5))
		mc_text_print(out, "\\n%s%s", gap,
			      mc_doubt_format(text, c->model, n, MC_RSS_BYTES));
}

void mc_label_begin_root(const struct mc_label_context *c, struct mc_text *out)
{
	const struct mc_model *m = c->model;
	struct mc_text name = {0};

	mc_shorten_name(&name, m->program[0] ? m->program : "program",
			MC_LABEL_COLUMNS);
	mc_text_print(out,
		      "<table border=\"0\" cellborder=\"0\" "
		      "cellspacing=\"0\"><tr><td><font point-size=\"%d\" "
		      "color=\"%s\"><b>",
		      c->is_large ? 24 : 14,
		      c->view->is_dark ? "#f0f0ea" : "black");
	mc_text_put_html(out, mc_text_get(&name));
	mc_text_print(out,
		      "</b></font></td></tr><tr><td><font point-size=\"%d\" "
		      "color=\"%s\">",
		      c->is_large ? 13 : 9,
		      c->view->is_dark ? "#b4b4aa" : "#6a6a62");
	mc_text_free(&name);
}

void mc_label_end_root(const struct mc_label_context *c, struct mc_text *out)
{
	const struct mc_model *m = c->model;
	char text[MC_NUMBER_SIZE];

	mc_text_print(out, "%zu marked function%s", m->root_edge_count,
		      mc_label_plural((int64_t)m->root_edge_count));
	if (m->threads > 1)
		mc_text_print(out, DOT "%s threads",
			      mc_number_count(text, (int64_t)m->threads));
	if (mc_balance_parts(m) && mc_balance_is_of_ranks(m))
		mc_text_print(out, DOT "%" PRIu64 " ranks",
			      mc_balance_parts(m));
	else if (m->profile_count > 1)
		mc_text_print(out, DOT "%zu runs", m->profile_count);
	mc_text_print(out, "</font></td></tr></table>");
}

void mc_label_put_root(const struct mc_label_context *c, struct mc_text *out)
{
	char text[MC_NUMBER_SIZE];

	mc_label_begin_root(c, out);
	if (c->model->has_times)
		mc_text_print(out, "%s in ",
			      mc_number_time(text, c->model->total_ns));
	mc_label_end_root(c, out);
}
