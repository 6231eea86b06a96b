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

#define NAME_COLUMN 57 /* where names begin, */
#define TIME_COLUMNS 20 /* if there is no time, */
#define WIDE 106 /* has room for memory */
#define MEMORY_COLUMNS 23 /* if there is no memory */

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
		      const struct row *row)
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
	put(how, all, 7);
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

static void put_titles(const struct mc_model *now, const struct mc_top *how,
		       struct times times, bool has_memory)
{
	const char *second = mc_metric_rows[second_of_memory(now)].column.title;

	fprintf(how->to.out, "%7s", "now");
	if (now->has_times)
		fprintf(how->to.out, "%10s%10s",
			mc_metric_rows[times.self].column.title,
			mc_metric_rows[times.total].column.title);
	fprintf(how->to.out, "%13s%15s", "calls/s", "calls");
	if (has_memory)
		fprintf(how->to.out, "%11s%12s", "RSS", second);
	fputs("  function", how->to.out);
	if (now->has_memory && !has_memory)
		fprintf(how->to.out, " (RSS, %s: %d columns)", second, WIDE);
	fputs("\n", how->to.out);
}

static void put_row(const struct mc_model *now, const struct mc_top *how,
		    struct times times, const struct row *row, bool has_memory)
{
	const struct mc_measures *n = &row->function->numbers;
	char text[MC_NUMBER_SIZE];

	put_share(now, how, row);
	if (now->has_times) {
		put_number(now, how, n, times.self, 10);
		put_number(now, how, n, times.total, 10);
	}
	put_rate(how, row->calls, 13);
	put(how, mc_number_count(text, n->value[MC_CALLS]), 15);
	if (has_memory) {
		put_number(now, how, n, MC_RSS_BYTES, 11);
		put_number(now, how, n, second_of_memory(now), 12);
	}
	fputs("  ", how->to.out);
	mc_terminal_put_name(&how->to, row->function->name,
			     NAME_COLUMN + (has_memory ? MEMORY_COLUMNS : 0) -
				     (now->has_times ? 0 : TIME_COLUMNS));
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
	bool has_memory = now->has_memory &&
			  (!how->to.is_terminal || how->to.columns >= WIDE);
	int64_t calls = 0;

	for (size_t i = 0; i < now->function_count; i++)
		calls = mc_measure_sum(calls, rows[i].calls);
	put_header(now, how, calls);
	put_titles(now, how, times, has_memory);
	if (now->function_count)
		qsort(rows, now->function_count, sizeof(*rows), compare_rows);
	for (size_t i = 0; i < now->function_count && i < how->rows; i++)
		put_row(now, how, times, &rows[i], has_memory);
	free(rows);
}
