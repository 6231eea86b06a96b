/* SPDX-License-Identifier: MIT */
/*
 * memcall report IN...
 */
#include "report/table.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/view.h"
#include "report/reach.h"

#include <stdlib.h>
#include <string.h>

struct arguments {
	char **inputs;
	size_t input_count;
	size_t width; /* 0: the terminal's */
	struct mc_table_options how;
};

enum { KEY_CALLERS = 0x100, KEY_CALLEES, KEY_ROWS, KEY_TREE, KEY_WIDTH };

static const struct argp_option options[] = {
	{"sort", 's', "self|total|calls|rss|peak", 0,
	 "order of the table and of the tree (default: self)", 0},
	{"rows", KEY_ROWS, "N", 0, "of the table (all)", 0},
	{"tree", KEY_TREE, NULL, 0, "only the tree of calls", 0},
	{"width", KEY_WIDTH, "N", 0,
	 "columns of the terminal (what it has, or COLUMNS)", 0},
	{"callers", KEY_CALLERS, "GLOB", 0,
	 "instead of all else: who calls the functions of this name; may "
	 "repeat",
	 0},
	{"callees", KEY_CALLEES, "GLOB", 0,
	 "instead of all else: what the functions of this name call; may "
	 "repeat",
	 0},
	{0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case 's':
		if (!mc_cli_read_measure(value, &a->how.by))
			mc_cli_usage(state, "--sort takes self, total, calls, "
					    "rss or peak");
		return 0;
	case KEY_ROWS:
		if (!mc_cli_read_count(value, &a->how.rows))
			mc_cli_usage(state, "--rows takes a number from 1");
		return 0;
	case KEY_WIDTH:
		if (!mc_cli_read_count(value, &a->width))
			mc_cli_usage(state, "--width takes a number from 1");
		return 0;
	case KEY_TREE:
		a->how.is_tree_only = true;
		return 0;
	case KEY_CALLERS:
		mc_view_add_glob(&a->how.callers, value);
		return 0;
	case KEY_CALLEES:
		mc_view_add_glob(&a->how.callees, value);
		return 0;
	case ARGP_KEY_ARGS:
		a->inputs = state->argv + state->next;
		a->input_count = (size_t)(state->argc - state->next);
		mc_cli_check_inputs(state, a->inputs, a->input_count);
		return 0;
	case ARGP_KEY_NO_ARGS:
		mc_cli_usage(state, "no profile is given");
	}
	return ARGP_ERR_UNKNOWN;
}

static int check_globs(const struct mc_model *model,
		       const struct mc_table_options *how,
		       struct mc_error *error)
{
	const char *idle = mc_reach_find_idle(model, &how->callers);
	const char *option = "callers";

	if (!idle) {
		idle = mc_reach_find_idle(model, &how->callees);
		option = "callees";
	}
	if (idle)
		mc_error_set(error,
			     "no function matches --%s=%s: memcall report "
			     "without it shows the names",
			     option, idle);
	return idle ? -1 : 0;
}

int mc_report_main(int argc, char **argv)
{
	static const struct argp argp = {
		.children = mc_cli_common,
		.options = options,
		.parser = parse,
		.args_doc = "IN...",
		.doc = "Prints the functions of a profile as a table, and the "
		       "tree of their calls; or who calls some of them, and "
		       "what they call.\v"
		       "Several profiles are merged into one.  - is "
		       "standard input.",
	};
	struct arguments a = {.how.by = MC_SELF_NS};
	struct mc_model *model;
	struct mc_error error;
	int result;

	if (mc_cli_parse(&argp, argc, argv, 0, &a) != 0)
		return MC_EXIT_USAGE;
	a.how.to = mc_cli_find_terminal();
	if (a.width)
		a.how.to.columns = (unsigned int)a.width;
	mc_progress_begin();
	model = mc_cli_load(a.inputs, a.input_count, MC_MODEL_GRAPH, false,
			    &error);
	mc_progress_end();
	if (!model)
		return mc_cli_fail(&error);
	if (!model->has_times && a.how.by == MC_SELF_NS)
		a.how.by = MC_CALLS;
	result = check_globs(model, &a.how, &error);
	if (!result)
		mc_table_write(model, &a.how);
	mc_model_free(model);
	return result ? mc_cli_fail(&error) : mc_cli_finish();
}
