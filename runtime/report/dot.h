/* SPDX-License-Identifier: MIT */
/*
 * The model as a graph of libcgraph: what is written as .dot and what
 * Graphviz draws.
 *
 * Besides the attributes that make the picture, graph, nodes and edges carry
 * the model's numbers under their names (README, "The DOT file").  Those that
 * were not measured are absent.
 */
#ifndef MC_DOT_H
#define MC_DOT_H

#include "report/formats.h"

#include <cgraph.h>

enum mc_dot_use {
	MC_DOT_TO_KEEP, /* for scripts, and to look around in */
	MC_DOT_TO_LOOK_AT, /* a picture: what can be read on a screen */
	/* The same, but never all of a large graph, whatever was asked for. */
	MC_DOT_IN_HASTE,
};

/* Builds the graph; agclose when done.  NULL and *error if that failed. */
Agraph_t *mc_dot_build(const struct mc_model *model,
		       const struct mc_writer_options *options,
		       enum mc_dot_use use, struct mc_error *error);

/* Writer of .dot and .gv. */
int mc_dot_write(const struct mc_model *model,
		 const struct mc_writer_options *options, FILE *out,
		 struct mc_error *error);

#endif
