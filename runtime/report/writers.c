/* SPDX-License-Identifier: MIT */
/*
 * The table of output formats, and the raw copy, which is the simplest.
 */
#include "report/writers.h"
#include "report/dot.h"
#include "report/output.h"
#include "report/picture.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

/* Takes light calls out of the calls of their nodes, as the file has them
   (IS_OUT), or puts them back. */
static void move_light_calls(const struct mc_profile *p, int is_out)
{
	for (size_t i = 0; i < p->node_count; i++) {
		struct mc_node *raw =
			(void *)(p->data + p->nodes[i].raw->offset);

		if (p->nodes[i].is_inner)
			continue;
		if (is_out)
			raw->base -= p->nodes[i].light;
		else
			raw->base += p->nodes[i].light;
	}
}

static int copy_profile(const struct mc_model *model,
			const struct mc_writer_options *options, FILE *out,
			struct mc_error *error)
{
	const struct mc_profile *p = model->profiles[0];

	(void)options;
	(void)error;
	move_light_calls(p, 1);
	fwrite(p->data, 1, p->size, out);
	move_light_calls(p, 0);
	return 0;
}

static const struct mc_writer writers[] = {
	{".dot", mc_dot_write, MC_MODEL_GRAPH,
	 "the graph, for Graphviz and scripts", true, true, true},
	{".gv", mc_dot_write, MC_MODEL_GRAPH,
	 "the graph, for Graphviz and scripts", true, true, true},
	{".svg", mc_picture_write_svg, MC_MODEL_GRAPH,
	 "a picture; point at a box or an arrow for every number", true, true,
	 true},
	{".png", mc_picture_write_png, MC_MODEL_GRAPH, "a picture", true, true,
	 true},
	{".pdf", mc_picture_write_pdf, MC_MODEL_GRAPH, "a picture", true, true,
	 true},
	{".html", mc_html_write, MC_MODEL_THREADS,
	 "a page to look around in, offline: the graph, flame graphs, a table",
	 true, false, true},
	{".json", mc_json_write, MC_MODEL_GRAPH, "the graph, for scripts",
	 false, false, false},
	{".folded", mc_folded_write, MC_MODEL_STACKS,
	 "stacks, for flamegraph.pl, inferno and speedscope", false, false,
	 false},
	{".speedscope.json", mc_speedscope_write, MC_MODEL_THREADS,
	 "stacks of each thread, for speedscope", false, false, false},
	{".callgrind", mc_callgrind_write, MC_MODEL_STARTERS,
	 "for KCachegrind and `callgrind_annotate`", false, false, false},
	{".pb.gz", mc_pprof_write, MC_MODEL_THREADS, "for `pprof`", false,
	 false, false},
	{".memcall", copy_profile, MC_MODEL_RAW,
	 "the raw profile, which `memcall convert` turns into any other; of "
	 "several, all in one file",
	 false, false, false},
};

/* From so many runs on, nobody chooses a thread to look at in a page. */
#define MANY_PROFILES 16

#define WRITER_COUNT (sizeof(writers) / sizeof(writers[0]))

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length > tail && strcmp(text + length - tail, end) == 0;
}

const struct mc_writer *mc_writers_get(size_t index)
{
	return index < WRITER_COUNT ? &writers[index] : NULL;
}

static void list_extensions(struct mc_text *list)
{
	for (size_t i = 0; i < WRITER_COUNT; i++)
		mc_text_print(list, "%s%s",
			      !i		      ? ""
			      : i == WRITER_COUNT - 1 ? " or "
						      : ", ",
			      writers[i].extension);
}

const struct mc_writer *mc_writers_find(const char *path,
					struct mc_error *error)
{
	const struct mc_writer *best = NULL;
	struct mc_text list = {0};

	for (size_t i = 0; i < WRITER_COUNT; i++)
		if (ends_with(path, writers[i].extension) &&
		    (!best ||
		     strlen(best->extension) < strlen(writers[i].extension)))
			best = &writers[i];
	if (best)
		return best;
	list_extensions(&list);
	mc_error_set(error,
		     "%s does not say by its extension what to write: end it "
		     "in %s",
		     path, mc_text_get(&list));
	mc_text_free(&list);
	return NULL;
}

bool mc_writers_is_raw(const struct mc_writer *writer)
{
	return writer->write == copy_profile;
}

int mc_writers_check(const struct mc_writer *writer, const char *path,
		     const struct mc_view *view, struct mc_error *error)
{
	if (!writer->has_graph && !mc_view_is_default(view))
		return mc_error_set(error,
				    "%s is no picture of a graph, to which "
				    "alone its options apply: leave them out, "
				    "or write .dot, .gv, .svg, .png, .pdf or "
				    ".html",
				    path);
	if (!writer->draws_graph && view->is_tree)
		return mc_error_set(error,
				    "a page shows the tree as a flame graph: "
				    "leave --view=tree out, or write .svg");
	return 0;
}

int mc_writers_run(const struct mc_writer *writer, const struct mc_model *model,
		   const struct mc_writer_options *options, const char *path,
		   struct mc_error *error)
{
	char *data = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&data, &size);
	int result;

	if (!out)
		return mc_error_set(error, "out of memory writing %s", path);
	result = writer->write(model, options, out, error);
	if (fclose(out) != 0 && !result)
		result = mc_error_set(error, "out of memory writing %s", path);
	if (!result)
		result = mc_output_write(path, data, size, error);
	free(data);
	return result;
}

enum mc_model_detail mc_writers_detail(const struct mc_writer *writer,
				       size_t count)
{
	if (writer->write == mc_html_write && count >= MANY_PROFILES)
		return MC_MODEL_STACKS;
	return writer->detail;
}
