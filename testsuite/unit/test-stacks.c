/* SPDX-License-Identifier: MIT */
/*
 * Contexts as one tree.
 */
#include "profile-maker.h"
#include "unit.h"

#include <string.h>

static uint32_t name(struct mc_maker *m, const char *name)
{
	return mc_maker_function(m, name, name, "a.c", 1, 0);
}

/* "f;g", for a root "". */
static const char *path_of(const struct mc_model *m, const struct mc_stacks *s,
			   size_t i)
{
	static char text[300];
	char rest[100];

	text[0] = 0;
	for (; !mc_stacks_is_root(s, i); i = s->stack[i].parent) {
		snprintf(rest, sizeof(rest), "%.99s", text);
		snprintf(text, sizeof(text), "%s%s%s",
			 m->functions[s->stack[i].function].name,
			 rest[0] ? ";" : "", rest);
	}
	return text;
}

static size_t find(const struct mc_model *m, const struct mc_stacks *s,
		   const char *path)
{
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(path_of(m, s, i), path))
			return i;
	CU_FAIL_FATAL("no such stack");
	return 0;
}

static int64_t get_own(const struct mc_stacks *s, size_t i,
		       enum mc_metric which)
{
	return mc_stacks_own(s, i, mc_maker_find_metric(s, which));
}

static int64_t get_total(const struct mc_stacks *s, size_t i,
			 enum mc_metric which)
{
	return mc_stacks_total(s, i, mc_maker_find_metric(s, which));
}

MC_TEST(stacks_come_depth_first_and_costliest_first)
{
	static const char *const expected[] = {"", "f", "f;h", "f;g", "g"};
	struct mc_maker *m = mc_maker_open();
	uint32_t f = name(m, "f"), g = name(m, "g"), h = name(m, "h");
	struct mc_maker_node *root = mc_maker_root(m, 1), *top;
	struct mc_model *model;
	const struct mc_stacks *s;

	mc_maker_calls(m, root, g, 1, 10, 10);
	top = mc_maker_calls(m, root, f, 1, 1000, 400);
	mc_maker_calls(m, top, g, 1, 100, 100);
	mc_maker_calls(m, top, h, 2, 500, 500);
	model = mc_maker_model_with(m, MC_MODEL_STACKS);
	s = model->stacks;
	CU_ASSERT_EQUAL_FATAL(s->count, 5);
	for (size_t i = 0; i < s->count; i++)
		CU_ASSERT_STRING_EQUAL(path_of(model, s, i), expected[i]);
	CU_ASSERT_EQUAL(get_total(s, 0, MC_SELF_NS), 1010);
	CU_ASSERT_EQUAL(get_total(s, 1, MC_SELF_NS), 1000);
	CU_ASSERT_EQUAL(get_own(s, 1, MC_SELF_NS), 400);
	CU_ASSERT_EQUAL(get_own(s, 2, MC_CALLS), 2);
	mc_model_free(model);
}

MC_TEST(what_a_recursive_link_did_is_its_targets)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = name(m, "f");
	struct mc_maker_node *top, *again, *link;
	struct mc_model *model;
	const struct mc_stacks *s;

	top = mc_maker_calls(m, mc_maker_root(m, 1), f, 1, 100, 10);
	again = mc_maker_calls(m, top, f, 1, 90, 20);
	link = mc_maker_calls(m, again, f, 7, 70, 70);
	link->target = again;
	model = mc_maker_model_with(m, MC_MODEL_STACKS);
	s = model->stacks;
	CU_ASSERT_EQUAL(get_own(s, find(model, s, "f"), MC_SELF_NS), 10);
	CU_ASSERT_EQUAL(get_own(s, find(model, s, "f;f"), MC_SELF_NS), 90);
	CU_ASSERT_EQUAL(get_own(s, find(model, s, "f;f;f"), MC_SELF_NS), 0);
	CU_ASSERT_EQUAL(get_own(s, find(model, s, "f;f;f"), MC_CALLS), 7);
	mc_model_free(model);
}

/* Two threads that work() started at the same place, and a third that called
   the same function. */
static struct mc_model *make_threads(enum mc_model_detail detail)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t work = name(m, "work"), f = name(m, "f"), g = name(m, "g");
	struct mc_maker_node *top, *start;

	mc_maker_calls(m, mc_maker_root(m, 1), work, 1, 100, 100);
	for (uint32_t t = 2; t < 4; t++) {
		top = mc_maker_node(m, mc_maker_root(m, t), work);
		top->raw.flags = MC_NODE_CONTEXT;
		start = mc_maker_calls(m, top, f, 1, 50, 30);
		start->raw.flags = MC_NODE_THREAD;
		mc_maker_calls(m, start, g, 1, 20, 20);
	}
	mc_maker_calls(m, mc_maker_root(m, 4), f, 1, 5, 5);
	return mc_maker_model_with(m, detail);
}

MC_TEST(what_a_thread_was_started_for_begins_a_stack)
{
	struct mc_model *model = make_threads(MC_MODEL_STACKS);
	const struct mc_stacks *s = model->stacks;

	CU_ASSERT_EQUAL(s->count, 4);
	CU_ASSERT_EQUAL(get_own(s, find(model, s, "f"), MC_SELF_NS), 65);
	CU_ASSERT_EQUAL(get_own(s, find(model, s, "f;g"), MC_CALLS), 2);
	CU_ASSERT_EQUAL(get_total(s, find(model, s, "work"), MC_SELF_NS), 100);
	mc_model_free(model);

	model = make_threads(MC_MODEL_STARTERS);
	s = model->stacks;
	CU_ASSERT_EQUAL(s->count, 5);
	for (size_t i = 1; i < s->count; i++)
		if (s->stack[i].is_thread) {
			CU_ASSERT_EQUAL(get_own(s, i, MC_SELF_NS), 60);
			CU_ASSERT_STRING_EQUAL(
				model->functions[s->stack[i].starter].name,
				"work");
		}
	mc_model_free(model);
}

MC_TEST(threads_can_be_kept_apart)
{
	struct mc_model *model = make_threads(MC_MODEL_THREADS);
	const struct mc_stacks *s = model->stacks;
	size_t roots = 0;
	int64_t sum = 0;

	for (size_t i = 0; i < s->count; i++) {
		roots += mc_stacks_is_root(s, i);
		sum += get_own(s, i, MC_SELF_NS);
	}
	CU_ASSERT_EQUAL(roots, 4);
	CU_ASSERT_EQUAL(sum, 205);
	mc_model_free(model);
}

/* The starter never ran as far as this profile knows: so it is no function of
   the model, and no stack. */
MC_TEST(the_place_of_a_thread_is_no_stack)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t work = name(m, "work"), f = name(m, "f");
	struct mc_maker_node *top = mc_maker_node(m, mc_maker_root(m, 1), work);
	struct mc_model *model;

	top->raw.flags = MC_NODE_CONTEXT;
	mc_maker_calls(m, top, f, 1, 50, 50)->raw.flags = MC_NODE_THREAD;
	mc_maker_calls(m, top, f, 1, 5, 5);
	model = mc_maker_model_with(m, MC_MODEL_STARTERS);
	CU_ASSERT_EQUAL(model->function_count, 1);
	CU_ASSERT_EQUAL_FATAL(model->stacks->count, 3);
	for (size_t i = 1; i < 3; i++) {
		CU_ASSERT_EQUAL(model->stacks->stack[i].function, 0);
		CU_ASSERT_EQUAL(model->stacks->stack[i].parent, 0);
	}
	mc_model_free(model);
}

/* A third of a nanosecond each: none is lost. */
MC_TEST(rounded_times_add_up_to_the_functions)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = name(m, "f"), g = name(m, "g");
	struct mc_maker_node *at = mc_maker_root(m, 1);
	const struct mc_model_function *found;
	struct mc_model *model;
	const struct mc_stacks *s;
	int64_t sum = 0;

	mc_maker_header(m)->clock_pair[1].ticks *= 3;
	for (int i = 0; i < 20; i++) {
		at = mc_maker_calls(m, at, i % 2 ? f : g, 1, 20, 1);
		mc_maker_calls(m, at, f, 1, 1, 1);
	}
	model = mc_maker_model_with(m, MC_MODEL_STACKS);
	s = model->stacks;
	found = mc_maker_find(model, "f");
	for (size_t i = 0; i < s->count; i++)
		if (!mc_stacks_is_root(s, i) &&
		    &model->functions[s->stack[i].function] == found)
			sum += get_own(s, i, MC_SELF_NS);
	CU_ASSERT(sum > 0 && sum < 30);
	CU_ASSERT_EQUAL(sum, found->numbers.value[MC_SELF_NS]);
	mc_model_free(model);
}

/* 1,000 calls deep, of functions with 5,000 letters. */
MC_TEST(paths_that_would_be_gigabytes_are_refused)
{
	struct mc_maker *maker = mc_maker_open();
	struct mc_maker_node *n = mc_maker_root(maker, 1);
	size_t bytes = 10;
	char name[5001];
	struct mc_model *m;
	struct mc_error error;
	uint32_t f;

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = 0;
	f = mc_maker_function(maker, name, "f", "a.c", 1, 0);
	for (int i = 0; i < 1000; i++)
		n = mc_maker_calls(maker, n, f, 1, 10, 10);
	m = mc_maker_model_with(maker, MC_MODEL_STACKS);
	CU_ASSERT_EQUAL(mc_stacks_check_paths(m->stacks, &bytes, &error), 0);
	bytes = strlen(name);
	CU_ASSERT_EQUAL(mc_stacks_check_paths(m->stacks, &bytes, &error), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, " 2502 MB: write .html"));
	mc_model_free(m);
}
