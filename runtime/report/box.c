/* SPDX-License-Identifier: MIT */
/*
 * Writes the text of boxes.
 *
 * A box says, from the top: its name, its share and time, its calls, its
 * memory.  What was not measured has no line, and memory too small to matter
 * in this picture (under 1 % of the largest, or a page) is left to the tooltip,
 * so that what is there stands out.
 */
#include "report/box.h"
#include "report/doubt.h"
#include "report/number.h"
#include "report/shorten.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DOT " \xc2\xb7 " /* middle dot */
#define UP "\xe2\x96\xb2"
#define DOWN "\xe2\x96\xbc"
#define ELLIPSIS "\xe2\x80\xa6"
#define CLOCK_NS 10 /* what rdtsc was seen to take */
#define WRAP_COLUMNS 34 /* longer names take two lines */
#define CROWDED_COLUMNS 24 /* the same in a crowded picture */
#define MINOR_SHARE 0.02 /* of the time, with callees */
#define MINOR_SELF_SHARE 0.01
#define MAJOR_GROWTH 0.1 /* of the largest */
#define LEAST_HEAP 0.01 /* of the most that is allocated */
#define LEAST_WAIT 10 /* a part of the time in so many is worth a word */
#define LEAST_MOST 0.25 /* own share for a name of the largest size */

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

/* Returns the size of a name. Among many boxes, those that matter are to be
   seen from afar. */
static double find_name_size(const struct mc_label_context *c,
			     const struct mc_measures *n)
{
	double share = mc_label_self_share(c, n);

	if (c->is_large)
		return 10 + 10 * sqrt(fmax(share, 0) /
				      fmax(c->most_name_share, LEAST_MOST));
	return 10 + 5 * sqrt(fmax(fmin(share, 1), 0));
}

/* Writes one line, or two for a long name. */
void mc_box_put_name(const struct mc_label_context *c,
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

static void put_number(const struct mc_label_context *c,
		       const struct mc_measures *n, enum mc_metric which,
		       struct mc_text *out)
{
	char text[MC_NUMBER_SIZE];

	mc_text_put_html(out, mc_doubt_format(text, c->model, n, which));
}

static void put_percent(const struct mc_label_context *c,
			const struct mc_measures *n, enum mc_metric which,
			struct mc_text *out)
{
	char text[MC_NUMBER_SIZE];

	mc_text_put_html(out, mc_doubt_percent(text, c->model, n, which));
}

/* Writes the part of the time on the processor, if it was not nearly all. */
static void put_cpu(const struct mc_label_context *c,
		    const struct mc_measures *n, struct mc_text *out)
{
	int64_t wait = n->value[MC_WAIT_NS];

	if (wait <= 0 || wait < n->value[MC_TOTAL_NS] / LEAST_WAIT)
		return;
	mc_text_print(out, DOT);
	put_number(c, n, MC_CPU_NS, out);
	mc_text_print(out, " on CPU");
}

/* Writes the share of the time, and the time itself. An estimate has its sign
   there, if that is the time that the share is of. */
static void put_share(const struct mc_label_context *c,
		      const struct mc_measures *n, struct mc_text *out)
{
	bool is_of_cpu = mc_label_is_about_cpu(c);
	struct mc_doubt total = mc_doubt_of(c->model, n, MC_TOTAL_NS);
	bool is_none = total.sign[0] && !total.value;
	char text[MC_NUMBER_SIZE];

	mc_text_print(out, "<b>");
	if (is_of_cpu || total.kind == MC_DOUBT_LESS || is_none) {
		put_percent(c, n, is_of_cpu ? MC_CPU_NS : MC_TOTAL_NS, out);
	} else {
		mc_number_percent(text, mc_label_share(c, n));
		mc_text_put_html(out, text);
	}
	mc_text_print(out, is_of_cpu ? " CPU</b>" : "</b>");
	if (is_none)
		return;
	mc_text_print(out, "  ");
	put_number(c, n, MC_TOTAL_NS, out);
}

static void put_time(const struct mc_label_context *c,
		     const struct mc_model_function *f, bool on_dark,
		     struct mc_text *out)
{
	const struct mc_measures *n = &f->numbers;
	char text[MC_NUMBER_SIZE];
	int64_t starts = c->starts[f - c->model->functions];
	int64_t threads = n->value[MC_THREADS];

	if (!mc_measure_has(n, MC_TOTAL_NS))
		return;
	put_row(out, "");
	if (starts && starts == n->value[MC_CALLS]) {
		mc_text_print(out, "%s thread%s" DOT,
			      mc_number_count(text, threads),
			      mc_label_plural(threads));
		put_number(c, n, MC_TOTAL_NS, out);
		mc_text_print(out, " in parallel");
	} else {
		put_share(c, n, out);
	}
	put_cpu(c, n, out);
	mc_text_print(out, "   <font color=\"%s\">self ",
		      c->view->is_dark ? "#d6d0c8"
		      : on_dark	       ? "#ffe9e0"
				       : "#4a4a45");
	put_percent(c, n,
		    mc_label_is_about_cpu(c) ? MC_CPU_SELF_NS : MC_SELF_NS,
		    out);
	mc_text_print(out, "</font>");
	end_row(out);
}

/* Writes how long one call took. Below the cost of reading the clock there is
   only noise. */
static void put_duration(struct mc_text *out, const char *sign, int64_t ns)
{
	char text[MC_NUMBER_SIZE];

	if (ns < CLOCK_NS) {
		mc_text_print(out, "&lt;%d ns", CLOCK_NS);
		return;
	}
	mc_text_put_html(out, sign);
	mc_text_put_html(out, mc_number_time(text, ns));
}

/* True for functions that a large picture is brief about: they have two lines.
   Tooltips have every number of every function. */
static bool is_minor(const struct mc_label_context *c,
		     const struct mc_measures *n)
{
	double growth = fmax(fabs((double)n->value[MC_RSS_BYTES]),
			     (double)n->value[MC_RSS_PEAK_BYTES]);

	return c->is_large && c->model->has_times &&
	       mc_model_cpu_share(c->model, n) < MINOR_SHARE &&
	       mc_label_share(c, n) < MINOR_SHARE * c->most_share &&
	       mc_label_self_share(c, n) < MINOR_SELF_SHARE * c->most_share &&
	       growth <= MAJOR_GROWTH * c->most_growth;
}

static void put_calls(const struct mc_label_context *c,
		      const struct mc_measures *n, struct mc_text *out)
{
	int64_t calls = n->value[MC_CALLS], least = n->value[MC_MIN_NS];
	struct mc_doubt mean = mc_doubt_of_mean(c->model, n);
	int64_t most = n->value[MC_MAX_NS];
	char a[MC_NUMBER_SIZE], b[MC_NUMBER_SIZE];

	put_row(out, " point-size=\"9\"");
	mc_text_print(out, "%s call%s", mc_number_count(a, calls),
		      calls == 1 ? "" : "s");
	mc_label_put_counts(c, n, DOT, out);
	if (calls > 1 && mean.value >= 0) {
		mc_text_print(out, DOT);
		put_duration(out, mean.sign, mean.value);
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
	bool has_growth = mc_measure_has(n, MC_RSS_BYTES) &&
			  mc_label_is_notable(c, growth);
	bool has_peak = mc_measure_has(n, MC_RSS_PEAK_BYTES) &&
			mc_label_is_notable(c, peak) &&
			(double)peak > 1.01 * (double)growth;
	const char *gap = "";

	if (!has_growth && !has_peak)
		return;
	put_row(out, growth >= 0	? " point-size=\"9\""
		     : c->view->is_dark ? " point-size=\"9\" color=\"#8cc4dc\""
		     : on_dark		? " point-size=\"9\""
			       : " point-size=\"9\" color=\"#1f6f8b\"");
	if (has_growth) {
		mc_text_print(out, "%s ", growth < 0 ? DOWN : UP);
		put_number(c, n, MC_RSS_BYTES, out);
		gap = "   ";
	}
	if (has_peak) {
		mc_text_print(out, "%speak ", gap);
		put_number(c, n, MC_RSS_PEAK_BYTES, out);
	}
	end_row(out);
}

/* Writes PSS and USS if they tell something else than RSS does: shared pages.
 */
static void put_shares(const struct mc_label_context *c,
		       const struct mc_measures *n, struct mc_text *out)
{
	int64_t pss = n->value[MC_PSS_BYTES], uss = n->value[MC_USS_BYTES];
	int64_t rss = n->value[MC_RSS_BYTES];

	if (!mc_measure_has(n, MC_PSS_BYTES) ||
	    (!mc_label_is_notable(c, pss) && !mc_label_is_notable(c, uss)) ||
	    fabs((double)pss - (double)rss) <= 0.05 * fabs((double)rss))
		return;
	put_row(out, " point-size=\"9\"");
	mc_text_print(out, "PSS ");
	put_number(c, n, MC_PSS_BYTES, out);
	mc_text_print(out, "   USS ");
	put_number(c, n, MC_USS_BYTES, out);
	end_row(out);
}

/* Writes how unevenly ranks, or processes, share it. */
static void put_imbalance(const struct mc_label_context *c,
			  const struct mc_model_function *f,
			  struct mc_text *out)
{
	struct mc_balance_value v;

	if (!mc_label_is_uneven(c, f, &v))
		return;
	put_row(out, " point-size=\"9\"");
	mc_text_print(out, "imbalance %.2f" DOT "%s %" PRIu64, v.imbalance,
		      mc_balance_noun(c->model), v.where);
	end_row(out);
}

/* Writes what is allocated, and what is alive of it, where it matters in this
   picture: 1 % of the most, or something is left of it. */
static void put_heap(const struct mc_label_context *c,
		     const struct mc_measures *n, struct mc_text *out)
{
	int64_t allocs = n->value[MC_ALLOCS];
	double bytes = (double)n->value[MC_ALLOC_BYTES];
	double live = (double)n->value[MC_LIVE_BYTES];
	double freed = (double)n->value[MC_FREED_BYTES];

	if ((!allocs && !freed) ||
	    fmax(fmax(bytes, live * 10), freed) < LEAST_HEAP * c->most_heap)
		return;
	put_row(out, " point-size=\"9\"");
	if (!allocs) {
		put_number(c, n, MC_FREES, out);
		mc_text_print(out, " free%s" DOT,
			      n->value[MC_FREES] == 1 ? "" : "s");
		put_number(c, n, MC_FREED_BYTES, out);
		end_row(out);
		return;
	}
	put_number(c, n, MC_ALLOCS, out);
	mc_text_print(out, " alloc%s" DOT, allocs == 1 ? "" : "s");
	put_number(c, n, MC_ALLOC_BYTES, out);
	mc_text_print(out, DOT "live ");
	put_number(c, n, MC_LIVE_BYTES, out);
	end_row(out);
}

void mc_box_put_function(const struct mc_label_context *c,
			 const struct mc_model_function *f, bool on_dark,
			 struct mc_text *out)
{
	const struct mc_measures *n = &f->numbers;

	mc_text_print(out, "<table border=\"0\" cellspacing=\"0\" "
			   "cellpadding=\"1\">");
	mc_box_put_name(c, f, out);
	put_time(c, f, on_dark, out);
	put_calls(c, n, out);
	put_imbalance(c, f, out);
	if (!is_minor(c, n)) {
		put_memory(c, n, on_dark, out);
		put_shares(c, n, out);
		put_heap(c, n, out);
	}
	mc_text_print(out, "</table>");
}
