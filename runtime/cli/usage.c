/* SPDX-License-Identifier: MIT */
/*
 * What --help says.  See usage.h.
 */
#include "cli/usage.h"
#include "cli/view.h"
#include "option-table.h"
#include "report/writers.h"

#include <string.h>

enum {
	COLUMNS = 79,
	HELP_COLUMN = 29, /* as in the help of GNU's programs */
};

static const struct {
	const char *key;
	const char *values;
	const char *preset;
	const char *help;
} options[] = {
#define MC_OPTION(key, type, preset, preset_text, values, help) \
	{#key, values, preset_text, help},
	MC_OPTIONS(MC_OPTION)
#undef MC_OPTION
#define MC_TRIGGER(key, reader, preset_text, values, help) \
	{key, values, preset_text, help},
		MC_TRIGGERS(MC_TRIGGER)
#undef MC_TRIGGER
};

#define OPTION_COUNT (sizeof(options) / sizeof(options[0]))

void mc_usage_put_words(struct mc_text *text, const char *words)
{
	for (;;) {
		size_t length = strcspn(words, "|");

		mc_text_put(text, words, length);
		if (!words[length])
			return;
		words += length + 1;
		mc_text_print(text, strchr(words, '|') ? ", " : " or ");
	}
}

static const char *default_of(const struct mc_flag *flag)
{
	return flag->preset ? flag->preset : flag->otherwise;
}

/* Puts TEXT in lines that begin with INDENT columns, the first of which is
   there already. */
static void put_wrapped(struct mc_text *out, const char *text, size_t indent)
{
	size_t used = indent;

	while (*text) {
		size_t length = strcspn(text, " ");
		size_t spaces = strspn(text + length, " ");

		if (used + length > COLUMNS && used > indent) {
			while (out->data[out->length - 1] == ' ')
				mc_text_cut(out, out->length - 1);
			mc_text_print(out, "\n%*s", (int)indent, "");
			used = indent;
		}
		mc_text_put(out, text, length + spaces);
		used += length + spaces;
		text += length + spaces;
	}
	mc_text_print(out, "\n");
}

/* Puts NAME, and HELP in a column of its own, with the default. */
static void put_row(struct mc_text *out, const char *name, const char *help,
		    const char *preset)
{
	size_t used = strlen(name);
	struct mc_text text = {0};

	mc_text_print(&text, "%s", help);
	if (preset)
		mc_text_print(&text, " (default: %s)", preset);
	mc_text_print(out, "%s", name);
	if (used + 2 > HELP_COLUMN) {
		mc_text_print(out, "\n");
		used = 0;
	}
	mc_text_print(out, "%*s", (int)(HELP_COLUMN - used), "");
	put_wrapped(out, mc_text_get(&text), HELP_COLUMN);
	mc_text_free(&text);
}

static void put_flags(struct mc_text *out, const struct mc_flag *flag)
{
	for (; flag && flag->name; flag++) {
		struct mc_text name = {0};

		if (!flag->help)
			continue;
		if (flag->letter)
			mc_text_print(&name, "  -%c, ", flag->letter);
		else
			mc_text_print(&name, "      ");
		mc_text_print(&name, "--%s", flag->name);
		if (mc_flag_value(flag))
			mc_text_print(&name, "=%s", mc_flag_value(flag));
		put_row(out, mc_text_get(&name), flag->help, default_of(flag));
		mc_text_free(&name);
	}
}

static void put_formats(struct mc_text *out)
{
	const struct mc_writer *writer;

	mc_text_print(out, "\nThe extension of OUT says what it is:\n");
	for (size_t i = 0; (writer = mc_writers_get(i)); i++) {
		struct mc_text name = {0};

		mc_text_print(&name, "  %s", writer->extension);
		put_row(out, mc_text_get(&name), writer->purpose, NULL);
		mc_text_free(&name);
	}
}

static void put_options(struct mc_text *out)
{
	mc_text_print(out, "\nMEMCALL_OPTIONS=key=value:key=value, in the "
			   "environment, says how to record:\n");
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		struct mc_text name = {0};

		mc_text_print(&name, "  %s=%s", options[i].key,
			      options[i].values);
		put_row(out, mc_text_get(&name), options[i].help,
			options[i].preset);
		mc_text_free(&name);
	}
}

void mc_usage_print_help(const struct mc_command *command, FILE *out)
{
	struct mc_text text = {0};

	mc_text_print(&text, "Usage: memcall %s [OPTION...]%s%s\n",
		      command->name, command->arguments[0] ? " " : "",
		      command->arguments);
	put_wrapped(&text, command->description, 0);
	mc_text_print(&text, "\n");
	put_flags(&text, command->flags);
	put_row(&text, "  -h, --help", "print this", NULL);
	if (command->draws) {
		mc_text_print(&text, "\nThe graph:\n");
		put_flags(&text, mc_view_flags);
	}
	if (command->notes) {
		mc_text_print(&text, "\n");
		put_wrapped(&text, command->notes, 0);
	}
	if (command->lists_formats)
		put_formats(&text);
	if (command->lists_options)
		put_options(&text);
	fputs(mc_text_get(&text), out);
	mc_text_free(&text);
}

static void print_formats(FILE *out)
{
	enum { MOST_COLUMNS = 70 };
	const struct mc_writer *writer;
	int column = MOST_COLUMNS;

	fputs("What is written, by extension:", out);
	for (size_t i = 0; (writer = mc_writers_get(i)); i++) {
		if (column >= MOST_COLUMNS)
			column = fprintf(out, "\n  %s", writer->extension);
		else
			column += fprintf(out, " %s", writer->extension);
	}
	fputc('\n', out);
}

void mc_usage_print(const struct mc_command *const *commands, FILE *out)
{
	fputs("Usage: memcall COMMAND ...\n"
	      "Call graphs with times and memory of functions marked "
	      "__attribute__((profile)).\n\n",
	      out);
	for (size_t i = 0; commands[i]; i++)
		fprintf(out, "  memcall %-8s %-24s %s\n", commands[i]->name,
			commands[i]->arguments, commands[i]->purpose);
	fprintf(out,
		"\n  memcall %-33s what a command takes\n"
		"  memcall %-33s print the version\n\n"
		"Build with: gcc -g -O2 $(memcall flags) prog.c -o prog\n\n",
		"COMMAND --help", "--version");
	print_formats(out);
}

static const char *text_of(const char *text)
{
	return text ? text : "";
}

static void print_flags(FILE *out, const char *command,
			const struct mc_flag *flag)
{
	for (; flag && flag->name; flag++)
		if (flag->help)
			fprintf(out, "flag\t%s\t%s%.1s\t--%s\t%s\t%s\t%s\n",
				command, flag->letter ? "-" : "",
				(const char[]){(char)flag->letter, 0},
				flag->name, text_of(mc_flag_value(flag)),
				text_of(default_of(flag)), flag->help);
}

void mc_usage_print_rows(const struct mc_command *const *commands, FILE *out)
{
	const struct mc_writer *writer;

	for (size_t i = 0; commands[i]; i++) {
		const struct mc_command *command = commands[i];

		fprintf(out, "command\t%s\t%s\t%s\n", command->name,
			command->arguments, command->purpose);
		print_flags(out, command->name, command->flags);
		if (command->draws)
			fprintf(out, "draws\t%s\n", command->name);
	}
	print_flags(out, "graph", mc_view_flags);
	for (size_t i = 0; (writer = mc_writers_get(i)); i++)
		fprintf(out, "format\t%s\t%s\n", writer->extension,
			writer->purpose);
	for (size_t i = 0; i < OPTION_COUNT; i++)
		fprintf(out, "option\t%s\t%s\t%s\t%s\n", options[i].key,
			options[i].values, options[i].preset, options[i].help);
}
