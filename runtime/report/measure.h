/* SPDX-License-Identifier: MIT */
/*
 * The numbers that a function or an edge has, under the names that all output
 * formats share (README, "The numbers").
 *
 * A number that was not measured is absent: it is not zero and is not written.
 * One that was estimated has its bit in `estimated` set as well, or, where all
 * that is known is that it is no less, in `at_least`.  Sums do not wrap: what
 * does not fit stays at the largest value.
 */
#ifndef MC_MEASURE_H
#define MC_MEASURE_H

#include "report/metric.h"

struct mc_measures {
	int64_t value[MC_METRICS];
	uint64_t present; /* MC_METRIC_BIT */
	uint64_t estimated;
	uint64_t at_least;
};

static inline bool mc_measure_has(const struct mc_measures *m,
				  enum mc_metric which)
{
	return m->present & MC_METRIC_BIT(which);
}

static inline bool mc_measure_is_rough(const struct mc_measures *m,
				       enum mc_metric which)
{
	return m->present & (m->estimated | m->at_least) & MC_METRIC_BIT(which);
}

void mc_measure_add(struct mc_measures *m, enum mc_metric which, int64_t v);
void mc_measure_raise(struct mc_measures *m, enum mc_metric which, int64_t v);
void mc_measure_lower(struct mc_measures *m, enum mc_metric which, int64_t v);

/* Returns a + b, at most the largest value (and at least the smallest). */
int64_t mc_measure_sum(int64_t a, int64_t b);
uint64_t mc_measure_usum(uint64_t a, uint64_t b);
/* Returns an unsigned value as a signed one, at most the largest. */
int64_t mc_measure_signed(uint64_t value);

/* True if all that is known is that the number is no less. */
static inline bool mc_measure_is_bound(const struct mc_measures *m,
				       enum mc_metric which)
{
	return m->present & m->at_least & ~m->estimated & MC_METRIC_BIT(which);
}

/* Returns what stands in front of the number: "~" if it is an estimate, U+2265
   and a space if it is a lower bound, "" if it was measured. */
const char *mc_measure_sign(const struct mc_measures *m, enum mc_metric which);

/* Returns the mean of the calls. Preemption is no part of it, as it is none of
   the shortest and the longest. -1: there is none, as in recursion, where the
   total is of outermost calls. */
int64_t mc_measure_mean(const struct mc_measures *m);

#define MC_MEASURE_LIST 1024 /* bytes; the names of all take some 500 */

/* Fills in the names of the estimates that are present, separated by spaces; ""
   if there are none. TEXT has MC_MEASURE_LIST bytes. */
void mc_measure_list_rough(const struct mc_measures *m, char *text);
/* The same for those of them that are lower bounds. */
void mc_measure_list_bounds(const struct mc_measures *m, char *text);

#endif
