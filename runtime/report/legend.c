/* SPDX-License-Identifier: MIT */
/*
 * The legend: what the signs of this picture mean, what was left out of it,
 * and how it was measured.  Only what occurs is explained.
 */
#include "report/label.h"
#include "report/number.h"
#include "report/shorten.h"

#include <inttypes.h>

#define GAP "     "

static void begin_line(struct mc_text *out, const char *color)
{
	mc_text_print(out,
		      "<tr><td align=\"left\"><font point-size=\"9\" "
		      "color=\"%s\">",
		      color);
}

static void end_line(struct mc_text *out)
{
	mc_text_print(out, "</font></td></tr>");
}

static void put_shapes(const struct mc_label_context *c, struct mc_text *out)
{
	static const char *const fills[] = {
		[MC_VIEW_TIME] = "share of the recorded time",
		[MC_VIEW_SELF] = "share of its own in the recorded time",
		[MC_VIEW_RSS] = "resident memory added; blue: freed",
		[MC_VIEW_PEAK] = "resident memory at the peak",
	};
	enum mc_view_colour by = c->view->colour;

	begin_line(out, "#55554f");
	if (c->diff) {
		mc_text_print(out,
			      "<b>fill, colour of arrows</b> change of %s, as "
			      "a share of the %s run: orange more, blue "
			      "less" GAP,
			      c->model->has_times ? "total time" : "the calls",
			      c->model->has_times ? "longer" : "larger");
		mc_text_print(out, "<b>dark border</b> marked with profile");
		end_line(out);
		return;
	}
	if (by != MC_VIEW_TIME)
		mc_text_print(out, "<b>fill</b> %s" GAP "<b>pen</b> ",
			      fills[by]);
	else
		mc_text_print(out, "<b>fill, pen</b> ");
	if (c->model->has_times)
		mc_text_print(out,
			      "%s" GAP "<b>name size</b> share of its own" GAP,
			      fills[MC_VIEW_TIME]);
	else
		mc_text_print(out, "share of the recorded calls" GAP);
	mc_text_print(out, "<b>dark border</b> marked with profile");
	if (c->model->is_tree)
		mc_text_print(out, GAP "<b>a box</b> a function as called by "
				       "what is above it");
	end_line(out);
}

static void put_signs(const struct mc_label_context *c, struct mc_text *out)
{
	bool has_memory = c->most_growth > 0;

	if (!has_memory && !c->has_rough && !c->has_threads)
		return;
	begin_line(out, "#55554f");
	if (has_memory)
		mc_text_print(out,
			      "<b>\xe2\x96\xb2 \xe2\x96\xbc</b> resident "
			      "memory added, freed" GAP
			      "<b>peak</b> most added at once during a call "
			      "(MB = 10\xe2\x81\xb6 bytes)" GAP);
	if (c->has_rough)
		mc_text_print(out, "<b>~</b> estimated" GAP);
	if (c->has_threads)
		mc_text_print(out, "<b>dashed</b> started a thread");
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

/* By what the functions shown were chosen. */
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
	if (!c->shown->is_by_view)
		return;
	mc_text_print(out, c->shown->is_by_cost ? "," : ":");
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
	begin_line(out, "#55554f");
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
}

static void put_losses(const struct mc_model *m, struct mc_text *out)
{
	char text[MC_NUMBER_SIZE];

	if (!m->lost && !m->folded)
		return;
	begin_line(out, "#a02c1a");
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

/* How memory was measured, as far as it matters to who reads it. */
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

static void put_method(const struct mc_model *m, struct mc_text *out)
{
	static const char *const times[] = {"auto", "all", "off"};
	static const char *const memory[] = {"off", "rss", "full"};
	struct mc_text command = {0};

	begin_line(out, "#8a8a84");
	mc_text_print(out, "memcall " MC_VERSION);
	if (m->command[0]) {
		mc_shorten_bytes(&command, m->command, 100);
		mc_text_print(out, " \xc2\xb7 ");
		mc_text_put_html(out, mc_text_get(&command));
	}
	if (m->profile_count == 1) {
		const struct mc_file_header *h = &m->profiles[0]->header;

		if (h->time_mode < 3 && h->mem_mode < 3)
			mc_text_print(out, " \xc2\xb7 time=%s, mem=%s%s",
				      times[h->time_mode], memory[h->mem_mode],
				      memory_method(h));
	}
	end_line(out);
	mc_text_free(&command);
}

void mc_label_put_legend(const struct mc_label_context *c, struct mc_text *out)
{
	/* The empty row keeps it off the graph. */
	mc_text_print(out, "<table border=\"0\" cellborder=\"0\" "
			   "cellspacing=\"0\"><tr><td height=\"14\"></td></tr>"
			   "<tr><td><table border=\"0\" cellborder=\"0\" "
			   "cellspacing=\"2\" bgcolor=\"#fafaf8\">");
	put_shapes(c, out);
	put_signs(c, out);
	put_pruned(c, out);
	put_losses(c->model, out);
	put_method(c->model, out);
	mc_text_print(out, "</table></td></tr></table>");
}
