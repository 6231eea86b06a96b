/* SPDX-License-Identifier: MIT */
/*
 * The hooks: calls begin and end, and those that nobody ended are found.
 *
 * Calls are placed on the made-up stack of recorder.h: call(f, 3) is a call of
 * f that runs three stack frames deep.  In comments a(b) is "a calls b".
 */
#include "record/hooks.h"
#include "record/overhead.h"
#include "record/cct.h"
#include "record/mapfile.h"
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

/* Each of these is one place in the program that calls the hook: there is code
   behind the call, so that it is not a jump. */
#define HOOK_SITE(name, hook) \
	static __attribute__((noipa)) void *name(struct mc_function *function, \
						 void *cfa) \
	{ \
		void *frame = mc_hooks.hook(thread, function, cfa); \
\
		__asm__ volatile("" : "+r"(frame)); \
		return frame; \
	}

HOOK_SITE(enter_here, enter)
HOOK_SITE(enter_there, enter)
HOOK_SITE(start_here, start)
HOOK_SITE(start_there, start)

static void *start(struct mc_function *function)
{
	return mc_hooks.start(NULL, function, mc_recorder_cfa(0));
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

/* Is FRAME the innermost open call, for the profile too? */
static int is_top(void *frame)
{
	return thread->top == frame && thread->record->top == (uintptr_t)frame;
}

static int nothing_is_open(void)
{
	return thread->record->top == 0 && thread->current == thread->root &&
	       thread->running == thread->root && thread->frames_at == 0;
}

static uint64_t calls_of(struct mc_function *caller, struct mc_function *callee)
{
	struct mc_node *parent = mc_cct_find(thread->root, f->id);
	struct mc_node *node;

	if (caller != f)
		parent = mc_cct_find(parent, caller->id);
	node = parent ? mc_cct_find(parent, callee->id) : NULL;
	return node ? node->calls : 0;
}

MC_TEST(a_call_is_counted_when_it_begins)
{
	void *of_f, *of_a;
	uint64_t before;

	begin_test();
	before = thread->record->calls;
	of_f = start(f);
	CU_ASSERT(is_top(of_f));
	CU_ASSERT_EQUAL(link_of(of_f)->calls, 1);
	of_a = call(a, 1);
	CU_ASSERT(is_top(of_a));
	CU_ASSERT_EQUAL(link_of(of_a)->calls, 1);
	CU_ASSERT_EQUAL(link_of(of_a)->timed, 0);
	CU_ASSERT_EQUAL(link_of(of_a)->depth, 1);
	CU_ASSERT_EQUAL(link_of(of_a)->parent, link_of(of_f)->offset);
	mc_hooks.leave(of_a);
	CU_ASSERT(is_top(of_f));
	mc_hooks.leave(call(a, 1));
	mc_hooks.leave(of_f);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(thread->record->calls, before + 3);
	CU_ASSERT_EQUAL(calls_of(f, a), 2);
}

MC_TEST(a_call_that_ended_is_timed)
{
	struct mc_node *of_f, *of_a;
	void *frame;

	begin_test();
	frame = start(f);
	of_f = link_of(frame);
	of_a = link_of(call(a, 1));
	mc_hooks.leave(frame);
	frame = start(f);
	mc_hooks.leave(call(a, 1));
	mc_hooks.leave(call(a, 1));
	mc_hooks.leave(frame);
	CU_ASSERT_EQUAL(of_f->timed, 2);
	CU_ASSERT_EQUAL(of_a->timed, 3);
	CU_ASSERT_EQUAL(of_a->outer_spans, 3);
	CU_ASSERT_EQUAL(of_a->edge_spans, 3);
	CU_ASSERT(of_a->min_ticks <= of_a->max_ticks);
	CU_ASSERT(3 * of_a->min_ticks <= of_a->outer_ticks);
	CU_ASSERT(of_a->outer_ticks <= 3 * of_a->max_ticks);
	CU_ASSERT_EQUAL(of_a->outer_ticks, of_a->edge_ticks);
	CU_ASSERT_EQUAL(of_a->outer_ticks, of_a->self_ticks);
	CU_ASSERT(of_a->outer_ticks <= of_f->outer_ticks);
	/* No piece of time is lost or counted twice. */
	CU_ASSERT_EQUAL(of_f->outer_ticks, of_f->self_ticks + of_a->self_ticks);
}

MC_TEST(memory_that_is_off_is_not_measured)
{
	struct mc_node *link;
	void *frame;

	begin_test();
	frame = start(f);
	link = link_of(frame);
	mc_hooks.leave(frame);
	CU_ASSERT_EQUAL(link->flags, 0);
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
	inner = mc_hooks.start(thread, f, mc_recorder_cfa(1));
	CU_ASSERT_EQUAL(((struct mc_frame *)inner)->flags & MC_FRAME_EXTENT, 0);
	mc_hooks.leave(inner);
	CU_ASSERT_EQUAL(mc_thread_recording, 1);
	mc_hooks.leave(outer);
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
	mc_hooks.pause();
	CU_ASSERT_PTR_NULL(start(f));
	CU_ASSERT(is_top(frame));
	mc_hooks.unpause();
	mc_hooks.leave(frame);
	CU_ASSERT_EQUAL(mc_mapfile_header()->extents, before + 1);
	CU_ASSERT_EQUAL(thread->root->calls, 0);
}

/* f(a(b(a(b)))) */
MC_TEST(of_recursive_calls_only_the_outermost_is_a_span)
{
	struct mc_node *of_f, *of_a, *of_b, *again;
	void *frames[5];

	begin_test();
	frames[0] = start(f);
	frames[1] = call(a, 1);
	frames[2] = call(b, 2);
	frames[3] = call(a, 3);
	frames[4] = call(b, 4);
	of_f = link_of(frames[0]);
	of_a = link_of(frames[1]);
	of_b = link_of(frames[2]);
	again = link_of(frames[3]);
	CU_ASSERT_PTR_NOT_EQUAL(again, of_a);
	CU_ASSERT_EQUAL(again->target, of_a->offset);
	CU_ASSERT_EQUAL(again->parent, of_b->offset);
	CU_ASSERT_PTR_EQUAL(link_of(frames[4]), of_b);
	for (int i = 4; i >= 0; i--)
		mc_hooks.leave(frames[i]);

	CU_ASSERT_EQUAL(of_f->calls, 1);
	CU_ASSERT_EQUAL(of_f->outer_spans, 1);
	CU_ASSERT_EQUAL(of_f->outer_nested, 4);
	CU_ASSERT_EQUAL(of_f->edge_nested, 4);

	CU_ASSERT_EQUAL(of_a->calls, 1);
	CU_ASSERT_EQUAL(of_a->outer_spans, 1);
	CU_ASSERT_EQUAL(of_a->edge_spans, 1);
	CU_ASSERT_EQUAL(of_a->outer_nested, 3);
	CU_ASSERT_EQUAL(of_a->depth, 1);

	CU_ASSERT_EQUAL(of_b->calls, 2);
	CU_ASSERT_EQUAL(of_b->timed, 2);
	CU_ASSERT_EQUAL(of_b->outer_spans, 1);
	CU_ASSERT_EQUAL(of_b->edge_spans, 1);
	CU_ASSERT_EQUAL(of_b->outer_nested, 2);
	CU_ASSERT_EQUAL(of_b->edge_nested, 2);
	CU_ASSERT_EQUAL(of_b->depth, 2);

	CU_ASSERT_EQUAL(again->calls, 1);
	CU_ASSERT_EQUAL(again->timed, 1);
	CU_ASSERT_EQUAL(again->outer_spans, 0);
	CU_ASSERT_EQUAL(again->outer_ticks, 0);
	CU_ASSERT_EQUAL(again->outer_nested, 0);
	CU_ASSERT_EQUAL(again->edge_spans, 1);
	CU_ASSERT_EQUAL(again->edge_nested, 1);
	CU_ASSERT_EQUAL(again->depth, 2);
	CU_ASSERT(of_b->self_ticks + again->self_ticks <= of_a->outer_ticks);
}

/* f(a(b), b(a)): no recursion, although each calls the other. */
MC_TEST(calls_side_by_side_are_spans_of_their_own)
{
	struct mc_node *first, *second;
	void *of_f, *outer;

	begin_test();
	of_f = start(f);
	outer = call(a, 1);
	call(b, 2);
	mc_hooks.leave(outer);
	outer = call(b, 1);
	first = link_of(outer);
	second = link_of(call(a, 2));
	mc_hooks.leave(of_f);
	CU_ASSERT_EQUAL(first->outer_spans, 1);
	CU_ASSERT_EQUAL(first->outer_nested, 1);
	CU_ASSERT_EQUAL(second->outer_spans, 1);
	CU_ASSERT_EQUAL(second->edge_spans, 1);
	CU_ASSERT_EQUAL(second->depth, 1);
	CU_ASSERT_EQUAL(second->target, second->offset);
}

/* f(a(b, a(a(a(a(a(b, ...)))))): depth is counted by function, not by edge. */
MC_TEST(depth_is_the_most_that_were_open)
{
	struct mc_node *direct, *deeper;
	void *of_f;

	begin_test();
	of_f = start(f);
	call(a, 1);
	mc_hooks.leave(call(b, 2));
	for (uint32_t depth = 2; depth < 7; depth++)
		direct = link_of(call(a, depth));
	CU_ASSERT_EQUAL(direct->depth, 6);
	CU_ASSERT_EQUAL(direct->calls, 5);
	CU_ASSERT_EQUAL(link_of(call(b, 7))->depth, 1);
	call(c, 8);
	deeper = link_of(call(b, 9));
	CU_ASSERT_EQUAL(deeper->depth, 2);
	mc_hooks.leave(of_f);
	of_f = start(f);
	call(a, 1);
	call(a, 2);
	mc_hooks.leave(of_f);
	CU_ASSERT_EQUAL(direct->depth, 6);
	CU_ASSERT_EQUAL(direct->calls, 6);
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
	mc_hooks.leave(outer);
	CU_ASSERT(is_top(of_f));
	CU_ASSERT_EQUAL(of_a->timed, 1);
	CU_ASSERT_EQUAL(of_b->timed, 1);
	CU_ASSERT_EQUAL(of_c->timed, 1);
	CU_ASSERT(of_c->outer_ticks <= of_b->outer_ticks);
	CU_ASSERT(of_b->outer_ticks <= of_a->outer_ticks);
	CU_ASSERT_EQUAL(thread->open[a->id], 0);
	CU_ASSERT_EQUAL(thread->open[b->id], 0);
	CU_ASSERT_EQUAL(thread->open[f->id], 1);
	CU_ASSERT_EQUAL(thread->edge_open[of_b->edge], 0);
	mc_hooks.leave(of_f);
	CU_ASSERT(nothing_is_open());
}

MC_TEST(leave_of_the_outermost_call_ends_the_extent)
{
	void *of_f;

	begin_test();
	of_f = start(f);
	for (uint32_t depth = 1; depth < 20; depth++)
		call(a, depth);
	mc_hooks.leave(of_f);
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
	mc_hooks.leave(outer);
	mc_hooks.leave(inner);
	CU_ASSERT(is_top(of_f));
	CU_ASSERT_EQUAL(of_b->timed, 1);
	mc_hooks.leave(of_f);
	mc_hooks.leave(inner);
	mc_hooks.leave(of_f);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(of_b->timed, 1);
	CU_ASSERT_EQUAL(thread->open[b->id], 0);
}

MC_TEST(resume_closes_what_is_open_above_a_frame)
{
	void *of_f, *outer, *inner;

	begin_test();
	of_f = start(f);
	outer = call(a, 1);
	call(b, 2);
	inner = call(c, 3);
	mc_hooks.resume(thread, outer, mc_recorder_cfa(1));
	CU_ASSERT(is_top(outer));
	mc_hooks.resume(thread, outer, mc_recorder_cfa(1));
	CU_ASSERT(is_top(outer));
	/* A frame that is closed is no place to return to. */
	mc_hooks.resume(thread, inner, mc_recorder_cfa(0));
	CU_ASSERT(is_top(outer));
	mc_hooks.leave(of_f);
}

MC_TEST(resume_without_a_frame_closes_by_address)
{
	void *of_f, *outer, *inner;

	begin_test();
	of_f = start(f);
	outer = call(a, 2);
	inner = call(b, 4);
	call(c, 6);
	mc_hooks.resume(thread, NULL, mc_recorder_cfa(7));
	CU_ASSERT_PTR_EQUAL(mc_frame_private(thread->top)->previous, inner);
	/* Between two frames. */
	mc_hooks.resume(thread, NULL, mc_recorder_cfa(5));
	CU_ASSERT(is_top(inner));
	/* What was inlined there is gone as well. */
	mc_hooks.resume(thread, NULL, mc_recorder_cfa(4));
	CU_ASSERT(is_top(outer));
	mc_hooks.resume(thread, NULL, mc_recorder_cfa(0));
	CU_ASSERT(nothing_is_open());
	mc_hooks.resume(thread, NULL, mc_recorder_cfa(0));
	CU_ASSERT(nothing_is_open());
	mc_hooks.leave(of_f);
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
	mc_hooks.leave(next);
	CU_ASSERT(is_top(outer));
	mc_hooks.leave(of_f);
}

MC_TEST(a_call_above_the_extent_is_not_in_it)
{
	uint64_t before;
	void *of_f;

	begin_test();
	before = mc_mapfile_header()->extents;
	mc_hooks.start(NULL, f, mc_recorder_cfa(5));
	call(a, 6);
	CU_ASSERT_PTR_NULL(call(b, 4));
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(mc_thread_recording, 0);
	/* A marked one begins the next extent. */
	mc_hooks.start(NULL, f, mc_recorder_cfa(5));
	call(a, 6);
	of_f = mc_hooks.start(thread, f, mc_recorder_cfa(4));
	CU_ASSERT(is_top(of_f));
	CU_ASSERT_EQUAL(link_of(of_f)->calls, 3);
	CU_ASSERT_EQUAL(link_of(of_f)->timed, 2);
	CU_ASSERT_EQUAL(link_of(of_f)->parent, thread->root->offset);
	CU_ASSERT_EQUAL(mc_thread_recording, 1);
	mc_hooks.leave(of_f);
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
	second = enter_here(a, mc_recorder_cfa(3));
	CU_ASSERT_EQUAL(of_a->timed, 1);
	CU_ASSERT_EQUAL(of_a->calls, 2);
	CU_ASSERT_PTR_EQUAL(link_of(second), of_a);
	mc_hooks.leave(second);
	CU_ASSERT(is_top(of_f));
	mc_hooks.leave(of_f);
}

MC_TEST(another_place_in_the_same_frame_is_inlined)
{
	void *of_f, *outer, *inner;

	begin_test();
	of_f = start(f);
	outer = enter_here(a, mc_recorder_cfa(3));
	inner = enter_there(b, mc_recorder_cfa(3));
	CU_ASSERT_EQUAL(link_of(inner)->parent, link_of(outer)->offset);
	CU_ASSERT_EQUAL(link_of(outer)->timed, 0);
	mc_hooks.leave(inner);
	CU_ASSERT(is_top(outer));
	mc_hooks.leave(outer);
	CU_ASSERT(is_top(of_f));
	mc_hooks.leave(of_f);
}

MC_TEST(marked_functions_are_told_apart_by_place_too)
{
	void *of_f, *outer, *inner, *again;

	begin_test();
	of_f = start(f);
	outer = start_here(f, mc_recorder_cfa(3));
	inner = start_there(f, mc_recorder_cfa(3));
	CU_ASSERT_PTR_EQUAL(mc_frame_private(inner)->previous, outer);
	again = start_there(f, mc_recorder_cfa(3));
	CU_ASSERT_PTR_EQUAL(mc_frame_private(again)->previous, outer);
	CU_ASSERT_EQUAL(link_of(again)->calls, 3);
	CU_ASSERT_EQUAL(link_of(again)->timed, 1);
	mc_hooks.leave(of_f);
	CU_ASSERT(nothing_is_open());
}

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
	CU_ASSERT_EQUAL(link_of(second)->parent, link_of(of_f)->offset);
	mc_hooks.leave(of_f);
}

/* Coroutines, and handlers that run on a stack of their own. */
MC_TEST(calls_on_another_stack_have_no_place)
{
	static uintptr_t other_stack[4];
	void *of_f, *on_stack, *off_stack, *also_off, *back;

	begin_test();
	of_f = start(f);
	on_stack = call(a, 3);
	off_stack = enter_here(b, &other_stack[2]);
	CU_ASSERT_EQUAL(mc_frame_private(off_stack)->place.cfa, UINTPTR_MAX);
	also_off = enter_here(b, &other_stack[2]);
	CU_ASSERT_EQUAL(link_of(also_off)->depth, 2);
	/* Nor does a call close them that is back on the thread's stack. */
	back = call(c, 1);
	CU_ASSERT_PTR_EQUAL(mc_frame_private(back)->previous, also_off);
	mc_hooks.leave(back);
	mc_hooks.resume(thread, NULL, &other_stack[4]);
	CU_ASSERT(is_top(also_off));
	mc_hooks.resume(thread, NULL, mc_recorder_cfa(0));
	CU_ASSERT(is_top(also_off));
	mc_hooks.leave(off_stack);
	CU_ASSERT(is_top(on_stack));
	mc_hooks.leave(of_f);
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
	again = link_of(frames[1]);
	chunks = thread->frames_count;
	CU_ASSERT(chunks > 8);
	CU_ASSERT_EQUAL(thread->frames_at, chunks - 1);
	CU_ASSERT_EQUAL(thread->open[a->id], 100000);
	CU_ASSERT_EQUAL(again->calls, 99999);
	CU_ASSERT_EQUAL(again->depth, 100000);
	CU_ASSERT_EQUAL(thread->edge_open[again->edge], 99999);
	for (uint32_t i = 99999; i > 0; i--) {
		wrong += !is_top(frames[i]);
		mc_hooks.leave(frames[i]);
	}
	CU_ASSERT_EQUAL(wrong, 0);
	CU_ASSERT(is_top(frames[0]));
	CU_ASSERT_EQUAL(thread->frames_at, 0);
	CU_ASSERT_EQUAL(again->timed, 99999);
	CU_ASSERT_EQUAL(again->edge_spans, 1);
	CU_ASSERT_EQUAL(again->edge_nested, 99998);
	CU_ASSERT_EQUAL(again->outer_spans, 0);
	mc_hooks.leave(of_f);
	CU_ASSERT_EQUAL(of_a->outer_nested, 99999);
	CU_ASSERT(nothing_is_open());

	/* Once more, and all at once. */
	of_f = start(f);
	descend(100000, frames);
	CU_ASSERT_EQUAL(thread->frames_count, chunks);
	CU_ASSERT_EQUAL(again->calls, 199998);
	mc_hooks.leave(of_f);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(again->timed, 199998);
	CU_ASSERT_EQUAL(thread->open[a->id], 0);
}

/* A chunk of frames ends where the next begins: in and out, over and over. */
MC_TEST(calls_at_the_end_of_a_chunk_come_back)
{
	struct mc_frame *frames[200];
	void *of_f;
	uint32_t n = 0;

	begin_test();
	of_f = start(f);
	while (n < 200 && thread->frames_at == 0) {
		frames[n] = call(a, n + 1);
		n++;
	}
	CU_ASSERT_EQUAL(n, 30);
	for (int i = 0; i < 1000; i++) {
		CU_ASSERT_EQUAL(thread->frames_at, 1);
		CU_ASSERT(frames[n - 1]->flags & MC_FRAME_CHUNK);
		mc_hooks.leave(frames[n - 1]);
		CU_ASSERT_EQUAL(thread->frames_at, 0);
		CU_ASSERT(is_top(frames[n - 2]));
		frames[n - 1] = call(a, n);
	}
	mc_hooks.leave(of_f);
	CU_ASSERT(nothing_is_open());
}

/* Beyond the limit a call is not recorded, and those that are go on. */
MC_TEST(calls_without_room_for_a_frame_are_lost)
{
	static uintptr_t other_stack[4];
	struct mc_file_header *header;
	void *of_f, *innermost = NULL;
	uint64_t lost;
	uint32_t n = 0;

	begin_test();
	header = mc_mapfile_header();
	lost = header->lost_calls;
	of_f = start(f);
	call(a, 1);
	mc_hooks.leave(call(a, 2));
	mc_recorder_fill_up();
	mc_recorder_capture();
	while (n < 1000000 && enter_here(a, &other_stack[2])) {
		innermost = thread->top;
		n++;
	}
	mc_recorder_captured();
	mc_recorder_make_room();
	CU_ASSERT(n < 1000000);
	CU_ASSERT_PTR_NOT_NULL(innermost);
	CU_ASSERT(is_top(innermost));
	CU_ASSERT_EQUAL(header->lost_calls, lost + 1);
	CU_ASSERT_EQUAL(thread->open[a->id], n + 1);
	mc_hooks.leave(innermost);
	CU_ASSERT_EQUAL(thread->open[a->id], n);
	mc_hooks.leave(of_f);
	CU_ASSERT(nothing_is_open());
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
	before = thread->other->calls;
	folded = mc_mapfile_header()->folded_contexts;
	of_f = start(f);
	mc_recorder_fill_up();
	mc_recorder_capture();
	outer = call(unknown, 1);
	inner = call(a, 2);
	mc_recorder_captured();
	mc_recorder_make_room();
	CU_ASSERT_PTR_EQUAL(link_of(outer), thread->other);
	CU_ASSERT_PTR_EQUAL(link_of(inner), thread->other);
	CU_ASSERT_EQUAL(thread->other->calls, before + 2);
	CU_ASSERT_EQUAL(mc_mapfile_header()->folded_contexts, folded + 2);
	CU_ASSERT_EQUAL(unknown->id, 0);
	mc_hooks.leave(inner);
	CU_ASSERT(is_top(outer));
	mc_hooks.leave(outer);
	CU_ASSERT_PTR_EQUAL(thread->current, link_of(of_f));
	mc_hooks.leave(of_f);
	CU_ASSERT(nothing_is_open());
}

MC_TEST(the_hooks_keep_errno)
{
	void *of_f;

	begin_test();
	errno = ENOTTY;
	of_f = start(f);
	for (uint32_t depth = 1; depth < 3000; depth++)
		call(depth % 2 ? a : b, depth);
	mc_hooks.leave(of_f);
	CU_ASSERT_EQUAL(errno, ENOTTY);
}

static void call_c(int number)
{
	(void)number;
	mc_hooks.leave(call(c, 50));
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
	CU_ASSERT_PTR_EQUAL(thread->current, link_of(of_a));
	CU_ASSERT_PTR_EQUAL(thread->running, link_of(of_a));
	mc_hooks.leave(of_f);
}

MC_TEST(close_all_ends_the_extent)
{
	struct mc_node *of_f;

	begin_test();
	of_f = link_of(start(f));
	call(a, 1);
	call(a, 2);
	mc_hooks_close_all(thread);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT_EQUAL(of_f->timed, 1);
	CU_ASSERT_EQUAL(of_f->outer_nested, 2);
	mc_hooks_close_all(thread);
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
	mc_hooks_sync(thread);
	CU_ASSERT(is_top(of_f));
	CU_ASSERT_EQUAL(link_of(of_f)->timed, 0);
	CU_ASSERT_EQUAL(link_of(of_f)->self_ticks - self,
			thread->record->mark_ticks - before);
	mc_hooks.leave(of_f);
	before = thread->record->mark_ticks;
	mc_hooks_sync(thread);
	CU_ASSERT_EQUAL(thread->record->mark_ticks, before);
}

MC_TEST(measuring_the_hooks_leaves_no_trace)
{
	struct mc_file_header *header;
	uint64_t nodes;

	begin_test();
	header = mc_mapfile_header();
	nodes = thread->node_count;
	mc_overhead_measure(thread);
	CU_ASSERT(nothing_is_open());
	CU_ASSERT(header->cost_inside_mticks > 0);
	CU_ASSERT(header->cost_outside_mticks > 0);
	CU_ASSERT_EQUAL(thread->node_count, nodes);
	CU_ASSERT_EQUAL(thread->record->calls, 0);
	CU_ASSERT_EQUAL(thread->open[1], 0);
	CU_ASSERT_EQUAL(thread->edge_open[0], 0);
	CU_ASSERT_PTR_NULL(mc_node_private(thread->root)->parent);
}

static void *leave_it(void *frame)
{
	mc_hooks.leave(frame);
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
	CU_ASSERT_EQUAL(link_of(of_f)->timed, 0);
	mc_hooks.leave(of_f);
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
	void *outer = mc_hooks.start(NULL, f, &words[3]);
	void *inner;

	if (!outer)
		return NULL;
	visit->thread = mc_thread_self();
	inner = mc_hooks.enter(visit->thread, a, &words[1]);
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
	CU_ASSERT_PTR_EQUAL(mc_thread_list(), thread);
	CU_ASSERT(is_top(of_f));
	mc_hooks.leave(of_f);
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
	CU_ASSERT_EQUAL(second.inner->calls, 2);
	CU_ASSERT_EQUAL(second.inner->timed, 2);
	CU_ASSERT_EQUAL(second.outer->outer_spans, 2);
	CU_ASSERT_EQUAL(second.flags, 0);
	CU_ASSERT_EQUAL(mc_mapfile_header()->threads, threads + 1);
}
