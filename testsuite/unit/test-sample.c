/* SPDX-License-Identifier: MIT */
/*
 * time=auto: which calls are timed, and what becomes of those that are not.
 * Compiled code is played by mc_inline_enter.
 */
#include "record/profile/sample.h"
#include "record/profile/cct.h"
#include "record/hooks/hooks.h"
#include "record/profile/mapfile.h"
#include "record/profile/options.h"
#include "inline-protocol.h"
#include "recorder.h"
#include "unit.h"

static struct mc_module module;
static struct mc_thread *thread;
static struct mc_function *f, *a, *b;
static void *outermost;

static void begin_test(enum mc_time_mode mode)
{
	module.hooks = *mc_hooks_by_options();
	thread = mc_recorder_thread();
	mc_options.time = mode;
	f = mc_recorder_function("f", MC_FUNCTION_MARKED);
	a = mc_recorder_function("a", 0);
	b = mc_recorder_function("b", 0);
	outermost = mc_hooks_by_options()->start(&mc_thread_nobody.position, f,
						 NULL, mc_recorder_cfa(0));
}

static void end_test(void)
{
	mc_hooks_by_options()->leave(NULL, outermost);
	mc_options.time = MC_TIME_ALL;
}

/* Returns the handle: the caller, or a frame and 1. */
static void *count(struct mc_function *function, uint32_t depth)
{
	return mc_inline_enter(&module, thread->position, function,
			       mc_recorder_cfa(depth));
}

static void leave(void *handle)
{
	mc_inline_leave(&module, thread->position, handle);
}

static struct mc_node *link_of(struct mc_function *function)
{
	return mc_cct_callee(&thread->cct, mc_thread_current(thread),
			     function->id, function->kid);
}

MC_TEST(a_link_that_is_not_hot_has_all_calls_timed)
{
	struct mc_node *of_a;

	begin_test(MC_TIME_AUTO);
	for (int i = 0; i < 16; i++)
		leave(count(a, 1));
	of_a = link_of(a);
	CU_ASSERT_EQUAL(mc_node_calls(of_a), 16);
	CU_ASSERT_EQUAL(of_a->timed, 16);
	CU_ASSERT_EQUAL(of_a->stratum_calls, 0);
	end_test();
}

MC_TEST(of_a_hot_link_calls_are_counted_all_and_timed_some)
{
	struct mc_node *of_a;

	begin_test(MC_TIME_AUTO);
	for (int i = 0; i < 100000; i++)
		leave(count(a, 1));
	of_a = link_of(a);
	CU_ASSERT_EQUAL(mc_node_calls(of_a), 100000);
	CU_ASSERT(of_a->timed >= 16 + 100000 / 256);
	CU_ASSERT(of_a->timed < 50000);
	CU_ASSERT(of_a->stratum_calls >= 16 - 1);
	CU_ASSERT(of_a->scaled_ticks > 0);
	CU_ASSERT_EQUAL(mc_thread_current(thread)->function, f->id);
	end_test();
}

/* a(b), both hot: b hangs below a whether a is timed or not. */
MC_TEST(calls_below_counted_ones_keep_their_place)
{
	struct mc_node *of_a;

	begin_test(MC_TIME_AUTO);
	for (int i = 0; i < 20000; i++) {
		void *outer = count(a, 1);

		leave(count(b, 2));
		leave(count(b, 2));
		leave(outer);
	}
	of_a = link_of(a);
	CU_ASSERT_EQUAL(mc_node_calls(of_a), 20000);
	CU_ASSERT_EQUAL(
		mc_node_calls(mc_cct_callee(&thread->cct, of_a, b->id, b->kid)),
		40000);
	CU_ASSERT_EQUAL(mc_node_calls(link_of(b)), 0);
	end_test();
}

MC_TEST(with_time_off_no_call_is_timed)
{
	struct mc_node *of_a;

	begin_test(MC_TIME_OFF);
	for (int i = 0; i < 5000; i++)
		leave(count(a, 1));
	of_a = link_of(a);
	CU_ASSERT_EQUAL(mc_node_calls(of_a), 5000);
	CU_ASSERT_EQUAL(of_a->timed, 0);
	end_test();
}

MC_TEST(counts_go_on_beyond_32_bits)
{
	struct mc_node *of_a;

	begin_test(MC_TIME_OFF);
	leave(count(a, 1));
	of_a = link_of(a);
	for (int i = 0; i < 10; i++) {
		/* As if so many had been counted. */
		uint64_t before = mc_node_calls(of_a);
		uint32_t left = (uint32_t)of_a->left - 1;

		of_a->left -= (int32_t)left;
		leave(count(a, 1));
		CU_ASSERT_EQUAL(mc_node_calls(of_a), before + left + 1);
		CU_ASSERT(of_a->due < 1u << 31);
	}
	CU_ASSERT(mc_node_calls(of_a) > UINT32_MAX);
	end_test();
}

/* A handler counts the link on while its call is about to be timed. */
MC_TEST(a_handler_in_between_loses_no_call)
{
	struct mc_node *of_a;
	struct mc_link *link;
	void *handle;

	begin_test(MC_TIME_AUTO);
	leave(count(a, 1));
	of_a = link_of(a);
	link = mc_node_link(of_a);
	CU_ASSERT_EQUAL(link->left, 1);
	link->left--; /* compiled code has, and calls the hook */
	link->left -= 5; /* the handler comes, five times */
	handle = mc_hooks_by_options()->enter(thread->position, a, link,
					      mc_recorder_cfa(1));
	CU_ASSERT_EQUAL((uintptr_t)handle & 1, 1);
	leave(handle);
	CU_ASSERT_EQUAL(mc_node_calls(of_a), 7);
	CU_ASSERT_EQUAL(link->left, 1);
	end_test();
}

MC_TEST(functions_that_ask_for_frames_get_them)
{
	begin_test(MC_TIME_OFF);
	a->flags |= MC_FUNCTION_FRAMED;
	for (int i = 0; i < 100; i++) {
		void *handle = count(a, 1);

		CU_ASSERT_EQUAL((uintptr_t)handle & 1, 1);
		count(b, 2);
		mc_hooks_by_options()->resume(thread->position, handle,
					      mc_recorder_cfa(1));
		CU_ASSERT_EQUAL(mc_thread_current(thread)->function, a->id);
		leave(handle);
	}
	CU_ASSERT_EQUAL(mc_node_calls(link_of(a)), 100);
	end_test();
}
