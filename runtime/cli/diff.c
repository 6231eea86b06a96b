/* SPDX-License-Identifier: MIT */
/*
 * memcall diff BEFORE... [--] AFTER... [-o OUT]
 *
 * Reads the runs one by one, and once more together: the model of all of them
 * has every function and edge, and says which are the same.
 */
#include "report/diff.h"
#include "cli/cli.h"
#include "cli/parse.h"
#include "cli/progress.h"
#include "cli/sides.h"
#include "report/alloc.h"
#include "report/diff-judge.h"
#include "report/number.h"
#include "report/writers.h"

#include <float.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Profiles that share less than one in so many functions are not of the same
   program. */
#define STRANGERS 10

struct arguments {
	struct mc_inputs inputs;
	struct mc_side before;
	struct mc_side after;
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
	 "that was called from outside of any other; growth that may be chance "
	 "does not count; where --by is self, cpu or wait, it is compared with "
	 "callees"},
	{0},
};

static int load_runs(const struct mc_side *side, struct mc_diff_runs *runs,
		     struct mc_error *error)
{
	*runs = (struct mc_diff_runs){
		.model = mc_alloc_zeroed(side->runs, sizeof(*runs->model)),
	};
	for (size_t i = 0; i < side->runs; i++) {
		size_t first = side->first[i];
		struct mc_model *run = mc_cli_load(
			side->path + first, side->first[i + 1] - first,
			MC_MODEL_GRAPH, MC_SPLIT_NOT, false, error);

		if (!run)
			return -1;
		runs->model[runs->count++] = run;
	}
	return 0;
}

static struct mc_model *load_both(const struct mc_side *before,
				  const struct mc_side *after,
				  struct mc_error *error)
{
	size_t count = before->count + after->count;
	char **paths = mc_alloc_zeroed(count, sizeof(*paths));
	struct mc_model *both;

	memcpy(paths, before->path, before->count * sizeof(*paths));
	memcpy(paths + before->count, after->path,
	       after->count * sizeof(*paths));
	both = mc_cli_load(paths, count, MC_MODEL_GRAPH, MC_SPLIT_NOT, true,
			   error);
	free(paths);
	return both;
}

static int load(const struct arguments *a, struct mc_diff *diff,
		struct mc_error *error)
{
	struct mc_diff_runs before = {0}, after = {0};
	struct mc_model *both = NULL;

	if (!load_runs(&a->before, &before, error) &&
	    !load_runs(&a->after, &after, error))
		both = load_both(&a->before, &a->after, error);
	if (both) {
		mc_diff_build(diff, &before, &after, both);
		return 0;
	}
	mc_diff_free_runs(&before);
	mc_diff_free_runs(&after);
	return -1;
}

/* Loads the runs of a side as one, where the writer needs more than their
   graphs. */
static int load_together(const struct mc_side *side, struct mc_diff_runs *runs,
			 struct mc_error *error)
{
	runs->together = mc_cli_load(side->path, side->count, MC_MODEL_STACKS,
				     MC_SPLIT_NOT, true, error);
	return runs->together ? 0 : -1;
}

static int draw(const struct arguments *a, struct mc_diff *diff,
		struct mc_error *error)
{
	struct mc_writer_options how = a->how;
	const struct mc_writer *writer = mc_writers_find(a->output, error);
	struct mc_warnings warnings = {0};
	int result;

	if (!writer)
		return -1;
	if (!writer->compares)
		return mc_error_set(error,
				    "%s is no picture of a graph: draw "
				    "differences as .dot, .gv, .svg, .png, "
				    ".pdf or .html",
				    a->output);
	if (writer->detail != MC_MODEL_GRAPH &&
	    (load_together(&a->before, &diff->before, error) ||
	     load_together(&a->after, &diff->after, error)))
		return -1;
	how.diff = diff;
	how.is_patient = true;
	how.warnings = &warnings;
	mc_progress_say("memcall: writing %s", a->output);
	result = mc_writers_run(writer, &diff->shown, &how, a->output, error);
	mc_cli_print_warnings(&warnings);
	mc_error_clear(&warnings);
	return result;
}

/* Returns true if PAIR has grown by more than allowed, and says so.  If that
   may be chance, says it, too.  It is one of COUNT that are looked at: each is
   asked to be surer, so that one in 20 runs of the command is wrong at most
   (Bonferroni). */
static bool is_over(const struct arguments *a, const struct mc_diff *diff,
		    const char *name, const struct mc_diff_pair *pair,
		    size_t count)
{
	enum mc_metric by = mc_metric_with_callees(a->table.by);
	const struct mc_measures *was = pair->before.mean;
	const struct mc_measures *is = pair->after.mean;
	double before = (double)was->value[by];
	double change = (double)mc_diff_change(pair, by);
	double doubt = mc_diff_doubt(diff, pair, by,
				     1 - (1 - MC_SPREAD_SURE) / (double)count);
	bool is_sure = (change - doubt) * 100 > before * a->most_percent &&
		       !mc_diff_is_unsure(diff, pair, by);
	char x[MC_NUMBER_SIZE], y[MC_NUMBER_SIZE], p[MC_NUMBER_SIZE];

	/* What is alive where nothing was is a leak. */
	if (!was->present || !is->present || before < 0 ||
	    (before == 0 && mc_metric_rows[by].needs != MC_METRIC_HEAP) ||
	    change * 100 <= before * a->most_percent)
		return false;
	mc_cli_warn("%s: %s was %s, is %s (%s), which %s more than %g %%%s",
		    name, mc_metric_rows[by].name,
		    mc_metric_format(x, by, was->value[by]),
		    mc_metric_format(y, by, is->value[by]),
		    mc_diff_percent(p, pair, by), is_sure ? "is" : "may be",
		    a->most_percent,
		    is_sure ? ""
			    : ", or chance: more runs "
			      "tell");
	return is_sure;
}

static int check_growth(const struct arguments *a, const struct mc_diff *diff)
{
	const struct mc_model *both = diff->both;
	size_t count = 1 + both->root_edge_count;
	bool over;

	if (a->most_percent < 0)
		return MC_EXIT_OK;
	over = is_over(a, diff, "the whole", &diff->whole, count);
	for (size_t i = 0; i < both->root_edge_count; i++)
		over |= is_over(a, diff,
				both->functions[both->edges[i].callee].name,
				&diff->edges[i], count);
	return over ? MC_EXIT_GROWN : MC_EXIT_OK;
}

/* Warns if hardly a function is in both: these are not two runs of one program.
 */
static void warn_of_strangers(const struct arguments *a,
			      const struct mc_diff *diff)
{
	size_t before = 0, after = 0, common = 0, fewer;

	for (size_t i = 0; i < diff->both->function_count; i++) {
		const struct mc_diff_pair *pair = &diff->functions[i];

		before += pair->before.mean->present != 0;
		after += pair->after.mean->present != 0;
		common +=
			pair->before.mean->present && pair->after.mean->present;
	}
	fewer = before < after ? before : after;
	if (common > fewer / STRANGERS)
		return;
	mc_cli_warn("%s (of %s) and %s (of %s) share %zu of %zu functions: "
		    "give two runs of one program",
		    a->before.path[0], diff->before.model[0]->program,
		    a->after.path[0], diff->after.model[0]->program, common,
		    fewer);
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
	by = mc_cli_check_known(both, by);
	return by == MC_SELF_NS && !both->has_times ? MC_CALLS : by;
}

static int diff(const struct mc_command *command, int argc, char **argv)
{
	struct arguments a = {.table.by = MC_METRICS, .most_percent = -1};
	struct mc_diff diff;
	struct mc_error error;
	int result;

	if (mc_parse_arguments(command, argc, argv, &a) != 0 ||
	    check_view(command, &a) != 0)
		return MC_EXIT_USAGE;
	result = mc_sides_find(command, &a.inputs, &a.before, &a.after);
	if (result)
		return result;
	mc_progress_begin();
	if (load(&a, &diff, &error))
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
	mc_sides_free(&a.before);
	mc_sides_free(&a.after);
	return result;
}

const struct mc_command mc_diff_command = {
	.name = "diff",
	.arguments = "BEFORE... [--] AFTER...",
	.purpose = "compare profiles: a table, or a graph",
	.description =
		"Compares two profiles, or several runs with several others: "
		"prints what has changed most, or draws it.",
	.notes = "-- parts the runs before from those after: memcall diff "
		 "base.*.memcall -- new.*.memcall.  Numbers are means of the "
		 "runs of a side.  A profile of a process that a run has "
		 "forked, base.1.PID.memcall beside base.1.memcall, is part of "
		 "that run.  A ~ marks changes that may be chance.",
	.flags = flags,
	.least_inputs = 2,
	.most_inputs = SIZE_MAX,
	.wanted = "two profiles are wanted, BEFORE and AFTER",
	.parts_inputs = true,
	.draws = true,
	.view = PLACE(how.view),
	.main = diff,
};
