/* SPDX-License-Identifier: MIT */
/*
 * Keeps what balance.h compares.  Private to that, and to the model that owns
 * it.
 */
#ifndef MC_BALANCE_SUMS_H
#define MC_BALANCE_SUMS_H

#include "report/metric.h"

struct mc_balance_sum {
	int64_t before; /* of all parts so far */
	int64_t all; /* of those that count */
	int64_t least;
	int64_t most;
	uint64_t where;
};

/* For each function, or edge, a sum of each metric that is compared. */
struct mc_balance_sums {
	struct mc_balance_sum *sum;
	size_t count;
	size_t capacity;
};

struct mc_balance {
	bool by_rank;
	uint64_t parts;
	uint64_t where; /* the part that profiles are of now; */
	bool is_open; /* there was a profile; */
	bool is_part; /* which counts */
	uint32_t place[MC_METRICS]; /* among the metrics compared, from 1 on */
	enum mc_metric metric[MC_METRICS];
	size_t metric_count;
	struct mc_balance_sums functions;
	struct mc_balance_sums edges;
};

/* Begins to compare parts: ranks, or processes. */
struct mc_balance *mc_balance_begin(bool by_rank);
void mc_balance_free(struct mc_balance *balance);

#endif
