/* SPDX-License-Identifier: MIT */
/*
 * The hooks: calls begin and end, and those that nobody ended are found.
 *
 * Calls are placed on the made-up stack of recorder.h: call(f, 3) is a call of
 * f that runs three stack frames deep.  In comments a(b) is "a calls b".
 */
#include "record/calls/calls.h"
#include "record/hooks/hooks.h"
#include "record/calls/overhead.h"
#include "record/profile/cct.h"
#include "record/os/guard.h"
#include "record/profile/links.h"
#include "record/profile/mapfile.h"
#include "recorder.h"
#include "unit.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>

static struct mc_thread *thread;
static struct mc_function *f, *a, *b, *c;

/* Three functions that nobody has called yet, and a marked one, f. */
static void begin_test(void)
{
	thread = mc_recorder_thread();
	f = mc_recorder_function("f", MC_FUNCTION_MARKED);
	a = mc_recorder_function("a", 0);
	b = mc_recorder_function("b", 0);
	c = mc_recorder_function("c", 0);
}

/* Every call has a frame here, as every call is timed. */
static struct mc_frame *frame_of(void *handle)
{
	CU_ASSERT(!handle || (uintptr_t)handle & 1);
	return handle ? (struct mc_frame *)((char *)handle - 1) : NULL;
}

static void *handle_of(void *frame)
{
	return frame ? (char *)frame + 1 : NULL;
}

static void leave(void *frame)
{
	mc_hooks_by_options()->leave(NULL, handle_of(frame));
}

/* Each of these is one place in the program that calls the hook: there is code
   behind the call, so that it is not a jump. */
#define HOOK_SITE(name, hook) \
	static __attribute__((noipa)) void *name(struct mc_function *function, \
						 void *cfa) \
	{ \
		void *handle = mc_hooks_by_options()->hook( \
			thread->position, function, NULL, cfa); \
\
		__asm__ volatile("" : "+r"(handle)); \
		return frame_of(handle); \
	}

HOOK_SITE(enter_here, enter)
HOOK_SITE(enter_there, enter)

static void *start(struct mc_function *function)
{
	return frame_of(mc_hooks_by_options()->start(&mc_thread_nobody.position,
						     function, NULL,
						     mc_recorder_cfa(0)));
}

static void *call(struct mc_function *function, uint32_t depth)
{
	return enter_here(function, mc_recorder_cfa(depth));
}

static struct mc_node *link_of(void *frame)
{
	CU_ASSERT_PTR_NOT_NULL_FATAL(frame);
	return mc_frame_private(frame)->link;
}

static int was_never_ended(const struct mc_node *link)
{
	return link->min_ticks == UINT64_MAX;
}

/* Is FRAME the innermost open call, for the profile too? */
static int is_top(void *frame)
{
	return thread->top == frame && thread->record->top == (uintptr_t)frame;
}

static int nothing_is_open(void)
{
	return thread->record->top == 0 &&
	       mc_thread_current(thread) == thread->cct.root &&
	       thread->timing == thread->cct.root && thread->frames.at == 0;
}

static uint64_t calls_of(struct mc_function *caller, struct mc_function *callee)
{
	struct mc_node *node =
		mc_cct_callee(&thread->cct, thread->cct.root, f->id, 0);

	if (caller != f)
		node = mc_cct_callee(&thread->cct, node, caller->id, 0);
	return mc_node_calls(mc_cct_callee(&thread->cct, node, callee->id, 0));
}

MC_TEST(a_call_is_counted_when_it_begins)
{
	void *of_f, *of_a;
	uint64_t before;

	begin_test();
	before = thread->record->timed;
	of_f = start(f);
	CU_ASSERT(is_top(of_f));
	CU_ASSERT_EQUAL(mc_node_calls(link_of(of_f)), 1);
	of_a = call(a, 1);
	CU_ASSERT(is_top(of_a));
	CU_ASSERT_EQUAL(mc_node_calls(link_of(of_a)), 1);
	CU_ASSERT_EQUAL(link_of(of_a)->timed, 1);
	CU_ASSERT_EQUAL(link_of(of_a)->max_ticks, 0);
	CU_ASSERT_EQUAL(link_of(of_a)->depth, 1);
	CU_ASSERT_EQUAL(link_of(of_a)->parent,
			mc_node_line(link_of(of_f)->offset));
	leave(of_a);
	CU_ASSERT(is_top(of_f));
	leave(call(a, 1));
	leave(of_f);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(thread->record->timed, before + 3);
	CU_ASSERT_EQUAL(calls_of(f, a), 2);
}

MC_TEST(a_call_that_ended_is_timed)
{
	struct mc_node *of_f, *of_a;
	uint64_t before;
	void *frame;

	begin_test();
	frame = start(f);
	before = ((struct mc_frame *)frame)->start_ticks;
	of_f = link_of(frame);
	of_a = link_of(call(a, 1));
	leave(frame);
	/* No piece of time is lost or counted twice. */
	CU_ASSERT_EQUAL(of_f->self_ticks + of_a->self_ticks,
			thread->record->mark_ticks - before);
	CU_ASSERT_EQUAL(of_f->max_ticks, of_f->self_ticks + of_a->self_ticks);
	frame = start(f);
	leave(call(a, 1));
	leave(call(a, 1));
	leave(frame);
	CU_ASSERT_EQUAL(of_f->timed, 2);
	CU_ASSERT_EQUAL(of_a->timed, 3);
	CU_ASSERT(of_a->min_ticks <= of_a->max_ticks);
	CU_ASSERT(3 * of_a->min_ticks <= of_a->self_ticks);
	CU_ASSERT(of_a->self_ticks <= 3 * of_a->max_ticks);
}

MC_TEST(memory_that_is_off_is_not_measured)
{
	struct mc_node *link;
	void *frame;

	begin_test();
	frame = start(f);
	link = link_of(frame);
	leave(frame);
	CU_ASSERT_EQUAL(link->flags, MC_NODE_FRAMED);
	CU_ASSERT_EQUAL(link->rss_self_bytes, 0);
}

MC_TEST(an_extent_is_one_outermost_marked_call)
{
	uint64_t before;
	void *outer, *inner;

	begin_test();
	before = mc_mapfile_header()->extents;
	CU_ASSERT_EQUAL(mc_thread_recording, 0);
	outer = start(f);
	CU_ASSERT_EQUAL(mc_thread_recording, 1);
	CU_ASSERT_EQUAL(((struct mc_frame *)outer)->flags & MC_FRAME_EXTENT,
			MC_FRAME_EXTENT);
	inner = call(f, 1);
	CU_ASSERT_EQUAL(((struct mc_frame *)inner)->flags & MC_FRAME_EXTENT, 0);
	leave(inner);
	CU_ASSERT_EQUAL(mc_thread_recording, 1);
	leave(outer);
	CU_ASSERT_EQUAL(mc_thread_recording, 0);
	CU_ASSERT_EQUAL(mc_mapfile_header()->extents, before + 1);
	CU_ASSERT(nothing_is_open());
}

MC_TEST(no_extent_begins_while_one_is_paused)
{
	uint64_t before;
	void *frame;

	begin_test();
	before = mc_mapfile_header()->extents;
	frame = start(f);
	mc_hooks_by_options()->pause();
	CU_ASSERT_PTR_NULL(start(f));
	CU_ASSERT(is_top(frame));
	mc_hooks_by_options()->unpause();
	leave(frame);
	CU_ASSERT_EQUAL(mc_mapfile_header()->extents, before + 1);
	CU_ASSERT_EQUAL(mc_node_calls(thread->cct.root), 0);
}

/* f(a(b(a(b(a))))) */
MC_TEST(recursion_leads_back_when_edges_repeat)
{
	struct mc_node *links[6];
	void *frames[6];

	begin_test();
	frames[0] = start(f);
	for (uint32_t i = 1; i < 6; i++)
		frames[i] = call(i % 2 ? a : b, i);
	for (int i = 0; i < 6; i++)
		links[i] = link_of(frames[i]);
	CU_ASSERT_EQUAL(links[3]->parent, mc_node_line(links[2]->offset));
	CU_ASSERT_EQUAL(links[3]->target, mc_node_line(links[3]->offset));
	CU_ASSERT_EQUAL(links[4]->target, mc_node_line(links[4]->offset));
	CU_ASSERT_EQUAL(links[5]->parent, mc_node_line(links[4]->offset));
	CU_ASSERT_EQUAL(links[5]->target, mc_node_line(links[3]->offset));
	CU_ASSERT_PTR_EQUAL(mc_thread_current(thread), links[5]);
	CU_ASSERT_PTR_EQUAL(link_of(call(b, 6)), links[4]);
	CU_ASSERT_EQUAL(thread->cct.open[a->id], 2);
	CU_ASSERT_EQUAL(thread->cct.open[b->id], 2);
	CU_ASSERT_EQUAL(thread->cct.open[f->id], 0);
	leave(thread->top);
	for (int i = 5; i >= 0; i--)
		leave(frames[i]);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(links[1]->depth, 1);
	CU_ASSERT_EQUAL(links[3]->depth, 2);
	CU_ASSERT_EQUAL(links[5]->depth, 3);
	CU_ASSERT_EQUAL(mc_node_calls(links[4]), 2);
	CU_ASSERT_EQUAL(links[4]->timed, 2);
	CU_ASSERT_EQUAL(links[4]->depth, 3);
}

/* f(a(b, a(a(a(a(a(b, ...)))))): depth is counted by function, not by edge. */
MC_TEST(depth_is_the_most_that_were_open)
{
	struct mc_node *direct, *deeper;
	void *of_f;

	begin_test();
	of_f = start(f);
	call(a, 1);
	leave(call(b, 2));
	for (uint32_t depth = 2; depth < 7; depth++)
		direct = link_of(call(a, depth));
	CU_ASSERT_EQUAL(direct->depth, 6);
	CU_ASSERT_EQUAL(mc_node_calls(direct), 4);
	CU_ASSERT_EQUAL(link_of(call(b, 7))->depth, 1);
	call(c, 8);
	deeper = link_of(call(b, 9));
	CU_ASSERT_EQUAL(deeper->depth, 2);
	leave(of_f);
	of_f = start(f);
	call(a, 1);
	call(a, 2);
	leave(of_f);
	CU_ASSERT_EQUAL(direct->depth, 6);
	CU_ASSERT_EQUAL(mc_node_calls(direct), 4);
}

MC_TEST(leave_closes_what_is_open_above)
{
	struct mc_node *of_a, *of_b, *of_c;
	void *of_f, *outer;

	begin_test();
	of_f = start(f);
	outer = call(a, 1);
	of_a = link_of(outer);
	of_b = link_of(call(b, 2));
	of_c = link_of(call(c, 3));
	leave(outer);
	CU_ASSERT(is_top(of_f));
	CU_ASSERT_EQUAL(of_a->timed, 1);
	CU_ASSERT_EQUAL(of_b->timed, 1);
	CU_ASSERT_EQUAL(of_c->timed, 1);
	CU_ASSERT(of_c->max_ticks <= of_b->max_ticks);
	CU_ASSERT(of_b->max_ticks <= of_a->max_ticks);
	leave(of_f);
	CU_ASSERT(nothing_is_open());
}

MC_TEST(leave_of_the_outermost_call_ends_the_extent)
{
	void *of_f;

	begin_test();
	of_f = start(f);
	for (uint32_t depth = 1; depth < 20; depth++)
		call(a, depth);
	leave(of_f);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(mc_thread_recording, 0);
}

MC_TEST(leave_of_a_call_that_is_not_open_is_ignored)
{
	struct mc_node *of_b;
	void *of_f, *outer, *inner;

	begin_test();
	of_f = start(f);
	outer = call(a, 1);
	inner = call(b, 2);
	of_b = link_of(inner);
	leave(outer);
	leave(inner);
	CU_ASSERT(is_top(of_f));
	CU_ASSERT_EQUAL(of_b->timed, 1);
	leave(of_f);
	leave(inner);
	leave(of_f);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(of_b->timed, 1);
	CU_ASSERT_EQUAL(thread->cct.open[b->id], 0);
}

MC_TEST(resume_closes_what_is_open_above_a_frame)
{
	void *of_f, *outer, *inner;

	begin_test();
	of_f = start(f);
	outer = call(a, 1);
	call(b, 2);
	inner = call(c, 3);
	mc_hooks_by_options()->resume(thread->position, handle_of(outer),
				      mc_recorder_cfa(1));
	CU_ASSERT(is_top(outer));
	mc_hooks_by_options()->resume(thread->position, handle_of(outer),
				      mc_recorder_cfa(1));
	CU_ASSERT(is_top(outer));
	/* A frame that is closed is no place to return to. */
	mc_hooks_by_options()->resume(thread->position, handle_of(inner),
				      mc_recorder_cfa(0));
	CU_ASSERT(is_top(outer));
	leave(of_f);
}

MC_TEST(resume_without_a_frame_closes_by_address)
{
	void *of_f, *outer, *inner;

	begin_test();
	of_f = start(f);
	outer = call(a, 2);
	inner = call(b, 4);
	call(c, 6);
	mc_hooks_by_options()->resume(thread->position, handle_of(NULL),
				      mc_recorder_cfa(7));
	CU_ASSERT_PTR_EQUAL(mc_frame_private(thread->top)->previous, inner);
	/* Between two frames. */
	mc_hooks_by_options()->resume(thread->position, handle_of(NULL),
				      mc_recorder_cfa(5));
	CU_ASSERT(is_top(inner));
	/* What was inlined there is gone as well. */
	mc_hooks_by_options()->resume(thread->position, handle_of(NULL),
				      mc_recorder_cfa(4));
	CU_ASSERT(is_top(outer));
	mc_hooks_by_options()->resume(thread->position, handle_of(NULL),
				      mc_recorder_cfa(0));
	CU_ASSERT(nothing_is_open());
	mc_hooks_by_options()->resume(thread->position, handle_of(NULL),
				      mc_recorder_cfa(0));
	CU_ASSERT(nothing_is_open());
	leave(of_f);
	CU_ASSERT(nothing_is_open());
}

MC_TEST(a_call_further_up_the_stack_closes_dead_ones)
{
	struct mc_node *of_b, *of_c;
	void *of_f, *outer, *next;

	begin_test();
	of_f = start(f);
	outer = call(a, 1);
	of_b = link_of(call(b, 3));
	of_c = link_of(call(c, 5));
	next = call(c, 2);
	CU_ASSERT_EQUAL(of_b->timed, 1);
	CU_ASSERT_EQUAL(of_c->timed, 1);
	CU_ASSERT(is_top(next));
	CU_ASSERT_EQUAL(calls_of(a, c), 1);
	leave(next);
	CU_ASSERT(is_top(outer));
	leave(of_f);
}

MC_TEST(a_call_above_the_extent_is_not_in_it)
{
	uint64_t before;
	void *of_f;

	begin_test();
	before = mc_mapfile_header()->extents;
	mc_hooks_by_options()->start(&mc_thread_nobody.position, f, NULL,
				     mc_recorder_cfa(5));
	call(a, 6);
	CU_ASSERT_PTR_NULL(call(b, 4));
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(mc_thread_recording, 0);
	/* A marked one begins the next extent. */
	mc_hooks_by_options()->start(&mc_thread_nobody.position, f, NULL,
				     mc_recorder_cfa(5));
	call(a, 6);
	of_f = call(f, 4);
	CU_ASSERT(is_top(of_f));
	CU_ASSERT_EQUAL(mc_node_calls(link_of(of_f)), 3);
	CU_ASSERT_EQUAL(link_of(of_f)->timed, 3);
	CU_ASSERT_EQUAL(link_of(of_f)->parent,
			mc_node_line(thread->cct.root->offset));
	CU_ASSERT_EQUAL(mc_thread_recording, 1);
	leave(of_f);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(mc_mapfile_header()->extents, before + 3);
}

MC_TEST(the_same_place_in_the_same_frame_is_dead)
{
	struct mc_node *of_a;
	void *of_f, *first, *second;

	begin_test();
	of_f = start(f);
	first = enter_here(a, mc_recorder_cfa(3));
	of_a = link_of(first);
	CU_ASSERT(was_never_ended(of_a));
	second = enter_here(a, mc_recorder_cfa(3));
	CU_ASSERT_FALSE(was_never_ended(of_a));
	CU_ASSERT_EQUAL(mc_node_calls(of_a), 2);
	CU_ASSERT_PTR_EQUAL(link_of(second), of_a);
	leave(second);
	CU_ASSERT(is_top(of_f));
	leave(of_f);
}

MC_TEST(another_place_in_the_same_frame_is_inlined)
{
	void *of_f, *outer, *inner;

	begin_test();
	of_f = start(f);
	outer = enter_here(a, mc_recorder_cfa(3));
	inner = enter_there(b, mc_recorder_cfa(3));
	CU_ASSERT_EQUAL(link_of(inner)->parent,
			mc_node_line(link_of(outer)->offset));
	CU_ASSERT(was_never_ended(link_of(outer)));
	leave(inner);
	CU_ASSERT(is_top(outer));
	leave(outer);
	CU_ASSERT(is_top(of_f));
	leave(of_f);
}

MC_TEST(marked_functions_are_told_apart_by_place_too)
{
	void *of_f, *outer, *inner, *again;

	begin_test();
	of_f = start(f);
	outer = enter_here(f, mc_recorder_cfa(3));
	inner = enter_there(f, mc_recorder_cfa(3));
	CU_ASSERT_PTR_EQUAL(mc_frame_private(inner)->previous, outer);
	again = enter_there(f, mc_recorder_cfa(3));
	CU_ASSERT_PTR_EQUAL(mc_frame_private(again)->previous, outer);
	CU_ASSERT_EQUAL(mc_node_calls(link_of(again)), 2);
	CU_ASSERT_FALSE(was_never_ended(link_of(again)));
	leave(of_f);
	CU_ASSERT(nothing_is_open());
}

#ifndef __aarch64__ /* where the way back is not at the upper end */
MC_TEST(the_same_frame_with_another_way_back_is_dead)
{
	uintptr_t *cfa = mc_recorder_cfa(3);
	struct mc_node *of_a;
	void *of_f, *second;

	begin_test();
	of_f = start(f);
	cfa[-1] = 0x1000;
	of_a = link_of(enter_here(a, cfa));
	cfa[-1] = 0x2000;
	second = enter_there(b, cfa);
	CU_ASSERT_EQUAL(of_a->timed, 1);
	CU_ASSERT_EQUAL(link_of(second)->parent,
			mc_node_line(link_of(of_f)->offset));
	leave(of_f);
}
#endif

/* Two more stacks, for coroutines; place n is n words above the end. */
#define OTHER_WORDS 4096
static uintptr_t other_stacks[2][OTHER_WORDS];

static void *call_on(int stack, struct mc_function *function, int n)
{
	return enter_here(function, &other_stacks[stack][OTHER_WORDS - n]);
}

/* The next call is one by code that is not instrumented. */
static void arrive(void)
{
	struct mc_position *position = thread->position;

	position->arrived = position->current;
	position->current = position->arriving;
}

/* f(a), and on another stack b(b); back on the first, a(c). */
MC_TEST(calls_on_another_stack_are_not_below_those_on_the_first)
{
	void *of_f, *of_a, *of_b, *again, *of_c;

	begin_test();
	of_f = start(f);
	of_a = call(a, 3);
	of_b = call_on(0, b, 8);
	CU_ASSERT_EQUAL(mc_frame_private(of_b)->place.cfa,
			(uintptr_t)&other_stacks[0][OTHER_WORDS - 8]);
	again = call_on(0, b, 400);
	CU_ASSERT_PTR_EQUAL(mc_frame_private(again)->previous, of_b);
	CU_ASSERT_EQUAL(link_of(again)->depth, 2);
	of_c = call(c, 4);
	CU_ASSERT_PTR_EQUAL(mc_frame_private(of_c)->previous, of_a);
	leave(of_c);
	CU_ASSERT(is_top(of_a));
	leave(again);
	CU_ASSERT(is_top(of_b));
	leave(of_b);
	CU_ASSERT(is_top(of_a));
	leave(of_f);
	CU_ASSERT(nothing_is_open());
}

/* f(a) ends while b, on another stack, is suspended. */
MC_TEST(a_call_ends_while_those_on_another_stack_go_on)
{
	void *of_f, *of_a, *of_b, *of_c;

	begin_test();
	of_f = start(f);
	of_a = call(a, 3);
	of_b = call_on(0, b, 8);
	leave(of_a);
	CU_ASSERT(is_top(of_f));
	CU_ASSERT_PTR_EQUAL(mc_thread_current(thread), link_of(of_f));
	of_c = call_on(0, c, 100);
	CU_ASSERT_PTR_EQUAL(mc_frame_private(of_c)->previous, of_b);
	leave(of_c);
	leave(of_b);
	CU_ASSERT(is_top(of_f));
	leave(of_f);
	CU_ASSERT(nothing_is_open());
}

/* Each of 100,000 coroutines is left for the next on the same two stacks, deep
   in calls of its own. */
MC_TEST(stacks_that_are_used_again_take_no_more_room)
{
	uint32_t strands;
	void *of_f;

	begin_test();
	of_f = start(f);
	for (int i = 0; i < 100000; i++) {
		arrive();
		call_on(i % 2, a, 8);
		for (int n = 1; n < 40; n++)
			call_on(i % 2, b, 8 + 10 * n);
	}
	strands = thread->strands.count;
	CU_ASSERT_EQUAL(strands, 2);
	leave(of_f);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(thread->strands.count, 0);
}

/* Of b, which jumps out of two calls of its own on its stack. */
MC_TEST(a_jump_on_another_stack_closes_what_it_has_left)
{
	void *of_f, *of_b;

	begin_test();
	of_f = start(f);
	of_b = call_on(0, b, 8);
	call_on(0, c, 100);
	call_on(0, c, 200);
	mc_hooks_by_options()->resume(thread->position, handle_of(of_b),
				      &other_stacks[0][OTHER_WORDS - 8]);
	CU_ASSERT(is_top(of_b));
	call_on(0, c, 100);
	/* By where it is. */
	mc_hooks_by_options()->resume(thread->position, handle_of(NULL),
				      &other_stacks[0][OTHER_WORDS - 50]);
	CU_ASSERT(is_top(of_b));
	/* Out of it all. */
	mc_hooks_by_options()->resume(thread->position, handle_of(NULL),
				      mc_recorder_cfa(1));
	CU_ASSERT(is_top(of_f));
	leave(of_f);
	CU_ASSERT(nothing_is_open());
}

/* a calls itself until so many calls are open; the outermost is returned. */
static void *descend(uint32_t calls, struct mc_frame **frames)
{
	for (uint32_t i = 0; i < calls; i++)
		frames[i] = call(a, i + 1);
	return frames[0];
}

MC_TEST(a_hundred_thousand_open_calls_come_back)
{
	static struct mc_frame *frames[100000];
	struct mc_node *of_a, *again;
	uint32_t chunks;
	int wrong = 0;
	void *of_f;

	begin_test();
	of_f = start(f);
	descend(100000, frames);
	of_a = link_of(frames[0]);
	again = link_of(frames[2]);
	chunks = thread->frames.count;
	CU_ASSERT(chunks > 6);
	CU_ASSERT_EQUAL(thread->frames.at, chunks - 1);
	CU_ASSERT_EQUAL(thread->cct.open[a->id], 99999);
	CU_ASSERT_EQUAL(mc_node_calls(again), 99998);
	CU_ASSERT_EQUAL(again->depth, 100000);
	for (uint32_t i = 99999; i > 0; i--) {
		wrong += !is_top(frames[i]);
		leave(frames[i]);
	}
	CU_ASSERT_EQUAL(wrong, 0);
	CU_ASSERT(is_top(frames[0]));
	CU_ASSERT_EQUAL(thread->frames.at, 0);
	CU_ASSERT_EQUAL(again->timed, 99998);
	leave(of_f);
	CU_ASSERT_EQUAL(mc_node_calls(of_a), 1);
	CU_ASSERT(nothing_is_open());

	/* Once more, and all at once. */
	of_f = start(f);
	descend(100000, frames);
	CU_ASSERT_EQUAL(thread->frames.count, chunks);
	CU_ASSERT_EQUAL(mc_node_calls(again), 199996);
	leave(of_f);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(again->timed, 199996);
	CU_ASSERT_EQUAL(thread->cct.open[a->id], 0);
}

/* A chunk of frames ends where the next begins: in and out, over and over. */
MC_TEST(calls_at_the_end_of_a_chunk_come_back)
{
	struct mc_frame *frames[200];
	void *of_f;
	uint32_t n = 0;

	begin_test();
	of_f = start(f);
	while (n < 200 && thread->frames.at == 0) {
		frames[n] = call(a, n + 1);
		n++;
	}
	CU_ASSERT_EQUAL(n, 126);
	for (int i = 0; i < 1000; i++) {
		CU_ASSERT_EQUAL(thread->frames.at, 1);
		CU_ASSERT(frames[n - 1]->flags & MC_FRAME_CHUNK);
		leave(frames[n - 1]);
		CU_ASSERT_EQUAL(thread->frames.at, 0);
		CU_ASSERT(is_top(frames[n - 2]));
		frames[n - 1] = call(a, n);
	}
	leave(of_f);
	CU_ASSERT(nothing_is_open());
}

/* Beyond the limit calls are counted, but not timed. */
MC_TEST(calls_without_room_for_a_frame_are_counted)
{
	struct mc_node *again;
	void *of_f, *handle, *innermost;
	uint64_t before, timed;
	uint32_t depth = 4;

	begin_test();
	of_f = start(f);
	call(a, 1);
	call(a, 2);
	again = link_of(call(a, 3));
	mc_recorder_fill_up();
	mc_recorder_capture();
	do {
		innermost = thread->top;
		before = mc_node_calls(again);
		timed = again->timed;
		handle = mc_hooks_by_options()->enter(thread->position, a, NULL,
						      mc_recorder_cfa(depth++));
	} while ((uintptr_t)handle & 1);
	mc_recorder_captured();
	mc_recorder_make_room();
	CU_ASSERT_PTR_EQUAL(handle, again);
	CU_ASSERT(is_top(innermost));
	CU_ASSERT_EQUAL(mc_node_calls(again), before + 1);
	CU_ASSERT_EQUAL(again->timed, timed);
	leave(innermost);
	leave(of_f);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(thread->cct.open[a->id], 0);
}

/* A call that is only counted: its handle is the context of the caller. */
static void *enter_others(struct mc_function *function, uint32_t depth)
{
	return mc_hooks_by_options()->enter(thread->position, function, NULL,
					    mc_recorder_cfa(depth));
}

MC_TEST(calls_beyond_the_limit_are_others)
{
	static char names[400004];
	struct mc_function *unknown = mc_recorder_describe(names, 0);
	uint64_t before, folded;
	void *of_f, *outer, *inner;

	/* A function that cannot be numbered for the length of its name. */
	for (size_t i = 0; i < 400000; i++)
		names[i] = 'o';
	names[400001] = 'o';
	begin_test();
	before = mc_node_calls(thread->cct.other);
	folded = mc_mapfile_header()->folded_contexts;
	of_f = start(f);
	mc_recorder_fill_up();
	mc_recorder_capture();
	outer = enter_others(unknown, 1);
	inner = enter_others(a, 2);
	mc_recorder_captured();
	mc_recorder_make_room();
	CU_ASSERT_PTR_EQUAL(outer, link_of(of_f));
	CU_ASSERT_PTR_EQUAL(inner, thread->cct.other);
	CU_ASSERT_PTR_EQUAL(mc_thread_current(thread), thread->cct.other);
	CU_ASSERT_EQUAL(mc_node_calls(thread->cct.other), before + 2);
	CU_ASSERT_EQUAL(mc_mapfile_header()->folded_contexts, folded + 2);
	CU_ASSERT_EQUAL(unknown->id, MC_FUNCTION_UNNUMBERED);
	CU_ASSERT(is_top(of_f));
	leave(of_f);
	CU_ASSERT(nothing_is_open());
}

/* Finds the links of f to all of FUNCTIONS; how many are not in their slots. */
static int count_misses(struct mc_function **functions, int count)
{
	int misses = 0;

	for (int i = 0; i < count; i++) {
		uint64_t before = functions[i]->misses;

		mc_links_find(thread, functions[i]);
		misses += functions[i]->misses != before;
	}
	return misses;
}

MC_TEST(callees_that_share_a_slot_get_others)
{
	struct mc_function *functions[MC_KIDS];
	void *of_f;

	begin_test();
	for (int i = 0; i < MC_KIDS; i++)
		functions[i] = mc_recorder_function("callee", 0);
	of_f = start(f);
	CU_ASSERT_EQUAL(count_misses(functions, MC_KIDS), MC_KIDS);
	for (int i = 0; i < 10000; i++)
		count_misses(functions, MC_KIDS);
	CU_ASSERT_EQUAL(count_misses(functions, MC_KIDS), 0);
	leave(of_f);
}

MC_TEST(the_hooks_keep_errno)
{
	void *of_f;

	begin_test();
	errno = ENOTTY;
	of_f = start(f);
	for (uint32_t depth = 1; depth < 3000; depth++)
		call(depth % 2 ? a : b, depth);
	leave(of_f);
	CU_ASSERT_EQUAL(errno, ENOTTY);
}

static void call_c(int number)
{
	(void)number;
	leave(call(c, 50));
}

MC_TEST(a_signal_handler_leaves_all_as_it_was)
{
	struct sigaction action = {.sa_handler = call_c};
	struct sigaction usual;
	void *of_f, *of_a;

	begin_test();
	of_f = start(f);
	of_a = call(a, 1);
	sigaction(SIGUSR1, &action, &usual);
	raise(SIGUSR1);
	raise(SIGUSR1);
	sigaction(SIGUSR1, &usual, NULL);
	CU_ASSERT(is_top(of_a));
	CU_ASSERT_EQUAL(calls_of(a, c), 2);
	CU_ASSERT_PTR_EQUAL(mc_thread_current(thread), link_of(of_a));
	CU_ASSERT_PTR_EQUAL(thread->timing, link_of(of_a));
	leave(of_f);
}

MC_TEST(close_all_ends_the_extent)
{
	struct mc_node *of_f;

	begin_test();
	of_f = link_of(start(f));
	call(a, 1);
	call(a, 2);
	mc_calls_close_all(thread);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(of_f->timed, 1);
	mc_calls_close_all(thread);
	CU_ASSERT_EQUAL(of_f->timed, 1);
}

MC_TEST(sync_closes_nothing)
{
	uint64_t before, self;
	void *of_f;

	begin_test();
	of_f = start(f);
	before = thread->record->mark_ticks;
	self = link_of(of_f)->self_ticks;
	mc_calls_sync(thread);
	CU_ASSERT(is_top(of_f));
	CU_ASSERT(was_never_ended(link_of(of_f)));
	CU_ASSERT_EQUAL(link_of(of_f)->self_ticks - self,
			thread->record->mark_ticks - before);
	leave(of_f);
	before = thread->record->mark_ticks;
	mc_calls_sync(thread);
	CU_ASSERT_EQUAL(thread->record->mark_ticks, before);
}

static void forget_costs(void)
{
	struct mc_file_header *header = mc_mapfile_header();

	header->cost_inside_mticks = 0;
	header->cost_outside_mticks = 0;
	header->cost_untimed_mticks = 0;
}

static int costs_are_known(void)
{
	const struct mc_file_header *header = mc_mapfile_header();

	return header->cost_inside_mticks && header->cost_outside_mticks;
}

MC_TEST(measuring_the_hooks_leaves_no_trace)
{
	uint64_t nodes, timed;

	begin_test();
	nodes = thread->cct.node_count;
	timed = thread->record->timed;
	forget_costs();
	mc_overhead_measure(thread);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT(costs_are_known());
	CU_ASSERT_EQUAL(thread->cct.node_count, nodes);
	CU_ASSERT_EQUAL(thread->record->timed, timed);
	CU_ASSERT_EQUAL(thread->cct.open[1], 0);
	CU_ASSERT_PTR_NULL(mc_node_private(thread->cct.root)->parent);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

MC_TEST(the_hooks_are_measured_again_while_calls_are_open)
{
	const struct timespec interval = {.tv_nsec = 60000000};
	int64_t began;
	uint64_t timed, mark;
	struct mc_stack made_up;
	void *of_f, *of_a;

	if (mc_unit_is_emulated("what hooks take varies"))
		return;
	begin_test();
	of_f = start(f);
	of_a = call(a, 1);
	made_up = thread->stack;
	thread->stack = mc_stack_find();
	timed = thread->record->timed;
	mark = thread->record->mark_ticks;
	nanosleep(&interval, NULL);
	mc_overhead_follow(thread);
	began = now_ms();
	forget_costs();
	mc_overhead_follow(thread);
	/* It is too soon, unless others had the processor meanwhile. */
	CU_ASSERT(!costs_are_known() || now_ms() - began >= 40);
	nanosleep(&interval, NULL);
	mc_overhead_follow(thread);
	CU_ASSERT(costs_are_known());
	CU_ASSERT_PTR_EQUAL(mc_thread_self(), thread);
	thread->stack = made_up;
	CU_ASSERT_EQUAL(mc_guard_inside, 0);
	CU_ASSERT_EQUAL(thread->record->timed, timed);
	CU_ASSERT_EQUAL(thread->record->mark_ticks, mark);
	CU_ASSERT(is_top(of_a));
	leave(of_a);
	CU_ASSERT(is_top(of_f));
	leave(of_f);
	CU_ASSERT(nothing_is_open());
}

static void *leave_it(void *frame)
{
	leave(frame);
	return NULL;
}

static void run_thread(void *(*body)(void *), void *argument)
{
	pthread_t other;

	CU_ASSERT_EQUAL_FATAL(pthread_create(&other, NULL, body, argument), 0);
	pthread_join(other, NULL);
}

MC_TEST(a_thread_does_not_leave_the_calls_of_another)
{
	void *of_f;

	begin_test();
	of_f = start(f);
	run_thread(leave_it, of_f);
	CU_ASSERT(is_top(of_f));
	CU_ASSERT(was_never_ended(link_of(of_f)));
	leave(of_f);
}

/* Where a thread that ended had been. */
struct visit {
	struct mc_thread *thread;
	struct mc_node *outer, *inner;
	uint64_t flags; /* of its record, while it lived */
	uint32_t recording;
};

/* Nothing in here may fail fatally: that is a jump to the first thread. */
static void *call_and_end(void *pointer)
{
	struct visit *visit = pointer;
	void *words[4] = {NULL, NULL, NULL, NULL};
	void *outer = frame_of(mc_hooks_by_options()->start(
		&mc_thread_nobody.position, f, NULL, &words[3]));
	void *inner;

	if (!outer)
		return NULL;
	visit->thread = mc_thread_self();
	inner = frame_of(mc_hooks_by_options()->enter(visit->thread->position,
						      a, NULL, &words[1]));
	visit->outer = mc_frame_private(outer)->link;
	visit->inner = inner ? mc_frame_private(inner)->link : NULL;
	visit->flags = visit->thread->record->flags;
	visit->recording = mc_thread_recording;
	return NULL;
}

MC_TEST(a_thread_that_ends_closes_its_calls)
{
	struct visit visit = {0};
	void *of_f;

	begin_test();
	of_f = start(f);
	run_thread(call_and_end, &visit);
	CU_ASSERT_PTR_NOT_NULL_FATAL(visit.inner);
	CU_ASSERT_PTR_NOT_EQUAL(visit.thread, thread);
	CU_ASSERT_PTR_NOT_EQUAL(visit.outer, link_of(of_f));
	CU_ASSERT_EQUAL(visit.outer->function, f->id);
	CU_ASSERT_EQUAL(visit.outer->timed, 1);
	CU_ASSERT_EQUAL(visit.inner->timed, 1);
	CU_ASSERT_EQUAL(visit.thread->record->top, 0);
	CU_ASSERT_EQUAL(visit.flags, 0);
	CU_ASSERT_EQUAL(visit.thread->record->flags, MC_THREAD_ENDED);
	CU_ASSERT_EQUAL(visit.recording, 2);
	CU_ASSERT_EQUAL(mc_thread_recording, 1);
	CU_ASSERT_PTR_EQUAL(mc_thread_living, thread);
	CU_ASSERT(is_top(of_f));
	leave(of_f);
}

MC_TEST(the_next_thread_goes_on_with_the_tree)
{
	struct visit first = {0}, second = {0};
	uint64_t threads;

	begin_test();
	run_thread(call_and_end, &first);
	threads = mc_mapfile_header()->threads;
	run_thread(call_and_end, &second);
	CU_ASSERT_PTR_NOT_NULL_FATAL(second.inner);
	CU_ASSERT_PTR_EQUAL(second.thread, first.thread);
	CU_ASSERT_PTR_EQUAL(second.inner, first.inner);
	CU_ASSERT_EQUAL(mc_node_calls(second.inner), 2);
	CU_ASSERT_EQUAL(second.inner->timed, 2);
	CU_ASSERT_EQUAL(second.outer->timed, 2);
	CU_ASSERT_EQUAL(second.flags, 0);
	CU_ASSERT_EQUAL(mc_mapfile_header()->threads, threads + 1);
}
