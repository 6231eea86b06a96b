/* SPDX-License-Identifier: MIT */
/*
 * Error texts, warnings, and memory that is there or the command ends.
 *
 * Texts may quote file names, which can hold anything: control characters are
 * taken out here, once, so that every message stays one line.
 */
#include "report/error.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void flatten(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			*text = ' ';
}

int mc_error_set(struct mc_error *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	flatten(error->text);
	return -1;
}

void mc_error_warn(struct mc_warnings *warnings, const char *format, ...)
{
	char text[sizeof(((struct mc_error *)0)->text)];
	char **grown, *copy;
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (length < 0)
		return;
	flatten(text);
	grown = mc_error_grow(warnings->line, warnings->count + 1,
			      sizeof(*grown));
	warnings->line = grown;
	if (asprintf(&copy, "%s", text) >= 0)
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

static void give_up(void)
{
	fputs("memcall: out of memory: convert on a machine with more of it\n",
	      stderr);
	exit(1);
}

void *mc_error_alloc(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		give_up();
	return memory;
}

void *mc_error_grow(void *old, size_t count, size_t size)
{
	void *memory;

	if (size && count > SIZE_MAX / size)
		give_up();
	memory = realloc(old, count && size ? count * size : 1);
	if (!memory)
		give_up();
	return memory;
}

void *mc_error_append(void *old, size_t count, size_t size)
{
	if (count & (count - 1))
		return old;
	return mc_error_grow(old, count ? count * 2 : 1, size);
}
