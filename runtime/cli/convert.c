/* SPDX-License-Identifier: MIT */
/*
 * memcall convert IN... -o OUT
 *
 * When a program ends, the recorder starts this with --at-exit.
 */
#include "cli/cli.h"
#include "cli/parse.h"
#include "cli/progress.h"
#include "report/balance.h"
#include "report/reach.h"
#include "report/sources.h"
#include "report/stacks.h"
#include "report/writers.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct arguments {
	struct mc_inputs inputs;
	const char *output;
	struct mc_writer_options how;
	bool quiet;
	bool at_exit;
};

#define PLACE(member) offsetof(struct arguments, member)

static const struct mc_flag flags[] = {
	{"output", 'o', &mc_flag_text, PLACE(output), "OUT", NULL, NULL,
	 "write to OUT; its extension says what it is"},
	{"by", 0, &mc_flag_word, PLACE(how.split), MC_CLI_SPLITS, NULL, "all",
	 "have the functions of each rank, host or process apart"},
	{"weight", 0, &mc_flag_weight, PLACE(how.weight), NULL, NULL, "self",
	 "what stacks are weighed by in a flame graph or `.folded`"},
	{"no-prune", 0, &mc_flag_switch, PLACE(how.everything), NULL, NULL,
	 NULL, "write all functions and calls, however many"},
	{"quiet", 'q', &mc_flag_switch, PLACE(quiet), NULL, NULL, NULL,
	 "do not warn about damaged profiles"},
	{"at-exit", 0, &mc_flag_switch, PLACE(at_exit), NULL, NULL, NULL, NULL},
	{0},
};

/* Returns what the program was to write, if the profile's name says it:
   graph.svg for graph.svg.memcall.  Else NULL. */
static const char *name_output(const struct arguments *a)
{
	static const char end[] = ".memcall";
	size_t length = strlen(a->inputs.path[0]), tail = sizeof(end) - 1;
	struct mc_error error;
	char *name;

	if (a->inputs.count != 1 || length <= tail ||
	    strcmp(a->inputs.path[0] + length - tail, end) != 0)
		return NULL;
	name = strndup(a->inputs.path[0], length - tail);
	if (name && mc_writers_find(name, &error))
		return name;
	free(name);
	return NULL;
}

/* Refuses a focus that matches nothing, as the graph would be empty. */
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

static void say_packing(size_t done, size_t count)
{
	mc_progress_say("memcall: merging %zu of %zu", done + 1, count);
}

/* Writes the profiles as they are. */
static int write_bundle(struct mc_sources *sources, const char *out, bool quiet,
			struct mc_error *error)
{
	int result;

	/* Those of the files have been printed. */
	mc_error_clear(&sources->warnings);
	result = mc_sources_bundle(sources, out, say_packing, error);
	if (!quiet)
		mc_cli_print_warnings(&sources->warnings);
	return result;
}

/* Returns what boxes show: what WANTED is, as far as it is known. */
static const struct mc_metric_row *check_colour(
	const struct mc_model *m, const struct mc_metric_row *wanted)
{
	if (wanted == &mc_view_imbalance) {
		if (mc_balance_parts(m) && !m->is_tree)
			return wanted;
		mc_cli_warn("--color=imbalance compares ranks or processes: "
			    "give it the profiles of several, without --by or "
			    "--view=tree");
		return NULL;
	}
	return wanted ? &mc_metric_rows[mc_cli_check_known(
				m, (enum mc_metric)(wanted - mc_metric_rows))]
		      : NULL;
}

/* Has the stacks of MODEL weighed by WEIGHT (may be NULL). */
static int set_weight(struct mc_model *model,
		      const struct mc_metric_row *weight, const char *out,
		      struct mc_error *error)
{
	struct mc_stacks *s = model->stacks;
	enum mc_metric which;

	if (!weight)
		return 0;
	if (!s)
		return mc_error_set(error,
				    "%s is not made of stacks: --weight is for "
				    ".html, .folded, .callgrind and the like",
				    out);
	which = mc_cli_check_known(model,
				   (enum mc_metric)(weight - mc_metric_rows));
	for (size_t k = 0; k < s->metric_count; k++)
		if (s->metric[k] == which && s->is_there[k])
			s->weight = k;
	return 0;
}

static int write_graph(const struct mc_sources *sources,
		       const struct mc_writer *writer, const char *out,
		       const struct mc_writer_options *how, bool quiet,
		       struct mc_error *error)
{
	struct mc_warnings warnings = {0};
	struct mc_writer_options with = *how;
	enum mc_model_detail detail =
		how->view.is_tree ? MC_MODEL_TREE
				  : mc_writers_detail(writer, sources->count);
	struct mc_model *model =
		mc_cli_build(sources, detail, how->split, quiet, error);
	int result;

	if (!model)
		return -1;
	with.view.colour = check_colour(model, with.view.colour);
	mc_progress_say("memcall: writing %zu functions to %s",
			model->function_count, out);
	with.warnings = &warnings;
	result = check_globs(model, &how->view, error) ||
		 set_weight(model, how->weight, out, error) ||
		 mc_writers_run(writer, model, &with, out, error);
	mc_cli_print_warnings(&warnings);
	mc_error_clear(&warnings);
	mc_model_free(model);
	return result;
}

/* Returns what writes OUT; NULL and a line on stderr if nothing does so. */
static const struct mc_writer *find_writer(const char *out,
					   const struct mc_writer_options *how)
{
	struct mc_error error;
	const struct mc_writer *writer = mc_writers_find(out, &error);
	int result =
		writer ? mc_writers_check(writer, out, &how->view, &error) : -1;

	if (!result && mc_writers_is_raw(writer) && how->split)
		result = mc_error_set(&error,
				      "%s has all profiles as they are, each "
				      "with its rank and host: give --by to "
				      "the command that reads it",
				      out);
	if (!result)
		return writer;
	mc_cli_fail(&error);
	return NULL;
}

int mc_convert_files(char *const *paths, size_t count, const char *out,
		     const struct mc_writer_options *how, bool quiet)
{
	const struct mc_writer *writer = find_writer(out, how);
	struct mc_sources sources;
	struct mc_error error;
	int result;

	if (!writer)
		return MC_EXIT_USAGE;
	result = mc_cli_find(paths, count, quiet, &sources, &error);
	/* A profile that is alone is copied. */
	if (!result && mc_writers_is_raw(writer) &&
	    (sources.count > 1 || sources.list[0].is_member))
		result = write_bundle(&sources, out, quiet, &error);
	else if (!result)
		result = write_graph(&sources, writer, out, how, quiet, &error);
	mc_sources_free(&sources);
	return result ? mc_cli_fail(&error) : MC_EXIT_OK;
}

static int convert(const struct mc_command *command, int argc, char **argv)
{
	struct arguments a = {0};
	int result;

	if (mc_parse_arguments(command, argc, argv, &a) != 0)
		return MC_EXIT_USAGE;
	if (!a.output)
		a.output = name_output(&a);
	if (!a.output)
		return mc_parse_refuse(command,
				       "no output is given: use -o OUT");
	if (!a.at_exit)
		mc_progress_begin();
	/* A profile in memory is gone when the program is. */
	if (a.at_exit && strncmp(a.inputs.path[0], "/proc/", 6) != 0)
		mc_cli_kept = a.inputs.path[0];
	/* No program waits for it then, and a line says what it does. */
	a.how.is_patient = !a.at_exit;
	/* Threads may go on while this reads. */
	result = mc_convert_files(a.inputs.path, a.inputs.count, a.output,
				  &a.how, a.quiet || a.at_exit);
	mc_progress_end();
	return result;
}

const struct mc_command mc_convert_command = {
	.name = "convert",
	.arguments = "IN... [-o OUT]",
	.purpose = "draw profiles, or write them in another format",
	.description =
		"Draws the call graph of a profile, or writes it in another "
		"format, by the extension of OUT.",
	.notes =
		"Several profiles are merged into one graph; into .memcall, in "
		"any order and by any steps.  - is standard "
		"input.  Without -o, graph.svg.memcall, which a run left, "
		"becomes graph.svg.",
	.flags = flags,
	.least_inputs = 1,
	.most_inputs = SIZE_MAX,
	.wanted = "no profile is given",
	.draws = true,
	.view = PLACE(how.view),
	.lists_formats = true,
	.main = convert,
};
