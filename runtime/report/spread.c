/* SPDX-License-Identifier: MIT */
/*
 * Student's t by the incomplete beta function.  See spread.h.
 */
#include "report/spread.h"

#include <math.h>
#include <stdlib.h>

#define TINY 1e-300 /* in the place of 0, by which nothing can be divided */
#define MOST_TERMS 500 /* 43 were the most, of up to NEARLY_NORMAL degrees */
#define NEARLY_NORMAL 1e6 /* degrees of freedom */

void mc_spread_add(struct mc_spread *s, double value)
{
	double off = value - s->mean;

	s->count++;
	s->mean += off / (double)s->count;
	s->variance += off * (value - s->mean);
}

void mc_spread_finish(struct mc_spread *s)
{
	double n = (double)s->count;

	s->freedom = INFINITY;
	if (s->count < 2) {
		s->variance = 0;
		return;
	}
	s->freedom = n - 1;
	s->variance /= (n - 1) * n;
}

static double keep_off_0(double value)
{
	return fabs(value) < TINY ? TINY : value;
}

/* Returns the continued fraction of the incomplete beta function (DLMF,
   8.17.22), by Lentz' method. */
static double find_fraction(double x, double a, double b)
{
	double c = 1, d = 1 / keep_off_0(1 - (a + b) * x / (a + 1));
	double fraction = d;

	for (int i = 1; i <= MOST_TERMS; i++) {
		double m = i, factor;
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x /
			     ((a + 2 * m) * (a + 2 * m + 1));

		d = 1 / keep_off_0(1 + even * d);
		c = keep_off_0(1 + even / c);
		fraction *= c * d;
		d = 1 / keep_off_0(1 + odd * d);
		c = keep_off_0(1 + odd / c);
		factor = c * d;
		fraction *= factor;
		if (fabs(factor - 1) < 1e-14)
			break;
	}
	return fraction;
}

/* Returns the regularized incomplete beta function of X and 1 - X, which may
   each be too near to 0 to be found from the other. */
static double find_beta(double x, double rest, double a, double b)
{
	double front;

	if (x <= 0 || rest <= 0)
		return x > 0;
	front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) +
		    b * log(rest));
	/* The fraction converges fast below the mean. */
	if (x < (a + 1) / (a + b + 2))
		return front * find_fraction(x, a, b) / a;
	return 1 - front * find_fraction(rest, b, a) / b;
}

/* Returns how likely a t of this size or more is, of either sign. */
static double find_chance(double t, double freedom)
{
	double sum;

	if (freedom > NEARLY_NORMAL)
		return erfc(fabs(t) / M_SQRT2);
	sum = freedom + t * t;
	if (!isfinite(sum))
		return 0;
	return find_beta(freedom / sum, t * t / sum, freedom / 2, 0.5);
}

static double find_freedom(const struct mc_spread *one,
			   const struct mc_spread *other)
{
	/* As parts of the sum, whose square might be too large. */
	double sum = one->variance + other->variance;
	double x = one->variance / sum, y = other->variance / sum;
	double both = x * x / one->freedom + y * y / other->freedom;

	return both > 0 ? 1 / both : INFINITY;
}

double mc_spread_chance(const struct mc_spread *one,
			const struct mc_spread *other)
{
	double change = other->mean - one->mean;
	double variance = one->variance + other->variance;

	if (change == 0)
		return 1;
	if (variance <= 0)
		return 0;
	return find_chance(change / sqrt(variance), find_freedom(one, other));
}

/* Returns the t that is exceeded in `chance` of 1 cases, by bisection. */
static double find_quantile(double chance, double freedom)
{
	double low = 0, high = 1;

	while (find_chance(high, freedom) > chance && high < 1e12)
		high *= 2;
	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;

		if (find_chance(middle, freedom) > chance)
			low = middle;
		else
			high = middle;
	}
	return high;
}

double mc_spread_width(const struct mc_spread *one,
		       const struct mc_spread *other, double sure)
{
	double variance = one->variance + other->variance;

	if (variance <= 0)
		return 0;
	return sqrt(variance) *
	       find_quantile(1 - sure, find_freedom(one, other));
}

static int compare_chances(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double mc_spread_limit(double *chances, size_t count)
{
	double limit = -1;

	if (count)
		qsort(chances, count, sizeof(*chances), compare_chances);
	for (size_t i = 0; i < count; i++)
		if (chances[i] <=
		    (1 - MC_SPREAD_SURE) * (double)(i + 1) / (double)count)
			limit = chances[i];
	return limit;
}
