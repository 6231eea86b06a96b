/* SPDX-License-Identifier: MIT */
/*
 * What the subcommands share: arguments, messages, profiles to model.
 *
 * argp's own errors take two lines and begin with something else than
 * `memcall: `; they are turned off, and with them goes its --help.
 */
#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/similar.h"
#include "cli/view.h"
#include "report/build.h"
#include "report/reader.h"
#include "report/text.h"
#include "report/writers.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

void mc_cli_warn(const char *format, ...)
{
	struct mc_text seen = {0};
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	/* File names may hold anything. */
	mc_text_put_seen(&seen, text ? text : "out of memory");
	fflush(stdout);
	mc_progress_clear();
	fprintf(stderr, "memcall: %s\n", mc_text_get(&seen));
	mc_text_free(&seen);
	free(text);
}

const char *mc_cli_kept;
void (*mc_cli_too_large)(int);

int mc_cli_fail(const struct mc_error *error)
{
	if (mc_cli_kept)
		mc_cli_warn("%s (the profile is kept: memcall convert %s -o "
			    "FILE)",
			    error->text, mc_cli_kept);
	else
		mc_cli_warn("%s", error->text);
	return MC_EXIT_FAILED;
}

static error_t parse_common(int key, char *value, struct argp_state *state)
{
	(void)value;
	if (key != 'h')
		return ARGP_ERR_UNKNOWN;
	argp_help(state->root_argp, stdout, ARGP_HELP_STD_HELP, state->name);
	exit(mc_cli_finish());
}

static const struct argp_option common_options[] = {
	{"help", 'h', NULL, 0, "print this", -1},
	{0},
};

static const struct argp common = {
	.options = common_options,
	.parser = parse_common,
};

const struct argp_child mc_cli_common[] = {
	{.argp = &common},
	{0},
};

const struct argp_child mc_cli_with_view[] = {
	{.argp = &common},
	{.argp = &mc_view_argp, .header = "The graph:", .group = 1},
	{0},
};
char *mc_cli_add_formats(int key, const char *text, void *input)
{
	struct mc_text help = {0};
	const struct mc_writer *writer;

	(void)input;
	if (key != ARGP_KEY_HELP_POST_DOC)
		return (char *)text;
	mc_text_print(&help, "%s\n\nThe extension of OUT says what it is:\n",
		      text);
	for (size_t i = 0; (writer = mc_writers_get(i)); i++)
		mc_text_print(&help, "\n  %-18s%s", writer->extension,
			      writer->purpose);
	return help.data;
}

static bool knows(const struct argp_option *option, const char *arg)
{
	size_t length = strcspn(arg + 2, "=");

	for (; option->name || option->key; option++) {
		if (arg[1] != '-' && arg[1] == option->key)
			return true;
		if (arg[1] == '-' && option->name &&
		    !strncmp(option->name, arg + 2, length))
			return true;
	}
	return false;
}

/* The option that argp did not take; it does not tell. */
static const char *find_culprit(const struct argp *argp, int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (argv[i][0] == '-' && argv[i][1] &&
		    !knows(common_options, argv[i]) &&
		    (argp->children != mc_cli_with_view ||
		     !knows(mc_view_argp.options, argv[i])) &&
		    (!argp->options || !knows(argp->options, argv[i])))
			return argv[i];
	return NULL;
}

static void try_options(struct mc_similar *similar,
			const struct argp_option *option)
{
	for (; option && (option->name || option->key); option++)
		if (option->name && !(option->flags & OPTION_HIDDEN))
			mc_similar_try(similar, option->name);
}

/* " (did you mean --sort?)", or "" */
static void put_similar(struct mc_text *text, const struct argp *argp,
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
	try_options(&similar, argp->options);
	try_options(&similar, common_options);
	if (argp->children == mc_cli_with_view)
		try_options(&similar, mc_view_argp.options);
	if (similar.best)
		mc_text_print(text, ": did you mean --%s?", similar.best);
}

int mc_cli_parse(const struct argp *argp, int argc, char **argv,
		 unsigned int flags, void *input)
{
	struct mc_text meant = {0};
	const char *culprit;

	if (argp_parse(argp, argc, argv, flags | ARGP_NO_ERRS | ARGP_NO_HELP,
		       NULL, input) == 0)
		return 0;
	culprit = find_culprit(argp, argc, argv);
	if (culprit)
		put_similar(&meant, argp, culprit);
	mc_cli_warn("%s%s%s%s see %s --help",
		    culprit ? "unknown option "
			    : "an argument too many, or a value too few",
		    culprit ? culprit : "", mc_text_get(&meant),
		    meant.length ? "" : ":", argv[0]);
	mc_text_free(&meant);
	return MC_EXIT_USAGE;
}

void mc_cli_usage(const struct argp_state *state, const char *what)
{
	mc_cli_warn("%s: see %s --help", what, state->name);
	exit(MC_EXIT_USAGE);
}

static void print_warnings(const struct mc_profile *profile)
{
	for (size_t i = 0; i < profile->warnings.count; i++)
		mc_cli_warn("%s", profile->warnings.line[i]);
}

struct mc_model *mc_cli_load(char *const *paths, size_t count,
			     enum mc_model_detail detail, bool quiet,
			     struct mc_error *error)
{
	struct mc_draft *draft = mc_build_begin(detail);
	struct mc_profile *profile;
	size_t added = 0;
	struct mc_model *model;

	while (added < count) {
		mc_progress_say("memcall: reading %zu of %zu: %s", added + 1,
				count, paths[added]);
		if (mc_reader_open(paths[added], &profile, error) != 0)
			break;
		if (!quiet)
			print_warnings(profile);
		mc_build_add(draft, profile);
		added++;
	}
	model = mc_build_finish(draft);
	if (added == count)
		return model;
	mc_model_free(model);
	return NULL;
}

void mc_cli_check_inputs(const struct argp_state *state, char *const *inputs,
			 size_t count)
{
	size_t streams = 0;

	for (size_t i = 0; i < count; i++)
		streams += !strcmp(inputs[i], "-");
	if (streams > 1)
		mc_cli_usage(state, "standard input is one profile: give - "
				    "once");
}

struct mc_terminal mc_cli_find_terminal(void)
{
	struct mc_terminal to = {.out = stdout, .columns = 100};
	const char *term = getenv("TERM"), *none = getenv("NO_COLOR");
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	size_t count;

	to.is_terminal = isatty(STDOUT_FILENO);
	if (to.is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col)
		to.columns = size.ws_col;
	/* Who exports it means it (POSIX, 8.3). */
	if (to.is_terminal && columns && mc_cli_read_count(columns, &count))
		to.columns = (unsigned int)count;
	/* https://no-color.org */
	to.has_colours = to.is_terminal && !(none && none[0]) && term &&
			 strcmp(term, "dumb") != 0;
	return to;
}

bool mc_cli_read_measure(const char *value, enum mc_measure *measure)
{
	static const struct {
		const char *name;
		enum mc_measure measure;
	} names[] = {
		{"self", MC_SELF_NS},	     {"total", MC_TOTAL_NS},
		{"calls", MC_CALLS},	     {"rss", MC_RSS_BYTES},
		{"peak", MC_RSS_PEAK_BYTES},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i].name, value)) {
			*measure = names[i].measure;
			return true;
		}
	return false;
}

bool mc_cli_read_count(const char *value, size_t *count)
{
	char *end;

	errno = 0;
	*count = strtoul(value, &end, 10);
	return value[0] >= '0' && value[0] <= '9' && !*end && !errno && *count;
}

int mc_cli_finish(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return MC_EXIT_OK;
	if (errno != EPIPE)
		mc_cli_warn("cannot write the output: %s", strerror(errno));
	return MC_EXIT_FAILED;
}
