/* SPDX-License-Identifier: MIT */
/*
 * The kinds of values that flags take.  See flag.h.
 */
#include "cli/flag.h"
#include "report/alloc.h"
#include "report/metric.h"
#include "report/text.h"
#include "report/view.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool read_switch(const struct mc_flag *flag, const char *value,
			void *place)
{
	bool *is_given = place;

	(void)flag;
	(void)value;
	*is_given = true;
	return true;
}

const struct mc_flag_kind mc_flag_switch = {.read = read_switch};

static bool read_text(const struct mc_flag *flag, const char *value,
		      void *place)
{
	const char **text = place;

	(void)flag;
	*text = value;
	return true;
}

const struct mc_flag_kind mc_flag_text = {.read = read_text};

static bool read_glob(const struct mc_flag *flag, const char *value,
		      void *place)
{
	struct mc_view_globs *globs = place;

	(void)flag;
	globs->glob = mc_alloc_append(globs->glob, globs->count,
				      sizeof(*globs->glob));
	globs->glob[globs->count++] = value;
	return true;
}

const struct mc_flag_kind mc_flag_glob = {.read = read_glob};

bool mc_flag_read_count(const char *value, size_t *count)
{
	char *end;

	errno = 0;
	*count = strtoul(value, &end, 10);
	return value[0] >= '0' && value[0] <= '9' && !*end && !errno && *count;
}

static bool read_count(const struct mc_flag *flag, const char *value,
		       void *place)
{
	(void)flag;
	return mc_flag_read_count(value, place);
}

const struct mc_flag_kind mc_flag_count = {.read = read_count,
					   .takes = "a number from 1"};

static bool read_count32(const struct mc_flag *flag, const char *value,
			 void *place)
{
	uint32_t *count = place;
	size_t read;

	(void)flag;
	if (!mc_flag_read_count(value, &read) || read > UINT32_MAX)
		return false;
	*count = (uint32_t)read;
	return true;
}

const struct mc_flag_kind mc_flag_count32 = {.read = read_count32,
					     .takes = "a number from 1"};

bool mc_flag_find_word(const char *words, const char *word, size_t *index)
{
	for (*index = 0; words; ++*index) {
		size_t length = strcspn(words, "|");

		if (strlen(word) == length && !memcmp(words, word, length))
			return true;
		words = words[length] ? words + length + 1 : NULL;
	}
	return false;
}

static bool read_word(const struct mc_flag *flag, const char *value,
		      void *place)
{
	unsigned int *number = place; /* as GCC has an enum */
	size_t index;

	if (!mc_flag_find_word(flag->value, value, &index))
		return false;
	*number = (unsigned int)index;
	return true;
}

const struct mc_flag_kind mc_flag_word = {.read = read_word};

static int place_of_sort(const struct mc_metric_row *row)
{
	return row->sort ? row->column.place : 0;
}

static int place_of_colour(const struct mc_metric_row *row)
{
	return row->colour.word ? row->colour.place : 0;
}

static const char *sort_of(const struct mc_metric_row *row)
{
	return row->sort;
}

static const char *colour_of(const struct mc_metric_row *row)
{
	return row->colour.word;
}

/* The words of the metrics that have a place, with a | in between; the next
   list replaces it. */
static const char *list_words(
	int (*place_of)(const struct mc_metric_row *row),
	const char *(*word_of)(const struct mc_metric_row *row))
{
	static struct mc_text words;
	enum mc_metric list[MC_METRICS];
	size_t count = mc_metric_sort(list, place_of);

	mc_text_clear(&words);
	for (size_t i = 0; i < count; i++)
		mc_text_print(&words, "%s%s", i ? "|" : "",
			      word_of(&mc_metric_rows[list[i]]));
	return mc_text_get(&words);
}

/* The row of the metric with that word; NULL: none has it. */
static const struct mc_metric_row *find_row(
	const char *value,
	const char *(*word_of)(const struct mc_metric_row *row))
{
	for (size_t i = 0; i < MC_METRICS; i++) {
		const char *word = word_of(&mc_metric_rows[i]);

		if (word && !strcmp(value, word))
			return &mc_metric_rows[i];
	}
	return NULL;
}

static const char *list_sorts(void)
{
	return list_words(place_of_sort, sort_of);
}

static bool read_sort(const struct mc_flag *flag, const char *value,
		      void *place)
{
	const struct mc_metric_row *row = find_row(value, sort_of);
	enum mc_metric *sort = place;

	(void)flag;
	if (row)
		*sort = (enum mc_metric)(row - mc_metric_rows);
	return row;
}

const struct mc_flag_kind mc_flag_sort = {.read = read_sort,
					  .list = list_sorts};

/* The words for what stacks have. */
static const char *weight_of(const struct mc_metric_row *row)
{
	if (!mc_metric_is_of_stacks((enum mc_metric)(row - mc_metric_rows)))
		return NULL;
	if (!row->sort && row->needs == MC_METRIC_HEAP)
		return row->stack.flame;
	return row->sort;
}

static int place_of_weight(const struct mc_metric_row *row)
{
	return weight_of(row) ? row->column.place : 0;
}

static const char *list_weights(void)
{
	return list_words(place_of_weight, weight_of);
}

static bool read_weight(const struct mc_flag *flag, const char *value,
			void *place)
{
	const struct mc_metric_row **row = place;

	(void)flag;
	*row = find_row(value, weight_of);
	return *row;
}

const struct mc_flag_kind mc_flag_weight = {.read = read_weight,
					    .list = list_weights};

/* The metrics, and what else boxes may show. */
static const char *list_colours(void)
{
	static struct mc_text words;

	mc_text_clear(&words);
	mc_text_print(&words, "%s|%s", list_words(place_of_colour, colour_of),
		      mc_view_imbalance.colour.word);
	return mc_text_get(&words);
}

static bool read_colour(const struct mc_flag *flag, const char *value,
			void *place)
{
	const struct mc_metric_row **row = place;

	(void)flag;
	*row = strcmp(value, mc_view_imbalance.colour.word)
		       ? find_row(value, colour_of)
		       : &mc_view_imbalance;
	return *row;
}

const struct mc_flag_kind mc_flag_colour = {.read = read_colour,
					    .list = list_colours};

const char *mc_flag_value(const struct mc_flag *flag)
{
	return flag->kind && flag->kind->list ? flag->kind->list()
					      : flag->value;
}

bool mc_flag_read_percent(const char *value, double least, double most,
			  double *percent)
{
	char *end;

	*percent = strtod(value, &end);
	return end != value && (!*end || !strcmp(end, "%")) &&
	       *percent >= least && *percent <= most;
}
