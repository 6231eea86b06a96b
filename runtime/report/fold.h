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
#include "report/reader.h"

/* Sums over the contexts of one function or one edge, in raw ticks.  A zeroed
   structure is an empty sum. */
struct mc_fold {
	uint64_t calls;
	uint64_t made; /* calls that it made */
	uint64_t self_ticks;
	uint64_t ticks; /* inclusive, and how many calls it is over: */
	uint64_t spans;
	uint64_t nested;
	uint64_t timed;
	uint64_t open;
	uint64_t shortest;
	bool is_shortest_rough;
	uint64_t longest;
	uint64_t faults;
	int64_t rss_bytes;
	int64_t rss_self_bytes;
	int64_t rss_peak_bytes;
	int64_t pss_bytes;
	int64_t uss_bytes;
	uint32_t depth;
	bool has_extremes;
	bool has_pss;
	bool is_rss_self_rough;
	bool is_rss_rough;
	bool is_pss_rough;
};

enum mc_fold_kind { MC_FOLD_FUNCTION, MC_FOLD_EDGE };

/* Adds a context; `is_rough`: memory of something below it is estimated. */
void mc_fold_node(struct mc_fold *sum, enum mc_fold_kind kind,
		  const struct mc_node *node, bool is_rough);
/* Adds what an open call has gathered since it began. */
void mc_fold_frame(struct mc_fold *sum, enum mc_fold_kind kind,
		   const struct mc_profile *profile,
		   const struct mc_reader_frame *frame);
/* Shortest and longest call in corrected ticks.  To be called when all nodes
   and no frames were added: open calls have no say in them. */
void mc_fold_settle(struct mc_fold *sum, const struct mc_profile *profile);
/* Adds the sums to the numbers of the function or edge. */
void mc_fold_finish(const struct mc_fold *sum, enum mc_fold_kind kind,
		    const struct mc_profile *profile,
		    struct mc_measures *numbers);

/* Self ticks without the hooks' cost. */
uint64_t mc_fold_self(const struct mc_profile *profile, uint64_t ticks,
		      uint64_t calls, uint64_t made);

#endif
