/* SPDX-License-Identifier: MIT */
/*
 * What a large graph keeps and what connects it then.
 */
#include "profile-maker.h"
#include "report/prune.h"
#include "unit.h"

#include <stdio.h>

static const struct mc_view whole;

static uint32_t add(struct mc_maker *m, const char *name)
{
	return mc_maker_function(m, name, name, "a.c", 1, 0);
}

/*
 * top calls cheap functions, `far` by two ways of two cheap ones each, which
 * together make it costly, and `near` directly.
 */
static struct mc_maker *make_large(int leaves)
{
	struct mc_maker *m = mc_maker_open();
	struct mc_maker_node *top, *at;
	uint32_t far;
	char name[32];

	top = mc_maker_calls(m, mc_maker_root(m, 1), add(m, "top"), 1, 100000,
			     68000);
	at = mc_maker_calls(m, top, add(m, "cheap1"), 1, 420, 1);
	at = mc_maker_calls(m, at, add(m, "cheap2"), 1, 410, 1);
	far = add(m, "far");
	mc_maker_calls(m, at, far, 1, 400, 400);
	mc_maker_calls(m, top, add(m, "near"), 1, 30000, 30000);
	at = mc_maker_calls(m, top, add(m, "leaf0"), 1, 320, 1);
	at = mc_maker_calls(m, at, add(m, "leaf1"), 1, 310, 1);
	mc_maker_calls(m, at, far, 1, 300, 300);
	for (int i = 2; i < leaves; i++) {
		snprintf(name, sizeof(name), "leaf%d", i);
		mc_maker_calls(m, top, add(m, name), 1, 3, 3);
	}
	return m;
}

static bool is_shown(const struct mc_model *m, const struct mc_prune *s,
		     const char *name)
{
	const struct mc_model_function *f = mc_maker_find(m, name);

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	return s->function_shown[f - m->functions];
}

MC_TEST(eighty_functions_are_shown_whole)
{
	struct mc_model *m = mc_maker_model(make_large(75));
	struct mc_prune s;

	CU_ASSERT_EQUAL(m->function_count, 80);
	mc_prune_choose(m, &whole, MC_PRUNE_TO_GRAPH, &s);
	CU_ASSERT_EQUAL(s.functions_shown, 80);
	CU_ASSERT_EQUAL(s.edges_shown, m->edge_count);
	CU_ASSERT_EQUAL(s.hidden_count, 0);
	mc_prune_free(&s);
	mc_model_free(m);
}

MC_TEST(cheap_functions_of_a_larger_graph_are_cut)
{
	struct mc_model *m = mc_maker_model(make_large(76));
	struct mc_prune s;

	mc_prune_choose(m, &whole, MC_PRUNE_TO_GRAPH, &s);
	CU_ASSERT_EQUAL(s.functions_shown, 3);
	CU_ASSERT(is_shown(m, &s, "top"));
	CU_ASSERT(is_shown(m, &s, "far"));
	CU_ASSERT(is_shown(m, &s, "near"));
	CU_ASSERT_FALSE(is_shown(m, &s, "cheap1"));
	mc_prune_free(&s);
	mc_model_free(m);
}

MC_TEST(a_way_through_cut_functions_is_a_hidden_edge)
{
	struct mc_model *m = mc_maker_model(make_large(76));
	struct mc_prune s;

	mc_prune_choose(m, &whole, MC_PRUNE_TO_GRAPH, &s);
	CU_ASSERT_EQUAL_FATAL(s.hidden_count, 1);
	CU_ASSERT_STRING_EQUAL(m->functions[s.hidden[0].caller].name, "top");
	CU_ASSERT_STRING_EQUAL(m->functions[s.hidden[0].callee].name, "far");
	CU_ASSERT_EQUAL(s.hidden[0].between, 2);
	mc_prune_free(&s);
	mc_model_free(m);
}

MC_TEST(what_is_connected_anyway_gets_no_hidden_edge)
{
	struct mc_maker *maker = make_large(76);
	struct mc_maker_node *top = mc_maker_root(maker, 2);
	struct mc_model *m;
	struct mc_prune s;

	/* near calls far, so that top -> near -> far says it all */
	top = mc_maker_calls(maker, top, 1, 1, 50000, 10);
	top = mc_maker_calls(maker, top, 5, 1, 50000, 10);
	mc_maker_calls(maker, top, 4, 1, 50000, 10);
	m = mc_maker_model(maker);
	mc_prune_choose(m, &whole, MC_PRUNE_TO_GRAPH, &s);
	CU_ASSERT_EQUAL(s.hidden_count, 0);
	mc_prune_free(&s);
	mc_model_free(m);
}

MC_TEST(nothing_is_cut_when_everything_is_asked_for)
{
	struct mc_model *m = mc_maker_model(make_large(200));
	struct mc_prune s;

	mc_prune_choose(m, &whole, MC_PRUNE_TO_ALL, &s);
	CU_ASSERT_EQUAL(s.functions_shown, 205);
	mc_prune_free(&s);
	mc_model_free(m);
}

MC_TEST(without_times_calls_decide)
{
	struct mc_maker *maker = make_large(100);
	struct mc_model *m;
	struct mc_prune s;

	mc_maker_header(maker)->time_mode = MC_TIME_OFF;
	mc_maker_calls(maker, mc_maker_root(maker, 1), add(maker, "often"),
		       100000, 1, 1);
	m = mc_maker_model(maker);
	mc_prune_choose(m, &whole, MC_PRUNE_TO_GRAPH, &s);
	CU_ASSERT_EQUAL(s.functions_shown, 2);
	CU_ASSERT(is_shown(m, &s, "often"));
	CU_ASSERT(is_shown(m, &s, "top"));
	mc_prune_free(&s);
	mc_model_free(m);
}

MC_TEST(a_view_limits_functions_and_their_share)
{
	struct mc_model *m = mc_maker_model(make_large(200));
	struct mc_view view = {.nodes = 3};
	struct mc_prune s;

	mc_prune_choose(m, &view, MC_PRUNE_TO_GRAPH, &s);
	CU_ASSERT_EQUAL(s.functions_shown, 3);
	CU_ASSERT(is_shown(m, &s, "top") && is_shown(m, &s, "near"));
	mc_prune_free(&s);
	view = (struct mc_view){.least = 0.1, .has_least = true};
	mc_prune_choose(m, &view, MC_PRUNE_TO_GRAPH, &s);
	CU_ASSERT_EQUAL(s.functions_shown, 2);
	mc_prune_free(&s);
	mc_model_free(m);
}

MC_TEST(a_focus_keeps_what_leads_there_and_what_it_calls)
{
	struct mc_model *m = mc_maker_model(make_large(10));
	const char *glob = "cheap1";
	struct mc_view view = {.focus = {&glob, 1}};
	struct mc_prune s;

	mc_prune_choose(m, &view, MC_PRUNE_TO_GRAPH, &s);
	CU_ASSERT_EQUAL(s.functions_shown, 4);
	CU_ASSERT(is_shown(m, &s, "top") && is_shown(m, &s, "cheap1"));
	CU_ASSERT(is_shown(m, &s, "cheap2") && is_shown(m, &s, "far"));
	CU_ASSERT(s.is_by_view && !s.is_by_cost);
	mc_prune_free(&s);
	mc_model_free(m);
}

MC_TEST(what_is_ignored_goes_with_what_it_alone_calls)
{
	struct mc_model *m = mc_maker_model(make_large(10));
	const char *glob = "cheap1";
	struct mc_view view = {.ignore = {&glob, 1}};
	struct mc_prune s;

	mc_prune_choose(m, &view, MC_PRUNE_TO_GRAPH, &s);
	CU_ASSERT(!is_shown(m, &s, "cheap1") && !is_shown(m, &s, "cheap2"));
	CU_ASSERT(is_shown(m, &s, "far") && is_shown(m, &s, "near"));
	mc_prune_free(&s);
	mc_model_free(m);
}

MC_TEST(a_depth_is_counted_from_the_root)
{
	struct mc_model *m = mc_maker_model(make_large(10));
	struct mc_view view = {.depth = 2};
	struct mc_prune s;

	mc_prune_choose(m, &view, MC_PRUNE_TO_GRAPH, &s);
	CU_ASSERT(is_shown(m, &s, "cheap1") && is_shown(m, &s, "near"));
	CU_ASSERT(!is_shown(m, &s, "cheap2") && !is_shown(m, &s, "far"));
	mc_prune_free(&s);
	mc_model_free(m);
}

/* Each of 900 calls one hidden function, which calls the next of them: there
   are 809,100 ways. */
MC_TEST(too_many_hidden_ways_are_not_drawn)
{
	enum { ROOTS = 900 };
	struct mc_maker *maker = mc_maker_open();
	uint32_t roots[ROOTS], hub = add(maker, "hub");
	struct mc_model *m;
	struct mc_prune s;

	for (int i = 0; i < ROOTS; i++) {
		char name[32];

		snprintf(name, sizeof(name), "root%d", i);
		roots[i] = add(maker, name);
	}
	for (int i = 0; i < ROOTS; i++) {
		struct mc_maker_node *at = mc_maker_root(maker, 1);

		at = mc_maker_calls(maker, at, roots[i], 1, 1002, 1);
		at = mc_maker_calls(maker, at, hub, 1, 1001, 1);
		mc_maker_calls(maker, at, roots[(i + 1) % ROOTS], 1, 1000,
			       1000);
	}
	m = mc_maker_model(maker);
	mc_prune_choose(m, &whole, MC_PRUNE_TO_GRAPH, &s);
	CU_ASSERT_EQUAL(s.functions_shown, ROOTS);
	CU_ASSERT_EQUAL(s.edges_shown, ROOTS);
	CU_ASSERT_EQUAL(s.hidden_count, 0);
	mc_prune_free(&s);
	mc_model_free(m);
}

/* top calls each of 30 others, which call one another a little. */
static struct mc_maker *make_dense(int64_t ns)
{
	struct mc_maker *m = mc_maker_open();
	struct mc_maker_node *top, *at;
	uint32_t leaf[29];
	char name[32];

	top = mc_maker_calls(m, mc_maker_root(m, 1), add(m, "top"), 1, 100000,
			     71000);
	for (int i = 0; i < 29; i++) {
		snprintf(name, sizeof(name), "leaf%d", i);
		leaf[i] = add(m, name);
	}
	for (int i = 0; i < 29; i++) {
		at = mc_maker_calls(m, top, leaf[i], 1, 1000, 1000 - ns);
		mc_maker_calls(m, at, leaf[(i + 1) % 29], 1, ns, ns);
	}
	return m;
}

MC_TEST(a_picture_is_without_calls_of_no_weight)
{
	struct mc_model *m = mc_maker_model(make_dense(3));
	struct mc_prune s;

	mc_prune_choose(m, &whole, MC_PRUNE_TO_SCREEN, &s);
	CU_ASSERT_EQUAL(s.functions_shown, 30);
	CU_ASSERT_EQUAL(s.edges_shown, 30);
	CU_ASSERT(s.has_light && !s.is_by_cost);
	mc_prune_free(&s);
	mc_prune_choose(m, &whole, MC_PRUNE_TO_GRAPH, &s);
	CU_ASSERT_EQUAL(s.edges_shown, 59);
	CU_ASSERT_FALSE(s.has_light);
	mc_prune_free(&s);
	mc_model_free(m);
}

MC_TEST(a_picture_has_all_calls_of_weight)
{
	struct mc_model *m = mc_maker_model(make_dense(300));
	struct mc_prune s;

	mc_prune_choose(m, &whole, MC_PRUNE_TO_SCREEN, &s);
	CU_ASSERT_EQUAL(s.edges_shown, 59);
	CU_ASSERT_FALSE(s.has_light);
	mc_prune_free(&s);
	mc_model_free(m);
}
