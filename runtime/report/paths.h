/* SPDX-License-Identifier: MIT */
/*
 * Inclusive numbers: sums over a context and all below it, and which contexts
 * to add up for a function or an edge without counting anything twice.  Private
 * to the model.
 */
#ifndef MC_PATHS_H
#define MC_PATHS_H

#include "report/estimate.h"

/* The function and edge that a context is added to, by the model's numbers. */
struct mc_paths_place {
	uint32_t function;
	uint32_t edge; /* UINT32_MAX: none; nothing is added up for it */
};

/* The sums over a context and all below it, other threads apart. */
struct mc_paths_sum {
	double ticks; /* corrected */
	double raw;
	double variance;
	double cost_error;
	struct mc_region_part part; /* that they are of the context's region */
	struct mc_region_part beyond; /* and of another, which is not whole */
	uint32_t beyond_region;
	double beyond_variance; /* and of more such regions */
	uint32_t flags; /* MC_NODE_*_ESTIMATED of RSS and PSS, of any of them */
	bool is_first_call; /* no other context of the function is above */
	bool is_first_edge; /* nor one of the edge */
	uint32_t depth; /* contexts of the function on the path */
	bool is_cut; /* something below was forgotten */
};

/*
 * Returns one sum for each node of the profile, in their order; the caller
 * frees them.  In a zone it is what the node did itself (zone.h has the rest).
 *  PLACES has one for each node, too.  Its numbers are below
 * FUNCTIONS and EDGES, unless there is no edge.
 */
struct mc_paths_sum *mc_paths_sum(const struct mc_profile *profile,
				  const struct mc_regions *regions,
				  const struct mc_estimate *estimates,
				  const struct mc_paths_place *places,
				  size_t functions, size_t edges);

/* Returns for each node what GET tells of it and all below it, other threads
   apart; the caller frees it. */
int64_t *mc_paths_add_up(const struct mc_profile *profile,
			 int64_t (*get)(const struct mc_node *node));

#endif
