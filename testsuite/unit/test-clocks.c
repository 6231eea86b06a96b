/* SPDX-License-Identifier: MIT */
/*
 * Time on the processor, and waiting, by literal profiles.
 */
#include "profile-maker.h"
#include "report/dot.h"
#include "report/dump.h"
#include "report/table.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct mc_maker *open_maker(void)
{
	struct mc_maker *m = mc_maker_open();

	mc_maker_header(m)->gate = MC_GATE_RING | MC_GATE_SWITCHES;
	return m;
}

static struct mc_maker_node *wait_in(struct mc_maker_node *n, uint64_t ns,
				     uint64_t preempted)
{
	n->raw.wait_ns = ns;
	n->raw.preempted_ns = preempted;
	return n;
}

/* Checks all times of a function or edge; self -1: there is none. */
static void expect(const struct mc_measures *n, int64_t cpu, int64_t cpu_self,
		   int64_t wait, int64_t wait_self)
{
	bool is_function = cpu_self >= 0;

	CU_ASSERT(mc_measure_has(n, MC_CPU_NS));
	CU_ASSERT(mc_measure_has(n, MC_WAIT_NS));
	CU_ASSERT(mc_measure_has(n, MC_PREEMPTED_NS));
	CU_ASSERT_EQUAL(mc_measure_has(n, MC_CPU_SELF_NS), is_function);
	CU_ASSERT_EQUAL(mc_measure_has(n, MC_WAIT_SELF_NS), is_function);
	CU_ASSERT_EQUAL(n->value[MC_CPU_NS], cpu);
	CU_ASSERT_EQUAL(n->value[MC_WAIT_NS], wait);
	CU_ASSERT_EQUAL(n->value[MC_TOTAL_NS], cpu + wait);
	if (!is_function)
		return;
	CU_ASSERT_EQUAL(n->value[MC_CPU_SELF_NS], cpu_self);
	CU_ASSERT_EQUAL(n->value[MC_WAIT_SELF_NS], wait_self);
	CU_ASSERT_EQUAL(n->value[MC_SELF_NS], cpu_self + wait_self);
}

static void expect_function(const struct mc_model *m, const char *name,
			    int64_t cpu, int64_t cpu_self, int64_t wait,
			    int64_t wait_self)
{
	const struct mc_model_function *f = mc_maker_find(m, name);

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	expect(&f->numbers, cpu, cpu_self, wait, wait_self);
}

static void expect_edge(const struct mc_model *m, const char *caller,
			const char *callee, int64_t cpu, int64_t wait)
{
	const struct mc_model_edge *e =
		mc_maker_find_edge(m, caller, callee, false);

	CU_ASSERT_PTR_NOT_NULL_FATAL(e);
	expect(&e->numbers, cpu, -1, wait, -1);
}

/* What holds of every model. */
static void expect_sums(const struct mc_model *m)
{
	int64_t self = 0, cpu = 0, wait = 0;

	for (size_t i = 0; i < m->function_count; i++) {
		const int64_t *v = m->functions[i].numbers.value;

		CU_ASSERT(v[MC_SELF_NS] <= v[MC_TOTAL_NS]);
		CU_ASSERT(v[MC_PREEMPTED_NS] <= v[MC_WAIT_NS]);
		self += v[MC_SELF_NS];
		cpu += v[MC_CPU_SELF_NS];
		wait += v[MC_WAIT_SELF_NS];
	}
	for (size_t i = 0; i < m->edge_count; i++) {
		const struct mc_model_edge *e = &m->edges[i];
		const int64_t *v = e->numbers.value;
		const int64_t *callee = m->functions[e->callee].numbers.value;

		CU_ASSERT(v[MC_TOTAL_NS] <= callee[MC_TOTAL_NS]);
		CU_ASSERT(v[MC_CPU_NS] <= callee[MC_CPU_NS]);
		CU_ASSERT(v[MC_WAIT_NS] <= callee[MC_WAIT_NS]);
		CU_ASSERT(v[MC_PREEMPTED_NS] <= callee[MC_PREEMPTED_NS]);
	}
	CU_ASSERT_EQUAL(self, m->total_ns);
	CU_ASSERT_EQUAL(cpu, m->cpu_ns);
	CU_ASSERT_EQUAL(wait, m->wait_ns);
}

/* f calls itself; that it should start a thread there is not true, as that is
   the same one. */
MC_TEST(waiting_in_a_false_thread_is_no_more_than_all_waiting)
{
	struct mc_maker *m = open_maker();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	struct mc_maker_node *n;
	struct mc_model *model;
	const int64_t *v;

	n = wait_in(mc_maker_calls(m, mc_maker_root(m, 1), f, 1, 150, 100), 50,
		    0);
	n = wait_in(mc_maker_calls(m, n, f, 1, 800, 100), 700, 300);
	n->raw.flags |= MC_NODE_THREAD;
	model = mc_maker_model(m);
	v = mc_maker_find(model, "f")->numbers.value;
	CU_ASSERT(v[MC_WAIT_SELF_NS] <= v[MC_WAIT_NS]);
	CU_ASSERT(v[MC_SELF_NS] <= v[MC_TOTAL_NS]);
	mc_model_free(model);
}

/* f waits 50 ns, and calls g, which waits 700 of which it could have run 300.
 */
static struct mc_maker *make_waiting(void)
{
	struct mc_maker *m = open_maker();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(m, "g", "g", "a.c", 2, 0);
	struct mc_maker_node *n;

	n = wait_in(mc_maker_calls(m, mc_maker_root(m, 1), f, 1, 750, 100), 50,
		    0);
	n = wait_in(mc_maker_calls(m, n, g, 2, 600, 200), 700, 300);
	n->raw.min_ticks = 40;
	n->raw.max_ticks = 560;
	return m;
}

MC_TEST(waiting_is_part_of_time_and_of_what_is_above)
{
	struct mc_model *m = mc_maker_model(make_waiting());
	const struct mc_measures *g = &mc_maker_find(m, "g")->numbers;

	CU_ASSERT(m->has_clocks);
	expect_function(m, "f", 300, 100, 750, 50);
	expect_function(m, "g", 200, 200, 700, 700);
	expect_edge(m, NULL, "f", 300, 750);
	expect_edge(m, "f", "g", 200, 700);
	CU_ASSERT_EQUAL(g->value[MC_PREEMPTED_NS], 300);
	CU_ASSERT_EQUAL(mc_maker_find(m, "f")->numbers.value[MC_PREEMPTED_NS],
			300);
	CU_ASSERT_EQUAL(m->total_ns, 1050);
	expect_sums(m);
	mc_model_free(m);
}

MC_TEST(preemption_is_no_part_of_a_call)
{
	struct mc_model *m = mc_maker_model(make_waiting());
	const struct mc_measures *g = &mc_maker_find(m, "g")->numbers;

	CU_ASSERT_EQUAL(g->value[MC_MIN_NS], 40);
	CU_ASSERT_EQUAL(g->value[MC_MAX_NS], 560);
	CU_ASSERT_EQUAL(mc_measure_mean(g), (200 + 700 - 300) / 2);
	mc_model_free(m);
}

/* Half of the ticks are the hooks': 100 of g's 200, but of nothing that it
   waited. */
MC_TEST(only_ticks_have_the_cost_of_hooks)
{
	struct mc_maker *maker = make_waiting();
	struct mc_model *m;

	mc_maker_header(maker)->cost_inside_mticks = 50000;
	m = mc_maker_model(maker);
	expect_function(m, "g", 100, 100, 700, 700);
	CU_ASSERT_EQUAL(mc_maker_find(m, "g")->numbers.value[MC_MAX_NS], 510);
	expect_sums(m);
	mc_model_free(m);
}

/* f calls g, which calls itself three times; the last link leads back. */
MC_TEST(waiting_in_recursion_counts_once)
{
	struct mc_maker *maker = open_maker();
	uint32_t f = mc_maker_function(maker, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(maker, "g", "g", "a.c", 2, 0);
	struct mc_maker_node *a, *b, *first, *again;
	struct mc_model *m;

	a = wait_in(
		mc_maker_calls(maker, mc_maker_root(maker, 1), f, 1, 1000, 100),
		10, 0);
	b = wait_in(mc_maker_calls(maker, a, g, 1, 900, 400), 20, 2);
	first = wait_in(mc_maker_calls(maker, b, g, 1, 500, 300), 300, 30);
	again = wait_in(mc_maker_calls(maker, first, g, 2, 300, 200), 4, 0);
	again->target = first;
	m = mc_maker_model(maker);
	expect_function(m, "f", 1000, 100, 334, 10);
	expect_function(m, "g", 900, 900, 324, 324);
	expect_edge(m, "f", "g", 900, 324);
	expect_edge(m, "g", "g", 500, 304);
	CU_ASSERT_EQUAL(mc_maker_find(m, "g")->numbers.value[MC_PREEMPTED_NS],
			32);
	expect_sums(m);
	mc_model_free(m);
}

/*
 * f calls g 1000 times; of these 10 were timed, 30 ticks each, half of them 20
 * and half 40.  What the other 990 lasted was seen as f's.
 */
MC_TEST(an_estimate_is_of_time_on_the_processor)
{
	struct mc_maker *maker = open_maker();
	uint32_t f = mc_maker_function(maker, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(maker, "g", "g", "a.c", 2, 0);
	struct mc_maker_node *n;
	const struct mc_measures *of;
	char rough[MC_MEASURE_LIST];
	struct mc_model *m;

	n = mc_maker_calls(maker, mc_maker_root(maker, 1), f, 1, 35000,
			   5000 + 990 * 30);
	wait_in(n, 1000, 0);
	n = mc_maker_calls(maker, n, g, 1000, 30000, 300);
	wait_in(n, 70000, 0);
	n->raw.timed = 10;
	n->raw.squares = 5 * 20 * 20 + 5 * 40 * 40;
	m = mc_maker_model(maker);
	expect_function(m, "g", 30000, 30000, 70000, 70000);
	expect_function(m, "f", 35000, 5000, 71000, 1000);
	of = &mc_maker_find(m, "g")->numbers;
	mc_measure_list_rough(of, rough);
	CU_ASSERT_STRING_EQUAL(rough, "total_ns self_ns cpu_ns cpu_self_ns");
	CU_ASSERT(of->value[MC_CPU_ERROR_NS] > 0);
	CU_ASSERT_EQUAL(of->value[MC_CPU_ERROR_NS],
			of->value[MC_TOTAL_ERROR_NS]);
	CU_ASSERT_EQUAL(of->value[MC_CPU_SELF_ERROR_NS],
			of->value[MC_SELF_ERROR_NS]);
	expect_sums(m);
	mc_model_free(m);
}

/* Of the calls of g nine in ten were not timed, and those that were had nothing
   in common. */
MC_TEST(an_error_is_no_more_than_all_there_was)
{
	struct mc_maker *maker = open_maker();
	uint32_t f = mc_maker_function(maker, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(maker, "g", "g", "a.c", 2, 0);
	struct mc_maker_node *n;
	struct mc_model *m;

	n = mc_maker_calls(maker, mc_maker_root(maker, 1), f, 1, 9000, 8000);
	wait_in(n, 100000, 0);
	n = mc_maker_calls(maker, n, g, 100000, 1000, 1000);
	n->raw.timed = 10;
	n->raw.squares = (uint64_t)1 << 50;
	m = mc_maker_model(maker);
	for (size_t i = 0; i < m->function_count; i++) {
		const int64_t *v = m->functions[i].numbers.value;

		CU_ASSERT(v[MC_CPU_ERROR_NS] <= m->cpu_ns);
		CU_ASSERT(v[MC_CPU_SELF_ERROR_NS] <= m->cpu_ns);
		CU_ASSERT(v[MC_TOTAL_ERROR_NS] <= m->cpu_ns);
		CU_ASSERT(v[MC_SELF_ERROR_NS] <= m->cpu_ns);
	}
	CU_ASSERT(m->edges[0].numbers.value[MC_CPU_ERROR_NS] <= m->cpu_ns);
	mc_model_free(m);
}

MC_TEST(a_caller_is_on_the_processor_as_long_as_its_calls)
{
	struct mc_maker *maker = open_maker();
	struct mc_maker_node *a;
	struct mc_model *m;

	a = mc_maker_calls(maker, mc_maker_root(maker, 1),
			   mc_maker_function(maker, "a", "a", "a.c", 1, 1), 1,
			   1000, 400);
	wait_in(a, 5, 0);
	a = mc_maker_calls(maker, a,
			   mc_maker_function(maker, "b", "b", "a.c", 2, 0), 100,
			   600, 600);
	wait_in(a, 70, 0);
	mc_maker_header(maker)->cost_outside_mticks = 9500;
	m = mc_maker_model(maker);
	expect_function(m, "a", 600, 0, 75, 5);
	expect_edge(m, "a", "b", 600, 70);
	expect_edge(m, NULL, "a", 600, 75);
	CU_ASSERT_EQUAL(m->total_ns, 675);
	mc_model_free(m);
}

static bool has_any_clock(const struct mc_measures *n)
{
	for (int i = 0; i < MC_METRICS; i++)
		if (mc_metric_rows[i].needs == MC_METRIC_CLOCKS &&
		    (mc_measure_has(n, i) || mc_measure_is_rough(n, i)))
			return true;
	return false;
}

static bool has_clocks_anywhere(const struct mc_model *m)
{
	for (size_t i = 0; i < m->function_count; i++)
		if (has_any_clock(&m->functions[i].numbers))
			return true;
	for (size_t i = 0; i < m->edge_count; i++)
		if (has_any_clock(&m->edges[i].numbers))
			return true;
	return m->has_clocks;
}

MC_TEST(clocks_are_absent_unless_all_inputs_have_them)
{
	struct mc_maker *without = make_waiting(), *idle = mc_maker_open();
	struct mc_profile *both[2];
	struct mc_model *m;

	mc_maker_header(without)->gate = MC_GATE_RING;
	both[0] = mc_maker_profile(make_waiting());
	both[1] = mc_maker_profile(without);
	m = mc_maker_build(both, 2);
	CU_ASSERT_FALSE(has_clocks_anywhere(m));
	/* Times are what each of them knows. */
	CU_ASSERT_EQUAL(mc_maker_find(m, "g")->numbers.value[MC_TOTAL_NS],
			900 + 200);
	CU_ASSERT_EQUAL(mc_maker_find(m, "f")->numbers.value[MC_TOTAL_NS],
			1050 + 300);
	CU_ASSERT_EQUAL(m->total_ns, 1050 + 300);
	mc_model_free(m);
	/* Nothing ran in the other one. */
	mc_maker_header(idle)->threads = 0;
	both[0] = mc_maker_profile(make_waiting());
	both[1] = mc_maker_profile(idle);
	m = mc_maker_build(both, 2);
	expect_function(m, "f", 300, 100, 750, 50);
	mc_model_free(m);
}

MC_TEST(clocks_are_absent_where_the_kernel_does_not_tell)
{
	struct mc_maker *maker = make_waiting();
	struct mc_model *m;

	mc_maker_header(maker)->gate = MC_GATE_RING;
	m = mc_maker_model(maker);
	CU_ASSERT_FALSE(has_clocks_anywhere(m));
	CU_ASSERT_EQUAL(m->total_ns, 300);
	mc_model_free(m);
	maker = make_waiting();
	mc_maker_header(maker)->time_mode = MC_TIME_OFF;
	m = mc_maker_model(maker);
	CU_ASSERT_FALSE(has_clocks_anywhere(m));
	mc_model_free(m);
}

MC_TEST(what_comes_first_depends_on_threads)
{
	struct mc_maker *maker = make_waiting();
	struct mc_model *m = mc_maker_model(make_waiting());

	CU_ASSERT_EQUAL(mc_model_first(m), MC_TOTAL_NS);
	CU_ASSERT_EQUAL(mc_model_first_self(m), MC_SELF_NS);
	mc_model_free(m);
	mc_maker_header(maker)->threads = 2;
	m = mc_maker_model(maker);
	CU_ASSERT_EQUAL(mc_model_first(m), MC_CPU_NS);
	CU_ASSERT_EQUAL(mc_model_first_self(m), MC_CPU_SELF_NS);
	mc_model_free(m);
	maker = make_waiting();
	mc_maker_header(maker)->threads = 2;
	mc_maker_header(maker)->gate = 0;
	m = mc_maker_model(maker);
	CU_ASSERT_EQUAL(mc_model_first(m), MC_TOTAL_NS);
	mc_model_free(m);
}

MC_TEST(stacks_have_all_clocks)
{
	struct mc_model *m =
		mc_maker_model_with(make_waiting(), MC_MODEL_STACKS);
	const struct mc_stacks *s = m->stacks;
	size_t self = mc_maker_find_metric(s, MC_SELF_NS);
	size_t cpu = mc_maker_find_metric(s, MC_CPU_SELF_NS);
	size_t wait = mc_maker_find_metric(s, MC_WAIT_SELF_NS);

	CU_ASSERT_EQUAL_FATAL(s->count, 3);
	CU_ASSERT(s->is_there[cpu] && s->is_there[wait]);
	CU_ASSERT_EQUAL(s->weight, self);
	CU_ASSERT_EQUAL(mc_stacks_own(s, 1, self), 150);
	CU_ASSERT_EQUAL(mc_stacks_own(s, 1, cpu), 100);
	CU_ASSERT_EQUAL(mc_stacks_own(s, 1, wait), 50);
	CU_ASSERT_EQUAL(mc_stacks_total(s, 1, self), 1050);
	CU_ASSERT_EQUAL(mc_stacks_total(s, 1, cpu), 300);
	CU_ASSERT_EQUAL(mc_stacks_total(s, 1, wait), 750);
	mc_model_free(m);
}

MC_TEST(the_dump_has_clocks_at_the_end)
{
	struct mc_maker *maker = make_waiting();
	struct mc_model *m;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	mc_maker_header(maker)->mem_mode = MC_MEM_RSS;
	m = mc_maker_model(maker);
	mc_dump_write(m, out);
	fclose(out);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, " gate=ring+switches "));
	CU_ASSERT_PTR_NOT_NULL(strstr(text,
				      " cpu_ns=200 cpu_self_ns=200 wait_ns=700 "
				      "wait_self_ns=700 preempted_ns=300\n"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, " cpu_ns=200 wait_ns=700 preempted_ns=300\n"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, " wait_self_ns=700 preempted_self_ns=300\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, " off_ticks=0\n"));
	free(text);
	mc_model_free(m);
}

static struct mc_maker *make_threads(void)
{
	struct mc_maker *m = make_waiting();
	uint32_t h = mc_maker_function(m, "h", "h", "a.c", 3, 1);

	wait_in(mc_maker_calls(m, mc_maker_root(m, 2), h, 1, 9150, 150), 9000,
		0);
	mc_maker_header(m)->threads = 2;
	return m;
}

static char *write_table(const struct mc_model *m, enum mc_metric by)
{
	struct mc_table_options how = {.by = by};
	static char *text;
	size_t size;

	how.to.out = open_memstream(&text, &size);
	mc_table_write(m, &how);
	fclose(how.to.out);
	return text;
}

/* Returns true if the names are in this order, at the ends of lines. */
static bool is_order(const char *text, const char *first, const char *second)
{
	const char *at = strstr(text, first);

	return at && strstr(at, second);
}

MC_TEST(a_thread_that_waits_does_not_lead_the_table)
{
	struct mc_model *m = mc_maker_model(make_threads());
	char *text = write_table(m, mc_model_first_self(m));

	CU_ASSERT(is_order(text, " g\n", " h\n"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "2 threads; by time on the CPU, 450 ns in all\n"));
	/* Shares are of the same time, which stands first. */
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "\ncpu self%  cpu self  cpu%     cpu    self  "));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "\n     44.4    200 ns  44.4  200 ns  900 ns  "));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n    cpu%       cpu       total"
					    "  calls\n"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "\n  66.7 %    300 ns      1.1 us  1x f\n"));
	free(text);
	text = write_table(m, MC_WAIT_SELF_NS);
	CU_ASSERT(is_order(text, " h\n", " g\n"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "2 threads; by waiting, 9.8 us in all\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(
		text, "\nwait self%  wait self  wait%    wait    self  "));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "\n   wait%      wait       total  calls\n"));
	free(text);
	text = write_table(m, MC_SELF_NS);
	CU_ASSERT(is_order(text, " h\n", " g\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, ", 2 threads\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nself%    self  total%  "));
	free(text);
	mc_model_free(m);
}

MC_TEST(preemption_has_a_column_where_it_is_a_part_of_the_time)
{
	struct mc_maker *maker = open_maker();
	struct mc_model *m = mc_maker_model(make_waiting());
	char *text = write_table(m, MC_SELF_NS);

	CU_ASSERT_PTR_NOT_NULL(strstr(text, "wait  preempted  function\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "700 ns     300 ns  g\n"));
	free(text);
	mc_model_free(m);
	/* 9 ns of 1,159 are not. */
	wait_in(mc_maker_calls(maker, mc_maker_root(maker, 1),
			       mc_maker_function(maker, "f", "f", "a.c", 1, 1),
			       1, 1000, 1000),
		159, 9);
	m = mc_maker_model(maker);
	text = write_table(m, MC_SELF_NS);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "wait  function\n"));
	free(text);
	mc_model_free(m);
}

static char *write_dot(const struct mc_model *m,
		       const struct mc_metric_row *colour)
{
	const struct mc_writer_options how = {.view.colour = colour};
	struct mc_error error;
	static char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	CU_ASSERT_EQUAL(mc_dot_write(m, &how, out, &error), 0);
	fclose(out);
	return text;
}

MC_TEST(a_box_says_what_was_on_the_processor)
{
	struct mc_model *m = mc_maker_model(make_waiting());
	char *text = write_dot(m, NULL);

	CU_ASSERT_PTR_NOT_NULL(strstr(text, "900 ns \u00b7 200 ns on CPU"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "100 % of the recorded time"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "</b> wall-clock: on the CPU, and waiting"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "waiting: 700 ns\\npreempted: "));
	free(text);
	text = write_dot(m, &mc_metric_rows[MC_WAIT_NS]);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "100 % of the time waited"));
	free(text);
	mc_model_free(m);
}

MC_TEST(a_picture_of_threads_is_about_the_processor)
{
	struct mc_model *m = mc_maker_model(make_threads());
	char *text = write_dot(m, NULL);

	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "<b>44 % CPU</b>  900 ns \u00b7 200 ns on CPU"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, ">self 44 %<"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "<b>fill, pen</b> 0 %"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "67 % of the CPU time"));
	free(text);
	text = write_dot(m, &mc_metric_rows[MC_TOTAL_NS]);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "<b>8.8 %</b>  900 ns \u00b7 200 ns on CPU"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "100 % of the recorded time"));
	free(text);
	mc_model_free(m);
}

MC_TEST(a_box_whose_time_was_nearly_all_on_the_processor_says_nothing)
{
	struct mc_maker *maker = open_maker();
	uint32_t f = mc_maker_function(maker, "f", "f", "a.c", 1, 1);
	struct mc_model *m;
	char *text;

	wait_in(mc_maker_calls(maker, mc_maker_root(maker, 1), f, 1, 1000, 910),
		90, 0);
	m = mc_maker_model(maker);
	text = write_dot(m, NULL);
	CU_ASSERT_PTR_NULL(strstr(text, " on CPU"));
	free(text);
	mc_model_free(m);
}

MC_TEST(the_fill_shows_the_processor_if_there_are_threads)
{
	struct mc_maker *without = make_threads();
	struct mc_model *m = mc_maker_model(make_threads());
	char *text = write_dot(m, NULL);

	CU_ASSERT_PTR_NOT_NULL(strstr(text, "67 % of the CPU time"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "share of its own, of the CPU time"));
	free(text);
	text = write_dot(m, &mc_metric_rows[MC_TOTAL_NS]);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, " of the recorded time"));
	free(text);
	mc_model_free(m);
	mc_maker_header(without)->gate = 0;
	m = mc_maker_model(without);
	text = write_dot(m, &mc_metric_rows[MC_CPU_NS]);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, " of the recorded time"));
	CU_ASSERT_PTR_NULL(strstr(text, "wall-clock"));
	free(text);
	mc_model_free(m);
}
