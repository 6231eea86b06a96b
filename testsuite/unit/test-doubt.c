/* SPDX-License-Identifier: MIT */
/*
 * How sure numbers are, by literal measures.
 */
#include "profile-maker.h"
#include "report/dot.h"
#include "report/doubt.h"
#include "report/formats.h"
#include "report/table.h"
#include "report/top.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The whole is a second; nothing tells waiting apart. */
static struct mc_model make_model(void)
{
	return (struct mc_model){
		.has_times = true, .threads = 1, .total_ns = 1000000000};
}

static void set(struct mc_measures *n, enum mc_metric which, int64_t value)
{
	n->value[which] = value;
	n->present |= 1u << which;
}

static void set_rough(struct mc_measures *n, enum mc_metric which,
		      int64_t value, int64_t error)
{
	set(n, which, value);
	set(n, mc_metric_rows[which].error, error);
	n->estimated |= 1u << which;
}

static void expect(const struct mc_model *m, const struct mc_measures *n,
		   enum mc_metric which, const char *number,
		   const char *percent)
{
	char text[MC_NUMBER_SIZE];

	CU_ASSERT_STRING_EQUAL(mc_doubt_format(text, m, n, which), number);
	CU_ASSERT_STRING_EQUAL(mc_doubt_percent(text, m, n, which), percent);
}

MC_TEST(a_number_smaller_than_its_error_is_a_bound)
{
	struct mc_model m = make_model();
	struct mc_measures n = {0};

	set_rough(&n, MC_TOTAL_NS, 5200000, 6123456);
	expect(&m, &n, MC_TOTAL_NS, "<12 ms", "<1.2 %");
	set_rough(&n, MC_TOTAL_NS, 5200000, 5200000);
	expect(&m, &n, MC_TOTAL_NS, "<11 ms", "<1.1 %");
	set_rough(&n, MC_TOTAL_NS, 5200000, 5199999);
	expect(&m, &n, MC_TOTAL_NS, "~5.2 ms", "~0.5 %");
	set_rough(&n, MC_TOTAL_NS, 0, 30);
	expect(&m, &n, MC_TOTAL_NS, "<30 ns", "<0.1 %");
	set_rough(&n, MC_TOTAL_NS, 0, 0);
	expect(&m, &n, MC_TOTAL_NS, "~0 ns", "<0.1 %");
}

MC_TEST(a_bound_is_within_what_the_number_is_part_of)
{
	struct mc_model m = make_model();
	struct mc_measures n = {0};

	set_rough(&n, MC_TOTAL_NS, 600000000, 700000000);
	expect(&m, &n, MC_TOTAL_NS, "<1.00 s", "<100 %");
	set_rough(&n, MC_SELF_NS, 1000000, 900000000);
	set(&n, MC_TOTAL_NS, 7400000);
	n.estimated &= ~(1u << MC_TOTAL_NS);
	n.value[MC_TOTAL_ERROR_NS] = 0;
	expect(&m, &n, MC_SELF_NS, "<7.4 ms", "<0.7 %");
	/* Threads in parallel come to more than the whole. */
	m.threads = 2;
	set_rough(&n, MC_TOTAL_NS, 600000000, 700000000);
	expect(&m, &n, MC_TOTAL_NS, "<1.30 s", "<130 %");
	m.has_clocks = true;
	m.cpu_ns = 100000000;
	m.wait_ns = 1100000000;
	expect(&m, &n, MC_TOTAL_NS, "<1.20 s", "<120 %");
	set_rough(&n, MC_CPU_NS, 60000000, 70000000);
	expect(&m, &n, MC_CPU_NS, "<100 ms", "<100 %");
}

MC_TEST(a_good_estimate_has_no_sign)
{
	char text[MC_NUMBER_SIZE];
	struct mc_model m = make_model();
	struct mc_measures n = {0};

	set_rough(&n, MC_TOTAL_NS, 1000000, 4999);
	expect(&m, &n, MC_TOTAL_NS, "1.0 ms", "0.1 %");
	set_rough(&n, MC_TOTAL_NS, 1000000, 5000);
	expect(&m, &n, MC_TOTAL_NS, "~1.0 ms", "~0.1 %");
	/* Of memory it is not said how far off it may be. */
	set(&n, MC_RSS_BYTES, 4096000);
	n.estimated |= 1u << MC_RSS_BYTES;
	CU_ASSERT_STRING_EQUAL(mc_doubt_format(text, &m, &n, MC_RSS_BYTES),
			       "~+4.1 MB");
	n.at_least |= 1u << MC_DEPTH;
	set(&n, MC_DEPTH, 12);
	CU_ASSERT(mc_doubt_occurs(&m, &n, MC_DOUBT_AT_LEAST));
	CU_ASSERT(mc_doubt_occurs(&m, &n, MC_DOUBT_ESTIMATE));
	CU_ASSERT_FALSE(mc_doubt_occurs(&m, &n, MC_DOUBT_LESS));
}

MC_TEST(a_mean_is_as_sure_as_its_sum)
{
	struct mc_model m = make_model();
	struct mc_measures n = {0};
	struct mc_doubt mean;

	set(&n, MC_CALLS, 1000);
	set(&n, MC_PREEMPTED_NS, 100000);
	set_rough(&n, MC_TOTAL_NS, 500000, 50000);
	mean = mc_doubt_of_mean(&m, &n);
	CU_ASSERT_EQUAL(mean.kind, MC_DOUBT_ESTIMATE);
	CU_ASSERT_EQUAL(mean.value, 400);
	set_rough(&n, MC_TOTAL_NS, 500000, 600000);
	mean = mc_doubt_of_mean(&m, &n);
	CU_ASSERT_EQUAL(mean.kind, MC_DOUBT_LESS);
	CU_ASSERT_EQUAL(mean.value, 1000);
	/* What others had the processor for is known. */
	set(&n, MC_PREEMPTED_NS, 490000);
	set_rough(&n, MC_TOTAL_NS, 500000, 20000);
	mean = mc_doubt_of_mean(&m, &n);
	CU_ASSERT_EQUAL(mean.kind, MC_DOUBT_LESS);
	CU_ASSERT_EQUAL(mean.value, 30);
	set(&n, MC_DEPTH, 2);
	CU_ASSERT_EQUAL(mc_doubt_of_mean(&m, &n).value, -1);
}

MC_TEST(bounds_do_not_overflow)
{
	struct mc_model m = make_model();
	struct mc_measures n = {0};

	m.threads = 2;
	set_rough(&n, MC_TOTAL_NS, INT64_MAX - 1, INT64_MAX);
	CU_ASSERT(mc_doubt_of(&m, &n, MC_TOTAL_NS).value >
		  INT64_MAX / 100 * 99);
}

/* f calls g 1000 times, which takes 5 us, give or take 17. */
static struct mc_model *make_rough(void)
{
	struct mc_maker *maker = mc_maker_open();
	uint32_t f = mc_maker_function(maker, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(maker, "g", "g", "a.c", 2, 0);
	struct mc_maker_node *n;
	struct mc_model *m;

	n = mc_maker_calls(maker, mc_maker_root(maker, 1), f, 1, 105000,
			   100000);
	mc_maker_calls(maker, n, g, 1000, 5000, 5000);
	m = mc_maker_model(maker);
	for (size_t i = 0; i < m->function_count; i++)
		if (!strcmp(m->functions[i].name, "g")) {
			set_rough(&m->functions[i].numbers, MC_TOTAL_NS, 5000,
				  16667);
			set_rough(&m->functions[i].numbers, MC_SELF_NS, 5000,
				  16667);
		}
	for (size_t i = 0; i < m->edge_count; i++)
		if (m->edges[i].caller != MC_MODEL_ROOT)
			set_rough(&m->edges[i].numbers, MC_TOTAL_NS, 5000,
				  16667);
	return m;
}

static void expect_parts(const char *text, const char *const *part)
{
	for (; *part; part++)
		if (!strstr(text, *part)) {
			fprintf(stderr, "no \"%s\" in %s\n", *part, text);
			CU_FAIL("see above");
		}
}

MC_TEST(all_that_people_read_has_the_bound)
{
	static const char *const parts[] = {
		"<b>&lt;21 %</b>  &lt;22 \u00b5s ",
		">self &lt;21 %<",
		"&lt;22 ns avg",
		"1,000\u00d7 \u00b7 <22 \u00b5s",
		"share: <21 %\\ncalls: 1,000\\ntotal: <22 \u00b5s\\n",
		"<b>&lt;</b> less than: no more is known",
		"\n<21.0  <22 us   <21.0  <22 us  1,000  <22 ns  ",
		"\n <21.0 %    <22 us    1,000x g",
		"    <22 us    <22 us                       1,000  g\n",
		/* for programs */
		"total_ns=5000",
		"\"total_ns\": 5000,",
		"\"total_error_ns\": 16667",
		NULL,
	};
	struct mc_model *m = make_rough();
	struct mc_table_options table = {.by = MC_SELF_NS};
	struct mc_writer_options how = {0};
	struct mc_top top = {.rows = 9, .by = MC_TOTAL_NS};
	struct mc_error error;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	table.to.out = top.to.out = out;
	CU_ASSERT_EQUAL(mc_dot_write(m, &how, out, &error), 0);
	mc_table_write(m, &table);
	mc_top_write(m, &top);
	CU_ASSERT_EQUAL(mc_json_write(m, &how, out, &error), 0);
	fclose(out);
	expect_parts(text, parts);
	free(text);
	mc_model_free(m);
}
