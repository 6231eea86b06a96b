/* SPDX-License-Identifier: MIT */
/*
 * Writes one screen.  See top.h.
 *
 * Functions are sorted by what they did since the last reading, so that the
 * first lines say what is going on; those that did nothing follow by what they
 * did in all.
 */
#include "report/top.h"
#include "report/diff.h"
#include "report/error.h"
#include "report/number.h"
#include "report/shorten.h"
#include "report/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NAME_COLUMN 60 /* where names begin, about */
#define LEAST_NAME 20

struct row {
	const struct mc_model_function *function;
	int64_t self_ns; /* since the last reading */
	int64_t calls;
};

static struct row *list_rows(const struct mc_model *now,
			     const struct mc_model *before)
{
	struct row *rows = mc_error_alloc(now->function_count, sizeof(*rows));
	uint32_t *old = before ? mc_diff_match(now, before) : NULL;

	for (size_t i = 0; i < now->function_count; i++) {
		const struct mc_measures *n = &now->functions[i].numbers;

		rows[i] = (struct row){
			.function = &now->functions[i],
			.self_ns = n->value[MC_SELF_NS],
			.calls = n->value[MC_CALLS],
		};
		if (!old || old[i] == MC_DIFF_NONE)
			continue;
		n = &before->functions[old[i]].numbers;
		rows[i].self_ns -= n->value[MC_SELF_NS];
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
	const int64_t *m = x->function->numbers.value;
	const int64_t *n = y->function->numbers.value;

	if (x->self_ns != y->self_ns)
		return x->self_ns < y->self_ns ? 1 : -1;
	if (x->calls != y->calls)
		return x->calls < y->calls ? 1 : -1;
	if (m[MC_SELF_NS] != n[MC_SELF_NS])
		return m[MC_SELF_NS] < n[MC_SELF_NS] ? 1 : -1;
	return x->function < y->function ? -1 : 1;
}

static void put(const struct mc_top *how, const char *text, int width,
		FILE *out)
{
	struct mc_text ascii = {0};
	int used;

	if (!how->is_terminal) {
		mc_text_put_ascii(&ascii, text);
		text = mc_text_get(&ascii);
	}
	used = (int)mc_text_width(text);
	fprintf(out, "%*s%s", width > used ? width - used : 0, "", text);
	mc_text_free(&ascii);
}

static void put_name(const struct mc_top *how, const char *name, FILE *out)
{
	struct mc_text flat = {0}, brief = {0};
	size_t room = how->columns > NAME_COLUMN + LEAST_NAME
			      ? how->columns - NAME_COLUMN
			      : LEAST_NAME;

	mc_text_put_c(&flat, name);
	if (how->is_terminal)
		mc_shorten_name(&brief, mc_text_get(&flat), room);
	fprintf(out, "  %s\n", mc_text_get(how->is_terminal ? &brief : &flat));
	mc_text_free(&flat);
	mc_text_free(&brief);
}

/* Of one processor: several threads may come to more than 100 %. */
static void put_share(const struct mc_top *how, const struct row *row,
		      FILE *out)
{
	char text[MC_NUMBER_SIZE] = "";

	if (how->before && how->seconds > 0)
		mc_number_percent(text,
				  (double)row->self_ns / 1e9 / how->seconds);
	put(how, text, 7, out);
}

static void put_rate(const struct mc_top *how, int64_t calls, int width,
		     FILE *out)
{
	char text[MC_NUMBER_SIZE] = "";

	if (how->before && how->seconds > 0)
		mc_number_count(text, llround((double)calls / how->seconds));
	put(how, text, width, out);
}

static void put_row(const struct mc_top *how, const struct row *row, FILE *out)
{
	const struct mc_measures *n = &row->function->numbers;
	char text[MC_NUMBER_SIZE];

	put_share(how, row, out);
	put(how, mc_number_time(text, n->value[MC_SELF_NS]), 10, out);
	put(how, mc_number_time(text, n->value[MC_TOTAL_NS]), 10, out);
	put_rate(how, row->calls, 13, out);
	put(how, mc_number_count(text, n->value[MC_CALLS]), 15, out);
	put_name(how, row->function->name, out);
}

static void put_header(const struct mc_model *now, const struct mc_top *how,
		       int64_t calls, FILE *out)
{
	char text[MC_NUMBER_SIZE];
	struct mc_text line = {0};

	mc_text_put_c(&line, now->program[0] ? now->program : "program");
	mc_text_print(&line, ": %s recorded",
		      mc_number_time(text, now->total_ns));
	mc_text_print(&line, ", %" PRIu64 " thread%s", now->threads,
		      now->threads == 1 ? "" : "s");
	mc_text_print(&line, ", %s calls",
		      mc_number_count(text, now->total_calls));
	put(how, mc_text_get(&line), 0, out);
	if (how->before) {
		fputs(", ", out);
		put_rate(how, calls, 0, out);
		fputs(" a second", out);
	}
	fputs("\n\n", out);
	mc_text_free(&line);
}

void mc_top_write(const struct mc_model *now, const struct mc_top *how,
		  FILE *out)
{
	struct row *rows = list_rows(now, how->before);
	int64_t calls = 0;

	for (size_t i = 0; i < now->function_count; i++)
		calls = mc_measure_sum(calls, rows[i].calls);
	put_header(now, how, calls, out);
	fprintf(out, "%7s%10s%10s%13s%15s  %s\n", "now", "self", "total",
		"calls/s", "calls", "function");
	if (now->function_count)
		qsort(rows, now->function_count, sizeof(*rows), compare_rows);
	for (size_t i = 0; i < now->function_count && i < how->rows; i++)
		put_row(how, &rows[i], out);
	free(rows);
}
