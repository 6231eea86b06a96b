/* SPDX-License-Identifier: MIT */
/*
 * memcall report IN...: a table, a tree, or callers and callees.
 */
#include "report/leaks.h"
#include "report/table.h"
#include "cli/cli.h"
#include "cli/parse.h"
#include "cli/progress.h"
#include "report/reach.h"

#include <stdint.h>

struct arguments {
	struct mc_inputs inputs;
	enum mc_model_split by;
	size_t width; /* 0: the terminal's */
	bool is_of_leaks;
	struct mc_table_options how;
};

#define PLACE(member) offsetof(struct arguments, member)

static const struct mc_flag flags[] = {
	{"sort", 's', &mc_flag_sort, PLACE(how.by), NULL, NULL,
	 "self; cpu, if it is known of several threads",
	 "the order of the table and of the tree"},
	{"rows", 0, &mc_flag_count, PLACE(how.rows), "N", NULL, "all",
	 "only the first N rows of the table"},
	{"tree", 0, &mc_flag_switch, PLACE(how.is_tree_only), NULL, NULL, NULL,
	 "only the tree of calls"},
	{"leaks", 0, &mc_flag_switch, PLACE(is_of_leaks), NULL, NULL, NULL,
	 "instead of all else: what was allocated and is still alive, by the "
	 "calls that led there (`mem=heap`)"},
	{"by", 0, &mc_flag_word, PLACE(by), MC_CLI_SPLITS, NULL, "all",
	 "have the functions of each rank, host or process apart"},
	{"width", 0, &mc_flag_count, PLACE(width), "N", NULL,
	 "COLUMNS, or what it has", "how many columns the terminal has"},
	{"callers", 0, &mc_flag_glob, PLACE(how.callers), "GLOB", NULL, NULL,
	 "instead of all else: who calls the functions of this name; may "
	 "repeat"},
	{"callees", 0, &mc_flag_glob, PLACE(how.callees), "GLOB", NULL, NULL,
	 "instead of all else: what the functions of this name call; may "
	 "repeat"},
	{0},
};

/* Returns the order of what is printed. */
static enum mc_metric choose_order(const struct mc_model *model,
				   enum mc_metric by)
{
	if (by == MC_METRICS)
		by = mc_model_first_self(model);
	by = mc_cli_check_known(model, by);
	return by == MC_SELF_NS && !model->has_times ? MC_CALLS : by;
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

/* Writes what was asked for. */
static int write_report(const struct mc_model *model, struct arguments *a,
			struct mc_error *error)
{
	if (a->is_of_leaks && !model->has_heap)
		return mc_error_set(error,
				    "the heap was not recorded: record with "
				    "MEMCALL_OPTIONS=mem=heap");
	if (a->is_of_leaks) {
		mc_leaks_write(model, &a->how.to, a->how.rows);
		return 0;
	}
	a->how.by = choose_order(model, a->how.by);
	if (check_globs(model, &a->how, error))
		return -1;
	mc_table_write(model, &a->how);
	return 0;
}

static int report(const struct mc_command *command, int argc, char **argv)
{
	struct arguments a = {.how.by = MC_METRICS};
	struct mc_model *model;
	struct mc_error error;
	int result;

	if (mc_parse_arguments(command, argc, argv, &a) != 0)
		return MC_EXIT_USAGE;
	a.how.to = mc_cli_find_terminal();
	if (a.width)
		a.how.to.columns = (unsigned int)a.width;
	mc_progress_begin();
	model = mc_cli_load(a.inputs.path, a.inputs.count,
			    a.is_of_leaks ? MC_MODEL_STACKS : MC_MODEL_GRAPH,
			    a.by, false, &error);
	mc_progress_end();
	if (!model)
		return mc_cli_fail(&error);
	result = write_report(model, &a, &error);
	mc_model_free(model);
	return result ? mc_cli_fail(&error) : mc_cli_finish();
}

const struct mc_command mc_report_command = {
	.name = "report",
	.arguments = "IN...",
	.purpose = "print a table and the call tree of profiles",
	.description =
		"Prints the functions of a profile as a table, and the tree of "
		"their calls; or who calls some of them, and what they call.",
	.notes = "Several profiles are merged into one.  - is standard input.",
	.flags = flags,
	.least_inputs = 1,
	.most_inputs = SIZE_MAX,
	.wanted = "no profile is given",
	.main = report,
};
