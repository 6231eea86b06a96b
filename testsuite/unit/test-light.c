/* SPDX-License-Identifier: MIT */
/*
 * Light calls: when slots are bound and unbound, and that nothing is lost
 * meanwhile.  Light copies are played by call_light.
 */
#include "record/profile/light.h"
#include "record/calls/gate.h"
#include "record/hooks/hooks.h"
#include "record/profile/links.h"
#include "record/profile/mapfile.h"
#include "record/profile/module.h"
#include "record/profile/options.h"
#include "record/profile/recall.h"
#include "inline-protocol.h"
#include "recorder.h"
#include "unit.h"

enum { SLOTS = 3 };

static struct mc_module module;
static struct mc_thread *thread;
static struct mc_function *f, *a, *b;
static struct mc_link *of_f;
static void *outermost;
static void *ring;
static const volatile uintptr_t *faults;
static uint64_t jiffies; /* what ticks */
static uintptr_t head; /* what light copies look at */

static struct mc_function *function_with(const char *name, uint32_t flags,
					 uint32_t slots)
{
	struct mc_function *function = mc_recorder_function(name, flags);

	function->slots = slots;
	return function;
}

/* f, which is marked, is open and has slots, and a has one.  Something ticks.
 */
static void begin_test(enum mc_time_mode mode)
{
	thread = mc_recorder_thread();
	module.hooks = *mc_hooks_by_options();
	module.words = (char *)mc_module_words(thread->thread_pointer) -
		       thread->thread_pointer;
	mc_options.time = mode;
	f = function_with("f", MC_FUNCTION_MARKED, SLOTS);
	a = function_with("a", 0, 1);
	b = function_with("b", 0, 0);
	ring = thread->gate.events;
	faults = thread->position->faults;
	thread->gate.events = NULL;
	thread->position->faults = &head;
	thread->gate.coarse.jiffy = &jiffies;
	thread->gate.head = &head;
	thread->position->head =
		(char *)&head - (char *)mc_module_words(thread->thread_pointer);
	thread->position->looked = head;
	thread->light.next_ticks = 0;
	outermost = module.hooks.start(&mc_thread_nobody.position, f, NULL,
				       mc_recorder_cfa(0));
	of_f = thread->position->current;
}

static void end_test(void)
{
	module.hooks.leave(NULL, outermost);
	thread->gate.coarse.jiffy = NULL;
	thread->gate.events = ring;
	thread->position->faults = faults;
	mc_options.time = MC_TIME_ALL;
}

static struct mc_slot *slot_of(struct mc_link *self, uint32_t number)
{
	return mc_inline_slot(self, number);
}

/* Begins a call of FUNCTION with hooks, by SLOT (may be NULL).  Returns the
   handle. */
static void *enter(struct mc_function *function, struct mc_slot *slot,
		   uint32_t depth)
{
	thread->position->slot = slot;
	thread->position->target = (uintptr_t)function;
	return mc_inline_enter(&module, thread->position, function,
			       mc_recorder_cfa(depth));
}

/* SELF calls FUNCTION, by the slot with that NUMBER.  Returns 1 for a light
   call. */
static int call_light(struct mc_link *self, uint32_t number,
		      struct mc_function *function)
{
	void *handle;

	if (mc_inline_count(slot_of(self, number)))
		return 1;
	mc_inline_come(&module, MC_FROM(slot_of(self, number)), function);
	handle = mc_inline_enter(&module, thread->position, function,
				 mc_recorder_cfa(1));
	CU_ASSERT_EQUAL(thread->position->current->function, function->id);
	mc_inline_leave(&module, thread->position, handle);
	CU_ASSERT_PTR_EQUAL(thread->position->current, self);
	return 0;
}

static int call_often(struct mc_link *self, uint32_t number,
		      struct mc_function *function, int times)
{
	int light = 0;

	for (int i = 0; i < times; i++)
		light += call_light(self, number, function);
	return light;
}

static struct mc_node *link_of(struct mc_function *function)
{
	return mc_cct_look_up(&thread->cct, mc_link_node(of_f), function->id);
}

/* All calls of f's callee, as a reader counts them. */
static uint64_t calls_of(struct mc_function *function)
{
	struct mc_node *link = link_of(function);
	uint64_t calls = mc_node_calls(link) + link->light;

	for (uint32_t i = 0; i < SLOTS; i++)
		if (slot_of(of_f, i)->link * (uint64_t)MC_NODE_LINE ==
		    link->offset)
			calls += slot_of(of_f, i)->count;
	return calls;
}

MC_TEST(slots_stand_behind_their_node)
{
	struct mc_node *first, *second;

	begin_test(MC_TIME_OFF);
	CU_ASSERT_EQUAL(of_f->slots, SLOTS);
	CU_ASSERT_EQUAL(of_f->thread, thread->record->number);
	call_light(of_f, 0, a);
	call_light(of_f, 1, b);
	first = link_of(a);
	second = link_of(b);
	/* 320 + 24, in whole lines. */
	CU_ASSERT_EQUAL(mc_node_bytes(1), 384);
	CU_ASSERT_EQUAL(mc_node_bytes(0), 320);
	CU_ASSERT_EQUAL(first->slots, 1);
	CU_ASSERT_EQUAL(second->slots, 0);
	CU_ASSERT_PTR_EQUAL((char *)second, (char *)first + 384);
	CU_ASSERT_EQUAL(thread->cct.other->slots, 0);
	CU_ASSERT_EQUAL(thread->cct.root->slots, 0);
	end_test();
}

MC_TEST(with_time_off_the_first_call_binds)
{
	begin_test(MC_TIME_OFF);
	CU_ASSERT_EQUAL(call_often(of_f, 0, a, 1000), 999);
	CU_ASSERT_PTR_EQUAL(slot_of(of_f, 0)->kid, mc_node_link(link_of(a)));
	CU_ASSERT_EQUAL(mc_node_calls(link_of(a)), 1);
	CU_ASSERT_EQUAL(calls_of(a), 1000);
	CU_ASSERT_EQUAL(link_of(a)->timed, 0);
	end_test();
}

/* The other calls come through a pointer. */
MC_TEST(a_link_that_is_called_without_a_slot_is_bound_in_the_end)
{
	int light = 0;

	begin_test(MC_TIME_OFF);
	for (int i = 0; i < 10000; i++) {
		mc_inline_leave(&module, thread->position, enter(a, NULL, 1));
		light += call_light(of_f, 0, a);
	}
	CU_ASSERT(light > 7000);
	CU_ASSERT_EQUAL(calls_of(a), 20000);
	end_test();
}

MC_TEST(a_link_that_is_not_hot_is_not_bound)
{
	begin_test(MC_TIME_AUTO);
	CU_ASSERT_EQUAL(call_often(of_f, 0, a, 15), 0);
	CU_ASSERT_EQUAL(link_of(a)->timed, 15);
	CU_ASSERT_EQUAL(calls_of(a), 15);
	end_test();
}

MC_TEST(a_hot_link_is_bound_and_the_next_call_by_a_hook_is_timed)
{
	uint64_t timed;

	if (mc_unit_is_emulated("calls are too slow to be hot"))
		return;
	begin_test(MC_TIME_AUTO);
	CU_ASSERT_EQUAL(call_often(of_f, 0, a, 5000), 5000 - 17);
	CU_ASSERT_EQUAL(calls_of(a), 5000);
	CU_ASSERT_EQUAL(link_of(a)->left, 1);
	timed = link_of(a)->timed;
	CU_ASSERT_EQUAL(timed, mc_node_calls(link_of(a)));
	slot_of(of_f, 0)->kid = NULL;
	CU_ASSERT_EQUAL(call_often(of_f, 0, a, 100), 99);
	CU_ASSERT_EQUAL(link_of(a)->timed, timed + 1);
	/* The recorder knows of those before. */
	CU_ASSERT_EQUAL(mc_node_known_calls(link_of(a)), 5001);
	CU_ASSERT_EQUAL(calls_of(a), 5100);
	end_test();
}

MC_TEST(without_ticks_nothing_is_bound_to_be_timed_now_and_then)
{
	begin_test(MC_TIME_AUTO);
	thread->gate.coarse.jiffy = NULL;
	CU_ASSERT_EQUAL(call_often(of_f, 0, a, 5000), 0);
	CU_ASSERT(link_of(a)->timed >= 16 + 5000 / 512);
	CU_ASSERT_EQUAL(calls_of(a), 5000);
	end_test();
}

MC_TEST(with_time_all_nothing_is_bound)
{
	begin_test(MC_TIME_ALL);
	CU_ASSERT_EQUAL(call_often(of_f, 0, a, 1000), 0);
	CU_ASSERT_EQUAL(link_of(a)->timed, 1000);
	end_test();
}

MC_TEST(a_look_unbinds_the_slot_of_what_runs_and_those_of_its_callees)
{
	struct mc_slot *slot;
	struct mc_link *of_a;

	if (mc_unit_is_emulated("calls are too slow to be hot"))
		return;
	begin_test(MC_TIME_AUTO);
	call_often(of_f, 0, a, 100);
	call_often(of_f, 1, b, 100);
	of_a = slot_of(of_f, 0)->kid;
	CU_ASSERT_PTR_NOT_NULL_FATAL(of_a);
	call_often(of_a, 0, b, 100);
	slot = slot_of(of_a, 0);
	CU_ASSERT_PTR_NOT_NULL(slot->kid);
	mc_inline_look(&module, of_a, 0);
	CU_ASSERT_PTR_NOT_NULL(slot->kid);
	head++;
	mc_inline_look(&module, of_a, 0);
	CU_ASSERT_PTR_EQUAL(thread->position->current, of_a);
	CU_ASSERT_EQUAL(thread->position->looked, head);
	CU_ASSERT_PTR_NULL(slot->kid);
	CU_ASSERT_PTR_NULL(slot_of(of_f, 0)->kid);
	CU_ASSERT_PTR_NOT_NULL(slot_of(of_f, 1)->kid);
	/* Not again so soon. */
	CU_ASSERT_EQUAL(call_light(of_a, 0, b), 0);
	CU_ASSERT_PTR_NOT_NULL(slot->kid);
	head++;
	mc_inline_look(&module, of_a, 1);
	CU_ASSERT_EQUAL(thread->position->looked, head);
	CU_ASSERT_PTR_NOT_NULL(slot->kid);
	end_test();
}

MC_TEST(a_pause_unbinds_all)
{
	struct mc_link *of_a;

	begin_test(MC_TIME_OFF);
	call_often(of_f, 0, a, 10);
	call_often(of_f, 2, b, 10);
	of_a = slot_of(of_f, 0)->kid;
	call_often(of_a, 0, b, 10);
	module.hooks.pause();
	CU_ASSERT_PTR_NULL(slot_of(of_f, 0)->kid);
	CU_ASSERT_PTR_NULL(slot_of(of_f, 2)->kid);
	CU_ASSERT_PTR_NULL(slot_of(of_a, 0)->kid);
	head++;
	mc_inline_look(&module, of_a, 0);
	CU_ASSERT_EQUAL(thread->position->looked, head);
	module.hooks.unpause();
	CU_ASSERT_NOT_EQUAL(thread->position->looked, head);
	mc_inline_look(&module, of_f, 0);
	CU_ASSERT_EQUAL(call_often(of_f, 0, a, 10), 9);
	CU_ASSERT_EQUAL(calls_of(a), 20);
	end_test();
}

/* The number of the position's slots is not the recorder's to trust. */
MC_TEST(only_slots_of_the_position_are_bound)
{
	struct mc_slot strange = {0};
	struct mc_slot *slot;

	begin_test(MC_TIME_OFF);
	slot = slot_of(of_f, SLOTS);
	mc_inline_leave(&module, thread->position, enter(a, &strange, 1));
	mc_inline_leave(&module, thread->position, enter(b, slot, 1));
	slot = (struct mc_slot *)((char *)slot_of(of_f, 0) + 8);
	mc_inline_leave(&module, thread->position, enter(b, slot, 1));
	CU_ASSERT_PTR_NULL(strange.kid);
	for (uint32_t i = 0; i < SLOTS; i++)
		CU_ASSERT_PTR_NULL(slot_of(of_f, i)->kid);
	end_test();
}

/* Calls f's callee by the slot NUMBER, as through a pointer.  Returns 1 for a
   light call. */
static int call_far(uint32_t number, struct mc_function *function)
{
	struct mc_slot *slot = slot_of(of_f, number);
	uintptr_t target = (uintptr_t)function->entry;
	void *handle;

	if (mc_inline_count_to(slot, target))
		return 1;
	module.hooks.tell(of_f, number, target, target);
	mc_inline_arrive(thread->position, 1, target);
	handle = mc_inline_enter(&module, thread->position, function,
				 mc_recorder_cfa(1));
	mc_inline_leave(&module, thread->position, handle);
	return 0;
}

static void give_ways_in(void)
{
	a->light = a->entry = a->names;
	b->light = b->entry = b->names;
}

MC_TEST(what_a_pointer_leads_to_is_bound_and_told_by_its_address)
{
	struct mc_slot *slot;

	begin_test(MC_TIME_OFF);
	give_ways_in();
	slot = slot_of(of_f, 0);
	CU_ASSERT_EQUAL(call_far(0, a), 0);
	CU_ASSERT_PTR_EQUAL(slot->kid, mc_node_link(link_of(a)));
	CU_ASSERT_PTR_EQUAL(slot->kid->callee, a);
	CU_ASSERT_EQUAL(call_far(0, a), 1);
	CU_ASSERT_EQUAL(call_far(0, b), 0);
	CU_ASSERT_PTR_EQUAL(slot->kid, mc_node_link(link_of(a)));
	CU_ASSERT_EQUAL(call_far(0, a), 1);
	CU_ASSERT_EQUAL(calls_of(a), 3);
	CU_ASSERT_EQUAL(calls_of(b), 1);
	end_test();
}

MC_TEST(a_pointer_that_has_changed_takes_the_slot_and_leaves_its_calls)
{
	begin_test(MC_TIME_OFF);
	give_ways_in();
	for (int i = 0; i < 10; i++)
		call_far(0, a);
	slot_of(of_f, 0)->kid = NULL;
	for (int i = 0; i < 5; i++)
		call_far(0, b);
	CU_ASSERT_PTR_EQUAL(slot_of(of_f, 0)->kid, mc_node_link(link_of(b)));
	CU_ASSERT_EQUAL(slot_of(of_f, 0)->count, 4);
	CU_ASSERT_EQUAL(link_of(a)->light, 9);
	CU_ASSERT_EQUAL(calls_of(a), 10);
	CU_ASSERT_EQUAL(calls_of(b), 5);
	end_test();
}

/* As with the linker's --wrap, or where the library that is called has been
   replaced. */
MC_TEST(code_between_caller_and_callee_keeps_calls_from_being_light)
{
	begin_test(MC_TIME_OFF);
	give_ways_in();
	b->entry = b;
	for (int i = 0; i < 10; i++) {
		module.hooks.tell(of_f, 0, 1, (uintptr_t)a->entry);
		mc_inline_leave(&module, thread->position,
				mc_inline_enter(&module, thread->position, b,
						mc_recorder_cfa(1)));
	}
	CU_ASSERT_PTR_NULL(slot_of(of_f, 0)->kid);
	CU_ASSERT_EQUAL(calls_of(b), 10);
	end_test();
}

MC_TEST(when_code_is_unloaded_all_is_unbound)
{
	struct mc_unit unit = {0};

	begin_test(MC_TIME_OFF);
	give_ways_in();
	call_far(0, a);
	call_far(1, b);
	CU_ASSERT_PTR_NOT_NULL(slot_of(of_f, 1)->kid);
	module.hooks.forget(&unit);
	CU_ASSERT_PTR_NULL(slot_of(of_f, 0)->kid);
	CU_ASSERT_PTR_NULL(slot_of(of_f, 1)->kid);
	CU_ASSERT_EQUAL(call_far(0, a), 0);
	CU_ASSERT_EQUAL(call_far(0, a), 1);
	CU_ASSERT_EQUAL(calls_of(a), 3);
	end_test();
}

MC_TEST(calls_that_need_their_frames_are_no_light_ones)
{
	begin_test(MC_TIME_OFF);
	a->flags |= MC_FUNCTION_FRAMED;
	CU_ASSERT_EQUAL(call_often(of_f, 0, a, 100), 0);
	CU_ASSERT_EQUAL(calls_of(a), 100);
	end_test();
}

/* f(f'(f''...)): f'' leads back to f', and has slots of its own. */
MC_TEST(a_link_that_leads_back_has_slots_of_its_own)
{
	struct mc_link *first, *again, *of_b;

	begin_test(MC_TIME_OFF);
	call_light(of_f, 0, f);
	first = slot_of(of_f, 0)->kid;
	CU_ASSERT_PTR_NOT_NULL_FATAL(first);
	call_light(first, 0, f);
	again = slot_of(first, 0)->kid;
	CU_ASSERT_PTR_NOT_NULL_FATAL(again);
	CU_ASSERT_PTR_EQUAL(mc_node_target(mc_link_node(again)),
			    mc_link_node(first));
	call_often(first, 1, b, 10);
	call_often(again, 1, b, 10);
	of_b = slot_of(first, 1)->kid;
	CU_ASSERT_PTR_EQUAL(slot_of(again, 1)->kid, of_b);
	CU_ASSERT_EQUAL(slot_of(first, 1)->count, 9);
	CU_ASSERT_EQUAL(slot_of(again, 1)->count, 9);
	CU_ASSERT_EQUAL(mc_node_calls(mc_link_node(of_b)), 2);
	mc_light_unbind(thread, mc_link_node(of_b));
	CU_ASSERT_PTR_NULL(slot_of(first, 1)->kid);
	CU_ASSERT_PTR_NULL(slot_of(again, 1)->kid);
	CU_ASSERT_PTR_NOT_NULL(slot_of(first, 0)->kid);
	end_test();
}

MC_TEST(light_calls_of_a_slow_link_end)
{
	if (mc_unit_is_emulated("calls are too slow to be hot"))
		return;
	begin_test(MC_TIME_AUTO);
	call_often(of_f, 0, a, 100);
	CU_ASSERT_PTR_NOT_NULL(slot_of(of_f, 0)->kid);
	/* As if its calls came once a day from now on. */
	for (int i = 0; i < 200; i++) {
		slot_of(of_f, 0)->kid = NULL;
		thread->record->mark_ticks += UINT64_C(1) << 40;
		call_light(of_f, 0, a);
	}
	CU_ASSERT_EQUAL(mc_node_private(link_of(a))->gap, 1);
	CU_ASSERT_PTR_NULL(slot_of(of_f, 0)->kid);
	CU_ASSERT_EQUAL(call_often(of_f, 0, a, 10), 0);
	end_test();
}

/* Where a light copy runs that belongs to another thread's tree. */
MC_TEST(what_is_called_from_another_thread_s_tree_hangs_below_the_top)
{
	static struct {
		struct mc_node node;
		struct mc_slot slot;
	} foreign __attribute__((aligned(MC_LINE_BYTES)));
	struct mc_link *self = mc_node_link(&foreign.node);

	begin_test(MC_TIME_OFF);
	foreign.node.thread = thread->record->number + 1;
	foreign.node.slots = 1;
	thread->position->current = self;
	mc_inline_leave(&module, thread->position, enter(a, &foreign.slot, 1));
	CU_ASSERT_PTR_NULL(foreign.slot.kid);
	CU_ASSERT_PTR_NOT_NULL_FATAL(link_of(a));
	CU_ASSERT_EQUAL(calls_of(a), 1);
	head++;
	mc_inline_look(&module, self, 0);
	CU_ASSERT_EQUAL(thread->position->looked, head);
	CU_ASSERT_PTR_EQUAL(thread->position->current, of_f);
	end_test();
}

MC_TEST(two_layouts_of_one_function_are_numbered_apart)
{
	struct mc_function *one = mc_recorder_describe("two\0_Z3twov\0a.h", 0);
	struct mc_function *same = mc_recorder_describe("two\0_Z3twov\0a.h", 0);
	struct mc_function *more = mc_recorder_describe("two\0_Z3twov\0a.h", 0);
	struct mc_function *other =
		mc_recorder_describe("two\0_Z3twov\0a.h", 0);

	one->slots = same->slots = other->slots = 2;
	one->layout = same->layout = more->layout = 7;
	more->slots = 3;
	other->layout = 8;
	begin_test(MC_TIME_OFF);
	call_light(of_f, 0, one);
	mc_inline_leave(&module, thread->position, enter(same, NULL, 1));
	call_light(of_f, 1, more);
	call_light(of_f, 2, other);
	CU_ASSERT_EQUAL(same->id, one->id);
	CU_ASSERT_NOT_EQUAL(more->id, one->id);
	CU_ASSERT_NOT_EQUAL(other->id, one->id);
	CU_ASSERT_NOT_EQUAL(other->id, more->id);
	CU_ASSERT_EQUAL(link_of(one)->slots, 2);
	CU_ASSERT_EQUAL(link_of(more)->slots, 3);
	CU_ASSERT_EQUAL(calls_of(one), 2);
	end_test();
}

/* A thread that has no position of its own has one all the same, which tells of
   nothing new. */
MC_TEST(without_a_position_light_copies_find_nothing_to_look_at)
{
	struct mc_words *words;

	thread = mc_recorder_thread();
	words = mc_module_words(thread->thread_pointer);
	mc_module_set_own(thread->thread_pointer, NULL);
	CU_ASSERT_PTR_EQUAL(words->own, &mc_thread_anyone.position);
	CU_ASSERT_EQUAL(mc_inline_head(words, words->own), words->own->looked);
	mc_module_set_own(thread->thread_pointer, thread->position);
}

/* All that is left of a position that the kernel has wiped in a child. */
MC_TEST(a_wiped_position_asks_for_a_look)
{
	struct mc_position wiped = {0};
	struct mc_words *words;

	thread = mc_recorder_thread();
	words = mc_module_words(thread->thread_pointer);
	CU_ASSERT_NOT_EQUAL(mc_inline_head(words, &wiped), wiped.looked);
}
