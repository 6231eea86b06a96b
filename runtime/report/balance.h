/* SPDX-License-Identifier: MIT */
/*
 * How evenly the processes of a parallel job share what they do: for each
 * function and edge the least, the mean and the most that one of them has of a
 * metric, and the imbalance, which is most / mean, as of mpiP and Score-P.
 *
 * A part is a rank, with the children that its process has forked; or, where no
 * profile has a rank, a process.  One in which a function did not run has 0 of
 * it.  Profiles without a rank, beside others that have one, are no part.
 *
 * While profiles are added, those of a part follow one another.  So only sums
 * are kept, and memory does not depend on how many parts there are.
 */
#ifndef MC_BALANCE_H
#define MC_BALANCE_H

#include "report/balance-sums.h"
#include "report/model.h"

struct mc_draft;

/* What the parts have of one metric. */
struct mc_balance_value {
	int64_t least;
	int64_t mean;
	int64_t most;
	uint64_t where; /* the first rank or process that has the most */
	double imbalance; /* 0: there is none, as of a mean of 0 */
};

/* Says that PROFILE comes next, and what was added so far is of those before;
   NULL: it was the last. */
void mc_balance_enter(struct mc_balance *balance, const struct mc_draft *draft,
		      const struct mc_profile *profile);

/* Returns how many parts there are; 0: nothing is compared. */
uint64_t mc_balance_parts(const struct mc_model *model);
bool mc_balance_is_of_ranks(const struct mc_model *model);
/* Returns what a part is: "rank" or "process". */
const char *mc_balance_noun(const struct mc_model *model);

/* Fills in what the parts have of a metric of a function, or of an edge; false
   if it is not compared. */
bool mc_balance_of_function(const struct mc_model *model,
			    const struct mc_model_function *function,
			    enum mc_metric which,
			    struct mc_balance_value *value);
bool mc_balance_of_edge(const struct mc_model *model,
			const struct mc_model_edge *edge, enum mc_metric which,
			struct mc_balance_value *value);

/* Returns what the other parts may wait for the one that has the most, as part
   of what all have of that metric: (most - mean) * parts / whole. */
double mc_balance_lost(const struct mc_model *model, enum mc_metric which,
		       const struct mc_balance_value *value);

#endif
