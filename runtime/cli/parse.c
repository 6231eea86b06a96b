/* SPDX-License-Identifier: MIT */
/*
 * Reads the command line of a subcommand, by its rows.
 */
#include "cli/parse.h"
#include "cli/cli.h"
#include "cli/similar.h"
#include "cli/usage.h"
#include "cli/view.h"
#include "report/text.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Keys of flags that have no letter: so many, and the place in `flags`. */
enum { FIRST_KEY = 0x100, MOST_FLAGS = 32 };

static const struct mc_flag help_flag = {.name = "help", .letter = 'h'};

struct parsing {
	const struct mc_command *command;
	char *arguments;
	const struct mc_flag *flags[MOST_FLAGS]; /* own ones first */
	size_t count;
	size_t own_count;
	bool is_parted; /* by a --, */
	const char *behind; /* the argument behind which; NULL: there is none */
	/* The same for getopt. */
	struct option longs[MOST_FLAGS + 1];
	char letters[2 * MOST_FLAGS + 2];
};

static int key_of(const struct parsing *parsing, size_t i)
{
	int letter = parsing->flags[i]->letter;

	return letter ? letter : FIRST_KEY + (int)i;
}

static void *place_of(const struct parsing *parsing, size_t i)
{
	size_t base = i < parsing->own_count ? 0 : parsing->command->view;

	return parsing->arguments + base + parsing->flags[i]->place;
}

static void add_flag(struct parsing *parsing, const struct mc_flag *flag)
{
	size_t i = parsing->count++;
	char *letters = parsing->letters;

	if (i == MOST_FLAGS)
		abort();
	parsing->flags[i] = flag;
	parsing->longs[i] = (struct option){
		.name = flag->name,
		.has_arg = mc_flag_value(flag) != NULL,
		.val = key_of(parsing, i),
	};
	letters += strlen(letters);
	if (flag->letter)
		*letters++ = (char)flag->letter;
	if (flag->letter && mc_flag_value(flag))
		*letters = ':';
}

static void begin(struct parsing *parsing)
{
	const struct mc_command *command = parsing->command;

	/* A + has getopt stop at the first input. */
	strcpy(parsing->letters, command->runs_program ? "+" : "");
	for (const struct mc_flag *f = command->flags; f && f->name; f++)
		add_flag(parsing, f);
	add_flag(parsing, &help_flag);
	parsing->own_count = parsing->count;
	for (const struct mc_flag *f = mc_view_flags; command->draws && f->name;
	     f++)
		add_flag(parsing, f);
	for (size_t i = 0; i < parsing->count; i++)
		if (parsing->flags[i]->preset)
			parsing->flags[i]->kind->read(parsing->flags[i],
						      parsing->flags[i]->preset,
						      place_of(parsing, i));
}

int mc_parse_refuse(const struct mc_command *command, const char *what)
{
	mc_cli_warn("%s: see memcall %s --help", what, command->name);
	return MC_EXIT_USAGE;
}

/* --sort takes self, total or calls */
static void refuse_value(const struct mc_command *command,
			 const struct mc_flag *flag)
{
	struct mc_text text = {0};

	mc_text_print(&text, "--%s takes ", flag->name);
	if (flag->kind->takes)
		mc_text_print(&text, "%s", flag->kind->takes);
	else
		mc_usage_put_words(&text, mc_flag_value(flag));
	exit(mc_parse_refuse(command, mc_text_get(&text)));
}

static void read_inputs(const struct parsing *parsing, size_t count,
			size_t ahead, char **paths)
{
	const struct mc_command *command = parsing->command;
	struct mc_inputs *inputs = (struct mc_inputs *)parsing->arguments;
	size_t streams = 0;

	*inputs = (struct mc_inputs){paths, count, ahead, parsing->is_parted};
	for (size_t i = 0; i < count && !command->runs_program; i++)
		streams += !strcmp(paths[i], "-");
	if (streams > 1)
		exit(mc_parse_refuse(command, "standard input is one "
					      "profile: give - once"));
	if (count < command->least_inputs || count > command->most_inputs)
		exit(mc_parse_refuse(command, command->wanted));
}

static void read_flag(const struct parsing *parsing, int key)
{
	for (size_t i = 0; i < parsing->count; i++) {
		const struct mc_flag *flag = parsing->flags[i];

		if (key != key_of(parsing, i))
			continue;
		if (flag == &help_flag) {
			mc_usage_print_help(parsing->command, stdout);
			exit(mc_cli_finish());
		}
		if (!flag->kind->read(flag, optarg, place_of(parsing, i)))
			refuse_value(parsing->command, flag);
	}
}

static bool knows(const struct parsing *parsing, const char *arg)
{
	size_t length = strcspn(arg + 2, "=");

	for (size_t i = 0; i < parsing->count; i++) {
		const struct mc_flag *flag = parsing->flags[i];

		if (arg[1] == '-' ? !strncmp(flag->name, arg + 2, length)
				  : arg[1] == flag->letter)
			return true;
	}
	return false;
}

/* The option that getopt did not take. */
static const char *find_culprit(const struct parsing *parsing, int argc,
				char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (argv[i][0] == '-' && argv[i][1] && !knows(parsing, argv[i]))
			return argv[i];
	return NULL;
}

/* ": did you mean --sort?", or "" */
static void put_similar(struct mc_text *text, const struct parsing *parsing,
			const char *culprit)
{
	char word[64];
	struct mc_similar similar = {.word = word};
	size_t length;

	if (strncmp(culprit, "--", 2) != 0)
		return;
	length = strcspn(culprit + 2, "=");
	if (length >= sizeof(word))
		return;
	memcpy(word, culprit + 2, length);
	word[length] = 0;
	for (size_t i = 0; i < parsing->count; i++)
		if (parsing->flags[i]->help || parsing->flags[i] == &help_flag)
			mc_similar_try(&similar, parsing->flags[i]->name);
	if (similar.best)
		mc_text_print(text, ": did you mean --%s?", similar.best);
}

static int refuse_rest(const struct parsing *parsing, int argc, char **argv)
{
	const char *culprit = find_culprit(parsing, argc, argv);
	struct mc_text meant = {0};

	if (culprit)
		put_similar(&meant, parsing, culprit);
	mc_cli_warn("%s%s%s%s see memcall %s --help",
		    culprit ? "unknown option "
			    : "an argument too many, or a value too few",
		    culprit ? culprit : "", mc_text_get(&meant),
		    meant.length ? "" : ":", parsing->command->name);
	mc_text_free(&meant);
	return MC_EXIT_USAGE;
}

/* Finds the first -- before getopt moves the arguments around it, but not their
   texts. */
static void find_parting(struct parsing *parsing, int argc, char **argv)
{
	for (int i = 1; i < argc && !parsing->is_parted; i++) {
		parsing->is_parted = !strcmp(argv[i], "--");
		parsing->behind = argv[i + 1];
	}
	if (!parsing->is_parted)
		parsing->behind = NULL;
}

/* Reads the flags.  Returns 0, or MC_EXIT_USAGE with one line on stderr. */
static int read_flags(const struct parsing *parsing, int argc, char **argv)
{
	int key;

	optind = 0; /* from the beginning */
	opterr = 0; /* getopt says nothing */
	while ((key = getopt_long(argc, argv, parsing->letters, parsing->longs,
				  NULL)) != -1) {
		if (key == '?')
			return refuse_rest(parsing, argc, argv);
		read_flag(parsing, key);
	}
	return 0;
}

/* Reads the flags behind a --, if that only parts inputs, and has the inputs
   there follow the others.  Sets how many those are.  Returns how many flags
   were taken out, or -1 with one line on stderr. */
static int read_behind(const struct parsing *parsing, int argc, char **argv,
		       size_t *ahead)
{
	int at = optind, taken;

	while (at < argc && argv[at] != parsing->behind)
		at++;
	*ahead = (size_t)(at - optind);
	if (!parsing->command->parts_inputs || at == optind || at == argc)
		return 0;
	for (int i = at; i < argc; i++)
		if (!strcmp(argv[i], "--")) {
			mc_parse_refuse(parsing->command,
					"-- parts two sides: give it once");
			return -1;
		}
	/* What is in the place of a program's name is not looked at. */
	if (read_flags(parsing, argc - at + 1, argv + at - 1) != 0)
		return -1;
	taken = optind - 1;
	memmove(argv + at, argv + at + taken,
		(size_t)(argc - at - taken) * sizeof(*argv));
	return taken;
}

int mc_parse_arguments(const struct mc_command *command, int argc, char **argv,
		       void *arguments)
{
	struct parsing parsing = {.command = command, .arguments = arguments};
	size_t ahead;
	int first, taken;

	begin(&parsing);
	find_parting(&parsing, argc, argv);
	if (read_flags(&parsing, argc, argv) != 0)
		return MC_EXIT_USAGE;
	if (!command->most_inputs && optind < argc)
		return refuse_rest(&parsing, argc, argv);
	first = optind;
	taken = read_behind(&parsing, argc, argv, &ahead);
	if (taken < 0)
		return MC_EXIT_USAGE;
	read_inputs(&parsing, (size_t)(argc - first - taken), ahead,
		    argv + first);
	return 0;
}
