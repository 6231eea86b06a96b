/* SPDX-License-Identifier: MIT */
/*
 * Tells changes that are real from those that may be chance.
 *
 * With several runs on a side, how far its mean may be off is known by the
 * spread from run to run, whatever it comes from.  A side of one run takes over
 * the other's spread.  If there is one run on both sides, each number is taken
 * to be as unsure as it says itself, and as it is on this machine: times of
 * most functions do not change, so the median of how much they differ says how
 * far two runs do (at least 10 %, and at most 50 %, which also holds where too
 * few functions took part to tell).  What was counted is exact.
 *
 * A change is real if its 95 % interval does not hold 0, and if this may be
 * said of all such changes of the functions, or of the edges: then one in 20
 * of them is chance, at most, on average (mc_spread_limit).
 */
#ifndef MC_DIFF_JUDGE_H
#define MC_DIFF_JUDGE_H

#include "report/diff.h"

/* True if it may be chance that the number has changed. */
bool mc_diff_is_unsure(const struct mc_diff *diff,
		       const struct mc_diff_pair *pair, enum mc_metric which);

/* Fills in the names of the numbers that have a change which may be chance,
   separated by spaces; "" if there are none.  TEXT has MC_MEASURE_LIST bytes.
 */
void mc_diff_list_unsure(const struct mc_diff *diff,
			 const struct mc_diff_pair *pair, char *text);

/* Returns half the interval that holds the true change in so many of 1 cases:
   0.95; 0: it is exact. */
double mc_diff_doubt(const struct mc_diff *diff,
		     const struct mc_diff_pair *pair, enum mc_metric which,
		     double sure);

#endif
