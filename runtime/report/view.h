/* SPDX-License-Identifier: MIT */
/*
 * What the user wants to see of a graph, and in which dress.  All zero is the
 * default.
 */
#ifndef MC_VIEW_H
#define MC_VIEW_H

#include "report/metric.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The groups that boxes are put in. */
enum mc_view_group {
	MC_VIEW_NO_GROUPS,
	MC_VIEW_NAMESPACES, /* outermost scopes */
	MC_VIEW_CLASSES, /* innermost ones */
	MC_VIEW_FILES,
};

/* Shell patterns of function names. */
struct mc_view_globs {
	const char **glob;
	size_t count;
};

struct mc_view {
	bool is_tree; /* a box for each calling context */
	/* Only what calls these functions, directly or not, or is called by
	   them; */
	struct mc_view_globs focus;
	/* without these, and what is called by them alone; */
	struct mc_view_globs ignore;
	uint32_t depth; /* not more than so many calls from the root; */
	uint32_t nodes; /* so many functions (MC_PRUNE_NODES); */
	double least; /* of at least this share (MC_PRUNE_NODE_SHARE). */
	bool has_least;
	/* What the fill of a box shows. total_ns: time, or calls if nothing was
	   timed. NULL: mc_model_first. &mc_view_imbalance, which is no metric:
	   what is lost as ranks or processes differ. */
	const struct mc_metric_row *colour;
	enum mc_view_group group;
	bool is_dark;
	const char *link; /* what a box leads to, %f being its file and %l its
			     line; NULL: the file */
};

extern const struct mc_metric_row mc_view_imbalance;

/* True if nothing in particular is wanted. */
bool mc_view_is_default(const struct mc_view *view);

#endif
