/* SPDX-License-Identifier: MIT */
/*
 * memcall diff BEFORE AFTER [-o OUT]
 *
 * Reads both profiles one by one, and once more together: the model of the two
 * has every function and edge, and says which are the same.
 */
#include "report/diff.h"
#include "cli/cli.h"
#include "cli/parse.h"
#include "cli/progress.h"
#include "report/number.h"
#include "report/writers.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Profiles that share less than one in so many functions are not of the same
   program. */
#define STRANGERS 10

struct arguments {
	struct mc_inputs inputs;
	const char *output;
	struct mc_writer_options how;
	struct mc_diff_table table;
	double most_percent; /* growth that is allowed; below 0: any */
};

static bool read_most(const struct mc_flag *flag, const char *value,
		      void *place)
{
	(void)flag;
	return mc_flag_read_percent(value, 0, DBL_MAX, place);
}

static const struct mc_flag_kind most = {.read = read_most,
					 .takes = "a percentage from 0"};

#define PLACE(member) offsetof(struct arguments, member)

static const struct mc_flag flags[] = {
	{"by", 0, &mc_flag_sort, PLACE(table.by), NULL, NULL,
	 "cpu; self if that is not known", "which number is compared"},
	{"rows", 0, &mc_flag_count, PLACE(table.rows), "N", "40", NULL,
	 "only the first N rows of the table"},
	{"output", 'o', &mc_flag_text, PLACE(output), "OUT", NULL, NULL,
	 "draw the changes instead, in a format of `convert` that has a graph"},
	{"fail-over", 0, &most, PLACE(most_percent), "PERCENT", NULL, NULL,
	 "exit with 3 if the whole has grown by more, or a marked function "
	 "that was called from outside of any other; what the estimates are "
	 "unsure of does not count; where --by is self, cpu or wait, it is "
	 "compared with callees"},
	{0},
};

static int load(char *const *inputs, struct mc_diff *diff,
		struct mc_error *error)
{
	struct mc_model *before =
		mc_cli_load(inputs, 1, MC_MODEL_GRAPH, false, error);
	struct mc_model *after =
		before ? mc_cli_load(inputs + 1, 1, MC_MODEL_GRAPH, false,
				     error)
		       : NULL;
	struct mc_model *both =
		after ? mc_cli_load(inputs, 2, MC_MODEL_GRAPH, true, error)
		      : NULL;

	if (both) {
		mc_diff_build(diff, before, after, both);
		return 0;
	}
	if (after)
		mc_model_free(after);
	if (before)
		mc_model_free(before);
	return -1;
}

static int draw(const struct arguments *a, const struct mc_diff *diff,
		struct mc_error *error)
{
	struct mc_writer_options how = a->how;
	const struct mc_writer *writer = mc_writers_find(a->output, error);

	if (!writer)
		return -1;
	if (!writer->draws_graph)
		return mc_error_set(error,
				    "%s is no picture of a graph: draw "
				    "differences as .dot, .gv, .svg, .png or "
				    ".pdf",
				    a->output);
	how.diff = diff;
	mc_progress_say("memcall: writing %s", a->output);
	return mc_writers_run(writer, &diff->shown, &how, a->output, error);
}

/* Says so, and returns true, if PAIR has grown by more than allowed. */
static bool is_over(const struct arguments *a, const char *name,
		    const struct mc_diff_pair *pair)
{
	enum mc_metric by = mc_metric_with_callees(a->table.by);
	enum mc_metric error = mc_metric_rows[by].error;
	double before = (double)pair->before->value[by];
	double change = (double)mc_diff_change(pair, by);
	char x[MC_NUMBER_SIZE], y[MC_NUMBER_SIZE], p[MC_NUMBER_SIZE];

	if (error)
		change -= (double)pair->before->value[error] +
			  (double)pair->after->value[error];
	if (!pair->before->present || !pair->after->present || before <= 0 ||
	    change * 100 <= before * a->most_percent)
		return false;
	mc_cli_warn("%s: %s was %s, is %s (%s), which is more than %g %%", name,
		    mc_metric_rows[by].name,
		    mc_metric_format(x, by, pair->before->value[by]),
		    mc_metric_format(y, by, pair->after->value[by]),
		    mc_diff_percent(p, pair, by), a->most_percent);
	return true;
}

static int check_growth(const struct arguments *a, const struct mc_diff *diff)
{
	struct mc_measures before = mc_diff_whole(diff->before);
	struct mc_measures after = mc_diff_whole(diff->after);
	struct mc_diff_pair whole = {&before, &after};
	bool over;

	if (a->most_percent < 0)
		return MC_EXIT_OK;
	over = is_over(a, "the whole", &whole);
	for (size_t i = 0; i < diff->both->root_edge_count; i++)
		over |= is_over(
			a,
			diff->both->functions[diff->both->edges[i].callee].name,
			&diff->edges[i]);
	return over ? MC_EXIT_GROWN : MC_EXIT_OK;
}

/* Warns if hardly a function is in both: these are not two runs of one program.
 */
static void warn_of_strangers(const struct arguments *a,
			      const struct mc_diff *diff)
{
	size_t before = diff->before->function_count;
	size_t after = diff->after->function_count;
	size_t fewer = before < after ? before : after, common = 0;

	for (size_t i = 0; i < diff->both->function_count; i++)
		common += diff->functions[i].before->present &&
			  diff->functions[i].after->present;
	if (common > fewer / STRANGERS)
		return;
	mc_cli_warn("%s (of %s) and %s (of %s) share %zu of %zu functions: "
		    "give two runs of one program",
		    a->inputs.path[0], diff->before->program, a->inputs.path[1],
		    diff->after->program, common, fewer);
}

/* Returns 0, or MC_EXIT_USAGE. */
static int check_view(const struct mc_command *command,
		      const struct arguments *a)
{
	if (!a->output && !mc_view_is_default(&a->how.view))
		return mc_parse_refuse(command,
				       "options of the graph want -o OUT");
	if (a->how.view.is_tree)
		return mc_parse_refuse(command,
				       "differences have no --view=tree");
	return 0;
}

/* Returns which number is compared.  What other programs took of the processor
   is no change of this one. */
static enum mc_metric choose_number(const struct mc_model *both,
				    enum mc_metric by)
{
	if (by == MC_METRICS)
		by = both->has_clocks ? MC_CPU_SELF_NS : MC_SELF_NS;
	by = mc_cli_check_clocks(both, by);
	return by == MC_SELF_NS && !both->has_times ? MC_CALLS : by;
}

static int diff(const struct mc_command *command, int argc, char **argv)
{
	struct arguments a = {.table.by = MC_METRICS, .most_percent = -1};
	struct mc_diff diff;
	struct mc_error error;
	int result = 0;

	if (mc_parse_arguments(command, argc, argv, &a) != 0 ||
	    check_view(command, &a) != 0)
		return MC_EXIT_USAGE;
	mc_progress_begin();
	if (load(a.inputs.path, &diff, &error))
		return mc_cli_fail(&error);
	warn_of_strangers(&a, &diff);
	a.table.by = choose_number(diff.both, a.table.by);
	a.table.to = mc_cli_find_terminal();
	if (a.output)
		result = draw(&a, &diff, &error);
	mc_progress_end();
	if (!a.output)
		mc_diff_write(&diff, &a.table);
	result = result ? mc_cli_fail(&error) : mc_cli_finish();
	if (!result)
		result = check_growth(&a, &diff);
	mc_diff_free(&diff);
	return result;
}

const struct mc_command mc_diff_command = {
	.name = "diff",
	.arguments = "BEFORE AFTER [-o OUT]",
	.purpose = "compare two profiles: a table, or a graph",
	.description = "Compares two profiles: prints what has changed most, "
		       "or draws it.",
	.notes = "A ~ marks changes that may be chance: no larger than what "
		 "the estimates are unsure of.",
	.flags = flags,
	.least_inputs = 2,
	.most_inputs = 2,
	.wanted = "two profiles are wanted, BEFORE and AFTER",
	.draws = true,
	.view = PLACE(how.view),
	.main = diff,
};
