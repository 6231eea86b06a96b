/* SPDX-License-Identifier: MIT */
/*
 * memcall dump IN...
 */
#include "report/dump.h"
#include "cli/cli.h"

struct arguments {
	char **inputs;
	size_t input_count;
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct arguments *a = state->input;

	(void)value;
	switch (key) {
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

int mc_dump_main(int argc, char **argv)
{
	static const struct argp argp = {
		.children = mc_cli_common,
		.parser = parse,
		.args_doc = "IN...",
		.doc = "Prints a profile as text, one line a record, for "
		       "scripts.\vThe lines are profile, function, edge, "
		       "thread and context; strings have the escapes of C.  "
		       "- is standard input.",
	};
	struct arguments a = {0};
	struct mc_model *model;
	struct mc_error error;

	if (mc_cli_parse(&argp, argc, argv, 0, &a) != 0)
		return MC_EXIT_USAGE;
	model = mc_cli_load(a.inputs, a.input_count, MC_MODEL_RAW, false,
			    &error);
	if (!model)
		return mc_cli_fail(&error);
	mc_dump_write(model, stdout);
	mc_model_free(model);
	return mc_cli_finish();
}
