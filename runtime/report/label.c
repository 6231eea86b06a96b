/* SPDX-License-Identifier: MIT */
/*
 * Writes labels and the start node.
 *
 * A node says, from the top: its name, its share and time, its calls, its
 * memory.  What was not measured has no line, and memory too small to matter
 * in this picture (under 1 % of the largest, or a page) is left to the
 * tooltip, so that what is there stands out.
 */
#include "report/label.h"
#include "report/alloc.h"
#include "report/map.h"
#include "report/number.h"
#include "report/shorten.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOT " \xc2\xb7 " /* middle dot */
#define TIMES "\xc3\x97"
#define UP "\xe2\x96\xb2"
#define DOWN "\xe2\x96\xbc"
#define ELLIPSIS "\xe2\x80\xa6"

#define PAGE 4096
#define CLOCK_NS 10 /* what rdtsc was seen to take */
#define WRAP_COLUMNS 34 /* longer names take two lines */
#define CROWDED_COLUMNS 24 /* the same among more than so many functions: */
#define CROWD 16
#define LARGE 30 /* of more functions, the small are told briefly */
#define MINOR_SHARE 0.02 /* of the time, with callees */
#define MINOR_SELF_SHARE 0.01
#define MAJOR_GROWTH 0.1 /* of the largest */
#define LEAST_MOST 0.25 /* own share for a name of the largest size */

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

static double find_self_share(const struct mc_label_context *c,
			      const struct mc_measures *n)
{
	if (!mc_measure_has(n, MC_SELF_NS) || c->model->total_ns <= 0)
		return 0;
	return (double)n->value[MC_SELF_NS] / (double)c->model->total_ns;
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

/* Returns what the fill shows if it is not the cost: time as a share of all. */
static double find_fill(const struct mc_label_context *c,
			const struct mc_measures *n)
{
	const struct mc_metric_row *colour = c->view->colour;
	int64_t value = n->value[colour - mc_metric_rows];

	if (colour->unit != MC_METRIC_NS)
		return (double)value;
	return c->model->total_ns > 0
		       ? (double)value / (double)c->model->total_ns
		       : 0;
}

/* Finds the end of the scale. Memory, whatever it is of, has one scale. */
static void find_most_fill(struct mc_label_context *c)
{
	if (mc_view_shows_cost(c->view))
		return;
	if (c->view->colour->unit == MC_METRIC_BYTES)
		c->most_fill = c->most_growth;
	for (size_t i = 0; i < c->model->function_count; i++) {
		double fill = find_fill(c, &c->model->functions[i].numbers);

		if (c->shown->function_shown[i])
			c->most_fill = fmax(c->most_fill, fabs(fill));
	}
}

void mc_label_open(struct mc_label_context *c, const struct mc_model *m,
		   const struct mc_view *view, const struct mc_diff *diff,
		   const struct mc_prune *shown)
{
	memset(c, 0, sizeof(*c));
	c->model = m;
	c->shown = shown;
	c->view = view;
	c->diff = diff;
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
		c->has_rough |= (n->present & n->estimated) != 0;
		c->has_bounds |=
			(n->present & n->at_least & ~n->estimated) != 0;
		c->most_growth = fmax(c->most_growth,
				      fabs((double)n->value[MC_RSS_BYTES]));
		c->most_growth = fmax(c->most_growth,
				      (double)n->value[MC_RSS_PEAK_BYTES]);
		c->most_share = fmax(c->most_share, mc_model_share(m, n));
		c->most_self_share =
			fmax(c->most_self_share, find_self_share(c, n));
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

static const char *plural(int64_t count)
{
	return count == 1 ? "" : "s";
}

static bool is_notable(const struct mc_label_context *c, int64_t bytes)
{
	double size = fabs((double)bytes);

	return size >= PAGE && size >= 0.01 * c->most_growth;
}

static void put_escaped(struct mc_text *out, const char *name, size_t length,
			void (*put)(struct mc_text *, const char *))
{
	struct mc_text part = {0};

	mc_text_put(&part, name, length);
	put(out, part.data);
	mc_text_free(&part);
}

static void put_row(struct mc_text *out, const char *font)
{
	mc_text_print(out, "<tr><td align=\"left\"><font%s>", font);
}

static void end_row(struct mc_text *out)
{
	mc_text_print(out, "</font></td></tr>");
}

double mc_label_fill(const struct mc_label_context *c,
		     const struct mc_model_function *f)
{
	double share = mc_model_share(c->model, &f->numbers);

	if (mc_view_shows_cost(c->view))
		return share / c->most_share;
	if (c->most_fill <= 0)
		return 0;
	return find_fill(c, &f->numbers) / c->most_fill;
}

double mc_label_line(const struct mc_label_context *c,
		     const struct mc_model_edge *e)
{
	return mc_model_share(c->model, &e->numbers) / c->most_share;
}

/* Returns the size of a name. Among many boxes, those that matter are to be
   seen from afar. */
static double find_name_size(const struct mc_label_context *c,
			     const struct mc_measures *n)
{
	double share = find_self_share(c, n);

	if (c->is_large)
		return 10 + 10 * sqrt(fmax(share, 0) /
				      fmax(c->most_self_share, LEAST_MOST));
	return 10 + 5 * sqrt(fmax(fmin(share, 1), 0));
}

/* Writes one line, or two for a long name. */
void mc_label_put_name(const struct mc_label_context *c,
		       const struct mc_model_function *f, struct mc_text *out)
{
	double size = find_name_size(c, &f->numbers);
	size_t wrap = c->is_crowded ? CROWDED_COLUMNS : WRAP_COLUMNS;
	struct mc_text name = {0};
	size_t cut = 0;
	char font[32];

	if (c->is_alike[f - c->model->functions])
		mc_shorten_apart(&name, f->name, MC_LABEL_COLUMNS);
	else
		mc_shorten_name(&name, f->name, MC_LABEL_COLUMNS);
	if (mc_text_width(mc_text_get(&name)) > wrap)
		cut = mc_shorten_break(name.data);
	snprintf(font, sizeof(font), " point-size=\"%.0f\"", size);
	if (cut) {
		bool is_scope = name.data[cut - 1] == ':';

		/* The scope is not what is to be seen from afar. */
		put_row(out, is_scope ? " point-size=\"10\"" : font);
		mc_text_print(out, "<b>");
		put_escaped(out, name.data, cut, mc_text_put_html);
		mc_text_print(out, "</b>");
		end_row(out);
	}
	put_row(out, font);
	mc_text_print(out, "<b>");
	put_escaped(out, mc_text_get(&name) + cut, name.length - cut,
		    mc_text_put_html);
	mc_text_print(out, "</b>");
	end_row(out);
	mc_text_free(&name);
}

/* Writes a share. `<` says as much as `~`, and an estimate is seldom so good as
   to be nothing. */
static void put_percent(struct mc_text *out, const char *rough, double share)
{
	char text[MC_NUMBER_SIZE];

	mc_number_percent(text, share);
	if (rough[0] && share <= 0)
		strcpy(text, "<0.1 %");
	if (text[0] != '<')
		mc_text_print(out, "%s", rough);
	mc_text_put_html(out, text);
}

static void put_time(const struct mc_label_context *c,
		     const struct mc_model_function *f, bool on_dark,
		     struct mc_text *out)
{
	const struct mc_measures *n = &f->numbers;
	const char *rough = mc_measure_sign(n, MC_TOTAL_NS);
	char share[MC_NUMBER_SIZE], time[MC_NUMBER_SIZE];
	int64_t starts = c->starts[f - c->model->functions];
	int64_t threads = n->value[MC_THREADS];

	if (!mc_measure_has(n, MC_TOTAL_NS))
		return;
	mc_number_time(time, n->value[MC_TOTAL_NS]);
	put_row(out, "");
	if (starts && starts == n->value[MC_CALLS]) {
		mc_text_print(out, "%s thread%s" DOT "%s%s in parallel",
			      mc_number_count(share, threads), plural(threads),
			      rough, time);
	} else {
		bool is_none = n->value[MC_TOTAL_NS] == 0 && rough[0];

		mc_text_print(out, "<b>");
		put_percent(out, is_none ? rough : "",
			    mc_model_share(c->model, n));
		mc_text_print(out, "</b>");
		if (!is_none)
			mc_text_print(out, "  %s%s", rough, time);
	}
	mc_text_print(out, "   <font color=\"%s\">self ",
		      c->view->is_dark ? "#d6d0c8"
		      : on_dark	       ? "#ffe9e0"
				       : "#4a4a45");
	put_percent(out, mc_measure_sign(n, MC_SELF_NS), find_self_share(c, n));
	mc_text_print(out, "</font>");
	end_row(out);
}

/* Writes how long one call took. Below the cost of reading the clock there is
   only noise. */
static void put_duration(struct mc_text *out, const char *rough, int64_t ns)
{
	char text[MC_NUMBER_SIZE];

	if (ns < CLOCK_NS)
		mc_text_print(out, "&lt;%d ns", CLOCK_NS);
	else
		mc_text_print(out, "%s%s", rough, mc_number_time(text, ns));
}

/* True for functions that a large picture is brief about: they have two lines.
   Tooltips have every number of every function. */
static bool is_minor(const struct mc_label_context *c,
		     const struct mc_measures *n)
{
	double growth = fmax(fabs((double)n->value[MC_RSS_BYTES]),
			     (double)n->value[MC_RSS_PEAK_BYTES]);

	return c->is_large && c->model->has_times &&
	       mc_model_share(c->model, n) < MINOR_SHARE * c->most_share &&
	       find_self_share(c, n) < MINOR_SELF_SHARE * c->most_share &&
	       growth <= MAJOR_GROWTH * c->most_growth;
}

/* Writes what else is counted, behind GAP: how often a coroutine was resumed.
 */
static void put_counts(const struct mc_measures *n, const char *gap,
		       struct mc_text *out)
{
	char text[MC_NUMBER_SIZE];

	for (int i = 0; i < MC_METRICS; i++) {
		const char *noun = mc_metric_rows[i].noun;

		if (!noun || !n->value[i])
			continue;
		mc_text_print(out, "%s%s%s %s%s", gap, mc_measure_sign(n, i),
			      mc_metric_format(text, i, n->value[i]), noun,
			      plural(n->value[i]));
		gap = DOT;
	}
}

static void put_calls(const struct mc_label_context *c,
		      const struct mc_measures *n, struct mc_text *out)
{
	int64_t calls = n->value[MC_CALLS], least = n->value[MC_MIN_NS];
	int64_t most = n->value[MC_MAX_NS];
	char a[MC_NUMBER_SIZE], b[MC_NUMBER_SIZE];

	put_row(out, " point-size=\"9\"");
	mc_text_print(out, "%s call%s", mc_number_count(a, calls),
		      calls == 1 ? "" : "s");
	put_counts(n, DOT, out);
	/* The total is of outermost calls. In recursion it gives no mean of all
	   calls. */
	if (calls > 1 && mc_measure_has(n, MC_TOTAL_NS) &&
	    n->value[MC_DEPTH] <= 1) {
		mc_text_print(out, DOT);
		put_duration(out, mc_measure_sign(n, MC_TOTAL_NS),
			     n->value[MC_TOTAL_NS] / calls);
		mc_text_print(out, " avg");
	}
	mc_number_time(a, least);
	mc_number_time(b, most);
	/* Those of a coroutine are of what it does between two suspensions. */
	if (calls > 1 && mc_measure_has(n, MC_MAX_NS) &&
	    !mc_measure_has(n, MC_RESUMES) && most >= CLOCK_NS &&
	    strcmp(a, b) != 0 && !is_minor(c, n)) {
		if (c->is_crowded) {
			end_row(out);
			put_row(out, " point-size=\"9\"");
		}
		mc_text_print(out, c->is_crowded ? "" : " (");
		put_duration(out, "", least);
		mc_text_print(out, " " ELLIPSIS " ");
		put_duration(out, "", most);
		mc_text_print(out, c->is_crowded ? "" : ")");
	}
	end_row(out);
}

static void put_memory(const struct mc_label_context *c,
		       const struct mc_measures *n, bool on_dark,
		       struct mc_text *out)
{
	int64_t growth = n->value[MC_RSS_BYTES];
	int64_t peak = n->value[MC_RSS_PEAK_BYTES];
	bool has_growth =
		mc_measure_has(n, MC_RSS_BYTES) && is_notable(c, growth);
	bool has_peak = mc_measure_has(n, MC_RSS_PEAK_BYTES) &&
			is_notable(c, peak) &&
			(double)peak > 1.01 * (double)growth;
	char text[MC_NUMBER_SIZE];
	const char *gap = "";

	if (!has_growth && !has_peak)
		return;
	put_row(out, growth >= 0	? " point-size=\"9\""
		     : c->view->is_dark ? " point-size=\"9\" color=\"#8cc4dc\""
		     : on_dark		? " point-size=\"9\""
			       : " point-size=\"9\" color=\"#1f6f8b\"");
	if (has_growth) {
		mc_text_print(out, "%s %s%s", growth < 0 ? DOWN : UP,
			      mc_measure_sign(n, MC_RSS_BYTES),
			      mc_number_growth(text, growth));
		gap = "   ";
	}
	if (has_peak)
		mc_text_print(out, "%speak %s%s", gap,
			      mc_measure_sign(n, MC_RSS_PEAK_BYTES),
			      mc_number_growth(text, peak));
	end_row(out);
}

/* Writes PSS and USS if they tell something else than RSS does: shared pages.
 */
static void put_shares(const struct mc_label_context *c,
		       const struct mc_measures *n, struct mc_text *out)
{
	int64_t pss = n->value[MC_PSS_BYTES], uss = n->value[MC_USS_BYTES];
	int64_t rss = n->value[MC_RSS_BYTES];
	char text[MC_NUMBER_SIZE];

	if (!mc_measure_has(n, MC_PSS_BYTES) ||
	    (!is_notable(c, pss) && !is_notable(c, uss)) ||
	    fabs((double)pss - (double)rss) <= 0.05 * fabs((double)rss))
		return;
	put_row(out, " point-size=\"9\"");
	mc_text_print(out, "PSS %s%s", mc_measure_sign(n, MC_PSS_BYTES),
		      mc_number_growth(text, pss));
	mc_text_print(out, "   USS %s%s", mc_measure_sign(n, MC_USS_BYTES),
		      mc_number_growth(text, uss));
	end_row(out);
}

void mc_label_put_function(const struct mc_label_context *c,
			   const struct mc_model_function *f, bool on_dark,
			   struct mc_text *out)
{
	const struct mc_measures *n = &f->numbers;

	mc_text_print(out, "<table border=\"0\" cellspacing=\"0\" "
			   "cellpadding=\"1\">");
	mc_label_put_name(c, f, out);
	put_time(c, f, on_dark, out);
	put_calls(c, n, out);
	if (!is_minor(c, n)) {
		put_memory(c, n, on_dark, out);
		put_shares(c, n, out);
	}
	mc_text_print(out, "</table>");
}

const char *mc_label_gap(const struct mc_label_context *c,
			 const struct mc_measures *n)
{
	double share = mc_model_share(c->model, n) / c->most_share;

	return share > 0.6 ? "   " : share > 0.2 ? "  " : " ";
}

/* Writes how many threads began; most call what they were started for once. */
static void put_threads(const struct mc_measures *n, struct mc_text *out)
{
	int64_t calls = n->value[MC_CALLS], threads = n->value[MC_THREADS];
	char text[MC_NUMBER_SIZE];

	mc_text_print(out, " %s thread%s", mc_number_count(text, threads),
		      plural(threads));
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
	put_counts(n, calls ? DOT : gap, out);
	if (e->caller == e->callee) {
		const struct mc_measures *callee =
			&c->model->functions[e->callee].numbers;

		mc_text_print(out, "\\n depth %s%s",
			      mc_measure_sign(callee, MC_DEPTH),
			      mc_number_count(text, callee->value[MC_DEPTH]));
		return;
	}
	if (mc_measure_has(n, MC_TOTAL_NS) && n->value[MC_TOTAL_NS] > 0)
		mc_text_print(out, "%s%s%s%s", c->is_crowded ? "\\n" : DOT,
			      c->is_crowded ? gap : "",
			      mc_measure_sign(n, MC_TOTAL_NS),
			      mc_number_time(text, n->value[MC_TOTAL_NS]));
	if (mc_measure_has(n, MC_RSS_BYTES) && is_notable(c, growth / 5))
		mc_text_print(out, "\\n%s%s%s", gap,
			      mc_measure_sign(n, MC_RSS_BYTES),
			      mc_number_growth(text, growth));
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
		      plural((int64_t)m->root_edge_count));
	if (m->threads > 1)
		mc_text_print(out, DOT "%s threads",
			      mc_number_count(text, (int64_t)m->threads));
	if (m->profile_count > 1)
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
