/* SPDX-License-Identifier: MIT */
/*
 * The arithmetic of the model: what one profile adds to each function and
 * edge.  Sums are taken in the profile's own ticks, corrected for what the
 * hooks cost, and only then turned into nanoseconds and added to the rest.
 * Private to the model.
 */
#ifndef MC_FOLD_H
#define MC_FOLD_H

#include "report/measure.h"
#include "report/paths.h"

/* Sums over the contexts of one function or one edge.  A zeroed structure is an
   empty sum. */
struct mc_fold {
	int64_t value[MC_METRICS]; /* of those that are not worked out */
	uint32_t flags; /* MC_NODE_*, of any of the contexts, */
	uint32_t flags_below; /* and of any below them: those of paths.h */
	double ticks; /* inclusive, corrected; */
	double raw_ticks; /* with the recorder's cost; */
	double variance;
	double cost_error;
	double self_ticks;
	double raw_self_ticks;
	double self_variance;
	double self_cost_error;
	uint64_t shortest; /* raw */
	uint64_t longest;
	uint32_t depth;
	bool has_extremes;
	bool is_recursive;
	bool is_sampled; /* not all its calls were timed */
	bool is_self_sampled; /* nor all those that it made */
	bool is_cut;
	bool is_spread; /* some calls of a zone may be below it or not */
};

enum mc_fold_kind { MC_FOLD_FUNCTION, MC_FOLD_EDGE };

/* Adds a context, but for its values. */
void mc_fold_node(struct mc_fold *sum, enum mc_fold_kind kind,
		  const struct mc_node *node, const struct mc_estimate *own,
		  const struct mc_paths_sum *inclusive);
/* Adds what a context has of a metric whose sum is in its row. */
void mc_fold_value(struct mc_fold *sum, enum mc_metric which, int64_t value);
/* Adds what only an open call knows: the peak so far. */
void mc_fold_frame(struct mc_fold *sum, const struct mc_frame *frame);
/* Adds the sums to the numbers of the function or edge. */
void mc_fold_finish(const struct mc_fold *sum, enum mc_fold_kind kind,
		    const struct mc_profile *profile,
		    struct mc_measures *numbers);

#endif
