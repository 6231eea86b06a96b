/* SPDX-License-Identifier: MIT */
/*
 * Builds the graph with libcgraph.
 *
 * Nodes are n1, n2, ... in the order of the model, which is by cost, so that
 * the ids of one profile are always the same; the start node is `root`.
 */
#include "report/dot.h"
#include "report/alloc.h"
#include "report/box.h"
#include "report/clusters.h"
#include "report/colour.h"
#include "report/diff-judge.h"
#include "report/diff-label.h"
#include "report/hubs.h"
#include "report/legend.h"
#include "report/looks.h"
#include "report/prune.h"
#include "report/sheet.h"
#include "report/tooltip.h"

#include <inttypes.h>
#include <stdlib.h>

/* How many edges are drawn to and from a function, loops left out. */
struct degree {
	uint32_t in;
	uint32_t out;
	uint32_t staggered; /* callees, so far */
};

/* The texts and colours that differ between pictures of one run and of two
   sides. */
struct texts {
	double (*fill)(const struct mc_label_context *context,
		       const struct mc_model_function *function);
	double (*line)(const struct mc_label_context *context,
		       const struct mc_model_edge *edge);
	void (*put_root)(const struct mc_label_context *context,
			 struct mc_text *out);
	void (*put_function)(const struct mc_label_context *context,
			     const struct mc_model_function *function,
			     bool on_dark, struct mc_text *out);
	void (*put_edge)(const struct mc_label_context *context,
			 const struct mc_model_edge *edge, struct mc_text *out);
};

static const struct texts of_one = {
	mc_label_fill,	     mc_label_line,	mc_label_put_root,
	mc_box_put_function, mc_label_put_edge,
};

static const struct texts of_two = {
	mc_diff_label_fill,	mc_diff_label_line,
	mc_diff_label_put_root, mc_diff_label_put_function,
	mc_diff_label_put_edge,
};

struct drawing {
	struct mc_sheet sheet;
	const struct mc_model *model;
	struct mc_prune shown;
	struct mc_label_context context;
	const struct texts *texts;
	struct mc_hubs hubs;
	Agnode_t *root;
	Agnode_t **node; /* by function; NULL: not shown */
	struct degree *degree; /* by function */
	struct mc_text text; /* scratch */
};

#define LEAF_RANKS 3 /* more made a graph of 80 functions no narrower */
#define HASTY_NODES 15
#define MANY_CALLEES 12 /* of a test driver, say */
#define SOME_CALLEES 4 /* make a large picture wide */

static void set_numbers(struct drawing *d, void *object,
			const struct mc_measures *n)
{
	char rough[MC_MEASURE_LIST];

	for (int i = 0; i < MC_METRICS; i++)
		if (mc_measure_has(n, i))
			mc_sheet_set_number(&d->sheet, object,
					    mc_metric_rows[i].name,
					    n->value[i]);
	mc_measure_list_rough(n, rough);
	if (rough[0])
		mc_sheet_set(&d->sheet, object, "estimated", rough);
	mc_measure_list_bounds(n, rough);
	if (rough[0])
		mc_sheet_set(&d->sheet, object, "lower_bound", rough);
}

/* Sets what the numbers were before, for scripts: before_calls, ...; and which
   of the changes may be chance. */
static void set_before(const struct drawing *d, void *object,
		       const struct mc_diff_pair *pair)
{
	const struct mc_measures *n = pair->before.mean;
	char name[40], value[24], unsure[MC_MEASURE_LIST];

	for (int i = 0; i < MC_METRICS; i++) {
		if (!mc_measure_has(n, i))
			continue;
		snprintf(name, sizeof(name), "before_%s",
			 mc_metric_rows[i].name);
		snprintf(value, sizeof(value), "%" PRId64, n->value[i]);
		agsafeset(object, name, value, "");
	}
	mc_diff_list_unsure(d->context.diff, pair, unsure);
	if (unsure[0])
		agsafeset(object, (char *)"unsure_change", unsure, "");
}

static void set_pen(struct drawing *d, void *object, double width)
{
	char text[16];

	snprintf(text, sizeof(text), "%.1f", width);
	mc_sheet_set(&d->sheet, object, "penwidth", text);
}

static void add_root(struct drawing *d)
{
	struct mc_text *text = &d->text;

	d->root = agnode(d->sheet.graph, (char *)"root", 1);
	mc_sheet_set(&d->sheet, d->root, "kind", "root");
	mc_sheet_set(&d->sheet, d->root, "shape", "plain");
	mc_sheet_set(&d->sheet, d->root, "style", "solid");
	mc_sheet_set(&d->sheet, d->root, "tooltip", " ");
	mc_text_clear(text);
	d->texts->put_root(&d->context, text);
	mc_sheet_set_html(&d->sheet, d->root, "label", text);
}

static void put_source(struct drawing *d, Agnode_t *node,
		       const struct mc_model_function *f)
{
	struct mc_text source = {0};

	if (!f->file[0])
		return;
	mc_text_print(&source, "%s:%" PRIu32, f->file, f->line);
	mc_sheet_set_text(&d->sheet, node, "source", source.data);
	mc_text_free(&source);
}

/* Sets where a click leads in .svg and .pdf. */
static void put_link(struct drawing *d, Agnode_t *node,
		     const struct mc_model_function *f)
{
	const char *at = d->context.view->link;
	struct mc_text link = {0};

	if (!at)
		at = "%f#L%l";
	if (!f->file[0] || !at[0])
		return;
	for (; *at; at++) {
		if (at[0] == '%' && at[1] == 'f') {
			mc_text_put_url(&link, f->file);
			at++;
		} else if (at[0] == '%' && at[1] == 'l') {
			mc_text_print(&link, "%" PRIu32, f->line);
			at++;
		} else {
			/* for Graphviz a backslash begins an escape */
			mc_text_put(&link, *at == '\\' ? "/" : at, 1);
		}
	}
	mc_sheet_set_text(&d->sheet, node, "URL", mc_text_get(&link));
	mc_sheet_set(&d->sheet, node, "target", "_blank");
	mc_text_free(&link);
}

/* Writes a row for each call that has no arrow.  One at hand says what it would
   have said. */
static void put_hubs(struct drawing *d, uint32_t index, bool on_dark)
{
	const struct mc_model_function *f = &d->model->functions[index];
	struct mc_text label = {0};

	mc_hubs_begin(&d->hubs, &d->context, index, on_dark, &d->text);
	for (size_t i = 0; i < f->edge_count; i++) {
		size_t edge = f->first_edge + i;

		if (!mc_hubs_has(&d->hubs, edge))
			continue;
		mc_text_clear(&label);
		d->texts->put_edge(&d->context, &d->model->edges[edge], &label);
		mc_hubs_put_call(&d->hubs, &d->context, edge,
				 mc_text_get(&label), on_dark, &d->text);
	}
	mc_hubs_end(&d->hubs, &d->text);
	mc_text_free(&label);
}

static void add_function(struct drawing *d, uint32_t index)
{
	const struct mc_model_function *f = &d->model->functions[index];
	double share = d->texts->fill(&d->context, f);
	bool is_dark_ground = d->context.view->is_dark;
	bool on_dark = mc_colour_is_dark(share, is_dark_ground);
	char name[16], colour[MC_COLOUR_SIZE];
	Agnode_t *node;

	snprintf(name, sizeof(name), "n%" PRIu32, index + 1);
	node = d->node[index] = agnode(d->sheet.graph, name, 1);
	mc_text_clear(&d->text);
	d->texts->put_function(&d->context, f, on_dark, &d->text);
	put_hubs(d, index, on_dark);
	mc_sheet_set_html(&d->sheet, node, "label", &d->text);
	mc_colour_fill(colour, share, is_dark_ground);
	mc_sheet_set(&d->sheet, node, "fillcolor", colour);
	if (on_dark)
		mc_sheet_set(&d->sheet, node, "fontcolor", "white");
	if (f->marked) {
		mc_sheet_set(&d->sheet, node, "color",
			     is_dark_ground ? "#ffb59a" : "#7a1d08");
		mc_sheet_set(&d->sheet, node, "penwidth", "2");
		mc_sheet_set(&d->sheet, node, "marked", "1");
	}
	mc_text_clear(&d->text);
	mc_tooltip_put_function(&d->context, f, &d->text);
	mc_hubs_put_callers(&d->hubs, &d->context, index, &d->text);
	mc_sheet_set(&d->sheet, node, "tooltip", mc_text_get(&d->text));
	mc_sheet_set_text(&d->sheet, node, "function", f->name);
	mc_sheet_set_text(&d->sheet, node, "symbol", f->symbol);
	put_source(d, node, f);
	put_link(d, node, f);
	set_numbers(d, node, &f->numbers);
	if (d->context.diff)
		set_before(d, node, &d->context.diff->functions[index]);
}

static Agedge_t *connect(struct drawing *d, uint32_t caller, uint32_t callee)
{
	Agnode_t *from = caller == MC_MODEL_ROOT ? d->root : d->node[caller];

	return agedge(d->sheet.graph, from, d->node[callee], NULL, 1);
}

static void count_degrees(struct drawing *d)
{
	const struct mc_model *m = d->model;

	for (size_t i = 0; i < m->edge_count; i++) {
		const struct mc_model_edge *e = &m->edges[i];

		if (!d->shown.edge_shown[i] || e->caller == e->callee ||
		    mc_hubs_has(&d->hubs, i))
			continue;
		d->degree[e->callee].in++;
		if (e->caller != MC_MODEL_ROOT)
			d->degree[e->caller].out++;
	}
	for (size_t i = 0; i < d->shown.hidden_count; i++) {
		d->degree[d->shown.hidden[i].callee].in++;
		d->degree[d->shown.hidden[i].caller].out++;
	}
}

/* Staggers callees over a few ranks, as the tool unflatten does: many of one
   caller in a row make a picture wide. That is for leaves; where a caller has
   very many callees, for all that nothing else calls. */
static void stagger(struct drawing *d, const struct mc_model_edge *e,
		    Agedge_t *edge)
{
	uint32_t many = d->context.is_large ? SOME_CALLEES : MANY_CALLEES;
	uint32_t number;
	char minlen[16];

	/* Frames and such lengths together are more than dot can stand. */
	if (!d->context.is_crowded || d->context.view->group ||
	    e->caller == MC_MODEL_ROOT || d->degree[e->callee].in != 1 ||
	    (d->degree[e->callee].out && d->degree[e->caller].out < many))
		return;
	number = d->degree[e->caller].staggered++;
	if (number % LEAF_RANKS == 0)
		return;
	snprintf(minlen, sizeof(minlen), "%" PRIu32, 1 + number % LEAF_RANKS);
	mc_sheet_set(&d->sheet, edge, "minlen", minlen);
}

static void add_edge(struct drawing *d, const struct mc_model_edge *e)
{
	double share = mc_label_line(&d->context, e);
	Agedge_t *edge = connect(d, e->caller, e->callee);
	char colour[MC_COLOUR_SIZE], weight[16];

	mc_text_clear(&d->text);
	d->texts->put_edge(&d->context, e, &d->text);
	mc_sheet_set(&d->sheet, edge, "label", mc_text_get(&d->text));
	mc_text_clear(&d->text);
	mc_tooltip_put_edge(&d->context, e, &d->text);
	mc_sheet_set(&d->sheet, edge, "tooltip", mc_text_get(&d->text));
	mc_sheet_set(&d->sheet, edge, "labeltooltip", mc_text_get(&d->text));
	mc_colour_line(colour, d->texts->line(&d->context, e));
	mc_sheet_set(&d->sheet, edge, "color", colour);
	if (e->is_thread) {
		mc_sheet_set(&d->sheet, edge, "kind", "thread");
		mc_sheet_set(&d->sheet, edge, "style", "dashed");
	} else if (e->caller == e->callee) {
		mc_sheet_set(&d->sheet, edge, "fontcolor",
			     d->context.view->is_dark ? "#f0a58c" : "#7a1d08");
	} else {
		/* Dear ways are drawn straight; pprof's 100 made pictures
		   a quarter wider. */
		snprintf(weight, sizeof(weight), "%.0f", 1 + share * 25);
		mc_sheet_set(&d->sheet, edge, "weight", weight);
		set_pen(d, edge, 1 + 3 * share);
		stagger(d, e, edge);
	}
	set_numbers(d, edge, &e->numbers);
	if (d->context.diff)
		set_before(d, edge,
			   &d->context.diff->edges[e - d->model->edges]);
}

static void add_hidden(struct drawing *d, const struct mc_prune_hidden *h)
{
	Agedge_t *edge = connect(d, h->caller, h->callee);
	char label[48];

	snprintf(label, sizeof(label), " \xe2\x80\xa6 %" PRIu32 " hidden",
		 h->between);
	mc_sheet_set(&d->sheet, edge, "label", label);
	mc_sheet_set(&d->sheet, edge, "kind", "hidden");
	mc_sheet_set(&d->sheet, edge, "style", "dotted");
	mc_sheet_set(&d->sheet, edge, "tooltip",
		     "through functions that are not shown");
}

static void describe_graph(struct drawing *d, bool has_legend)
{
	const struct mc_model *m = d->model;

	mc_sheet_set_text(&d->sheet, d->sheet.graph, "program", m->program);
	mc_sheet_set(&d->sheet, d->sheet.graph, "memcall", MC_VERSION);
	if (m->has_times)
		mc_sheet_set_number(&d->sheet, d->sheet.graph, "total_ns",
				    m->total_ns);
	mc_sheet_set_number(&d->sheet, d->sheet.graph, "threads",
			    mc_measure_signed(m->threads));
	mc_sheet_set_number(&d->sheet, d->sheet.graph, "lost",
			    mc_measure_signed(m->lost));
	if (m->pooled)
		mc_sheet_set_number(&d->sheet, d->sheet.graph, "pooled",
				    mc_measure_signed(m->pooled));
	if (!has_legend)
		return;
	mc_text_clear(&d->text);
	mc_legend_put(&d->context, &d->text);
	mc_sheet_set_html(&d->sheet, d->sheet.graph, "label", &d->text);
}

static void draw(struct drawing *d, bool has_legend)
{
	const struct mc_model *m = d->model;

	count_degrees(d);
	mc_looks_declare(d->sheet.graph, m, d->context.view->is_dark);
	describe_graph(d, has_legend);
	add_root(d);
	for (uint32_t i = 0; i < m->function_count; i++)
		if (d->shown.function_shown[i])
			add_function(d, i);
	if (d->context.view->group) {
		/* Without newrank, dot of 2.43 loses edges, and crashes. */
		mc_sheet_set(&d->sheet, d->sheet.graph, "newrank", "true");
		mc_clusters_add(&d->sheet, &d->context, d->node);
	}
	for (size_t i = 0; i < m->edge_count; i++)
		if (d->shown.edge_shown[i] && !mc_hubs_has(&d->hubs, i))
			add_edge(d, &m->edges[i]);
	for (size_t i = 0; i < d->shown.hidden_count; i++)
		add_hidden(d, &d->shown.hidden[i]);
}

/* Returns what is to be pruned.  What the program asked for holds until the
   user asks for something else. */
static enum mc_prune_to choose_pruning(const struct mc_model *m,
				       const struct mc_writer_options *options,
				       enum mc_dot_use use)
{
	const struct mc_view *view = &options->view;

	if (use != MC_DOT_IN_HASTE &&
	    (options->everything ||
	     (!m->is_pruned && !view->nodes && !view->has_least)))
		return MC_PRUNE_TO_ALL;
	return use == MC_DOT_TO_KEEP ? MC_PRUNE_TO_GRAPH : MC_PRUNE_TO_SCREEN;
}

/* Has less drawn than would be without haste. */
static void hurry(const struct mc_model *m,
		  const struct mc_writer_options *options, struct mc_view *view)
{
	bool is_all = choose_pruning(m, options, MC_DOT_TO_LOOK_AT) ==
		      MC_PRUNE_TO_ALL;

	view->nodes = is_all ? 0 : HASTY_NODES;
	view->has_least = false;
}

Agraph_t *mc_dot_build(const struct mc_model *m,
		       const struct mc_writer_options *options,
		       enum mc_dot_use use, struct mc_error *error)
{
	struct mc_view view = options->view;
	const struct mc_diff *diff = options->diff;
	struct drawing d = {.model = m, .texts = diff ? &of_two : &of_one};
	struct mc_text title = {0}; /* of the picture, too */

	mc_text_put_plain(&title, m->program[0] ? m->program : "memcall");
	d.sheet.graph = agopen(
		(char *)mc_sheet_make_readable(&d.sheet, mc_text_get(&title)),
		Agdirected, NULL);
	mc_text_free(&title);
	if (!d.sheet.graph) {
		mc_sheet_close(&d.sheet);
		mc_error_set(error, "Graphviz cannot create a graph: install "
				    "its library libcgraph again");
		return NULL;
	}
	d.node = mc_alloc_zeroed(m->function_count, sizeof(Agnode_t *));
	d.degree = mc_alloc_zeroed(m->function_count, sizeof(*d.degree));
	/* What is gone counts as much as what is new. */
	if (use == MC_DOT_IN_HASTE)
		hurry(m, options, &view);
	mc_prune_choose(diff ? diff->both : m, &view,
			choose_pruning(m, options, use), &d.shown);
	mc_hubs_find(&d.hubs, m, &d.shown, use != MC_DOT_TO_KEEP);
	mc_label_open(&d.context, m, &view, diff, &d.shown);
	d.context.has_rows = d.hubs.has_rows;
	draw(&d, !options->no_legend);
	mc_label_close(&d.context);
	mc_hubs_free(&d.hubs);
	mc_prune_free(&d.shown);
	mc_text_free(&d.text);
	mc_sheet_close(&d.sheet);
	free(d.node);
	free(d.degree);
	return d.sheet.graph;
}

int mc_dot_write(const struct mc_model *model,
		 const struct mc_writer_options *options, FILE *out,
		 struct mc_error *error)
{
	Agraph_t *graph = mc_dot_build(model, options, MC_DOT_TO_KEEP, error);
	int result;

	if (!graph)
		return -1;
	result = agwrite(graph, out);
	agclose(graph);
	if (result != 0)
		return mc_error_set(error, "Graphviz cannot write the graph: "
					   "try another format");
	return 0;
}
