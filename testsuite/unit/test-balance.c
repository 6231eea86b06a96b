/* SPDX-License-Identifier: MIT */
/*
 * What ranks have of a number, by literal profiles: f is called by each, g by
 * one of them.
 */
#include "profile-maker.h"
#include "report/balance.h"
#include "report/build.h"
#include "unit.h"

/* A process in which f takes so many ns, and g as many if WITH_G. */
static struct mc_profile *make_rank(uint32_t rank, uint64_t pid, uint64_t ns,
				    bool with_g)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(m, "g", "g", "a.c", 2, 1);

	mc_maker_header(m)->rank = rank;
	mc_maker_header(m)->pid = pid;
	mc_maker_calls(m, mc_maker_root(m, 1), f, 2, ns, ns);
	if (with_g)
		mc_maker_calls(m, mc_maker_root(m, 1), g, 1, ns, ns);
	return mc_maker_profile(m);
}

static struct mc_model *build(struct mc_profile *const *profiles, size_t count,
			      bool by_rank)
{
	struct mc_draft *draft = mc_build_begin(MC_MODEL_GRAPH);

	mc_build_compare(draft, by_rank);
	for (size_t i = 0; i < count; i++)
		mc_build_add(draft, profiles[i]);
	return mc_build_finish(draft);
}

static struct mc_balance_value value_of(const struct mc_model *m,
					const char *name, enum mc_metric which)
{
	struct mc_balance_value value = {0};

	CU_ASSERT_TRUE(mc_balance_of_function(m, mc_maker_find(m, name), which,
					      &value));
	return value;
}

MC_TEST(balance_of_ranks_has_least_mean_and_most)
{
	struct mc_profile *const profiles[] = {
		make_rank(1, 10, 1000, false),
		make_rank(2, 20, 5000, true),
		make_rank(3, 30, 3000, false),
	};
	struct mc_model *m = build(profiles, 3, true);
	struct mc_balance_value v = value_of(m, "f", MC_TOTAL_NS);

	CU_ASSERT_EQUAL(mc_balance_parts(m), 3);
	CU_ASSERT_STRING_EQUAL(mc_balance_noun(m), "rank");
	CU_ASSERT_EQUAL(v.least, 1000);
	CU_ASSERT_EQUAL(v.mean, 3000);
	CU_ASSERT_EQUAL(v.most, 5000);
	CU_ASSERT_EQUAL(v.where, 1);
	CU_ASSERT_DOUBLE_EQUAL(v.imbalance, 5.0 / 3, 1e-12);
	v = value_of(m, "f", MC_CALLS);
	CU_ASSERT_EQUAL(v.least, 2);
	CU_ASSERT_EQUAL(v.most, 2);
	CU_ASSERT_DOUBLE_EQUAL(v.imbalance, 1, 1e-12);
	mc_model_free(m);
}

MC_TEST(balance_counts_ranks_without_the_function_as_0)
{
	struct mc_profile *const profiles[] = {
		make_rank(1, 10, 1000, false),
		make_rank(2, 20, 6000, true),
		make_rank(3, 30, 3000, false),
	};
	struct mc_model *m = build(profiles, 3, true);
	struct mc_balance_value v = value_of(m, "g", MC_SELF_NS);
	struct mc_balance_value e = {0};

	CU_ASSERT_EQUAL(v.least, 0);
	CU_ASSERT_EQUAL(v.mean, 2000);
	CU_ASSERT_EQUAL(v.most, 6000);
	CU_ASSERT_DOUBLE_EQUAL(v.imbalance, 3, 1e-12);
	CU_ASSERT_TRUE(mc_balance_of_edge(
		m, mc_maker_find_edge(m, NULL, "g", false), MC_TOTAL_NS, &e));
	CU_ASSERT_EQUAL(e.most, 6000);
	CU_ASSERT_EQUAL(e.where, 1);
	CU_ASSERT_FALSE(mc_balance_of_edge(
		m, mc_maker_find_edge(m, NULL, "g", false), MC_MIN_NS, &e));
	mc_model_free(m);
}

MC_TEST(balance_adds_up_the_processes_of_a_rank)
{
	struct mc_profile *const profiles[] = {
		make_rank(0, 1, 90000, false), /* no rank: no part */
		make_rank(1, 10, 1000, false),
		make_rank(1, 11, 1000, false),
		make_rank(2, 20, 4000, false),
	};
	struct mc_model *m = build(profiles, 4, true);
	struct mc_balance_value v = value_of(m, "f", MC_TOTAL_NS);

	CU_ASSERT_EQUAL(mc_balance_parts(m), 2);
	CU_ASSERT_EQUAL(v.least, 2000);
	CU_ASSERT_EQUAL(v.mean, 3000);
	CU_ASSERT_EQUAL(v.most, 4000);
	mc_model_free(m);
}

MC_TEST(balance_without_ranks_is_of_processes)
{
	struct mc_profile *const profiles[] = {
		make_rank(0, 10, 1000, false),
		make_rank(0, 11, 3000, false),
	};
	struct mc_model *m = build(profiles, 2, false);
	struct mc_balance_value v = value_of(m, "f", MC_TOTAL_NS);

	CU_ASSERT_STRING_EQUAL(mc_balance_noun(m), "process");
	CU_ASSERT_EQUAL(v.least, 1000);
	CU_ASSERT_EQUAL(v.where, 11);
	mc_model_free(m);
}

MC_TEST(balance_of_one_rank_is_none)
{
	struct mc_profile *const profiles[] = {make_rank(1, 10, 1000, false)};
	struct mc_model *m = build(profiles, 1, true);

	CU_ASSERT_EQUAL(mc_balance_parts(m), 0);
	mc_model_free(m);
}

MC_TEST(split_models_have_the_functions_of_each_rank)
{
	struct mc_draft *draft = mc_build_begin(MC_MODEL_GRAPH);
	const struct mc_model_function *f;
	struct mc_model *m;

	mc_build_split(draft, MC_SPLIT_RANKS);
	mc_build_add(draft, make_rank(1, 10, 1000, false));
	mc_build_add(draft, make_rank(1, 11, 500, false));
	mc_build_add(draft, make_rank(2, 20, 4000, true));
	m = mc_build_finish(draft);
	CU_ASSERT_EQUAL(m->function_count, 3);
	f = mc_maker_find(m, "f [rank 0]");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_EQUAL(f->numbers.value[MC_TOTAL_NS], 1500);
	CU_ASSERT_PTR_NOT_NULL(mc_maker_find(m, "f [rank 1]"));
	CU_ASSERT_PTR_NOT_NULL(mc_maker_find(m, "g [rank 1]"));
	mc_model_free(m);
}
