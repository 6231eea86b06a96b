/* SPDX-License-Identifier: MIT */
/*
 * Declares attributes.  See looks.h.
 *
 * All have the default "", which agwrite leaves out, but for those that make
 * the looks.
 */
#include "report/looks.h"

#include <stdint.h>

struct attribute {
	const char *name;
	const char *value;
};

/* Looks on a dark ground, in the place of those below. */
static const struct attribute dark_graph[] = {{"bgcolor", "#1c1c1b"}};
static const struct attribute dark_node[] = {
	{"color", "#ffffff33"},
	{"fillcolor", "#2f2f2d"},
	{"fontcolor", "white"},
};
static const struct attribute dark_edge[] = {{"fontcolor", "#c4c4bc"}};

/* Looks that all objects share. The start node and the legend have their own.
 */
static const struct attribute graph_look[] = {
	{"rankdir", "TB"},    {"ranksep", "0.45"},
	{"nodesep", "0.3"},   {"fontname", "Helvetica"},
	{"bgcolor", "white"}, {"pad", "0.3"},
	{"tooltip", " "},     {"outputorder", "edgesfirst"},
	{"labelloc", "b"},    {"labeljust", "l"},
};

static const struct attribute node_look[] = {
	{"shape", "box"},	   {"style", "rounded,filled"},
	{"fontname", "Helvetica"}, {"fontsize", "10"},
	{"penwidth", "1"},	   {"color", "#00000033"},
	{"margin", "0.12,0.06"},   {"fillcolor", "#f4f4f2"},
	{"fontcolor", "black"},
};

static const struct attribute edge_look[] = {
	{"fontname", "Helvetica"}, {"fontsize", "9"},	 {"color", "#9a9a96"},
	{"fontcolor", "#55554f"},  {"arrowsize", "0.6"}, {"penwidth", "1"},
};

static void declare(Agraph_t *g, int kind, const struct attribute *look,
		    size_t count)
{
	for (size_t i = 0; i < count; i++)
		agattr(g, kind, (char *)look[i].name, (char *)look[i].value);
}

/* Declares the metrics that occur. Each object has room for every attribute of
   its kind, so others would waste memory. */
static void declare_measures(Agraph_t *g, const struct mc_model *m)
{
	uint32_t of_nodes = 0, of_edges = 0;

	for (size_t i = 0; i < m->function_count; i++)
		of_nodes |= m->functions[i].numbers.present;
	for (size_t i = 0; i < m->edge_count; i++)
		of_edges |= m->edges[i].numbers.present;
	for (int i = 0; i < MC_METRICS; i++) {
		char *name = (char *)mc_metric_rows[i].name;

		if (of_nodes & MC_METRIC_BIT(i))
			agattr(g, AGNODE, name, (char *)"");
		if (of_edges & MC_METRIC_BIT(i))
			agattr(g, AGEDGE, name, (char *)"");
	}
}

void mc_looks_declare(Agraph_t *g, const struct mc_model *m, bool is_dark)
{
	static const char *const node_names[] = {
		"label",  "tooltip", "kind", "function", "source",
		"marked", "symbol",  "URL",  "target",
	};
	static const char *const edge_names[] = {
		"label", "tooltip", "labeltooltip", "kind",
		"style", "weight",  "minlen",
	};

	declare(g, AGRAPH, graph_look,
		sizeof(graph_look) / sizeof(*graph_look));
	declare(g, AGNODE, node_look, sizeof(node_look) / sizeof(*node_look));
	declare(g, AGEDGE, edge_look, sizeof(edge_look) / sizeof(*edge_look));
	if (is_dark) {
		declare(g, AGRAPH, dark_graph, 1);
		declare(g, AGNODE, dark_node, 3);
		declare(g, AGEDGE, dark_edge, 1);
	}
	for (size_t i = 0; i < sizeof(node_names) / sizeof(*node_names); i++)
		agattr(g, AGNODE, (char *)node_names[i], (char *)"");
	for (size_t i = 0; i < sizeof(edge_names) / sizeof(*edge_names); i++)
		agattr(g, AGEDGE, (char *)edge_names[i], (char *)"");
	declare_measures(g, m);
	agattr(g, AGNODE, (char *)"estimated", (char *)"");
	agattr(g, AGEDGE, (char *)"estimated", (char *)"");
	agattr(g, AGNODE, (char *)"lower_bound", (char *)"");
	agattr(g, AGEDGE, (char *)"lower_bound", (char *)"");
}
