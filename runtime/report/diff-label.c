/* SPDX-License-Identifier: MIT */
/*
 * Labels of a picture of two runs: what was, what is, and by how much.
 */
#include "report/diff-label.h"
#include "report/box.h"
#include "report/number.h"

#include <math.h>
#include <string.h>

#define ARROW " \xe2\x86\x92 "
#define TIMES "\xc3\x97"

/* Returns what runs are compared by: time, or calls if nothing was timed. */
static enum mc_metric cost_of(const struct mc_label_context *c)
{
	return c->diff->both->has_times ? MC_TOTAL_NS : MC_CALLS;
}

static double whole_of(const struct mc_label_context *c)
{
	const struct mc_diff *d = c->diff;

	if (d->both->has_times)
		return fmax((double)d->before->total_ns,
			    (double)d->after->total_ns);
	return fmax((double)d->before->total_calls,
		    (double)d->after->total_calls);
}

static double share_of(const struct mc_label_context *c,
		       const struct mc_diff_pair *pair)
{
	double change = (double)mc_diff_change(pair, cost_of(c));
	double whole = whole_of(c);

	return whole > 0 ? fmin(fmax(change / whole, -1), 1) : 0;
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

/* Writes a row `total 510 ms -> 280 ms -45 %`, unless nothing was measured. */
static void put_row(const struct mc_diff_pair *pair, const char *title,
		    enum mc_metric which, struct mc_text *out)
{
	char before[MC_NUMBER_SIZE], after[MC_NUMBER_SIZE];
	char percent[MC_NUMBER_SIZE];

	if (!mc_measure_has(pair->before, which) &&
	    !mc_measure_has(pair->after, which))
		return;
	/* Memory that is 0 in both runs is not worth a line. */
	if (mc_metric_rows[which].unit == MC_METRIC_BYTES &&
	    !pair->before->value[which] && !pair->after->value[which])
		return;
	mc_metric_format(before, which, pair->before->value[which]);
	mc_metric_format(after, which, pair->after->value[which]);
	mc_diff_percent(percent, pair, which);
	mc_text_print(out, "<tr><td align=\"left\"><font point-size=\"9\">%s ",
		      title);
	if (!strcmp(before, after)) {
		mc_text_print(out, "%s", after);
	} else {
		if (pair->before->present && pair->after->present)
			mc_text_print(out, "%s" ARROW "%s", before, after);
		else
			mc_text_print(out, "%s",
				      pair->after->present ? after : before);
		mc_text_print(out, "  <b>%s%s</b>",
			      mc_diff_is_unsure(pair, which) ? "~" : "",
			      percent);
	}
	mc_text_print(out, "</font></td></tr>");
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
	put_row(pair, "total", MC_TOTAL_NS, out);
	put_row(pair, "self", MC_SELF_NS, out);
	put_row(pair, "calls", MC_CALLS, out);
	put_row(pair, "memory", MC_RSS_BYTES, out);
	put_row(pair, "peak", MC_RSS_PEAK_BYTES, out);
	mc_text_print(out, "</table>");
}

static void put_change(const struct mc_diff_pair *pair, enum mc_metric which,
		       struct mc_text *out)
{
	int64_t change = mc_diff_change(pair, which);
	char text[MC_NUMBER_SIZE];

	if (!change)
		return;
	mc_text_print(out, " (%s%s)", mc_diff_is_unsure(pair, which) ? "~" : "",
		      mc_diff_signed(text, which, change));
}

void mc_diff_label_put_edge(const struct mc_label_context *c,
			    const struct mc_model_edge *e, struct mc_text *out)
{
	const struct mc_diff_pair *pair = &c->diff->edges[e - c->model->edges];
	const char *gap = mc_label_gap(c, &e->numbers);
	const struct mc_measures *n = pair->after;
	char text[MC_NUMBER_SIZE];
	bool is_both;

	/* An arrow that is gone shows what it was. */
	if (!n->present)
		n = pair->before;
	mc_text_print(out, "%s%s%s" TIMES, gap,
		      !pair->before->present  ? "new: "
		      : !pair->after->present ? "gone: "
					      : "",
		      mc_number_count(text, n->value[MC_CALLS]));
	is_both = pair->before->present && pair->after->present;
	if (is_both)
		put_change(pair, MC_CALLS, out);
	if (!c->diff->both->has_times || e->caller == e->callee || e->is_thread)
		return;
	mc_text_print(out, "\\n%s%s", gap,
		      mc_number_time(text, n->value[MC_TOTAL_NS]));
	if (is_both)
		put_change(pair, MC_TOTAL_NS, out);
}

void mc_diff_label_put_root(const struct mc_label_context *c,
			    struct mc_text *out)
{
	struct mc_measures before = mc_diff_whole(c->diff->before);
	struct mc_measures after = mc_diff_whole(c->diff->after);
	struct mc_diff_pair whole = {&before, &after};
	enum mc_metric which = cost_of(c);
	char text[MC_NUMBER_SIZE];

	mc_label_begin_root(c, out);
	mc_text_print(out, "%s" ARROW,
		      mc_metric_format(text, which, before.value[which]));
	mc_text_print(out, "%s (",
		      mc_metric_format(text, which, after.value[which]));
	mc_text_print(out, "%s) in ", mc_diff_percent(text, &whole, which));
	mc_label_end_root(c, out);
}
