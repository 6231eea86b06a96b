/* SPDX-License-Identifier: MIT */
/*
 * Error texts and warnings.
 *
 * Texts may quote file names, which can hold anything: what would do something
 * to a terminal is made visible here, so that every message is one line.
 */
#include "report/error.h"
#include "report/alloc.h"
#include "report/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes TEXT, whose buffer has SIZE bytes, fit to be shown. */
static void show_text(char *text, size_t size)
{
	struct mc_text seen = {0};

	mc_text_put_seen(&seen, text);
	snprintf(text, size, "%s", mc_text_get(&seen));
	mc_text_free(&seen);
}

int mc_error_set(struct mc_error *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	show_text(error->text, sizeof(error->text));
	return -1;
}

void mc_error_warn(struct mc_warnings *warnings, const char *format, ...)
{
	char text[sizeof(((struct mc_error *)0)->text)];
	va_list args;
	char *copy;
	int length;

	va_start(args, format);
	length = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (length < 0)
		return;
	show_text(text, sizeof(text));
	warnings->line = mc_alloc_grow(warnings->line, warnings->count + 1,
				       sizeof(*warnings->line));
	copy = strdup(text);
	if (copy)
		warnings->line[warnings->count++] = copy;
}

void mc_error_clear(struct mc_warnings *warnings)
{
	for (size_t i = 0; i < warnings->count; i++)
		free(warnings->line[i]);
	free(warnings->line);
	warnings->line = NULL;
	warnings->count = 0;
}
