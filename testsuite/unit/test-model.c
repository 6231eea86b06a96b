/* SPDX-License-Identifier: MIT */
/*
 * The numbers of the model, by literal profiles.
 */
#include "profile-maker.h"
#include "unit.h"

#include <string.h>

static int64_t get(const struct mc_measures *n, enum mc_metric which)
{
	CU_ASSERT(mc_measure_has(n, which));
	return n->value[which];
}

static int64_t get_function(const struct mc_model *m, const char *name,
			    enum mc_metric which)
{
	const struct mc_model_function *f = mc_maker_find(m, name);

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	return get(&f->numbers, which);
}

static int64_t get_edge(const struct mc_model *m, const char *caller,
			const char *callee, enum mc_metric which)
{
	const struct mc_model_edge *e =
		mc_maker_find_edge(m, caller, callee, false);

	CU_ASSERT_PTR_NOT_NULL_FATAL(e);
	return get(&e->numbers, which);
}

static struct mc_maker_node *extremes(struct mc_maker_node *n, uint64_t least,
				      uint64_t most)
{
	n->raw.min_ticks = least;
	n->raw.max_ticks = most;
	return n;
}

/* my_func calls her_func once, which calls itself three times. */
static struct mc_maker *make_recursion(void)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t mine = mc_maker_function(m, "my_func", "my_func", "a.c", 1, 1);
	uint32_t hers =
		mc_maker_function(m, "her_func", "her_func", "a.c", 2, 0);
	struct mc_maker_node *a, *b, *first, *again;

	a = mc_maker_calls(m, mc_maker_root(m, 1), mine, 1, 1000, 100);
	b = mc_maker_calls(m, a, hers, 1, 900, 400);
	first = mc_maker_calls(m, b, hers, 1, 500, 300);
	again = extremes(mc_maker_calls(m, first, hers, 2, 300, 200), 100, 200);
	again->target = first;
	again->raw.depth = 4;
	return m;
}

MC_TEST(recursion_folds_to_a_node_with_a_loop)
{
	struct mc_model *m = mc_maker_model(make_recursion());

	CU_ASSERT_EQUAL(m->function_count, 2);
	CU_ASSERT_EQUAL(m->edge_count, 3);
	CU_ASSERT_EQUAL(get_function(m, "her_func", MC_CALLS), 4);
	CU_ASSERT_EQUAL(get_edge(m, "my_func", "her_func", MC_CALLS), 1);
	CU_ASSERT_EQUAL(get_edge(m, "her_func", "her_func", MC_CALLS), 3);
	CU_ASSERT_EQUAL(get_function(m, "her_func", MC_DEPTH), 4);
	mc_model_free(m);
}

MC_TEST(recursive_total_counts_outermost_only)
{
	struct mc_model *m = mc_maker_model(make_recursion());

	CU_ASSERT_EQUAL(get_function(m, "her_func", MC_TOTAL_NS), 900);
	CU_ASSERT_EQUAL(get_function(m, "her_func", MC_SELF_NS), 900);
	CU_ASSERT_EQUAL(get_edge(m, "her_func", "her_func", MC_TOTAL_NS), 500);
	CU_ASSERT_EQUAL(get_function(m, "her_func", MC_MIN_NS), 100);
	CU_ASSERT_EQUAL(get_function(m, "her_func", MC_MAX_NS), 900);
	CU_ASSERT_EQUAL(m->total_ns, 1000);
	mc_model_free(m);
}

MC_TEST(the_hooks_cost_is_taken_out)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(m, "g", "g", "a.c", 2, 0);
	struct mc_maker_node *a, *b;
	struct mc_model *model;

	mc_maker_header(m)->cost_inside_mticks = 2000;
	mc_maker_header(m)->cost_outside_mticks = 3000;
	a = mc_maker_calls(m, mc_maker_root(m, 1), f, 1, 1000, 400);
	b = extremes(mc_maker_calls(m, a, g, 10, 600, 600), 12, 102);
	(void)b;
	model = mc_maker_model(m);
	/* 1000 - 2 * (1 + 10) - 3 * 10 */
	CU_ASSERT_EQUAL(get_function(model, "f", MC_TOTAL_NS), 948);
	/* 400 - 2 * 1 - 3 * 10 */
	CU_ASSERT_EQUAL(get_function(model, "f", MC_SELF_NS), 368);
	/* 600 - 2 * 10 */
	CU_ASSERT_EQUAL(get_function(model, "g", MC_TOTAL_NS), 580);
	CU_ASSERT_EQUAL(get_function(model, "g", MC_MIN_NS), 10);
	CU_ASSERT_EQUAL(get_function(model, "g", MC_MAX_NS), 100);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_MIN_NS), 948);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_MAX_NS), 948);
	mc_model_free(model);
}

MC_TEST(corrected_times_are_never_negative)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	struct mc_model *model;

	mc_maker_header(m)->cost_inside_mticks = 1000000;
	mc_maker_calls(m, mc_maker_root(m, 1), f, 5, 1000, 900);
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_TOTAL_NS), 0);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_SELF_NS), 0);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_MIN_NS), 0);
	mc_model_free(model);
}

MC_TEST(an_open_call_adds_its_time_but_no_extreme)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	struct mc_maker_node *n = mc_maker_node(m, mc_maker_root(m, 1), f);
	struct mc_frame *frame;
	struct mc_model *model;

	mc_maker_header(m)->state = MC_STATE_RECORDING;
	mc_maker_header(m)->mem_mode = MC_MEM_RSS;
	mc_maker_header(m)->mem_reads = 2;
	n->raw.base = n->raw.timed = 1;
	n->raw.min_ticks = UINT64_MAX;
	n->raw.self_ticks = 70;
	n->raw.rss_self_bytes = 20000;
	n->raw.self_faults = 5;
	n->raw.depth = 1;
	frame = mc_maker_frame(m, n);
	frame->start_ticks = 30;
	frame->flags = MC_FRAME_TIMED;
	frame->rss_before = 50000;
	frame->rss_peak = 90000;
	mc_maker_thread(m, 1)->mark_ticks = 100;
	mc_maker_thread(m, 1)->rss_charged = 70000;
	mc_maker_thread(m, 1)->faults_charged = 6;
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_CALLS), 1);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_TOTAL_NS), 70);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_SELF_NS), 70);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_RSS_BYTES), 20000);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_RSS_PEAK_BYTES), 40000);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_FAULTS), 5);
	CU_ASSERT_FALSE(
		mc_measure_has(&model->functions[0].numbers, MC_MIN_NS));
	CU_ASSERT_FALSE(model->functions[0].numbers.estimated);
	mc_model_free(model);
}

MC_TEST(inner_open_calls_of_a_function_count_once)
{
	struct mc_maker *m = make_recursion();
	struct mc_maker_node *root = mc_maker_root(m, 2);
	struct mc_maker_node *a = mc_maker_node(m, root, 2);
	struct mc_maker_node *b = mc_maker_node(m, a, 2);
	struct mc_model *model;

	a->raw.base = b->raw.base = a->raw.timed = b->raw.timed = 1;
	b->raw.self_ticks = 40;
	mc_maker_frame(m, a)->flags = MC_FRAME_TIMED;
	mc_maker_frame(m, b)->flags = MC_FRAME_TIMED;
	mc_maker_thread(m, 2)->mark_ticks = 40;
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(get_function(model, "her_func", MC_TOTAL_NS), 940);
	CU_ASSERT_EQUAL(get_edge(model, "her_func", "her_func", MC_TOTAL_NS),
			540);
	CU_ASSERT_EQUAL(get_edge(model, NULL, "her_func", MC_TOTAL_NS), 40);
	mc_model_free(model);
}

MC_TEST(a_coroutine_is_one_function_whose_starts_are_its_calls)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t starts = mc_maker_function(m, "f", "f", "a.c", 1, 0);
	uint32_t resumptions =
		mc_maker_function(m, "f", "f", "a.c", 1, MC_FUNCTION_RESUMED);
	uint32_t g = mc_maker_function(m, "g", "g", "a.c", 9, 0);
	struct mc_maker_node *root = mc_maker_root(m, 1), *n;
	struct mc_model *model;

	n = mc_maker_calls(m, root, starts, 2, 20, 20);
	n->raw.flags |= MC_NODE_COROUTINE;
	n = mc_maker_calls(m, root, resumptions, 5, 500, 300);
	n->raw.flags |= MC_NODE_COROUTINE | MC_NODE_RESUMED;
	mc_maker_calls(m, n, g, 1, 200, 200);
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(model->function_count, 2);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_CALLS), 2);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_RESUMES), 5);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_TOTAL_NS), 520);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_SELF_NS), 320);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_TIMED), 2);
	CU_ASSERT_EQUAL(get_edge(model, NULL, "f", MC_RESUMES), 5);
	CU_ASSERT_EQUAL(get_edge(model, "f", "g", MC_CALLS), 1);
	CU_ASSERT_FALSE(mc_measure_has(
		&model->edges[model->edge_count - 1].numbers, MC_RESUMES));
	mc_model_free(model);
}

MC_TEST(what_was_not_measured_is_absent)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	struct mc_model *model;

	mc_maker_header(m)->time_mode = MC_TIME_OFF;
	mc_maker_calls(m, mc_maker_root(m, 1), f, 2, 40, 40);
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(model->functions[0].numbers.present,
			1u << MC_CALLS | 1u << MC_DEPTH);
	CU_ASSERT_EQUAL(model->edges[0].numbers.present, 1u << MC_CALLS);
	mc_model_free(model);
}

MC_TEST(memory_is_there_where_it_was_measured)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(m, "g", "g", "a.c", 2, 0);
	struct mc_maker_node *a, *b;
	struct mc_model *model;

	mc_maker_header(m)->mem_mode = MC_MEM_FULL;
	mc_maker_header(m)->mem_reads = 9;
	a = mc_maker_calls(m, mc_maker_root(m, 1), f, 1, 100, 50);
	b = mc_maker_calls(m, a, g, 1, 50, 50);
	a->raw.flags = MC_NODE_PSS_MEASURED | MC_NODE_PSS_UNSETTLED;
	a->raw.pss_self_bytes = 2048;
	a->raw.uss_self_bytes = -1024;
	b->raw.flags = MC_NODE_RSS_MEASURED | MC_NODE_RSS_ESTIMATED;
	b->raw.rss_self_bytes = 4096;
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_RSS_BYTES), 4096);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_RSS_SELF_BYTES), 0);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_PSS_BYTES), 2048);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_USS_BYTES), -1024);
	CU_ASSERT_EQUAL(get_function(model, "g", MC_RSS_SELF_BYTES), 4096);
	CU_ASSERT_FALSE(mc_measure_has(&mc_maker_find(model, "g")->numbers,
				       MC_PSS_BYTES));
	/* an estimate is in what includes it, too */
	CU_ASSERT_EQUAL(mc_maker_find(model, "f")->numbers.estimated,
			1u << MC_RSS_BYTES | 1u << MC_RSS_PEAK_BYTES |
				1u << MC_PSS_BYTES | 1u << MC_USS_BYTES);
	CU_ASSERT_EQUAL(mc_maker_find(model, "g")->numbers.estimated,
			1u << MC_RSS_BYTES | 1u << MC_RSS_SELF_BYTES |
				1u << MC_RSS_PEAK_BYTES);
	mc_model_free(model);
}

MC_TEST(calls_that_were_not_timed_make_an_estimate)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	struct mc_maker_node *n;
	struct mc_model *model;
	char rough[MC_MEASURE_LIST];

	n = mc_maker_calls(m, mc_maker_root(m, 1), f, 100, 4000, 4000);
	n->raw.timed = 25;
	model = mc_maker_model(m);
	mc_measure_list_rough(&model->functions[0].numbers, rough);
	CU_ASSERT_STRING_EQUAL(rough, "total_ns self_ns");
	CU_ASSERT_EQUAL(get_function(model, "f", MC_TOTAL_NS), 16000);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_SELF_NS), 16000);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_TIMED), 25);
	mc_model_free(model);
}

/*
 * f calls g 1000 times.  Of these 10 were timed, 30 ticks each; what the other
 * 990 lasted was seen as f's.
 */
MC_TEST(what_untimed_calls_last_is_taken_from_their_caller)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(m, "g", "g", "a.c", 2, 0);
	struct mc_maker_node *a, *b;
	struct mc_model *model;

	a = mc_maker_calls(m, mc_maker_root(m, 1), f, 1, 35000,
			   5000 + 990 * 30);
	b = mc_maker_calls(m, a, g, 1000, 30000, 300);
	b->raw.timed = 10;
	b->raw.squares = 10 * 30 * 30;
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(get_function(model, "g", MC_TOTAL_NS), 30000);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_SELF_NS), 5000);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_TOTAL_NS), 35000);
	/* All calls alike: nothing to be unsure of. */
	CU_ASSERT_EQUAL(get_function(model, "g", MC_TOTAL_ERROR_NS), 0);
	CU_ASSERT_FALSE(mc_measure_is_rough(&mc_maker_find(model, "f")->numbers,
					    MC_TOTAL_NS));
	CU_ASSERT(mc_measure_is_rough(&mc_maker_find(model, "f")->numbers,
				      MC_SELF_NS));
	mc_model_free(model);
}

/*
 * f, 1000 ticks in all, calls g, of which one in ten was timed; those lasted
 * 200 ticks, so that 2000 would have passed.
 */
MC_TEST(estimates_come_to_no_more_than_what_was_seen)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(m, "g", "g", "a.c", 2, 0);
	uint32_t h = mc_maker_function(m, "h", "h", "a.c", 3, 0);
	struct mc_maker_node *a, *b;
	struct mc_model *model;

	a = mc_maker_calls(m, mc_maker_root(m, 1), f, 1, 1000, 700);
	b = mc_maker_calls(m, a, g, 100, 2000, 200);
	b->raw.timed = 10;
	mc_maker_calls(m, a, h, 1, 100, 100);
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_TOTAL_NS), 1000);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_SELF_NS), 0);
	CU_ASSERT_EQUAL(get_function(model, "g", MC_TOTAL_NS), 900);
	CU_ASSERT_EQUAL(get_function(model, "h", MC_TOTAL_NS), 100);
	mc_model_free(model);
}

/* 64 of 64 calls timed, 10 ticks each; then 100 of 6400, half 20, half 40. */
MC_TEST(strata_are_scaled_each_on_its_own)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	struct mc_maker_node *n;
	struct mc_model *model;
	int64_t error;

	n = mc_maker_calls(m, mc_maker_root(m, 1), f, 6464, 0, 640 + 3000);
	n->raw.timed = 164;
	n->raw.scaled_ticks = 640;
	n->raw.stratum_calls = n->raw.stratum_timed = 64;
	n->raw.stratum_ticks = 640;
	n->raw.squares = 50 * 20 * 20 + 50 * 40 * 40;
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_TOTAL_NS), 640 + 6400 * 30);
	/* 2 * 6400 * sqrt((1 - 1/64) / 100) * 10.05 */
	error = get_function(model, "f", MC_TOTAL_ERROR_NS);
	CU_ASSERT(error > 12600 && error < 12900);
	mc_model_free(model);
}

MC_TEST(a_thread_is_an_edge_of_its_own_kind)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	uint32_t w = mc_maker_function(m, "w", "w", "a.c", 2, 0);
	struct mc_maker_node *a, *context, *start;
	struct mc_model *model;

	a = mc_maker_calls(m, mc_maker_root(m, 1), f, 1, 100, 90);
	mc_maker_calls(m, a, w, 1, 10, 10);
	context = mc_maker_node(m, mc_maker_root(m, 2), f);
	start = mc_maker_calls(m, context, w, 1, 5000, 5000);
	start->raw.flags = MC_NODE_THREAD;
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(model->edge_count, 3);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_CALLS), 1);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_TOTAL_NS), 100);
	CU_ASSERT_EQUAL(get_function(model, "w", MC_CALLS), 2);
	CU_ASSERT_EQUAL(get_function(model, "w", MC_TOTAL_NS), 5010);
	CU_ASSERT_EQUAL(get_edge(model, "f", "w", MC_TOTAL_NS), 10);
	CU_ASSERT_EQUAL(get(&mc_maker_find_edge(model, "f", "w", true)->numbers,
			    MC_TOTAL_NS),
			5000);
	CU_ASSERT_EQUAL(model->total_ns, 100);
	mc_model_free(model);
}

MC_TEST(context_above_what_ran_is_kept_and_the_rest_is_not)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(m, "g", "g", "a.c", 2, 0);
	uint32_t h = mc_maker_function(m, "h", "h", "a.c", 3, 0);
	struct mc_maker_node *a = mc_maker_node(m, mc_maker_root(m, 1), f);
	struct mc_model *model;

	mc_maker_calls(m, a, g, 2, 20, 20);
	mc_maker_node(m, a, h);
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_CALLS), 0);
	CU_ASSERT_EQUAL(get_edge(model, NULL, "f", MC_CALLS), 0);
	CU_ASSERT_EQUAL(get_edge(model, "f", "g", MC_CALLS), 2);
	CU_ASSERT_PTR_NULL(mc_maker_find(model, "h"));
	mc_model_free(model);
}

MC_TEST(self_never_exceeds_total_nor_an_edge_its_callee)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	struct mc_maker_node *n;
	struct mc_model *model;

	n = mc_maker_calls(m, mc_maker_root(m, 1), f, 2, 100, 100);
	n->raw.max_ticks = 150;
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_SELF_NS), 100);
	CU_ASSERT_EQUAL(get_edge(model, NULL, "f", MC_TOTAL_NS), 100);
	CU_ASSERT(get_function(model, "f", MC_MAX_NS) <= 100);
	mc_model_free(model);
}

MC_TEST(a_caller_lasts_as_long_as_its_calls_when_the_cost_is_overrated)
{
	struct mc_maker *m = mc_maker_open();
	struct mc_maker_node *a;
	struct mc_model *model;

	a = mc_maker_calls(m, mc_maker_root(m, 1),
			   mc_maker_function(m, "a", "a", "a.c", 1, 1), 1, 1000,
			   400);
	mc_maker_calls(m, a, mc_maker_function(m, "b", "b", "a.c", 2, 0), 100,
		       600, 600);
	mc_maker_header(m)->cost_outside_mticks = 9500;
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(get_edge(model, "a", "b", MC_TOTAL_NS), 600);
	CU_ASSERT_EQUAL(get_function(model, "a", MC_TOTAL_NS), 600);
	CU_ASSERT_EQUAL(get_edge(model, NULL, "a", MC_TOTAL_NS), 600);
	CU_ASSERT_EQUAL(model->total_ns, 600);
	/* 50 of 1000 are left of it: an estimate */
	CU_ASSERT(mc_measure_is_rough(&mc_maker_find(model, "a")->numbers,
				      MC_TOTAL_NS));
	mc_model_free(model);
}

MC_TEST(inputs_are_merged_by_symbol)
{
	struct mc_profile *both[2];
	struct mc_model *model;

	for (int i = 0; i < 2; i++) {
		struct mc_maker *m = mc_maker_open();
		uint32_t other = 0, f;

		if (i)
			other = mc_maker_function(m, "g", "g", "b.c", 1, 0);
		f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
		mc_maker_calls(m, mc_maker_root(m, 1), f, 2, 100 << i,
			       100 << i);
		if (other)
			mc_maker_calls(m, mc_maker_root(m, 1), other, 1, 7, 7);
		mc_maker_header(m)->extents = 2;
		both[i] = mc_maker_profile(m);
	}
	model = mc_maker_build(both, 2);
	CU_ASSERT_EQUAL(model->function_count, 2);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_CALLS), 4);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_TOTAL_NS), 300);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_MIN_NS), 50);
	CU_ASSERT_EQUAL(get_function(model, "f", MC_MAX_NS), 100);
	CU_ASSERT_EQUAL(model->extents, 4);
	CU_ASSERT_EQUAL(model->threads, 2);
	mc_model_free(model);
}

/* A profile of functions {name, symbol, file, local}, each called once. */
static struct mc_model *make_named(const char *const (*names)[4], size_t count)
{
	struct mc_maker *m = mc_maker_open();

	for (size_t i = 0; i < count; i++)
		mc_maker_calls(m, mc_maker_root(m, 1),
			       mc_maker_function(
				       m, names[i][0], names[i][1], names[i][2],
				       1, names[i][3] ? MC_FUNCTION_LOCAL : 0),
			       1, 10 + i, 10);
	return mc_maker_model(m);
}

MC_TEST(local_functions_are_told_apart_by_file)
{
	static const char *const names[][4] = {
		{"helper", "helper", "x/a.c", "local"},
		{"helper", "helper", "x/b.c", "local"},
		{"helper", "helper", "x/a.c", "local"},
	};
	struct mc_model *m = make_named(names, 3);

	CU_ASSERT_EQUAL(m->function_count, 2);
	CU_ASSERT_EQUAL(get_function(m, "helper [a.c]", MC_CALLS), 2);
	CU_ASSERT_EQUAL(get_function(m, "helper [b.c]", MC_CALLS), 1);
	mc_model_free(m);
}

MC_TEST(files_of_one_name_are_told_apart_by_folder)
{
	static const char *const names[][4] = {
		{"helper", "helper", "lib/x/a.c", "local"},
		{"helper", "helper", "lib/y/a.c", "local"},
	};
	struct mc_model *m = make_named(names, 2);

	CU_ASSERT_PTR_NOT_NULL(mc_maker_find(m, "helper [x/a.c]"));
	CU_ASSERT_PTR_NOT_NULL(mc_maker_find(m, "helper [y/a.c]"));
	mc_model_free(m);
}

MC_TEST(overloads_are_told_apart_by_signature)
{
	static const char *const names[][4] = {
		{"ns::f", "_ZN2ns1fEi", "a.cc", NULL},
		{"ns::f", "_ZN2ns1fEd", "a.cc", NULL},
		{"ns::g", "_ZN2ns1gEd", "a.cc", NULL},
	};
	struct mc_model *m = make_named(names, 3);

	CU_ASSERT_PTR_NOT_NULL(mc_maker_find(m, "ns::f(int)"));
	CU_ASSERT_PTR_NOT_NULL(mc_maker_find(m, "ns::f(double)"));
	CU_ASSERT_PTR_NOT_NULL(mc_maker_find(m, "ns::g"));
	CU_ASSERT_PTR_NULL(mc_maker_find(m, "ns::f"));
	mc_model_free(m);
}

MC_TEST(names_that_nothing_tells_apart_are_numbered)
{
	static const char *const names[][4] = {
		{"f", "f.1", "a.c", NULL},
		{"f", "f.2", "a.c", NULL},
		{"", "", "", NULL},
	};
	struct mc_model *m = make_named(names, 3);

	CU_ASSERT_PTR_NOT_NULL(mc_maker_find(m, "f [a.c]"));
	CU_ASSERT_PTR_NOT_NULL(mc_maker_find(m, "f [a.c] #2"));
	CU_ASSERT_PTR_NOT_NULL(mc_maker_find(m, "(unnamed)"));
	mc_model_free(m);
}

MC_TEST(order_is_by_cost_and_then_by_name)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t b = mc_maker_function(m, "b", "b", "", 0, 0);
	uint32_t a = mc_maker_function(m, "a", "a", "", 0, 0);
	uint32_t c = mc_maker_function(m, "c", "c", "", 0, 0);
	struct mc_model *model;

	mc_maker_calls(m, mc_maker_root(m, 1), b, 1, 10, 10);
	mc_maker_calls(m, mc_maker_root(m, 1), a, 1, 10, 10);
	mc_maker_calls(m, mc_maker_root(m, 1), c, 1, 20, 20);
	model = mc_maker_model(m);
	CU_ASSERT_STRING_EQUAL(model->functions[0].name, "c");
	CU_ASSERT_STRING_EQUAL(model->functions[1].name, "a");
	CU_ASSERT_STRING_EQUAL(model->functions[2].name, "b");
	CU_ASSERT_EQUAL(model->root_edge_count, 3);
	CU_ASSERT_EQUAL(model->edges[0].callee, 0);
	mc_model_free(model);
}

/* Two records: one thread that called 1,000 times, and three threads one after
   the other, of two of which f was the start. */
MC_TEST(threads_are_counted_by_threads)
{
	struct mc_maker *maker = mc_maker_open();
	uint32_t f = mc_maker_function(maker, "f", "f", "a.c", 1, 0);
	uint32_t g = mc_maker_function(maker, "g", "g", "a.c", 2, 0);
	struct mc_maker_node *one, *other, *call;
	struct mc_model *m;

	one = mc_maker_node(maker, mc_maker_root(maker, 1), g);
	one->raw.flags |= MC_NODE_CONTEXT;
	mc_maker_calls(maker, one, f, 1000, 10, 10)->raw.flags |=
		MC_NODE_THREAD;
	other = mc_maker_node(maker, mc_maker_root(maker, 2), g);
	other->raw.flags |= MC_NODE_CONTEXT;
	mc_maker_calls(maker, other, f, 2, 10, 10)->raw.flags |= MC_NODE_THREAD;
	mc_maker_thread(maker, 2)->uses = 3;
	call = mc_maker_calls(maker, mc_maker_root(maker, 1), g, 5, 10, 10);
	mc_maker_calls(maker, call, f, 7, 10, 10);
	m = mc_maker_model(maker);
	CU_ASSERT_EQUAL(mc_maker_find_edge(m, "g", "f", true)
				->numbers.value[MC_THREADS],
			3);
	CU_ASSERT_EQUAL(mc_maker_find(m, "f")->numbers.value[MC_THREADS], 3);
	CU_ASSERT(!mc_measure_has(
		&mc_maker_find_edge(m, "g", "f", false)->numbers, MC_THREADS));
	CU_ASSERT(!mc_measure_has(&mc_maker_find(m, "g")->numbers, MC_THREADS));
	mc_model_free(m);
}
