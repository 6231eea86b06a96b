/* SPDX-License-Identifier: MIT */
/*
 * Labels of a picture of two sides: what was, what is, and by how much.
 */
#include "report/diff-label.h"
#include "report/box.h"
#include "report/diff-judge.h"
#include "report/doubt.h"
#include "report/number.h"

#include <math.h>
#include <string.h>

#define ARROW " \xe2\x86\x92 "
#define TIMES "\xc3\x97"

enum mc_metric mc_diff_label_cost(const struct mc_label_context *c)
{
	const struct mc_model *both = c->diff->both;

	if (both->has_clocks)
		return MC_CPU_NS;
	return both->has_times ? MC_TOTAL_NS : MC_CALLS;
}

/* Returns the change as a share of the larger side.  What may be chance has no
   colour. */
static double share_of(const struct mc_label_context *c,
		       const struct mc_diff_pair *pair)
{
	enum mc_metric which = mc_diff_label_cost(c);
	double change = (double)mc_diff_change(pair, which);
	double whole = fmax((double)mc_diff_whole(&c->diff->before, which),
			    (double)mc_diff_whole(&c->diff->after, which));

	if (whole <= 0 || mc_diff_is_unsure(c->diff, pair, which))
		return 0;
	return fmin(fmax(change / whole, -1), 1);
}

double mc_diff_label_fill(const struct mc_label_context *c,
			  const struct mc_model_function *f)
{
	return share_of(c, &c->diff->functions[f - c->model->functions]);
}

double mc_diff_label_line(const struct mc_label_context *c,
			  const struct mc_model_edge *e)
{
	return share_of(c, &c->diff->edges[e - c->model->edges]);
}

/* Returns the sign of a change that may be chance. */
static const char *sign_of(const struct mc_label_context *c,
			   const struct mc_diff_pair *pair,
			   enum mc_metric which)
{
	return mc_diff_is_unsure(c->diff, pair, which) ? "~" : "";
}

/* Fills in a number of one side, with the sign of an estimate. */
static char *format_side(char *text, const struct mc_label_context *c,
			 const struct mc_diff_pair *pair, bool is_before,
			 enum mc_metric which)
{
	const struct mc_diff_runs *runs =
		is_before ? &c->diff->before : &c->diff->after;
	const struct mc_diff_side *side =
		is_before ? &pair->before : &pair->after;

	return mc_doubt_format(text, runs->model[0], side->mean, which);
}

/* True if so little is known of a side that the change says nothing: by how
   much a number changed that is only known to be less than something. */
static bool is_vague(const struct mc_label_context *c,
		     const struct mc_diff_pair *pair, enum mc_metric which)
{
	struct mc_doubt was =
		mc_doubt_of(c->diff->before.model[0], pair->before.mean, which);
	struct mc_doubt is =
		mc_doubt_of(c->diff->after.model[0], pair->after.mean, which);

	return (was.kind == MC_DOUBT_LESS || is.kind == MC_DOUBT_LESS) &&
	       mc_diff_is_unsure(c->diff, pair, which);
}

/* Writes a row `total 510 ms -> 280 ms -45 %`, unless nothing was measured. */
static void put_row(const struct mc_label_context *c,
		    const struct mc_diff_pair *pair, const char *title,
		    enum mc_metric which, struct mc_text *out)
{
	const struct mc_measures *was = pair->before.mean;
	const struct mc_measures *is = pair->after.mean;
	char before[MC_NUMBER_SIZE], after[MC_NUMBER_SIZE];
	char percent[MC_NUMBER_SIZE];

	if (!mc_measure_has(was, which) && !mc_measure_has(is, which))
		return;
	/* Memory that is 0 in both runs is not worth a line. */
	if (mc_metric_rows[which].unit == MC_METRIC_BYTES &&
	    !was->value[which] && !is->value[which])
		return;
	format_side(before, c, pair, true, which);
	format_side(after, c, pair, false, which);
	mc_diff_percent(percent, pair, which);
	/* Of nothing there is no percentage. */
	if (!percent[0])
		mc_diff_signed(percent, which, mc_diff_change(pair, which));
	mc_text_print(out, "<tr><td align=\"left\"><font point-size=\"9\">%s ",
		      title);
	if (!strcmp(before, after)) {
		mc_text_put_html(out, after);
	} else {
		if (was->present)
			mc_text_put_html(out, before);
		if (was->present && is->present)
			mc_text_print(out, ARROW);
		if (is->present)
			mc_text_put_html(out, after);
		if (!is_vague(c, pair, which))
			mc_text_print(out, "  <b>%s%s</b>",
				      sign_of(c, pair, which), percent);
	}
	mc_text_print(out, "</font></td></tr>");
}

/* True if a tenth of the time on one side was waiting. */
static bool is_waiting(const struct mc_diff_pair *pair)
{
	const struct mc_measures *was = pair->before.mean;
	const struct mc_measures *is = pair->after.mean;

	return was->value[MC_WAIT_NS] > was->value[MC_TOTAL_NS] / 10 ||
	       is->value[MC_WAIT_NS] > is->value[MC_TOTAL_NS] / 10;
}

static void put_times(const struct mc_label_context *c,
		      const struct mc_diff_pair *pair, struct mc_text *out)
{
	if (!c->diff->both->has_clocks) {
		put_row(c, pair, "total", MC_TOTAL_NS, out);
		put_row(c, pair, "self", MC_SELF_NS, out);
		return;
	}
	put_row(c, pair, "CPU", MC_CPU_NS, out);
	put_row(c, pair, "self", MC_CPU_SELF_NS, out);
	if (is_waiting(pair))
		put_row(c, pair, "waiting", MC_WAIT_NS, out);
}

static bool has_unsure(const struct mc_label_context *c,
		       const struct mc_diff_pair *pair)
{
	static const enum mc_metric numbers[] = {
		MC_CPU_NS, MC_CPU_SELF_NS, MC_TOTAL_NS,	      MC_SELF_NS,
		MC_CALLS,  MC_RSS_BYTES,   MC_RSS_PEAK_BYTES,
	};
	bool has_clocks = c->diff->both->has_clocks;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		bool is_wall =
			numbers[i] == MC_TOTAL_NS || numbers[i] == MC_SELF_NS;

		if (!(is_wall && has_clocks) &&
		    mc_diff_is_unsure(c->diff, pair, numbers[i]))
			return true;
	}
	return false;
}

bool mc_diff_label_has_unsure(const struct mc_label_context *c)
{
	for (size_t i = 0; i < c->model->function_count; i++)
		if (c->shown->function_shown[i] &&
		    has_unsure(c, &c->diff->functions[i]))
			return true;
	return has_unsure(c, &c->diff->whole);
}

void mc_diff_label_put_function(const struct mc_label_context *c,
				const struct mc_model_function *f, bool on_dark,
				struct mc_text *out)
{
	const struct mc_diff_pair *pair =
		&c->diff->functions[f - c->model->functions];

	(void)on_dark;
	mc_text_print(out, "<table border=\"0\" cellspacing=\"0\" "
			   "cellpadding=\"1\">");
	mc_box_put_name(c, f, out);
	put_times(c, pair, out);
	put_row(c, pair, "calls", MC_CALLS, out);
	put_row(c, pair, "memory", MC_RSS_BYTES, out);
	put_row(c, pair, "peak", MC_RSS_PEAK_BYTES, out);
	mc_text_print(out, "</table>");
}

static void put_change(const struct mc_label_context *c,
		       const struct mc_diff_pair *pair, enum mc_metric which,
		       struct mc_text *out)
{
	int64_t change = mc_diff_change(pair, which);
	char text[MC_NUMBER_SIZE];

	if (!change || is_vague(c, pair, which))
		return;
	mc_text_print(out, " (%s%s)", sign_of(c, pair, which),
		      mc_diff_signed(text, which, change));
}

void mc_diff_label_put_edge(const struct mc_label_context *c,
			    const struct mc_model_edge *e, struct mc_text *out)
{
	const struct mc_diff_pair *pair = &c->diff->edges[e - c->model->edges];
	const char *gap = mc_label_gap(c, &e->numbers);
	const struct mc_measures *n = pair->after.mean;
	bool is_both = pair->before.mean->present && n->present;
	enum mc_metric cost = mc_diff_label_cost(c);
	char text[MC_NUMBER_SIZE];

	mc_text_print(out, "%s%s", gap,
		      is_both	   ? ""
		      : n->present ? "new: "
				   : "gone: ");
	/* An arrow that is gone shows what it was. */
	if (!n->present)
		n = pair->before.mean;
	mc_text_print(out, "%s" TIMES,
		      mc_number_count(text, n->value[MC_CALLS]));
	if (is_both)
		put_change(c, pair, MC_CALLS, out);
	if (cost == MC_CALLS || e->caller == e->callee || e->is_thread)
		return;
	mc_text_print(out, "\\n%s%s", gap,
		      format_side(text, c, pair, n == pair->before.mean, cost));
	if (is_both)
		put_change(c, pair, cost, out);
}

void mc_diff_label_put_root(const struct mc_label_context *c,
			    struct mc_text *out)
{
	const struct mc_diff_pair *whole = &c->diff->whole;
	enum mc_metric which = mc_diff_label_cost(c);
	char text[MC_NUMBER_SIZE];

	mc_label_begin_root(c, out);
	if (c->diff->before.count > 1 || c->diff->after.count > 1)
		mc_text_print(out, "means of %zu and %zu run%s: ",
			      c->diff->before.count, c->diff->after.count,
			      mc_label_plural((int64_t)c->diff->after.count));
	mc_text_put_html(out, format_side(text, c, whole, true, which));
	mc_text_print(out, ARROW);
	mc_text_put_html(out, format_side(text, c, whole, false, which));
	mc_text_print(out, "%s (", which == MC_CPU_NS ? " on CPU" : "");
	mc_text_print(out, "%s%s) in ", sign_of(c, whole, which),
		      mc_diff_percent(text, whole, which));
	mc_label_end_root(c, out);
}
