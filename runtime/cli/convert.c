/* SPDX-License-Identifier: MIT */
/*
 * memcall convert IN... -o OUT
 *
 * Also what the runtime starts when a program ends (--at-exit).
 */
#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/view.h"
#include "report/reach.h"
#include "report/writers.h"

#include <stdlib.h>
#include <string.h>

enum {
	KEY_NO_PRUNE = 0x100,
	KEY_AT_EXIT,
};

struct arguments {
	char **inputs;
	size_t input_count;
	const char *output;
	struct mc_writer_options how;
	bool quiet;
	bool at_exit;
};

static const struct argp_option options[] = {
	{"output", 'o', "OUT", 0, "write to OUT; its extension says what it is",
	 0},
	{"no-prune", KEY_NO_PRUNE, NULL, 0,
	 "write all functions and calls, however many", 0},
	{"quiet", 'q', NULL, 0, "do not warn about damaged profiles", 0},
	{"at-exit", KEY_AT_EXIT, NULL, OPTION_HIDDEN, NULL, 0},
	{0},
};

/* What the program was to write, if its name says it: graph.svg of
   graph.svg.memcall.  Else NULL. */
static const char *name_output(const struct arguments *a)
{
	static const char end[] = ".memcall";
	size_t length = strlen(a->inputs[0]), tail = sizeof(end) - 1;
	struct mc_error error;
	char *name;

	if (a->input_count != 1 || length <= tail ||
	    strcmp(a->inputs[0] + length - tail, end) != 0)
		return NULL;
	name = strndup(a->inputs[0], length - tail);
	if (name && mc_writers_find(name, &error))
		return name;
	free(name);
	return NULL;
}

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case 'o':
		a->output = value;
		return 0;
	case 'q':
		a->quiet = true;
		return 0;
	case KEY_NO_PRUNE:
		a->how.everything = true;
		return 0;
	case KEY_AT_EXIT:
		a->at_exit = true;
		a->quiet = true; /* threads may go on while this reads */
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &a->how.view;
		return 0;
	case ARGP_KEY_ARGS:
		a->inputs = state->argv + state->next;
		a->input_count = (size_t)(state->argc - state->next);
		mc_cli_check_inputs(state, a->inputs, a->input_count);
		return 0;
	case ARGP_KEY_END:
		if (!a->input_count)
			mc_cli_usage(state, "no profile is given");
		if (!a->output)
			a->output = name_output(a);
		if (!a->output)
			mc_cli_usage(state, "no output is given: use -o OUT");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* A focus on nothing would be an empty graph. */
static int check_globs(const struct mc_model *model, const struct mc_view *view,
		       struct mc_error *error)
{
	const char *idle = mc_reach_find_idle(model, &view->focus);

	if (idle)
		return mc_error_set(error,
				    "no function matches --focus=%s: memcall "
				    "report shows the names",
				    idle);
	idle = mc_reach_find_idle(model, &view->ignore);
	if (idle)
		mc_cli_warn("no function matches --ignore=%s", idle);
	return 0;
}

int mc_convert_files(char *const *paths, size_t count, const char *out,
		     const struct mc_writer_options *how, bool quiet)
{
	const struct mc_writer *writer;
	struct mc_model *model;
	struct mc_error error;
	int result;

	writer = mc_writers_find(out, &error);
	if (!writer ||
	    mc_writers_check(writer, out, count, &how->view, &error) != 0) {
		mc_cli_fail(&error);
		return MC_EXIT_USAGE;
	}
	model = mc_cli_load(paths, count,
			    how->view.is_tree
				    ? MC_MODEL_TREE
				    : mc_writers_detail(writer, count),
			    quiet, &error);
	if (!model)
		return mc_cli_fail(&error);
	mc_progress_say("memcall: writing %zu functions to %s",
			model->function_count, out);
	result = check_globs(model, &how->view, &error) ||
		 mc_writers_run(writer, model, how, out, &error);
	mc_model_free(model);
	return result ? mc_cli_fail(&error) : MC_EXIT_OK;
}

int mc_convert_main(int argc, char **argv)
{
	static const struct argp argp = {
		.children = mc_cli_with_view,
		.options = options,
		.parser = parse,
		.help_filter = mc_cli_add_formats,
		.args_doc = "IN... [-o OUT]",
		.doc = "Draws the call graph of a profile, or writes it in "
		       "another format, by the extension of OUT.\v"
		       "Several profiles are merged into one graph.  - is "
		       "standard input.  Without -o, graph.svg.memcall, "
		       "which a run left, becomes graph.svg.",
	};
	struct arguments a = {0};
	int result;

	if (mc_cli_parse(&argp, argc, argv, 0, &a) != 0)
		return MC_EXIT_USAGE;
	if (!a.at_exit)
		mc_progress_begin();
	/* A profile in memory is gone when the program is. */
	if (a.at_exit && strncmp(a.inputs[0], "/proc/", 6) != 0)
		mc_cli_kept = a.inputs[0];
	result = mc_convert_files(a.inputs, a.input_count, a.output, &a.how,
				  a.quiet);
	mc_progress_end();
	return result;
}
