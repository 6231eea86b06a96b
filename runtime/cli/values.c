/* SPDX-License-Identifier: MIT */
/*
 * The kinds of values that flags take.  See command.h.
 */
#include "cli/cli.h"
#include "cli/command.h"
#include "report/alloc.h"
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

const struct mc_flag_kind mc_flag_switch = {read_switch, NULL};

static bool read_text(const struct mc_flag *flag, const char *value,
		      void *place)
{
	const char **text = place;

	(void)flag;
	*text = value;
	return true;
}

const struct mc_flag_kind mc_flag_text = {read_text, NULL};

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

const struct mc_flag_kind mc_flag_glob = {read_glob, NULL};

bool mc_cli_read_count(const char *value, size_t *count)
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
	return mc_cli_read_count(value, place);
}

const struct mc_flag_kind mc_flag_count = {read_count, "a number from 1"};

static bool read_count32(const struct mc_flag *flag, const char *value,
			 void *place)
{
	uint32_t *count = place;
	size_t read;

	(void)flag;
	if (!mc_cli_read_count(value, &read) || read > UINT32_MAX)
		return false;
	*count = (uint32_t)read;
	return true;
}

const struct mc_flag_kind mc_flag_count32 = {read_count32, "a number from 1"};

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

const struct mc_flag_kind mc_flag_word = {read_word, NULL};

static bool read_measure(const struct mc_flag *flag, const char *value,
			 void *place)
{
	size_t index;

	return mc_flag_find_word(flag->value, value, &index) &&
	       mc_cli_read_measure(value, place);
}

const struct mc_flag_kind mc_flag_measure = {read_measure, NULL};

bool mc_flag_read_percent(const char *value, double least, double most,
			  double *percent)
{
	char *end;

	*percent = strtod(value, &end);
	return end != value && (!*end || !strcmp(end, "%")) &&
	       *percent >= least && *percent <= most;
}
