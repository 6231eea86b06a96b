/* SPDX-License-Identifier: MIT */
/*
 * Statistics of two sides, each of which is a mean with a spread.
 *
 * Whether two means differ is tested by Welch's t (B. L. Welch, The
 * generalization of "Student's" problem when several different population
 * variances are involved, Biometrika 34, 1947), with the degrees of freedom of
 * F. E. Satterthwaite (Biometrics Bulletin 2, 1946).  Sides need not have the
 * same spread, nor be of the same number of values.
 */
#ifndef MC_SPREAD_H
#define MC_SPREAD_H

#include <stddef.h>

#define MC_SPREAD_SURE 0.95 /* what an interval holds */
/* Half an interval of 95 % in standard deviations, of a normal distribution. */
#define MC_SPREAD_NORMAL 1.959964

struct mc_spread {
	double mean;
	double variance; /* of the mean */
	double freedom; /* degrees of it; INFINITY: the variance is known */
	size_t count; /* of values; 0: there is no mean */
};

/* Adds a value, where `variance` is the sum of squares so far (Welford). */
void mc_spread_add(struct mc_spread *spread, double value);
/* Ends that: makes the sum of squares the variance of the mean; 0 of one value.
 */
void mc_spread_finish(struct mc_spread *spread);

/* Returns how likely it is that means that are the same differ by so much or
   more: 1 if they do not differ, 0 if they do and nothing is unsure. */
double mc_spread_chance(const struct mc_spread *one,
			const struct mc_spread *other);

/* Returns half the interval that holds the difference of the means in so many
   of 1 cases: 0.95. */
double mc_spread_width(const struct mc_spread *one,
		       const struct mc_spread *other, double sure);

/*
 * Returns which chance is small enough, if as many differences are looked at:
 * those of a chance up to it are real but for one in 20 of them, as expected.
 * (Y. Benjamini, Y. Hochberg: Controlling the false discovery rate, Journal of
 * the Royal Statistical Society B 57, 1995.)  Sorts the chances.  -1: none is.
 */
double mc_spread_limit(double *chances, size_t count);

#endif
