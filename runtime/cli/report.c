/* SPDX-License-Identifier: MIT */
/*
 * memcall report IN...
 */
#include "report/table.h"
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

struct arguments {
	char **inputs;
	size_t input_count;
	struct mc_table_options how;
};

static const struct argp_option options[] = {
	{"sort", 's', "self|total", 0, "order of the table (default: self)", 0},
	{0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case 's':
		if (strcmp(value, "self") && strcmp(value, "total"))
			mc_cli_usage(state, "--sort takes self or total");
		a->how.by_total = !strcmp(value, "total");
		return 0;
	case ARGP_KEY_ARGS:
		a->inputs = state->argv + state->next;
		a->input_count = (size_t)(state->argc - state->next);
		return 0;
	case ARGP_KEY_NO_ARGS:
		mc_cli_usage(state, "no profile is given");
	}
	return ARGP_ERR_UNKNOWN;
}

int mc_report_main(int argc, char **argv)
{
	static const struct argp argp = {
		.children = mc_cli_common,
		.options = options,
		.parser = parse,
		.args_doc = "IN...",
		.doc = "Prints the functions of a profile as a table, and the "
		       "tree of their calls.\v"
		       "Several profiles are merged into one.",
	};
	struct arguments a = {0};
	struct mc_model *model;
	struct mc_error error;

	if (mc_cli_parse(&argp, argc, argv, 0, &a) != 0)
		return MC_EXIT_USAGE;
	mc_cli_find_terminal(&a.how.is_terminal, &a.how.columns);
	model = mc_cli_load(a.inputs, a.input_count, MC_MODEL_GRAPH, false,
			    &error);
	if (!model)
		return mc_cli_fail(&error);
	mc_table_write(model, &a.how, stdout);
	mc_model_free(model);
	return mc_cli_finish();
}
