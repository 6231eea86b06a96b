/* SPDX-License-Identifier: MIT */
/*
 * What the subcommands share: messages, profiles to model.
 */
#include "cli/cli.h"
#include "cli/flag.h"
#include "cli/progress.h"
#include "report/build.h"
#include "report/text.h"

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

void mc_cli_print_warnings(const struct mc_warnings *warnings)
{
	for (size_t i = 0; i < warnings->count; i++)
		mc_cli_warn("%s", warnings->line[i]);
}

/* Reads the profiles one by one; returns -1 if one cannot be read. */
static int add_all(struct mc_draft *draft, const struct mc_sources *sources,
		   bool quiet, struct mc_error *error)
{
	struct mc_profile *profile;

	for (size_t i = 0; i < sources->count; i++) {
		mc_progress_say("memcall: adding %zu of %zu", i + 1,
				sources->count);
		if (mc_sources_open(sources, i, &profile, error) != 0)
			return -1;
		if (!quiet)
			mc_cli_print_warnings(&profile->warnings);
		mc_build_add(draft, profile);
	}
	return 0;
}

static void say_reading(size_t done, size_t count, const char *path)
{
	mc_progress_say("memcall: reading %zu of %zu: %s", done + 1, count,
			path);
}

int mc_cli_find(char *const *paths, size_t count, bool quiet,
		struct mc_sources *sources, struct mc_error *error)
{
	int result = mc_sources_find(paths, count, sources, say_reading, error);

	if (!quiet)
		mc_cli_print_warnings(&sources->warnings);
	return result;
}

struct mc_model *mc_cli_build(const struct mc_sources *sources,
			      enum mc_model_detail detail,
			      enum mc_model_split by, bool quiet,
			      struct mc_error *error)
{
	struct mc_draft *draft = mc_build_begin(detail);
	struct mc_model *model;
	int result;

	mc_build_split(draft, by);
	if (sources->count > 1 && !by)
		mc_build_compare(draft, mc_sources_have_ranks(sources));
	result = add_all(draft, sources, quiet, error);
	model = mc_build_finish(draft);
	if (!result)
		return model;
	mc_model_free(model);
	return NULL;
}

struct mc_model *mc_cli_load(char *const *paths, size_t count,
			     enum mc_model_detail detail,
			     enum mc_model_split by, bool quiet,
			     struct mc_error *error)
{
	struct mc_sources sources;
	struct mc_model *model = NULL;

	if (!mc_cli_find(paths, count, quiet, &sources, error))
		model = mc_cli_build(&sources, detail, by, quiet, error);
	mc_sources_free(&sources);
	return model;
}

enum mc_metric mc_cli_check_known(const struct mc_model *m,
				  enum mc_metric which)
{
	if (mc_metric_rows[which].needs == MC_METRIC_HEAP && !m->has_heap) {
		mc_cli_warn("the heap was not recorded, so this goes by time: "
			    "record with MEMCALL_OPTIONS=mem=heap");
		return mc_metric_with_callees(which) == which ? MC_TOTAL_NS
							      : MC_SELF_NS;
	}
	if (m->has_clocks || mc_metric_rows[which].needs != MC_METRIC_CLOCKS)
		return which;
	mc_cli_warn("it is not known which time was on the processor, so this "
		    "goes by all of it; %s",
		    mc_model_explain_clocks(m));
	return mc_metric_with_callees(which) == which ? MC_TOTAL_NS
						      : MC_SELF_NS;
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
	/* A user who exports COLUMNS means it (POSIX, 8.3). */
	if (to.is_terminal && columns && mc_flag_read_count(columns, &count))
		to.columns = (unsigned int)count;
	/* https://no-color.org */
	to.has_colours = to.is_terminal && !(none && none[0]) && term &&
			 strcmp(term, "dumb") != 0;
	return to;
}

int mc_cli_finish(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return MC_EXIT_OK;
	if (errno != EPIPE)
		mc_cli_warn("cannot write the output: %s", strerror(errno));
	return MC_EXIT_FAILED;
}
