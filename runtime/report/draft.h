/* SPDX-License-Identifier: MIT */
/*
 * The model while it is built: functions and edges in the order in which they
 * were met, with all functions of all profiles, also those that never ran.
 * draft.c finds out who is who, contexts.c adds the numbers, order.c makes the
 * model of it; build.c has them do so.  Private to these four.
 */
#ifndef MC_DRAFT_H
#define MC_DRAFT_H

#include "report/map.h"
#include "report/model.h"

struct mc_merge;

struct mc_draft {
	struct mc_model *model; /* what is ready of it */
	bool lacks_clocks; /* some input does not tell what is waiting */
	enum mc_model_detail detail;
	enum mc_model_split split;
	struct mc_merge *merge; /* of contexts to stacks; NULL: not wanted */
	struct mc_map_strings strings; /* symbols and files */
	struct mc_map function_of; /* (symbol, file if local) -> index */
	struct mc_map edge_of; /* (caller, callee, kind) -> index */
	struct mc_map box_of; /* of a tree: (caller, function, kind) -> index */
	struct mc_map part_of; /* (part, function) -> index, if it is split */
	uint32_t *box_function; /* by index: what it is a context of, or part
				   of, or itself; NULL: there are none */
	struct mc_model_function *functions;
	size_t function_count;
	size_t function_capacity;
	struct mc_model_edge *edges;
	size_t edge_count;
	size_t edge_capacity;
	struct mc_model_context *contexts;
	size_t context_count;
};

/* Returns the index of the function. It is new unless another profile, or this
   one by another number, has it already. */
uint32_t mc_draft_add_function(struct mc_draft *draft,
			       const struct mc_profile_function *function);
/* Returns the index of a box: FUNCTION as called by the box CALLER. */
uint32_t mc_draft_add_box(struct mc_draft *draft, uint32_t caller,
			  uint32_t function, bool is_thread);
/* Returns the index of FUNCTION in the part that PROFILE is of; the same, if
   the model is not split. */
uint32_t mc_draft_add_part(struct mc_draft *draft,
			   const struct mc_profile *profile, uint32_t function);
/* Returns the index of the edge. */
uint32_t mc_draft_add_edge(struct mc_draft *draft, uint32_t caller,
			   uint32_t callee, bool is_thread);
/* Frees the draft, but for what has become the model's (order.h). */
void mc_draft_free(struct mc_draft *draft);

#endif
