/* SPDX-License-Identifier: MIT */
/*
 * Sides of several runs: their means, and which changes are real.
 */
#include "report/alloc.h"
#include "report/diff-judge.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>

/* A run of functions f, g, h, ..., each of which took the time itself. */
static struct mc_model *make_run(const int64_t *times, size_t count)
{
	static const char *const names[] = {"f", "g", "h", "i", "j", "k"};
	struct mc_model *m = mc_alloc_zeroed(1, sizeof(*m));

	m->functions = mc_alloc_zeroed(count, sizeof(*m->functions));
	m->edges = mc_alloc_zeroed(1, sizeof(*m->edges));
	m->program = m->command = "";
	m->has_times = m->has_clocks = true;
	m->function_count = count;
	m->edge_count = m->root_edge_count = 1;
	m->edges[0].caller = MC_MODEL_ROOT;
	for (size_t i = 0; i < count; i++) {
		struct mc_model_function *f = &m->functions[i];

		f->name = f->symbol = names[i];
		f->file = "";
		mc_measure_add(&f->numbers, MC_CPU_SELF_NS, times[i]);
		mc_measure_add(&f->numbers, MC_CALLS, 1);
		mc_measure_add(&m->edges[0].numbers, MC_CPU_NS, times[i]);
		m->cpu_ns += times[i];
		m->total_ns += times[i];
	}
	return m;
}

enum { FUNCTIONS = 6, MOST_RUNS = 10 };

struct sides {
	size_t before;
	size_t after;
	int64_t times[2 * MOST_RUNS][FUNCTIONS];
};

static struct mc_diff compare(const struct sides *s)
{
	struct mc_diff_runs runs[2] = {{.count = s->before},
				       {.count = s->after}};
	struct mc_diff diff;
	size_t at = 0;

	for (int side = 0; side < 2; side++) {
		runs[side].model = mc_alloc_zeroed(runs[side].count,
						   sizeof(struct mc_model *));
		for (size_t i = 0; i < runs[side].count; i++)
			runs[side].model[i] =
				make_run(s->times[at++], FUNCTIONS);
	}
	mc_diff_build(&diff, &runs[0], &runs[1],
		      make_run(s->times[0], FUNCTIONS));
	return diff;
}

static bool is_real(const struct mc_diff *diff, size_t function)
{
	return !mc_diff_is_unsure(diff, &diff->functions[function],
				  MC_CPU_SELF_NS);
}

static const struct sides three_runs = {
	.before = 3,
	.after = 3,
	.times = {{1000, 500, 200, 100, 100, 50},
		  {1010, 520, 201, 101, 80, 50},
		  {990, 540, 199, 102, 120, 50},
		  {1302, 530, 200, 101, 90, 50},
		  {1300, 510, 203, 103, 130, 50},
		  {1298, 550, 198, 102, 110, 51}},
};

MC_TEST(sides_show_means_of_their_runs)
{
	struct mc_diff diff = compare(&three_runs);
	const struct mc_diff_pair *f = &diff.functions[0];

	CU_ASSERT_EQUAL(f->before.mean->value[MC_CPU_SELF_NS], 1000);
	CU_ASSERT_EQUAL(f->after.mean->value[MC_CPU_SELF_NS], 1300);
	CU_ASSERT_EQUAL(f->before.mean->value[MC_CALLS], 1);
	CU_ASSERT_EQUAL(mc_diff_change(f, MC_CPU_SELF_NS), 300);
	CU_ASSERT_EQUAL(mc_diff_whole(&diff.before, MC_CPU_NS), 1971);
	CU_ASSERT_EQUAL(diff.whole.before.mean->value[MC_CPU_NS], 1971);
	/* t of two degrees, 4.303, by the standard error, 10 / sqrt 3 */
	CU_ASSERT_EQUAL(f->before.mean->value[MC_CPU_SELF_ERROR_NS], 25);
	mc_diff_free(&diff);
}

MC_TEST(changes_beyond_the_spread_of_runs_are_real)
{
	struct mc_diff diff = compare(&three_runs);

	CU_ASSERT_TRUE(is_real(&diff, 0));
	CU_ASSERT_FALSE(is_real(&diff, 1));
	CU_ASSERT_FALSE(is_real(&diff, 2));
	CU_ASSERT_FALSE(is_real(&diff, 3));
	CU_ASSERT_FALSE(is_real(&diff, 4));
	CU_ASSERT_FALSE(is_real(&diff, 5));
	/* Counts that are the same are no change. */
	CU_ASSERT_FALSE(mc_diff_is_unsure(&diff, &diff.functions[0], MC_CALLS));
	mc_diff_free(&diff);
}

/* One run more or less of a side, whose spread the other takes over. */
MC_TEST(one_run_has_the_spread_of_the_others)
{
	struct sides s = three_runs;
	struct mc_diff diff;

	s.after = 1;
	diff = compare(&s);
	CU_ASSERT_TRUE(is_real(&diff, 0));
	CU_ASSERT_FALSE(is_real(&diff, 1));
	mc_diff_free(&diff);
}

/* Most functions differ by 2 %, so what differs by 40 % has changed. */
MC_TEST(two_runs_are_as_noisy_as_most_functions)
{
	struct sides s = {
		.before = 1,
		.after = 1,
		.times = {{1000, 500, 200, 300, 400, 50},
			  {1020, 490, 204, 420, 408, 51}},
	};
	struct mc_diff diff = compare(&s);

	CU_ASSERT_TRUE(is_real(&diff, 3));
	CU_ASSERT_FALSE(is_real(&diff, 0));
	CU_ASSERT_FALSE(is_real(&diff, 1));
	mc_diff_free(&diff);
	/* Where all differ, none has changed. */
	for (size_t i = 0; i < FUNCTIONS; i++)
		s.times[1][i] = s.times[0][i] * (130 + 2 * (int64_t)i) / 100;
	diff = compare(&s);
	for (size_t i = 0; i < FUNCTIONS; i++)
		CU_ASSERT_FALSE(is_real(&diff, i));
	mc_diff_free(&diff);
	/* But not whatever the difference. */
	for (size_t i = 0; i < FUNCTIONS; i++)
		s.times[1][i] = s.times[0][i] * 4;
	diff = compare(&s);
	CU_ASSERT_TRUE(is_real(&diff, 0));
	CU_ASSERT_FALSE(mc_diff_is_unsure(&diff, &diff.whole, MC_CPU_NS));
	mc_diff_free(&diff);
}

/* The machine was slow for the last runs before, and for the first after. */
MC_TEST(runs_that_drift_tell_less)
{
	static const int64_t was[] = {100, 101, 99,  100, 101,
				      100, 99,	128, 130, 129};
	static const int64_t is[] = {131, 130, 129, 131, 130,
				     129, 131, 101, 100, 99};
	struct sides s = {.before = 10, .after = 10};
	struct mc_diff diff;
	double drifting;

	for (size_t run = 0; run < MOST_RUNS; run++)
		for (size_t i = 0; i < FUNCTIONS; i++) {
			s.times[run][i] = was[run] * 10 + (int64_t)i;
			s.times[run + MOST_RUNS][i] = is[run] * 10 + (int64_t)i;
		}
	diff = compare(&s);
	CU_ASSERT_FALSE(is_real(&diff, 0));
	drifting = mc_diff_doubt(&diff, &diff.functions[0], MC_CPU_SELF_NS,
				 MC_SPREAD_SURE);
	mc_diff_free(&diff);
	/* The same numbers in another order. */
	for (size_t run = 0; run < 2 * MOST_RUNS; run += MOST_RUNS)
		for (size_t i = 0; i < FUNCTIONS; i++) {
			int64_t t = s.times[run + 2][i];

			s.times[run + 2][i] = s.times[run + 8][i];
			s.times[run + 8][i] = t;
		}
	diff = compare(&s);
	CU_ASSERT_TRUE(mc_diff_doubt(&diff, &diff.functions[0], MC_CPU_SELF_NS,
				     MC_SPREAD_SURE) < drifting);
	mc_diff_free(&diff);
}

MC_TEST(unsure_changes_are_listed)
{
	char text[MC_MEASURE_LIST];
	struct mc_diff diff = compare(&three_runs);

	mc_diff_list_unsure(&diff, &diff.functions[1], text);
	CU_ASSERT_STRING_EQUAL(text, "cpu_self_ns");
	mc_diff_list_unsure(&diff, &diff.functions[0], text);
	CU_ASSERT_STRING_EQUAL(text, "");
	mc_diff_free(&diff);
}
