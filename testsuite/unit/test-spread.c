/* SPDX-License-Identifier: MIT */
/*
 * Means, intervals and chances, against tables of Student's t, its density
 * integrated numerically, and the procedure by hand.
 */
#include "report/spread.h"
#include "unit.h"

#include <math.h>

static struct mc_spread spread_of(const double *values, size_t count)
{
	struct mc_spread spread = {0};

	for (size_t i = 0; i < count; i++)
		mc_spread_add(&spread, values[i]);
	mc_spread_finish(&spread);
	return spread;
}

MC_TEST(spread_of_one_value_is_not_known)
{
	const double value = 7;
	struct mc_spread s = spread_of(&value, 1);

	CU_ASSERT_EQUAL(s.mean, 7);
	CU_ASSERT_EQUAL(s.variance, 0);
	CU_ASSERT_TRUE(isinf(s.freedom));
}

MC_TEST(variance_is_that_of_the_mean)
{
	const double values[] = {2, 4, 4, 4, 5, 5, 7, 9};
	struct mc_spread s = spread_of(values, 8);

	CU_ASSERT_EQUAL(s.mean, 5);
	CU_ASSERT_DOUBLE_EQUAL(s.variance, 32.0 / 7 / 8, 1e-12);
	CU_ASSERT_EQUAL(s.freedom, 7);
}

/* The table of t for 0.975: 1, 4, 9, 30 degrees, and the normal one. */
MC_TEST(width_is_that_of_the_tables_of_t)
{
	static const struct {
		double freedom;
		double t;
	} rows[] = {{1, 12.706205},
		    {4, 2.776445},
		    {9, 2.262157},
		    {30, 2.042272},
		    {INFINITY, MC_SPREAD_NORMAL}};
	const struct mc_spread exact = {1, 0, INFINITY, 1};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct mc_spread s = {0, 4, rows[i].freedom, 2};

		CU_ASSERT_DOUBLE_EQUAL(
			mc_spread_width(&exact, &s, MC_SPREAD_SURE),
			2 * rows[i].t, 1e-5);
		s.mean = 1 + 2 * rows[i].t;
		CU_ASSERT_DOUBLE_EQUAL(mc_spread_chance(&exact, &s), 0.05,
				       1e-6);
	}
}

/* t = 1.045981, and 5.571779 degrees of freedom. */
MC_TEST(chance_is_that_of_welchs_test)
{
	const double x[] = {27.5, 21.0, 19.0, 23.6, 17.0};
	const double y[] = {27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8};
	struct mc_spread a = spread_of(x, 5), b = spread_of(y, 7);

	CU_ASSERT_DOUBLE_EQUAL(mc_spread_chance(&a, &b), 0.338809, 1e-5);
	CU_ASSERT_DOUBLE_EQUAL(mc_spread_chance(&b, &a), 0.338809, 1e-5);
	CU_ASSERT_DOUBLE_EQUAL(mc_spread_width(&a, &b, MC_SPREAD_SURE),
			       4.991995, 1e-4);
}

MC_TEST(exact_numbers_differ_or_do_not)
{
	const double x[] = {3, 3, 3}, y[] = {4, 4};
	struct mc_spread a = spread_of(x, 3), b = spread_of(y, 2);

	CU_ASSERT_EQUAL(mc_spread_chance(&a, &a), 1);
	CU_ASSERT_EQUAL(mc_spread_chance(&a, &b), 0);
	CU_ASSERT_EQUAL(mc_spread_width(&a, &b, MC_SPREAD_SURE), 0);
}

/* The largest numbers that a profile may have are no trouble. */
MC_TEST(chance_is_one_of_huge_numbers_as_well)
{
	const double x[] = {0x1p63, -0x1p63}, y[] = {0x1p63, 0x1p62};
	struct mc_spread a = spread_of(x, 2), b = spread_of(y, 2);
	double chance = mc_spread_chance(&a, &b);

	CU_ASSERT_TRUE(chance > 0 && chance < 1);
	CU_ASSERT_TRUE(isfinite(mc_spread_width(&a, &b, 0.999)));
}

/* The second smallest of eight may be up to 0.05 * 2 / 8; the next ones are
   above what they may be. */
MC_TEST(limit_allows_for_how_many_are_compared)
{
	double some[] = {0.9, 0.04, 0.001, 0.008, 0.035, 0.02, 0.5, 0.7};
	double none[] = {0.04, 0.5, 0.2};

	CU_ASSERT_EQUAL(mc_spread_limit(some, 8), 0.008);
	CU_ASSERT_EQUAL(mc_spread_limit(none, 3), -1);
	CU_ASSERT_EQUAL(mc_spread_limit(none, 0), -1);
}
