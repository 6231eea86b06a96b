/* SPDX-License-Identifier: MIT */
/*
 * Writes one screen.  See top.h.
 *
 * Functions are sorted by what they did since the last reading, so that the
 * first lines say what is going on; those that did nothing follow by what they
 * did in all.  What a function waited, where it is known, is nothing that it
 * did.  Or they are sorted by another number.  The times are those that the
 * report and the picture go by, or what is sorted by.
 */
#include "report/top.h"
#include "report/match.h"
#include "report/alloc.h"
#include "report/doubt.h"
#include "report/number.h"
#include "report/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WIDE 106 /* has room for all */

/* How wide columns are; 0: there is none. */
struct widths {
	int share;
	int time; /* each of the two */
	int rate;
	int calls;
	int rss;
	int peak;
};

static const struct widths wide = {7, 10, 13, 15, 11, 12};
/* The rate says more of a running program than its sum. */
static const struct widths narrow = {6, 9, 11, 0, 10, 11};

/* Returns how the table is laid out.  Memory is worth more than calls. */
static struct widths choose_widths(const struct mc_model *now,
				   const struct mc_top *how)
{
	bool is_narrow = how->to.is_terminal && how->to.columns < WIDE;
	struct widths w = now->has_memory && is_narrow ? narrow : wide;

	if (!now->has_times)
		w.time = 0;
	if (!now->has_memory)
		w.rss = w.peak = 0;
	return w;
}

static int name_column(const struct widths *w)
{
	return w->share + 2 * w->time + w->rate + w->calls + w->rss + w->peak +
	       2;
}

struct row {
	const struct mc_model_function *function;
	int64_t first_by;
	int64_t did_ns; /* itself, in all */
	int64_t self_ns; /* the same since the last reading */
	int64_t calls;
};

/* Returns the time that is what a function did. */
static enum mc_metric own_time(const struct mc_model *now)
{
	return now->has_clocks ? MC_CPU_SELF_NS : MC_SELF_NS;
}

static struct row *list_rows(const struct mc_model *now,
			     const struct mc_top *how)
{
	const struct mc_model *before = how->before;
	enum mc_metric self = own_time(now);
	struct row *rows = mc_alloc_zeroed(now->function_count, sizeof(*rows));
	uint32_t *old = before ? mc_match_functions(now, before) : NULL;

	for (size_t i = 0; i < now->function_count; i++) {
		const struct mc_measures *n = &now->functions[i].numbers;

		rows[i] = (struct row){
			.function = &now->functions[i],
			.first_by =
				how->by == MC_METRICS ? 0 : n->value[how->by],
			.did_ns = n->value[self],
			.self_ns = n->value[self],
			.calls = n->value[MC_CALLS],
		};
		if (!old || old[i] == MC_MATCH_NONE)
			continue;
		n = &before->functions[old[i]].numbers;
		rows[i].self_ns -= n->value[self];
		rows[i].calls -= n->value[MC_CALLS];
		/* Estimates may go back a little. */
		if (rows[i].self_ns < 0)
			rows[i].self_ns = 0;
	}
	free(old);
	return rows;
}

static int compare_rows(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->first_by != y->first_by)
		return x->first_by < y->first_by ? 1 : -1;
	if (x->self_ns != y->self_ns)
		return x->self_ns < y->self_ns ? 1 : -1;
	if (x->calls != y->calls)
		return x->calls < y->calls ? 1 : -1;
	if (x->did_ns != y->did_ns)
		return x->did_ns < y->did_ns ? 1 : -1;
	return x->function < y->function ? -1 : 1;
}

static void put(const struct mc_top *how, const char *text, int width)
{
	struct mc_text ascii = {0};
	int used;

	if (!how->to.is_terminal) {
		mc_text_put_ascii(&ascii, text);
		text = mc_text_get(&ascii);
	}
	used = (int)mc_text_width(text);
	fprintf(how->to.out, "%*s%s", width > used ? width - used : 0, "",
		text);
	mc_text_free(&ascii);
}

/* Writes the share of one processor: several threads may come to more than 100
   %. */
static void put_share(const struct mc_model *now, const struct mc_top *how,
		      const struct row *row, int width)
{
	enum mc_doubt_kind kind =
		mc_doubt_of(now, &row->function->numbers, own_time(now)).kind;
	char text[MC_NUMBER_SIZE] = "", all[MC_NUMBER_SIZE + 1];

	if (how->before && how->seconds > 0)
		mc_number_percent(text,
				  (double)row->self_ns / 1e9 / how->seconds);
	/* The difference of two estimates is one. */
	snprintf(all, sizeof(all), "%s%s",
		 kind && text[0] && text[0] != '<' ? "~" : "", text);
	put(how, all, width);
}

static void put_rate(const struct mc_top *how, int64_t calls, int width)
{
	char text[MC_NUMBER_SIZE] = "";

	if (how->before && how->seconds > 0)
		mc_number_count(text, llround((double)calls / how->seconds));
	put(how, text, width);
}

/* Writes a time, or bytes. */
static void put_number(const struct mc_model *now, const struct mc_top *how,
		       const struct mc_measures *n, enum mc_metric which,
		       int width)
{
	char text[MC_NUMBER_SIZE];

	put(how, mc_doubt_format(text, now, n, which), width);
}

/* The times in the table; MC_METRICS: there are none. */
struct times {
	enum mc_metric self;
	enum mc_metric total;
};

static struct times choose_times(const struct mc_model *now,
				 const struct mc_top *how)
{
	struct times times = {MC_METRICS, MC_METRICS};

	if (!now->has_times)
		return times;
	times.total = mc_model_share_by(now, how->by == MC_METRICS ? MC_CALLS
								   : how->by);
	if (mc_metric_rows[times.total].needs == MC_METRIC_CLOCKS &&
	    !now->has_clocks)
		times.total = MC_TOTAL_NS;
	for (int i = 0; i < MC_METRICS; i++)
		if (mc_metric_rows[i].with_callees == times.total)
			times.self = i;
	return times;
}

/* The two numbers of memory in the table: what is alive of the heap, if that
   is recorded, is more telling than the peak. */
static enum mc_metric second_of_memory(const struct mc_model *now)
{
	return now->has_heap ? MC_LIVE_BYTES : MC_RSS_PEAK_BYTES;
}

/* Writes a title, unless the column is left out. */
static void put_title(const struct mc_top *how, const char *title, int width)
{
	if (width)
		fprintf(how->to.out, "%*s", width, title);
}

static void put_titles(const struct mc_model *now, const struct mc_top *how,
		       struct times times, const struct widths *w)
{
	put_title(how, "now", w->share);
	if (w->time) {
		put_title(how, mc_metric_rows[times.self].column.title,
			  w->time);
		put_title(how, mc_metric_rows[times.total].column.title,
			  w->time);
	}
	put_title(how, "calls/s", w->rate);
	put_title(how, "calls", w->calls);
	put_title(how, "RSS", w->rss);
	put_title(how, mc_metric_rows[second_of_memory(now)].column.title,
		  w->peak);
	fputs("  function", how->to.out);
	if (!w->calls)
		fprintf(how->to.out, " (calls: %d columns)", WIDE);
	fputs("\n", how->to.out);
}

static void put_row(const struct mc_model *now, const struct mc_top *how,
		    struct times times, const struct row *row,
		    const struct widths *w)
{
	const struct mc_measures *n = &row->function->numbers;
	char text[MC_NUMBER_SIZE];

	put_share(now, how, row, w->share);
	if (w->time) {
		put_number(now, how, n, times.self, w->time);
		put_number(now, how, n, times.total, w->time);
	}
	put_rate(how, row->calls, w->rate);
	if (w->calls)
		put(how, mc_number_count(text, n->value[MC_CALLS]), w->calls);
	if (w->rss) {
		put_number(now, how, n, MC_RSS_BYTES, w->rss);
		put_number(now, how, n, second_of_memory(now), w->peak);
	}
	fputs("  ", how->to.out);
	mc_terminal_put_name(&how->to, row->function->name,
			     (size_t)name_column(w));
	putc('\n', how->to.out);
}

static void put_header(const struct mc_model *now, const struct mc_top *how,
		       int64_t calls)
{
	char text[MC_NUMBER_SIZE];
	struct mc_text line = {0};

	mc_text_put_c(&line, now->program[0] ? now->program : "program");
	if (now->has_times)
		mc_text_print(&line, ": %s recorded,",
			      mc_number_time(text, now->total_ns));
	else
		mc_text_print(&line, ":");
	mc_text_print(&line, " %" PRIu64 " thread%s", now->threads,
		      now->threads == 1 ? "" : "s");
	mc_text_print(&line, ", %s calls",
		      mc_number_count(text, now->total_calls));
	put(how, mc_text_get(&line), 0);
	if (how->before) {
		fputs(", ", how->to.out);
		put_rate(how, calls, 0);
		fputs(" a second", how->to.out);
	}
	fputs("\n", how->to.out);
	if (now->has_times && !now->has_clocks) {
		fputs("times include waiting; ", how->to.out);
		put(how, mc_model_explain_clocks(now), 0);
		fputs("\n", how->to.out);
	}
	fputs("\n", how->to.out);
	mc_text_free(&line);
}

void mc_top_write(const struct mc_model *now, const struct mc_top *how)
{
	struct row *rows = list_rows(now, how);
	struct times times = choose_times(now, how);
	struct widths widths = choose_widths(now, how);
	int64_t calls = 0;

	for (size_t i = 0; i < now->function_count; i++)
		calls = mc_measure_sum(calls, rows[i].calls);
	put_header(now, how, calls);
	put_titles(now, how, times, &widths);
	if (now->function_count)
		qsort(rows, now->function_count, sizeof(*rows), compare_rows);
	for (size_t i = 0; i < now->function_count && i < how->rows; i++)
		put_row(now, how, times, &rows[i], &widths);
	free(rows);
}
