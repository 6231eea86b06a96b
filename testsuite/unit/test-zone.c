/* SPDX-License-Identifier: MIT */
/*
 * Calls of a zone: each edge has its own, what is part of all is certain, and
 * the rest is shared out by calls.
 */
#include "profile-maker.h"
#include "unit.h"

/*
 *	root -+- work 1 -+- f 30		40 ticks and 120
 *	      |          +- h 10		and 10
 *	      +- any -+- f -- g' 30		300
 *	              +- h -- g' 10		100
 *	              +- g -- k' 40		400
 *	              +- k
 */
struct example {
	struct mc_maker *maker;
	uint32_t work, f, h, g, k;
	struct mc_maker_node *outermost;
	struct mc_maker_node *any;
	struct mc_maker_node *of_g;
	struct mc_maker_node *of_k;
};

static struct mc_maker_node *add_link(struct example *e,
				      struct mc_maker_node *from,
				      struct mc_maker_node *to, uint64_t calls,
				      uint64_t ticks)
{
	struct mc_maker_node *link = mc_maker_calls(
		e->maker, from, to->raw.function, calls, ticks, ticks);

	link->target = to;
	link->raw.flags |= MC_NODE_ZONE;
	return link;
}

static struct example make_example(void)
{
	struct mc_maker *m = mc_maker_open();
	struct example e = {
		.maker = m,
		.work = mc_maker_function(m, "work", "work", "a.c", 1, 0),
		.f = mc_maker_function(m, "f", "f", "a.c", 2, 0),
		.h = mc_maker_function(m, "h", "h", "a.c", 3, 0),
		.g = mc_maker_function(m, "g", "g", "a.c", 4, 0),
		.k = mc_maker_function(m, "k", "k", "a.c", 5, 0),
	};
	struct mc_maker_node *root = mc_maker_root(m, 1), *of_f, *of_h;

	e.outermost = mc_maker_calls(m, root, e.work, 1, 970, 40);
	mc_maker_calls(m, e.outermost, e.f, 30, 700, 120);
	mc_maker_calls(m, e.outermost, e.h, 10, 200, 10);
	e.any = mc_maker_node(m, root, MC_ANY_FUNCTION);
	of_f = mc_maker_node(m, e.any, e.f);
	of_h = mc_maker_node(m, e.any, e.h);
	e.of_g = mc_maker_node(m, e.any, e.g);
	e.of_k = mc_maker_node(m, e.any, e.k);
	add_link(&e, of_f, e.of_g, 30, 300);
	add_link(&e, of_h, e.of_g, 10, 100);
	add_link(&e, e.of_g, e.of_k, 40, 400);
	return e;
}

static int64_t total_of(const struct mc_model *m, const char *name)
{
	return mc_maker_find(m, name)->numbers.value[MC_TOTAL_NS];
}

static bool is_estimated(const struct mc_model *m, const char *name)
{
	return mc_measure_is_rough(&mc_maker_find(m, name)->numbers,
				   MC_TOTAL_NS);
}

MC_TEST(what_all_ways_lead_through_is_certain)
{
	struct example e = make_example();
	struct mc_model *m = mc_maker_model(e.maker);

	CU_ASSERT_EQUAL(m->total_ns, 970);
	CU_ASSERT_EQUAL(total_of(m, "work"), 970);
	CU_ASSERT_FALSE(is_estimated(m, "work"));
	CU_ASSERT_EQUAL(total_of(m, "g"), 800);
	CU_ASSERT_FALSE(is_estimated(m, "g"));
	CU_ASSERT_EQUAL(total_of(m, "k"), 400);
	CU_ASSERT_FALSE(is_estimated(m, "k"));
	CU_ASSERT_EQUAL(m->pooled, 80);
	mc_model_free(m);
}

MC_TEST(callers_share_what_is_below_by_their_calls)
{
	struct example e = make_example();
	struct mc_model *m = mc_maker_model(e.maker);
	int64_t f = total_of(m, "f"), h = total_of(m, "h");

	/* 120 + 300 + 3/4 of 400, and 10 + 100 + 1/4 of 400. */
	CU_ASSERT(f > 700 && f < 740);
	CU_ASSERT(h > 190 && h < 230);
	CU_ASSERT(f + h >= 929 && f + h <= 931);
	CU_ASSERT(is_estimated(m, "f"));
	CU_ASSERT_EQUAL(mc_maker_find(m, "f")->numbers.value[MC_SELF_NS], 120);
	CU_ASSERT(mc_maker_find(m, "f")->numbers.value[MC_TOTAL_ERROR_NS] >=
		  290);
	mc_model_free(m);
}

MC_TEST(edges_of_a_zone_have_their_calls_and_time)
{
	struct example e = make_example();
	struct mc_model *m = mc_maker_model(e.maker);
	const struct mc_model_edge *edge =
		mc_maker_find_edge(m, "g", "k", false);

	CU_ASSERT_EQUAL(m->edge_count, 6);
	CU_ASSERT_PTR_NOT_NULL_FATAL(edge);
	CU_ASSERT_EQUAL(edge->numbers.value[MC_CALLS], 40);
	CU_ASSERT_EQUAL(edge->numbers.value[MC_TOTAL_NS], 400);
	edge = mc_maker_find_edge(m, "h", "g", false);
	CU_ASSERT_PTR_NOT_NULL_FATAL(edge);
	CU_ASSERT_EQUAL(edge->numbers.value[MC_CALLS], 10);
	CU_ASSERT(edge->numbers.value[MC_TOTAL_NS] > 180 &&
		  edge->numbers.value[MC_TOTAL_NS] < 220);
	mc_model_free(m);
}

/* However deep it was, nothing is counted twice. */
MC_TEST(recursion_in_a_zone_counts_once)
{
	struct example e = make_example();
	struct mc_model *m;

	add_link(&e, e.of_k, e.of_g, 1000000, 500);
	m = mc_maker_model(e.maker);
	CU_ASSERT_EQUAL(m->total_ns, 1470);
	CU_ASSERT_EQUAL(total_of(m, "work"), 1470);
	CU_ASSERT_EQUAL(total_of(m, "g"), 1300);
	CU_ASSERT(total_of(m, "k") <= 1300);
	/* It all began in f or h. */
	CU_ASSERT(total_of(m, "f") + total_of(m, "h") >= 1429);
	mc_model_free(m);
}

/* As in a child that was forked there: all of it is below what is open. */
MC_TEST(a_zone_without_a_way_in_is_below_the_outermost_call)
{
	struct mc_maker *m = mc_maker_open();
	struct example e = {.maker = m};
	struct mc_model *model;
	uint32_t work = mc_maker_function(m, "work", "work", "a.c", 1, 0);
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 2, 0);
	uint32_t g = mc_maker_function(m, "g", "g", "a.c", 2, 0);

	mc_maker_calls(m, mc_maker_root(m, 1), work, 1, 100, 100);
	e.any = mc_maker_node(m, mc_maker_root(m, 1), MC_ANY_FUNCTION);
	e.of_g = mc_maker_node(m, e.any, g);
	add_link(&e, mc_maker_node(m, e.any, f), e.of_g, 5, 50);
	model = mc_maker_model(m);
	CU_ASSERT_EQUAL(total_of(model, "work"), 150);
	CU_ASSERT_EQUAL(total_of(model, "g"), 50);
	mc_model_free(model);
}

MC_TEST(stacks_of_a_zone_begin_with_a_function_of_it)
{
	struct example e = make_example();
	struct mc_model *m = mc_maker_model_with(e.maker, MC_MODEL_STACKS);

	/* root, work, its f and h; f g, h g, g, g k, k */
	CU_ASSERT_EQUAL(m->stacks->count, 4 + 2 + 2 + 1 + 1 + 1);
	mc_model_free(m);
}
