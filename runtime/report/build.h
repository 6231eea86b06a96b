/* SPDX-License-Identifier: MIT */
/*
 * The model while it is built: functions and edges in the order in which they
 * were met, with all functions of all profiles, also those that never ran.
 * Private to the model.
 */
#ifndef MC_BUILD_H
#define MC_BUILD_H

#include "report/map.h"
#include "report/model.h"

struct mc_build {
	struct mc_model *model; /* what is ready of it */
	enum mc_model_detail detail;
	struct mc_map_strings strings; /* symbols and files */
	struct mc_map function_of; /* (symbol, file if local) -> index */
	struct mc_map edge_of; /* (caller, callee, kind) -> index */
	struct mc_map box_of; /* of a tree: (caller, function, kind) -> index */
	uint32_t *box_function; /* by index: what it is a context of, or itself;
				   NULL: no tree */
	struct mc_model_function *functions;
	size_t function_count;
	size_t function_capacity;
	struct mc_model_edge *edges;
	size_t edge_count;
	size_t edge_capacity;
	struct mc_model_context *contexts;
	size_t context_count;
};

/* Gives TEXT (malloc'd) to the model, and returns it. */
const char *mc_build_own(struct mc_model *model, char *text);

/* Names, drops, bounds and sorts; the arrays become the model's. */
void mc_build_order(struct mc_build *build, struct mc_model *model);

#endif
