/* SPDX-License-Identifier: MIT */
/*
 * Who calls a coroutine that is resumed (record/coroutine.h).
 *
 * f, which is marked, resumes by a call at one depth of the made-up stack; what
 * hands over is followed by the other one in the same place.
 */
#include "record/hooks/hooks.h"
#include "record/profile/cct.h"
#include "recorder.h"
#include "unit.h"

enum { FIRST = 2, LATER = 4, DESTROYED = 5 };

static struct mc_thread *thread;
static struct mc_function *f, *outer, *inner;
static int frame_of_outer, frame_of_inner; /* only their addresses matter */
static void *of_f;
static uint32_t depth; /* of what runs */

static void begin_test(void)
{
	thread = mc_recorder_thread();
	depth = 1;
	f = mc_recorder_function("f", MC_FUNCTION_MARKED);
	outer = mc_recorder_function("outer", MC_FUNCTION_COROUTINE |
						      MC_FUNCTION_RESUMED);
	inner = mc_recorder_function("inner", MC_FUNCTION_COROUTINE |
						      MC_FUNCTION_RESUMED);
	of_f = mc_hooks_by_options()->start(&mc_thread_nobody.position, f, NULL,
					    mc_recorder_cfa(0));
}

static void end_test(void)
{
	mc_hooks_by_options()->leave(NULL, of_f);
	CU_ASSERT_EQUAL(thread->record->top, 0);
	CU_ASSERT_EQUAL(thread->coroutines.count, 0);
}

static __attribute__((noipa)) void *run(struct mc_function *function,
					void *frame, uint32_t index)
{
	void *handle =
		mc_hooks_by_options()->run(thread->position, function, frame,
					   index, mc_recorder_cfa(depth));

	__asm__ volatile("" : "+r"(handle));
	return handle;
}

static int hand_over(void *handle, struct mc_function *function, void *frame,
		     void *to, int reason)
{
	return mc_hooks_by_options()->hand_over(thread->position, handle,
						function, frame, to, reason);
}

static void *resume_outer(uint32_t index)
{
	return run(outer, &frame_of_outer, index);
}

static void *resume_inner(uint32_t index)
{
	return run(inner, &frame_of_inner, index);
}

/* outer waits for inner. */
static void wait_for_inner(void *handle)
{
	CU_ASSERT_EQUAL(hand_over(handle, outer, &frame_of_outer,
				  &frame_of_inner, MC_WAITS),
			0);
}

static void end_inner(void *handle)
{
	CU_ASSERT_EQUAL(hand_over(handle, inner, &frame_of_inner,
				  &frame_of_outer, MC_ENDS),
			0);
}

static int is_called_by_f(const struct mc_node *node)
{
	return node->parent ==
	       mc_node_line(
		       mc_cct_callee(&thread->cct, thread->cct.root, f->id, 0)
			       ->offset);
}

static struct mc_node *here(void)
{
	return mc_thread_current(thread);
}

MC_TEST(who_resumes_by_a_call_is_the_caller)
{
	begin_test();
	for (uint32_t i = 1; i <= 20; i++) {
		void *handle = resume_outer(i == 1 ? FIRST : LATER);

		CU_ASSERT_EQUAL(here()->function, outer->id);
		CU_ASSERT(is_called_by_f(here()));
		CU_ASSERT_EQUAL(mc_node_calls(here()), i);
		CU_ASSERT(here()->flags & MC_NODE_RESUMED);
		mc_hooks_by_options()->leave(thread->position, handle);
		CU_ASSERT_EQUAL(here()->function, f->id);
	}
	end_test();
}

MC_TEST(who_waits_is_the_caller_and_goes_on_in_its_place)
{
	struct mc_node *of_outer;
	void *handle;

	begin_test();
	handle = resume_outer(FIRST);
	of_outer = here();
	for (int i = 1; i <= 3; i++) {
		wait_for_inner(handle);
		CU_ASSERT_EQUAL(here()->function, f->id);
		handle = resume_inner(FIRST);
		CU_ASSERT_EQUAL(here()->parent, mc_node_line(of_outer->offset));
		end_inner(handle);
		handle = resume_outer(LATER);
		CU_ASSERT_PTR_EQUAL(here(), of_outer);
		CU_ASSERT_EQUAL(mc_node_calls(of_outer), (uint64_t)i + 1);
	}
	mc_hooks_by_options()->leave(thread->position, handle);
	end_test();
}

MC_TEST(what_is_not_seen_to_go_on_leaves_nothing_behind)
{
	void *handle;

	begin_test();
	wait_for_inner(resume_outer(FIRST));
	/* Its code was not instrumented: f resumes outer again. */
	handle = resume_outer(LATER);
	CU_ASSERT(is_called_by_f(here()));
	CU_ASSERT_EQUAL(thread->coroutines.count, 0);
	mc_hooks_by_options()->leave(thread->position, handle);
	end_test();
}

MC_TEST(what_ends_does_not_call_what_goes_on)
{
	begin_test();
	end_inner(resume_inner(FIRST));
	mc_hooks_by_options()->leave(thread->position, resume_outer(LATER));
	/* Nor what yields, but to what has not run yet, which waits for
	   nothing. */
	hand_over(resume_inner(LATER), inner, &frame_of_inner, &frame_of_outer,
		  MC_YIELDS);
	resume_outer(LATER);
	CU_ASSERT(is_called_by_f(here()));
	hand_over(resume_inner(LATER), inner, &frame_of_inner, &frame_of_outer,
		  MC_YIELDS);
	resume_outer(FIRST);
	CU_ASSERT_FALSE(is_called_by_f(here()));
	end_test();
}

MC_TEST(starting_and_destroying_are_part_of_a_call)
{
	struct mc_node *before;

	begin_test();
	before = here();
	CU_ASSERT_PTR_EQUAL(resume_outer(0), before);
	CU_ASSERT_PTR_EQUAL(resume_outer(DESTROYED), before);
	CU_ASSERT_PTR_EQUAL(here(), before);
	/* A coroutine that is started hands over for the call that starts
	   it. */
	wait_for_inner(before);
	resume_inner(FIRST);
	CU_ASSERT(is_called_by_f(here()));
	end_test();
}

MC_TEST(an_extent_lasts_while_its_coroutine_waits)
{
	struct mc_function *marked;
	struct mc_node *of_marked;
	void *handle, *again;

	thread = mc_recorder_thread();
	depth = 1;
	marked = mc_recorder_function("marked", MC_FUNCTION_MARKED |
							MC_FUNCTION_COROUTINE |
							MC_FUNCTION_RESUMED);
	inner = mc_recorder_function("inner", MC_FUNCTION_COROUTINE |
						      MC_FUNCTION_RESUMED);
	handle = run(marked, &frame_of_outer, FIRST);
	of_marked = here();
	CU_ASSERT_EQUAL(of_marked->function, marked->id);
	CU_ASSERT_EQUAL(hand_over(handle, marked, &frame_of_outer,
				  &frame_of_inner, MC_WAITS),
			1);
	depth = 2; /* no tail call */
	again = resume_inner(FIRST);
	CU_ASSERT_EQUAL(here()->parent, mc_node_line(of_marked->offset));
	end_inner(again);
	again = run(marked, &frame_of_outer, LATER);
	CU_ASSERT_PTR_EQUAL(here(), of_marked);
	/* What waits for it is not in the extent. */
	CU_ASSERT_EQUAL(hand_over(again, marked, &frame_of_outer,
				  &frame_of_inner, MC_ENDS),
			0);
	CU_ASSERT_EQUAL(thread->record->top, 0);
	mc_hooks_by_options()->leave(thread->position, handle);
	CU_ASSERT_EQUAL(thread->record->top, 0);
}
