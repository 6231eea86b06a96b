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
	uint64_t calls;
	uint64_t resumes;
	uint64_t timed; /* of the calls */
	uint64_t threads;
	double ticks; /* inclusive, corrected; */
	double raw_ticks; /* with the recorder's cost; */
	double variance;
	double self_ticks;
	double raw_self_ticks;
	double self_variance;
	double self_taken;
	uint64_t shortest; /* raw */
	uint64_t longest;
	uint64_t faults;
	int64_t rss_bytes;
	int64_t rss_self_bytes;
	int64_t rss_peak_bytes;
	int64_t pss_bytes;
	int64_t uss_bytes;
	uint32_t depth;
	bool is_coroutine;
	bool has_extremes;
	bool has_pss;
	bool is_recursive;
	bool is_sampled; /* not all its calls were timed */
	bool is_self_sampled; /* nor all those that it made */
	bool is_rss_self_rough;
	bool is_rss_rough;
	bool is_pss_rough;
	bool is_peak_rough;
	bool is_depth_rough;
	bool is_cut;
};

enum mc_fold_kind { MC_FOLD_FUNCTION, MC_FOLD_EDGE };

/* Adds a context. */
void mc_fold_node(struct mc_fold *sum, enum mc_fold_kind kind,
		  const struct mc_node *node, const struct mc_estimate *own,
		  const struct mc_paths_sum *inclusive);
/* Adds what only an open call knows: the peak so far. */
void mc_fold_frame(struct mc_fold *sum, const struct mc_frame *frame);
/* Adds threads that were started for it. */
void mc_fold_threads(struct mc_fold *sum, uint64_t threads);
/* Adds the sums to the numbers of the function or edge. */
void mc_fold_finish(const struct mc_fold *sum, enum mc_fold_kind kind,
		    const struct mc_profile *profile,
		    struct mc_measures *numbers);

#endif
