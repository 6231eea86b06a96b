/* SPDX-License-Identifier: MIT */
/*
 * Time that is shared out by the ticks of a CPU clock, by literal profiles.
 * Clocks of the profiles count nanoseconds.
 */
#include "profile-maker.h"
#include "report/regions.h"
#include "unit.h"

#include <stdlib.h>

enum { PERIOD = 1000000 };

static struct mc_maker *maker;
static uint32_t functions;

static void begin_test(void)
{
	maker = mc_maker_open();
	functions = 0;
	mc_maker_header(maker)->gate = MC_GATE_RING | MC_GATE_SWITCHES;
	mc_maker_thread(maker, 1)->tick_ns = PERIOD;
}

/* Adds a node of a new function: TIMED of its CALLS were timed, in SELF. */
static struct mc_maker_node *add(struct mc_maker_node *parent, const char *name,
				 uint64_t calls, uint64_t timed, uint64_t self,
				 uint32_t ticks)
{
	uint32_t f = mc_maker_function(maker, name, name, "a.c", functions + 1,
				       functions == 0);
	struct mc_maker_node *n =
		mc_maker_calls(maker, parent, f, calls, self, self);

	functions++;
	n->raw.timed = timed;
	n->raw.cpu_ticks = ticks;
	return n;
}

static const struct mc_measures *find(const struct mc_model *m,
				      const char *name)
{
	return &mc_maker_find(m, name)->numbers;
}

/* Checks that a time and its error are what is expected, within a ns. */
static void expect(const struct mc_measures *n, enum mc_metric which, double ns,
		   double error)
{
	enum mc_metric other = mc_metric_rows[which].error;

	CU_ASSERT_DOUBLE_EQUAL((double)n->value[which], ns, 1);
	CU_ASSERT_DOUBLE_EQUAL((double)n->value[other], error, 20);
}

/* Half of the interval that Wilson gives for K of N, about SHARE. */
static double wilson(double k, double n, double share, double width)
{
	double middle = (k + 1.9208) / (n + 3.8416);
	double off = share > middle ? share - middle : middle - share;

	return off + width / (n + 3.8416);
}

/*
 * f calls g a million times in 100 ms.  One of 1000 calls was timed, and those
 * were short: 1 us of 100 ms by their mean.  But 90 of 100 ticks were in g.
 */
MC_TEST(ticks_find_what_samples_missed)
{
	struct mc_maker_node *n;
	struct mc_model *m;
	double guess = 1000000 * .001 / 100e6, share;

	begin_test();
	n = add(mc_maker_root(maker, 1), "f", 1, 1, 100000000 - 1, 10);
	n = add(n, "g", 1000000, 1000, 1, 90);
	(void)n;
	m = mc_maker_model(maker);
	share = (90 + 3.8416 * guess) / 103.8416;
	/* 1.96 sqrt(90 * 10 / 100 + 3.8416 / 4) = 6.185786 */
	expect(find(m, "g"), MC_CPU_NS, share * 100e6,
	       wilson(90, 100, share, 6.185786) * 100e6);
	expect(find(m, "f"), MC_CPU_SELF_NS, (1 - share) * 100e6,
	       wilson(10, 100, 1 - share, 6.185786) * 100e6);
	CU_ASSERT_EQUAL(find(m, "f")->value[MC_CPU_NS], 100000000);
	CU_ASSERT_FALSE(mc_measure_is_rough(find(m, "f"), MC_CPU_NS));
	CU_ASSERT(mc_measure_is_rough(find(m, "f"), MC_CPU_SELF_NS));
	mc_model_free(m);
}

/* What was always timed is known: its ticks change nothing, and the rest is
   shared out without it. */
MC_TEST(what_was_always_timed_is_a_region_of_its_own)
{
	struct mc_maker_node *n;
	struct mc_model *m;

	begin_test();
	n = add(mc_maker_root(maker, 1), "f", 1, 1, 40000000, 20);
	add(n, "always", 10, 10, 60000000, 3);
	add(n, "g", 1000, 10, 0, 20);
	m = mc_maker_model(maker);
	CU_ASSERT_EQUAL(find(m, "always")->value[MC_CPU_NS], 60000000);
	CU_ASSERT_FALSE(mc_measure_is_rough(find(m, "always"), MC_CPU_NS));
	CU_ASSERT_EQUAL(find(m, "f")->value[MC_CPU_NS], 100000000);
	CU_ASSERT_EQUAL(find(m, "g")->value[MC_CPU_NS] +
				find(m, "f")->value[MC_CPU_SELF_NS],
			40000000);
	CU_ASSERT_DOUBLE_EQUAL((double)find(m, "g")->value[MC_CPU_NS], 20e6,
			       2e6);
	mc_model_free(m);
}

/* Two callers of h err in opposite directions: together they are as sure as
   one. */
MC_TEST(contexts_of_one_function_err_together)
{
	struct mc_maker_node *f, *n;
	struct mc_model *m;
	double share;

	begin_test();
	f = add(mc_maker_root(maker, 1), "f", 1, 1, 100000000, 0);
	n = add(f, "a", 1000, 10, 0, 0);
	add(n, "h", 1000, 10, 0, 500);
	n = mc_maker_calls(maker, add(f, "b", 1000, 10, 0, 0), 3, 1000, 0, 0);
	n->raw.timed = 10;
	n->raw.cpu_ticks = 500;
	m = mc_maker_model(maker);
	/* All ticks are in h; f is where timed calls left all time. */
	share = 1000 / 1003.8416;
	expect(find(m, "h"), MC_CPU_SELF_NS, share * 100e6,
	       wilson(1000, 1000, share, 1.9208) * 100e6);
	/* Nothing is below what is sure: f's total has all of it. */
	CU_ASSERT_EQUAL(find(m, "f")->value[MC_CPU_NS], 100000000);
	CU_ASSERT_FALSE(mc_measure_is_rough(find(m, "f"), MC_CPU_NS));
	mc_model_free(m);
}

/* Without a tick, and shorter than two periods: samples tell more. */
MC_TEST(timed_calls_tell_of_what_is_short)
{
	struct mc_maker_node *n;
	struct mc_model *m;

	begin_test();
	n = add(mc_maker_root(maker, 1), "f", 1, 1, 35000, 0);
	n = add(n, "g", 1000, 10, 300, 0);
	n->raw.squares = 10 * 30 * 30;
	m = mc_maker_model(maker);
	expect(find(m, "g"), MC_CPU_NS, 30000, 0);
	mc_model_free(m);
}

/* Of a marked function that is called from outside, nobody saw the calls that
   were not timed.  The ticks did. */
MC_TEST(extents_that_were_not_timed_are_known_by_ticks)
{
	struct mc_model *m;

	begin_test();
	add(mc_maker_root(maker, 1), "f", 1000000, 4000, 200000, 400);
	m = mc_maker_model(maker);
	CU_ASSERT_DOUBLE_EQUAL((double)find(m, "f")->value[MC_CPU_NS], 400e6,
			       4e6);
	CU_ASSERT(find(m, "f")->value[MC_CPU_ERROR_NS] > 35000000);
	CU_ASSERT(find(m, "f")->value[MC_CPU_ERROR_NS] < 45000000);
	mc_model_free(m);
}

/* With no tick at all in a long region the interval is all of it. */
MC_TEST(a_region_without_ticks_is_unsure)
{
	struct mc_maker_node *n;
	struct mc_model *m;

	begin_test();
	n = add(mc_maker_root(maker, 1), "f", 1, 1, 10 * PERIOD, 0);
	add(n, "g", 1000, 10, 0, 0);
	m = mc_maker_model(maker);
	CU_ASSERT_EQUAL(find(m, "f")->value[MC_CPU_SELF_ERROR_NS], 10 * PERIOD);
	CU_ASSERT_EQUAL(find(m, "g")->value[MC_CPU_ERROR_NS], 10 * PERIOD);
	mc_model_free(m);
}

/* The time of a call that leads back is in the region of where it leads. */
MC_TEST(recursion_joins_what_it_passes)
{
	struct mc_maker_node *f, *g, *back;
	struct mc_model *m;

	begin_test();
	f = add(mc_maker_root(maker, 1), "f", 1, 1, 30000000, 25);
	g = add(f, "g", 100, 100, 70000000, 25);
	back = mc_maker_calls(maker, g, 1, 5000, 0, 0);
	back->target = f;
	back->raw.timed = 50;
	back->raw.cpu_ticks = 50;
	m = mc_maker_model(maker);
	CU_ASSERT_DOUBLE_EQUAL((double)find(m, "f")->value[MC_CPU_SELF_NS],
			       75e6, 3e6);
	CU_ASSERT_DOUBLE_EQUAL((double)find(m, "g")->value[MC_CPU_SELF_NS],
			       25e6, 3e6);
	CU_ASSERT_EQUAL(find(m, "f")->value[MC_CPU_NS], 100000000);
	mc_model_free(m);
}

/* The clock ticks in user code only, and 60 of 100 ms went by without a tick:
   they may be anybody's. */
MC_TEST(time_in_the_kernel_may_be_of_any)
{
	struct mc_maker_node *n;
	struct mc_model *m;

	begin_test();
	mc_maker_thread(maker, 1)->flags |= MC_THREAD_USER_TICKS;
	n = add(mc_maker_root(maker, 1), "f", 1, 1, 100000000, 30);
	add(n, "g", 1000, 10, 0, 10);
	m = mc_maker_model(maker);
	/* 10 ms, or up to 70 */
	CU_ASSERT(find(m, "g")->value[MC_CPU_NS] +
			  find(m, "g")->value[MC_CPU_ERROR_NS] >
		  70000000);
	CU_ASSERT(find(m, "g")->value[MC_CPU_NS] -
			  find(m, "g")->value[MC_CPU_ERROR_NS] <
		  10000000);
	CU_ASSERT_FALSE(mc_measure_is_rough(find(m, "f"), MC_CPU_NS));
	mc_model_free(m);
}

/* f calls a function in ten contexts, each of which took 1 ms of hooks.  By
   chance some have 2 ticks, and some none: all in all, hooks took all. */
MC_TEST(chance_among_contexts_makes_no_time)
{
	struct mc_maker_node *f, *n;
	struct mc_model *m;
	uint32_t leaf;

	begin_test();
	mc_maker_header(maker)->cost_untimed_mticks = 1000;
	f = add(mc_maker_root(maker, 1), "f", 1, 1, 110 * PERIOD, 100);
	leaf = mc_maker_function(maker, "leaf", "leaf", "a.c", 2, 0);
	for (int i = 0; i < 10; i++) {
		const char name[] = {(char)('a' + i), 0};

		n = mc_maker_calls(maker, add(f, name, 1000, 10, 0, 0), leaf,
				   1250000, 0, 0);
		n->raw.timed = 10;
		n->raw.cpu_ticks = i % 2 ? 2 : 0;
	}
	m = mc_maker_model(maker);
	CU_ASSERT(find(m, "leaf")->value[MC_CPU_SELF_NS] < PERIOD);
	CU_ASSERT(find(m, "leaf")->value[MC_CPU_SELF_ERROR_NS] > PERIOD);
	mc_model_free(m);
}

/* A function that does nearly nothing shows that a counted call costs 7 ns
   while its callee is the position, where 5 were measured in all. */
MC_TEST(trivial_functions_tell_what_calls_cost)
{
	struct mc_maker_node *f, *n;
	struct mc_model *m;
	uint32_t trivial;

	begin_test();
	mc_maker_header(maker)->cost_untimed_mticks = 5000;
	f = add(mc_maker_root(maker, 1), "f", 1, 1, 1000 * PERIOD, 650);
	trivial = mc_maker_function(maker, "get", "get", "a.c", 2,
				    MC_FUNCTION_TRIVIAL);
	n = mc_maker_calls(maker, f, trivial, 10000000, 0, 0);
	n->raw.timed = 10;
	n->raw.cpu_ticks = 70;
	functions++;
	n = add(f, "g", 40000000, 10, 0, 280);
	(void)n;
	m = mc_maker_model(maker);
	/* 0.4 ns of 7 are its own */
	CU_ASSERT_DOUBLE_EQUAL((double)find(m, "get")->value[MC_CPU_SELF_NS],
			       4e6, 2e6);
	/* g shows 7 ns a call as well */
	CU_ASSERT_DOUBLE_EQUAL((double)find(m, "g")->value[MC_CPU_SELF_NS],
			       16e6, 8e6);
	mc_model_free(m);
}

/* Half of what a light call costs passes while its callee is the position. */
MC_TEST(light_calls_have_a_cost_of_their_own)
{
	struct mc_maker_node *f, *n;
	struct mc_model *m;

	begin_test();
	mc_maker_header(maker)->cost_untimed_mticks = 100000;
	mc_maker_header(maker)->cost_light_mticks = 5000;
	f = add(mc_maker_root(maker, 1), "f", 1, 1, 1000 * PERIOD, 720);
	n = add(f, "g", 10, 10, 0, 280);
	mc_maker_light(f, n, 40000000);
	m = mc_maker_model(maker);
	CU_ASSERT_EQUAL(find(m, "g")->value[MC_CALLS], 40000010);
	CU_ASSERT_DOUBLE_EQUAL((double)find(m, "g")->value[MC_CPU_SELF_NS],
			       280e6 - 40e6 * 5 * 1.15 / 2, 2e6);
	CU_ASSERT_DOUBLE_EQUAL((double)find(m, "f")->value[MC_CPU_SELF_NS],
			       720e6 - 40e6 * 5 * 1.15 / 2, 2e6);
	mc_model_free(m);
}

/* f calls a calls b calls c, which calls f again, most times untimed:
   what f and c did is known for both together.  So a's total is as
   unsure as b's. */
MC_TEST(a_part_of_a_region_is_unsure_for_all_above_it)
{
	struct mc_maker_node *f, *n, *back;
	struct mc_model *m;

	begin_test();
	f = add(mc_maker_root(maker, 1), "f", 1, 1, 50000000, 25);
	n = add(f, "a", 100, 100, 10000000, 10);
	n = add(n, "b", 100, 100, 10000000, 10);
	n = add(n, "c", 100, 100, 50000000, 75);
	back = mc_maker_calls(maker, n, 1, 5000, 0, 0);
	back->target = f;
	back->raw.timed = 50;
	m = mc_maker_model(maker);
	CU_ASSERT(find(m, "c")->value[MC_CPU_ERROR_NS] > 5000000);
	CU_ASSERT_EQUAL(find(m, "b")->value[MC_CPU_ERROR_NS],
			find(m, "c")->value[MC_CPU_ERROR_NS]);
	CU_ASSERT_EQUAL(find(m, "a")->value[MC_CPU_ERROR_NS],
			find(m, "c")->value[MC_CPU_ERROR_NS]);
	CU_ASSERT(mc_measure_is_rough(find(m, "a"), MC_CPU_NS));
	/* All of the region is below f. */
	CU_ASSERT_EQUAL(find(m, "f")->value[MC_CPU_NS], 120000000);
	CU_ASSERT_EQUAL(find(m, "f")->value[MC_CPU_ERROR_NS], 0);
	mc_model_free(m);
}

/* The ticks were stopped after three quarters of the time, but all that
   g and h did came after that, but for two ticks: their shares are
   unknown. */
MC_TEST(a_region_may_have_run_when_ticks_were_stopped)
{
	struct mc_maker_node *f, *n;
	struct mc_model *m;

	begin_test();
	mc_maker_thread(maker, 1)->ticked_ns = 750000000;
	f = add(mc_maker_root(maker, 1), "f", 1, 1, 700000000, 700);
	n = add(f, "g", 1, 1, 300000000, 48);
	add(n, "h", 1000, 10, 0, 2);
	m = mc_maker_model(maker);
	CU_ASSERT(find(m, "h")->value[MC_CPU_NS] +
			  find(m, "h")->value[MC_CPU_ERROR_NS] >
		  200000000);
	mc_model_free(m);
}

/* Nobody has seen the extents that were not timed, nor ticks of them
   once those were stopped: the timed ones tell. */
MC_TEST(extents_after_ticks_were_stopped_are_estimated_by_timed_calls)
{
	struct mc_model *m;

	begin_test();
	mc_maker_thread(maker, 1)->ticked_ns = 15000000;
	add(mc_maker_root(maker, 1), "f", 1000000, 4000, 20000000, 15);
	m = mc_maker_model(maker);
	CU_ASSERT_EQUAL(find(m, "f")->value[MC_CPU_NS], 5000000000);
	mc_model_free(m);
}

/* A damaged profile has any number anywhere. */
MC_TEST(hostile_numbers_make_no_wrong_error)
{
	static const uint64_t numbers[] = {0,	       1,	  1u << 20,
					   UINT32_MAX, INT64_MAX, UINT64_MAX};
	enum { COUNT = sizeof(numbers) / sizeof(*numbers) };

	for (int i = 0; i < COUNT * COUNT * COUNT; i++) {
		uint64_t a = numbers[i % COUNT];
		uint64_t b = numbers[i / COUNT % COUNT];
		uint64_t c = numbers[i / COUNT / COUNT];
		struct mc_maker_node *n;
		struct mc_model *m;

		begin_test();
		mc_maker_thread(maker, 1)->tick_ns = (uint32_t)a;
		mc_maker_thread(maker, 1)->ticked_ns = b;
		n = add(mc_maker_root(maker, 1), "f", b, c, a, (uint32_t)b);
		n = add(n, "g", a, b, c, (uint32_t)c);
		add(n, "h", c, a, b, (uint32_t)a);
		m = mc_maker_model(maker);
		for (size_t k = 0; k < m->function_count; k++) {
			const int64_t *v = m->functions[k].numbers.value;

			CU_ASSERT(v[MC_CPU_NS] >= 0);
			CU_ASSERT(v[MC_CPU_ERROR_NS] >= 0);
			CU_ASSERT(v[MC_CPU_SELF_NS] >= 0);
			CU_ASSERT(v[MC_CPU_SELF_ERROR_NS] >= 0);
		}
		mc_model_free(m);
	}
}
