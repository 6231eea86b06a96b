/* SPDX-License-Identifier: MIT */
/*
 * The legend: what the signs of this picture mean, what was left out of it,
 * and how it was measured.  Only what occurs is explained.
 */
#include "report/legend.h"
#include "report/colour.h"
#include "report/diff-label.h"
#include "report/number.h"
#include "report/shorten.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define GAP "     "

#define CELLS 24 /* of the scale */

struct palette {
	const char *ground;
	const char *text;
	const char *faint;
	const char *alarm;
};

static const struct palette *find_palette(const struct mc_label_context *c)
{
	static const struct palette light = {"#fafaf8", "#55554f", "#8a8a84",
					     "#a02c1a"};
	static const struct palette dark = {"#262624", "#c4c4bc", "#96968e",
					    "#ff9d84"};

	return c->view->is_dark ? &dark : &light;
}

static void begin_line(const struct mc_label_context *c, struct mc_text *out,
		       const char *color)
{
	mc_text_print(
		out,
		"<tr><td align=\"left\" colspan=\"2\"><font point-size=\"%d\" "
		"color=\"%s\">",
		c->is_large ? 13 : 9, color);
}

static void end_line(struct mc_text *out)
{
	mc_text_print(out, "</font></td></tr>");
}

/* The colour scale: what it shows, and the numbers at its ends. */
struct scale {
	const char *title;
	char meaning[96];
	double from; /* -1: it has a blue half */
	char least[MC_NUMBER_SIZE];
	char most[MC_NUMBER_SIZE];
};

static bool has_blue(const struct mc_label_context *c)
{
	for (size_t i = 0; i < c->model->function_count; i++)
		if (c->shown->function_shown[i] &&
		    mc_label_fill(c, &c->model->functions[i]) < 0)
			return true;
	return false;
}

/* Fills in the scale of a metric that is not the cost. */
static void choose_metric(const struct mc_label_context *c, struct scale *s)
{
	const struct mc_metric_row *row = c->colour;
	enum mc_metric which = (enum mc_metric)(row - mc_metric_rows);
	int64_t most = (int64_t)c->most_fill;

	s->from = row->is_net && has_blue(c) ? -1 : 0;
	snprintf(s->meaning, sizeof(s->meaning), "%s%s", row->colour.meaning,
		 s->from < 0 ? "; blue: freed" : "");
	if (row->unit == MC_METRIC_NS) {
		strcpy(s->least, "0 %");
		mc_number_percent(s->most, c->most_fill);
		return;
	}
	mc_metric_format(s->least, which, s->from < 0 ? -most : 0);
	mc_metric_format(s->most, which, most);
}

/* Fills in the scale of a picture of two sides: what is compared. */
static void choose_change(const struct mc_label_context *c, struct scale *s)
{
	enum mc_metric which = mc_diff_label_cost(c);

	s->title = "fill, arrows";
	snprintf(s->meaning, sizeof(s->meaning),
		 "change of %s, as a share of the %s run: orange more, blue "
		 "less",
		 which == MC_CPU_NS	? "CPU time"
		 : which == MC_TOTAL_NS ? "wall-clock time"
					: "the calls",
		 which == MC_CALLS ? "larger" : "longer");
	s->from = -1;
	strcpy(s->least, "\xe2\x88\x92"
			 "100 %");
	strcpy(s->most, "+100 %");
}

/* Fills in the scale of what imbalance costs. */
static void choose_imbalance(const struct mc_label_context *c, struct scale *s)
{
	snprintf(s->meaning, sizeof(s->meaning),
		 "lost by imbalance: what others may wait for the %s that has "
		 "the most",
		 mc_balance_noun(c->model));
	strcpy(s->least, "0 %");
	mc_number_percent(s->most, c->most_fill);
}

static void choose_scale(const struct mc_label_context *c, struct scale *s)
{
	bool has_times = c->model->has_times;

	memset(s, 0, sizeof(*s));
	s->title = "fill";
	if (c->diff) {
		choose_change(c, s);
		return;
	}
	if (c->is_by_balance) {
		choose_imbalance(c, s);
		return;
	}
	if (!c->colour || mc_label_is_about_cpu(c))
		s->title = "fill, pen";
	if (!c->colour) {
		strcpy(s->meaning, has_times ? "of the recorded time"
					     : "of the recorded calls");
		strcpy(s->least, "0 %");
		mc_number_percent(s->most, c->most_share);
	} else {
		choose_metric(c, s);
	}
}

static void begin_cell(const struct mc_label_context *c, struct mc_text *out)
{
	mc_text_print(out,
		      "<td align=\"left\"><font point-size=\"%d\" "
		      "color=\"%s\">",
		      c->is_large ? 13 : 9, find_palette(c)->text);
}

/* Writes a strip of the colours, with what they stand for. If the lines below
   are longer, the cells share what is left, and the empty cell at the end takes
   half of that. */
static void put_scale(const struct mc_label_context *c, struct mc_text *out)
{
	char cell[MC_COLOUR_SIZE];
	struct scale s;

	choose_scale(c, &s);
	mc_text_print(out, "<tr><td align=\"left\"><table border=\"0\" "
			   "cellborder=\"0\" cellspacing=\"0\" "
			   "cellpadding=\"0\"><tr>");
	begin_cell(c, out);
	mc_text_print(out, "<b>%s</b> ", s.title);
	mc_text_put_html(out, s.least);
	mc_text_print(out, " </font></td>");
	for (int i = 0; i < CELLS; i++) {
		double at = (double)i / (CELLS - 1);

		mc_colour_fill(cell, s.from + (1 - s.from) * at,
			       c->view->is_dark);
		mc_text_print(out, "<td width=\"4\" bgcolor=\"%s\"></td>",
			      cell);
	}
	begin_cell(c, out);
	mc_text_print(out, " ");
	mc_text_put_html(out, s.most);
	mc_text_print(out, " %s</font></td></tr></table></td><td></td></tr>",
		      s.meaning);
}

static void put_shapes(const struct mc_label_context *c, struct mc_text *out)
{
	put_scale(c, out);
	begin_line(c, out, find_palette(c)->text);
	if ((c->colour || c->is_by_balance) && !mc_label_is_about_cpu(c))
		mc_text_print(out, "<b>pen</b> share of the recorded %s" GAP,
			      c->model->has_times ? "time" : "calls");
	if (!c->diff && c->model->has_times)
		mc_text_print(out, "<b>name size</b> share of its own%s" GAP,
			      mc_label_is_about_cpu(c) ? ", of the CPU time"
						       : "");
	mc_text_print(out, "<b>%s border</b> marked with profile",
		      c->view->is_dark ? "light" : "dark");
	if (c->model->is_tree)
		mc_text_print(out, GAP "<b>a box</b> a function as called by "
				       "what is above it");
	end_line(out);
}

static void put_unsure(const struct mc_label_context *c, struct mc_text *out)
{
	mc_text_print(out, "<b>~</b> at a change: may be chance; colours show "
			   "changes that "
			   "are not" GAP);
	if (c->diff->before.count == 1 && c->diff->after.count == 1)
		mc_text_print(out, "(several runs of each tell more: memcall "
				   "run -r 10)" GAP);
}

static void put_signs(const struct mc_label_context *c, struct mc_text *out)
{
	bool has_memory = c->most_growth > 0 && !c->diff;
	bool is_parallel =
		c->model->has_times && !c->diff && c->most_share > 1.005;
	bool has_clocks = c->model->has_clocks && !c->diff;
	bool has_heap = c->most_heap > 0 && !c->diff;
	bool has_rough = c->has_rough;
	bool has_unsure = c->diff && mc_diff_label_has_unsure(c);

	if (!has_memory && !has_rough && !has_unsure && !c->has_bounds &&
	    !c->has_unknown && !c->has_threads && !is_parallel &&
	    !c->has_silent && !c->has_rows && !c->has_imbalance &&
	    !has_clocks && !has_heap)
		return;
	begin_line(c, out, find_palette(c)->text);
	if (has_memory)
		mc_text_print(out,
			      "<b>\xe2\x96\xb2 \xe2\x96\xbc</b> resident "
			      "memory added, freed" GAP
			      "<b>peak</b> most added at once during a call "
			      "(MB = 10\xe2\x81\xb6 bytes)" GAP);
	if (has_heap)
		mc_text_print(out, "<b>allocs</b> blocks allocated, bytes "
				   "asked for, and what is <b>live</b> of it "
				   "at the end" GAP);
	if (has_clocks)
		mc_text_print(out, "<b>time</b> wall-clock: on the CPU, and "
				   "waiting" GAP);
	if (has_rough)
		mc_text_print(out, "<b>~</b> estimated" GAP);
	if (has_unsure)
		put_unsure(c, out);
	if (c->has_bounds)
		mc_text_print(out, "<b>\xe2\x89\xa5</b> at least" GAP);
	if (c->has_unknown)
		mc_text_print(out,
			      "<b>&lt;</b> less than: no more is known" GAP);
	if (c->has_threads)
		mc_text_print(out, "<b>dashed</b> started a thread" GAP);
	if (c->has_silent)
		mc_text_print(out, "<b>arrow without numbers</b> all calls of "
				   "the box it leads to" GAP);
	if (c->has_rows)
		mc_text_print(out,
			      "<b>\xe2\x86\xb3</b> calls what many "
			      "call: the arrow there is of one caller" GAP);
	if (c->has_imbalance)
		mc_text_print(out,
			      "<b>imbalance</b> the most that a %s has of the "
			      "time, divided by the mean" GAP,
			      mc_balance_noun(c->model));
	if (is_parallel)
		mc_text_print(out, "<b>above 100 %%</b> in parallel");
	end_line(out);
}

static void put_globs(struct mc_text *out, const char *title,
		      const struct mc_view_globs *globs)
{
	for (size_t i = 0; i < globs->count; i++) {
		mc_text_print(out, " %s ", title);
		mc_text_put_html(out, globs->glob[i]);
	}
}

/* Writes how the functions shown were chosen. */
static void put_choice(const struct mc_label_context *c, struct mc_text *out)
{
	const struct mc_view *view = c->view;
	char text[MC_NUMBER_SIZE];

	if (c->shown->is_by_cost) {
		mc_text_print(out, ": the costliest, of ");
		mc_text_put_html(
			out,
			mc_number_percent(text, view->has_least
							? view->least
							: MC_PRUNE_NODE_SHARE));
		mc_text_print(out, " and more");
	}
	if (c->shown->has_light) {
		mc_text_print(out, "%s without calls of less than ",
			      c->shown->is_by_cost ? "," : ":");
		mc_text_put_html(out,
				 mc_number_percent(text, MC_PRUNE_EDGE_SHARE));
	}
	if (!c->shown->is_by_view)
		return;
	mc_text_print(out,
		      c->shown->is_by_cost || c->shown->has_light ? "," : ":");
	put_globs(out, "focus", &view->focus);
	put_globs(out, "ignore", &view->ignore);
	if (view->depth)
		mc_text_print(out, " depth %" PRIu32, view->depth);
}

static void put_pruned(const struct mc_label_context *c, struct mc_text *out)
{
	const struct mc_model *m = c->model;
	char a[MC_NUMBER_SIZE], b[MC_NUMBER_SIZE];
	char d[MC_NUMBER_SIZE], e[MC_NUMBER_SIZE];

	if (c->shown->functions_shown == m->function_count &&
	    c->shown->edges_shown == m->edge_count)
		return;
	begin_line(c, out, find_palette(c)->text);
	mc_text_print(out, "<b>%s of %s %s</b> and %s of %s calls are shown",
		      mc_number_count(a, (int64_t)c->shown->functions_shown),
		      mc_number_count(b, (int64_t)m->function_count),
		      m->is_tree ? "calling contexts" : "functions",
		      mc_number_count(d, (int64_t)c->shown->edges_shown),
		      mc_number_count(e, (int64_t)m->edge_count));
	put_choice(c, out);
	if (c->shown->hidden_count)
		mc_text_print(out, GAP "<b>dotted</b> through %s not shown",
			      m->is_tree ? "contexts" : "functions");
	end_line(out);
	if (!c->shown->is_by_cost && !c->shown->has_light)
		return;
	begin_line(c, out, find_palette(c)->text);
	mc_text_print(out, "<b>more</b> MEMCALL_OPTIONS=prune=off, or memcall "
			   "convert --nodes=N, --focus=GLOB, --no-prune; or a "
			   "page: .html");
	end_line(out);
}

static void put_losses(const struct mc_label_context *c, struct mc_text *out)
{
	const struct mc_model *m = c->model;
	char text[MC_NUMBER_SIZE];

	if (!m->lost && !m->folded)
		return;
	begin_line(c, out, find_palette(c)->alarm);
	if (m->lost)
		mc_text_print(
			out, "%s calls could not be recorded" GAP,
			mc_number_count(text, mc_measure_signed(m->lost)));
	if (m->folded)
		mc_text_print(
			out, "%s calls were counted under (other)",
			mc_number_count(text, mc_measure_signed(m->folded)));
	end_line(out);
}

static void put_pooled(const struct mc_label_context *c, struct mc_text *out)
{
	const struct mc_model *m = c->model;
	char calls[MC_NUMBER_SIZE], limit[MC_NUMBER_SIZE];

	if (!m->pooled)
		return;
	begin_line(c, out, find_palette(c)->text);
	mc_text_print(out,
		      "%s calls beyond %s contexts: which calls they are part "
		      "of is estimated (contexts=)",
		      mc_number_count(calls, mc_measure_signed(m->pooled)),
		      mc_number_count(limit, mc_measure_signed(m->told_apart)));
	end_line(out);
}

/* Returns how memory was measured, as far as it matters to a reader. */
static const char *memory_method(const struct mc_file_header *h)
{
	if (h->mem_mode == MC_MEM_OFF)
		return "";
	if (!(h->gate & MC_GATE_EXACT))
		return " (the kernel tells it inexactly)";
	if (h->gate & MC_GATE_RING)
		return " (by page faults)";
	return " (by time: no page-fault ring)";
}

/* Returns how time was shared out among calls that were not timed, as far as it
   matters. */
static const char *time_method(const struct mc_file_header *h)
{
	if (h->time_mode == MC_TIME_AUTO && h->gate & MC_GATE_CLOCKS)
		return " (by coarse clocks: no ring)";
	return "";
}

static void put_method(const struct mc_label_context *c, struct mc_text *out)
{
	const struct mc_model *m = c->model;
	static const char *const times[] = {"auto", "all", "off"};
	static const char *const memory[] = {"off", "rss", "full", "heap"};
	struct mc_text command = {0};

	begin_line(c, out, find_palette(c)->faint);
	mc_text_print(out, "memcall " MC_VERSION);
	if (m->command[0]) {
		mc_shorten_bytes(&command, m->command, 100);
		mc_text_print(out, " \xc2\xb7 ");
		mc_text_put_html(out, mc_text_get(&command));
	}
	if (m->profile_count == 1) {
		const struct mc_file_header *h = &m->profiles[0]->header;

		if (h->time_mode < 3 && h->mem_mode < 4)
			mc_text_print(out, " \xc2\xb7 time=%s%s, mem=%s%s",
				      times[h->time_mode], time_method(h),
				      memory[h->mem_mode], memory_method(h));
	}
	end_line(out);
	mc_text_free(&command);
}

void mc_legend_put(const struct mc_label_context *c, struct mc_text *out)
{
	/* The empty row keeps the legend off the graph. */
	mc_text_print(out,
		      "<table border=\"0\" cellborder=\"0\" "
		      "cellspacing=\"0\"><tr><td height=\"14\"></td></tr>"
		      "<tr><td><table border=\"0\" cellborder=\"0\" "
		      "cellspacing=\"2\" bgcolor=\"%s\">",
		      find_palette(c)->ground);
	put_shapes(c, out);
	put_signs(c, out);
	put_pruned(c, out);
	put_losses(c, out);
	put_pooled(c, out);
	put_method(c, out);
	mc_text_print(out, "</table></td></tr></table>");
}
