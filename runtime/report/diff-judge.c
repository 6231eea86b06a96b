/* SPDX-License-Identifier: MIT */
/*
 * Judges changes.  See diff-judge.h.
 */
#include "report/diff-judge.h"
#include "report/alloc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* How far a time of one run may be off, as a part of it.  On a virtual machine
   whose host was busy, runs of one program differed by up to 1.9 times, on a
   quiet one by a few percent. */
#define LEAST_NOISE 0.1
#define MOST_NOISE 0.5
#define LEAST_SHARE 0.01 /* of the whole, for functions that tell it */
#define LEAST_FUNCTIONS 5
/* Half an interval of 95 % in medians of the size, of a normal distribution:
   1.96 / 0.6745. */
#define MEDIANS 2.906
/* What else may fall into a function: an interrupt, or a tick more.  A part of
   the whole. */
#define FLOOR 0.001
#define LEAST_RUNS 5 /* fewer do not tell whether they are independent */
#define MOST_LAG 0.8 /* 1 would be runs that tell nothing */

static double square(double x)
{
	return x * x;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Returns the number without callees, of what has one.  One function that has
   changed is part of the numbers with callees of many. */
static enum mc_metric without_callees(enum mc_metric which)
{
	for (int k = 0; k < MC_METRICS; k++)
		if (mc_metric_rows[k].with_callees == which)
			return k;
	return which;
}

/* Finds how far the times of most functions differ in two runs. */
static double find_noise(const struct mc_diff *diff, enum mc_metric which,
			 double whole)
{
	size_t count = 0, functions = diff->both->function_count;
	double *sizes = mc_alloc_zeroed(functions, sizeof(*sizes));
	double noise = MOST_NOISE;

	for (size_t i = 0; i < functions; i++) {
		const struct mc_diff_pair *pair = &diff->functions[i];
		double before = (double)pair->before.mean->value[which];
		double after = (double)pair->after.mean->value[which];

		if (before > 0 && after > 0 &&
		    fmax(before, after) >= LEAST_SHARE * whole)
			sizes[count++] =
				fabs(after - before) / hypot(before, after);
	}
	if (count >= LEAST_FUNCTIONS) {
		qsort(sizes, count, sizeof(*sizes), compare);
		noise = MEDIANS * sizes[count / 2];
	}
	free(sizes);
	return fmin(fmax(noise, LEAST_NOISE), MOST_NOISE);
}

/* Adds what a number has in common from one run to the next, and with itself,
   where its variance is 1. */
static void add_lag(const struct mc_diff_side *side, enum mc_metric which,
		    double *next, double *same)
{
	struct mc_spread spread = mc_diff_spread(side, which);
	double n = (double)spread.count, last = 0;

	if (spread.count < side->runs || spread.variance <= 0)
		return;
	for (size_t i = 0; i < side->runs; i++) {
		double off = (double)side->run[i]->value[which] - spread.mean;

		off /= sqrt(spread.variance * n * (n - 1));
		*next += last * off;
		*same += off * off;
		last = off;
	}
}

/*
 * Finds how many runs tell no more than one, where what slows one down slows
 * down the next as well: a machine is quiet for some seconds, and then not.
 * (F. W. Zwiers, H. von Storch: Taking serial correlation into account in tests
 * of the mean, Journal of Climate 8, 1995.)  All functions tell it together.
 */
static double find_drift(const struct mc_diff *diff, bool is_after,
			 enum mc_metric which, double whole)
{
	double next = 0, same = 0, lag;
	size_t runs = is_after ? diff->after.count : diff->before.count;

	if (runs < LEAST_RUNS)
		return 1;
	for (size_t i = 0; i < diff->both->function_count; i++) {
		const struct mc_diff_pair *pair = &diff->functions[i];
		const struct mc_diff_side *side =
			is_after ? &pair->after : &pair->before;

		if ((double)side->mean->value[which] >= LEAST_SHARE * whole)
			add_lag(side, which, &next, &same);
	}
	if (same <= 0)
		return 1;
	/* Of independent runs it is -1 / n on average. */
	lag = fmin(next / same + 1 / (double)runs, MOST_LAG);
	return lag > 0 ? (1 + lag) / (1 - lag) : 1;
}

/* Returns how much of a time others had the processor.  How much they take of
   another run, and in which function, is chance. */
static int64_t find_preempted(const struct mc_measures *n, enum mc_metric which)
{
	bool is_own = which == MC_SELF_NS || which == MC_WAIT_SELF_NS;
	int64_t waited = n->value[is_own ? MC_WAIT_SELF_NS : MC_WAIT_NS];
	int64_t preempted = n->value[MC_PREEMPTED_NS];

	if (!is_own && which != MC_TOTAL_NS && which != MC_WAIT_NS)
		return 0;
	/* What it is without callees is not known, but no more than this. */
	return preempted < waited ? preempted : waited;
}

/* Returns the variance of a number of one run, by what it says itself. */
static double own_variance(const struct mc_diff_side *side,
			   enum mc_metric which)
{
	const struct mc_measures *n = side->mean;
	enum mc_metric error = mc_metric_rows[which].error;
	double off = error ? (double)n->value[error] / MC_SPREAD_NORMAL : 0;

	return square(off) + square((double)find_preempted(n, which));
}

/* Sets the spread of the mean of one run, if the other side has several. */
static void take_over(struct mc_spread *one, const struct mc_spread *other,
		      double own)
{
	double variance = other->variance * (double)other->count;

	*one = (struct mc_spread){
		.mean = one->mean,
		.variance = fmax(variance, own),
		.freedom = variance < own ? INFINITY : other->freedom,
		.count = 1,
	};
}

/* Sets the spread of the mean of one run, if the other side has no more. */
static void guess(struct mc_spread *one, const struct mc_diff_verdict *verdict,
		  double own)
{
	one->variance =
		own + square(verdict->noise * one->mean / MC_SPREAD_NORMAL);
	/* Where nothing was, nothing has fallen into it. */
	if (one->mean > 0)
		one->variance += square(verdict->floor / MC_SPREAD_NORMAL);
}

/* Has the runs of a side count for fewer. */
static void thin_out(struct mc_spread *s, double drift)
{
	if (s->count < 2)
		return;
	s->variance *= drift;
	s->freedom = fmax((double)s->count / drift - 1, 1);
}

static void find_spreads(const struct mc_diff *diff,
			 const struct mc_diff_pair *pair, enum mc_metric which,
			 struct mc_spread *before, struct mc_spread *after)
{
	const struct mc_diff_verdict *verdict = &diff->verdicts[which];

	*before = mc_diff_spread(&pair->before, which);
	*after = mc_diff_spread(&pair->after, which);
	thin_out(before, verdict->drift[0]);
	thin_out(after, verdict->drift[1]);
	if (before->count > 1 && after->count > 1)
		return;
	if (after->count > 1) {
		take_over(before, after, own_variance(&pair->before, which));
	} else if (before->count > 1) {
		take_over(after, before, own_variance(&pair->after, which));
	} else {
		guess(before, verdict, own_variance(&pair->before, which));
		guess(after, verdict, own_variance(&pair->after, which));
	}
}

static double find_limit(const struct mc_diff *diff,
			 const struct mc_diff_pair *pairs, size_t count,
			 enum mc_metric which)
{
	double *chances = mc_alloc_zeroed(count, sizeof(*chances));
	struct mc_spread before, after;
	size_t unsure = 0;
	double limit;

	for (size_t i = 0; i < count; i++) {
		find_spreads(diff, &pairs[i], which, &before, &after);
		/* What is exact is none of them, whether it has changed or
		   not. */
		if (before.variance + after.variance > 0)
			chances[unsure++] = mc_spread_chance(&before, &after);
	}
	limit = mc_spread_limit(chances, unsure);
	free(chances);
	return limit;
}

static void judge(const struct mc_diff *diff, enum mc_metric which)
{
	struct mc_diff_verdict *verdict = &diff->verdicts[which];
	enum mc_metric with = mc_metric_with_callees(which);
	enum mc_metric own = without_callees(which);
	double whole = fmax((double)diff->whole.before.mean->value[with],
			    (double)diff->whole.after.mean->value[with]);

	if (verdict->is_known)
		return;
	verdict->is_known = true;
	verdict->drift[0] = verdict->drift[1] = 1;
	if (mc_metric_rows[which].unit == MC_METRIC_NS) {
		verdict->drift[0] = find_drift(diff, false, own, whole);
		verdict->drift[1] = find_drift(diff, true, own, whole);
		verdict->floor = FLOOR * whole;
		verdict->noise = find_noise(diff, own, whole);
	}
	verdict->limit[MC_DIFF_FUNCTION] = find_limit(
		diff, diff->functions, diff->both->function_count, which);
	verdict->limit[MC_DIFF_EDGE] =
		find_limit(diff, diff->edges, diff->both->edge_count, which);
	verdict->limit[MC_DIFF_WHOLE] = 1 - MC_SPREAD_SURE;
}

/* True of what is an estimate, but does not say how far off it may be. */
static bool is_vague(const struct mc_diff_pair *pair, enum mc_metric which)
{
	return !mc_metric_rows[which].error &&
	       ((pair->before.runs == 1 &&
		 mc_measure_is_rough(pair->before.mean, which)) ||
		(pair->after.runs == 1 &&
		 mc_measure_is_rough(pair->after.mean, which)));
}

bool mc_diff_is_unsure(const struct mc_diff *diff,
		       const struct mc_diff_pair *pair, enum mc_metric which)
{
	struct mc_spread before, after;
	double chance;

	judge(diff, which);
	find_spreads(diff, pair, which, &before, &after);
	chance = mc_spread_chance(&before, &after);
	if (chance >= 1)
		return false;
	return is_vague(pair, which) ||
	       (chance > 0 && chance > diff->verdicts[which].limit[pair->kind]);
}

double mc_diff_doubt(const struct mc_diff *diff,
		     const struct mc_diff_pair *pair, enum mc_metric which,
		     double sure)
{
	struct mc_spread before, after;

	judge(diff, which);
	find_spreads(diff, pair, which, &before, &after);
	return mc_spread_width(&before, &after, sure);
}

/* True of numbers that --by takes, and of those with callees. */
static bool is_compared(enum mc_metric which)
{
	return mc_metric_rows[which].sort || without_callees(which) != which;
}

void mc_diff_list_unsure(const struct mc_diff *diff,
			 const struct mc_diff_pair *pair, char *text)
{
	size_t length = 0, size = MC_MEASURE_LIST;

	text[0] = 0;
	for (int k = 0; k < MC_METRICS; k++)
		if (is_compared(k) && length < size &&
		    mc_diff_is_unsure(diff, pair, k))
			length += (size_t)snprintf(text + length, size - length,
						   "%s%s", length ? " " : "",
						   mc_metric_rows[k].name);
}
