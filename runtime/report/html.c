/* SPDX-License-Identifier: MIT */
/*
 * A page that works without a network: the picture, the numbers and the scripts
 * in one file.
 *
 * html/page.html is the page, with a word between two @ where each part goes:
 * what the build has put into this program (assets.S), the picture as SVG, and
 * the data as JSON, which html/data.js reads.
 */
#include "report/colour.h"
#include "report/doubt.h"
#include "report/formats.h"
#include "report/json.h"
#include "report/page-diff.h"
#include "report/page-stacks.h"
#include "report/picture.h"
#include "report/stacks.h"

#include <stdlib.h>
#include <string.h>

/* assets.S */
extern const char mc_asset_page_html[], mc_asset_page_css[];
extern const char mc_asset_page_js[];

#define COLOURS 51 /* of a scale: one for every 2 % */

struct page {
	const struct mc_model *model;
	const struct mc_writer_options *options;
	FILE *out;
	struct mc_error *error;
};

/* A part of the page, and what writes it: 0, or -1 and the error. */
struct part {
	const char *word;
	const char *text; /* NULL: by `write` */
	int (*write)(struct page *page);
};

/* Writes the picture without what stands around it in a file. The page has the
   ground. */
static int put_svg(struct page *page)
{
	char *data = NULL, *start;
	size_t size = 0;
	FILE *memory = open_memstream(&data, &size);
	struct mc_writer_options options = *page->options;
	int result;

	if (!memory)
		return mc_error_set(page->error, "out of memory");
	options.view.is_dark = false;
	options.no_legend = true;
	result = mc_picture_write_svg(page->model, &options, memory,
				      page->error);
	if (fclose(memory) != 0 && !result)
		result = mc_error_set(page->error, "out of memory");
	start = result ? NULL : strstr(data, "<svg");
	if (start)
		fputs(start, page->out);
	free(data);
	return result;
}

/* Sets the theme that was asked for. Else the page follows the reader's system.
 */
static int put_theme(struct page *page)
{
	if (page->options->view.is_dark)
		fputs(" data-theme=\"dark\"", page->out);
	return 0;
}

/* Writes what the page has to know of one metric to show it as TITLE. */
static void put_metric(struct mc_emit *e, const struct mc_model *m,
		       enum mc_metric which, const char *title)
{
	const struct mc_metric_row *row = &mc_metric_rows[which];
	enum mc_metric with = mc_metric_with_callees(which);
	static const char *const units[] = {
		[MC_METRIC_COUNT] = "count",
		[MC_METRIC_NS] = "ns",
		[MC_METRIC_BYTES] = "bytes",
	};

	mc_emit_string(e, "key", row->name);
	mc_emit_string(e, "title", title);
	mc_emit_string(e, "unit", row->is_of_call ? "call" : units[row->unit]);
	if (row->error)
		mc_emit_string(e, "error", mc_metric_rows[row->error].name);
	if (row->is_occasional)
		mc_emit_number(e, "occasional", 1);
	if (with != which)
		mc_emit_string(e, "within", mc_metric_rows[with].name);
	if (mc_model_whole(m, which) > 0)
		mc_emit_number(e, "whole", mc_model_whole(m, which));
	if (mc_doubt_limit(m, which) != INT64_MAX)
		mc_emit_number(e, "limit", mc_doubt_limit(m, which));
}

static int place_of_line(const struct mc_metric_row *row)
{
	return row->line;
}

static int place_of_column(const struct mc_metric_row *row)
{
	return row->page.place;
}

static int place_of_colour(const struct mc_metric_row *row)
{
	return row->colour.place;
}

static const char *title_of_line(const struct mc_metric_row *row)
{
	return row->title;
}

static const char *title_of_column(const struct mc_metric_row *row)
{
	return row->page.title;
}

static const char *title_of_colour(const struct mc_metric_row *row)
{
	return row->colour.title;
}

/* Writes the metrics that have a place, in the order of the places. */
static void put_metrics(
	struct mc_emit *e, const struct mc_model *m, const char *key,
	int (*place_of)(const struct mc_metric_row *row),
	const char *(*title_of)(const struct mc_metric_row *row))
{
	enum mc_metric list[MC_METRICS];
	size_t count = mc_metric_sort(list, place_of);

	mc_emit_open_array(e, key);
	for (size_t i = 0; i < count; i++) {
		const struct mc_metric_row *row = &mc_metric_rows[list[i]];

		mc_emit_open_object(e, NULL);
		put_metric(e, m, list[i], title_of(row));
		if (row->colour.meaning)
			mc_emit_string(e, "meaning", row->colour.meaning);
		mc_emit_close_object(e);
	}
	mc_emit_close_array(e);
}

static void put_width(struct mc_emit *e, const struct mc_model *m,
		      enum mc_metric which)
{
	const struct mc_metric_row *row = &mc_metric_rows[which];

	if (!row->stack.flame)
		return;
	mc_emit_open_object(e, NULL);
	put_metric(e, m, which, row->stack.width);
	mc_emit_string(e, "stacks", row->stack.flame);
	mc_emit_close_object(e);
}

/* Writes what the width of a flame graph may be: the weight first. */
static void put_widths(struct mc_emit *e, const struct mc_model *m,
		       const struct mc_stacks *s)
{
	mc_emit_open_array(e, "widths");
	put_width(e, m, s->metric[s->weight]);
	for (size_t k = 0; k < s->metric_count; k++)
		if (k != s->weight)
			put_width(e, m, s->metric[k]);
	mc_emit_close_array(e);
}

static void put_scale(struct mc_emit *e, const char *key, double sign,
		      bool is_dark)
{
	char text[MC_COLOUR_SIZE];

	mc_emit_open_array(e, key);
	for (int i = 0; i < COLOURS; i++) {
		mc_colour_fill(text, sign * i / (COLOURS - 1), is_dark);
		mc_emit_string(e, NULL, text);
	}
	mc_emit_close_array(e);
}

/* Writes the picture's colours, for a page that is coloured by something else.
 */
static void put_colours(struct mc_emit *e)
{
	int white = 0;

	mc_emit_open_object(e, "colours");
	put_scale(e, "light", 1, false);
	put_scale(e, "light_freed", -1, false);
	put_scale(e, "dark", 1, true);
	put_scale(e, "dark_freed", -1, true);
	while (!mc_colour_is_dark((double)white / (COLOURS - 1), false))
		white++;
	mc_emit_number(e, "white_from", white);
	mc_emit_close_object(e);
}

static int build_data(struct page *page, FILE *memory)
{
	const struct mc_metric_row *colour = page->options->view.colour;
	const struct mc_diff *diff = page->options->diff;
	const struct mc_model *m = page->model;
	enum mc_metric first = diff ? mc_page_diff_cost(m) : mc_model_first(m);
	enum mc_metric order =
		diff ? mc_page_diff_order(m) : mc_model_first_self(m);
	struct mc_emit e;

	if (mc_emit_open(&e, memory, 0, page->error) != 0)
		return -1;
	mc_emit_open_object(&e, NULL);
	mc_json_put(&e, m);
	if (diff)
		mc_page_diff_put(&e, diff);
	else
		mc_page_stacks_put(&e, m, NULL);
	put_colours(&e);
	put_metrics(&e, m, "lines", place_of_line, title_of_line);
	put_metrics(&e, m, "columns", place_of_column, title_of_column);
	put_metrics(&e, m, "colourings", place_of_colour, title_of_colour);
	put_widths(&e, m, diff ? diff->after.together->stacks : m->stacks);
	mc_emit_string(&e, "colour",
		       colour && colour->name ? colour->name
					      : mc_metric_rows[first].name);
	mc_emit_string(&e, "order", mc_metric_rows[order].name);
	mc_emit_close_object(&e);
	mc_emit_close(&e);
	return 0;
}

/* Writes the data. In a script element, `<` could begin its end, or a comment.
   In JSON `<` stands in strings only, where it can be written otherwise. */
static int put_data(struct page *page)
{
	char *data = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&data, &size);
	int result;

	if (!memory)
		return mc_error_set(page->error, "out of memory");
	result = build_data(page, memory);
	if (fclose(memory) != 0 && !result)
		result = mc_error_set(page->error, "out of memory");
	for (size_t i = 0; i < size && !result; i++)
		if (data[i] == '<')
			fputs("\\u003c", page->out);
		else
			putc(data[i], page->out);
	free(data);
	return result;
}

static const struct part parts[] = {
	{"@THEME@", NULL, put_theme},
	{"@SVG@", NULL, put_svg},
	{"@DATA@", NULL, put_data},
	{"@PAGE_CSS@", mc_asset_page_css, NULL},
	{"@PAGE_JS@", mc_asset_page_js, NULL},
};

static const struct part *find_part(const char *at)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (!strncmp(at, parts[i].word, strlen(parts[i].word)))
			return &parts[i];
	return NULL;
}

int mc_html_write(const struct mc_model *model,
		  const struct mc_writer_options *options, FILE *out,
		  struct mc_error *error)
{
	struct page page = {model, options, out, error};
	const char *at = mc_asset_page_html;

	while (*at) {
		const struct part *part = *at == '@' ? find_part(at) : NULL;

		if (!part) {
			putc(*at++, out);
			continue;
		}
		if (part->text)
			fputs(part->text, out);
		else if (part->write(&page) != 0)
			return -1;
		at += strlen(part->word);
	}
	return 0;
}
