/* SPDX-License-Identifier: MIT */
/*
 * Who is charged with what a ring tells, which the test writes as the kernel
 * does.
 */
#include "recorder.h"
#include "ring-writer.h"
#include "unit.h"

#include "record/profile/events.h"
#include "record/profile/mapfile.h"

enum { ROOM = 256 /* records */, TICK_NS = 1000000 };

static union mc_ring_writer ring;

/* The thread, with the ring for its own. */
static struct mc_thread *thread;
static struct mc_gate gate_before;

static void begin_test(void)
{
	static char pinned[4096];

	mc_ring_writer_begin(&ring, ROOM);
	thread = mc_recorder_thread();
	gate_before = thread->gate;
	thread->gate.events = &ring;
	thread->gate.reader = (struct mc_ring_reader){.tick_ns = TICK_NS};
	thread->gate.clock = (struct mc_ring_clock){.period_ns = TICK_NS,
						    .pin = {pinned, 0}};
	thread->gate.ticking =
		(struct mc_ticking){.started_ns = mc_clock_monotonic_ns()};
	thread->cct.root->cpu_ticks = 0;
	thread->record->ticked_ns = 0;
}

static void end_test(void)
{
	thread->cct.root->cpu_ticks = 0;
	thread->cct.root->wait_ns = 0;
	thread->record->ticked_ns = 0;
	thread->gate = gate_before;
}

static void add(uint32_t type, uint16_t misc, uint64_t value)
{
	mc_ring_writer_add(&ring, type, misc, value);
}

static void ticks(int count)
{
	for (int i = 0; i < count; i++)
		add(PERF_RECORD_SAMPLE, 0, TICK_NS);
}

static void waits_often(int times)
{
	for (int i = 0; i < times; i++) {
		add(PERF_RECORD_SWITCH, PERF_RECORD_MISC_SWITCH_OUT, 100 + i);
		add(PERF_RECORD_SWITCH, 0, 100 + i);
	}
}

MC_TEST(ticks_are_those_of_the_position)
{
	begin_test();
	ticks(3);
	mc_events_charge(thread);
	CU_ASSERT_EQUAL(thread->cct.root->cpu_ticks, 3);
	mc_events_charge(thread);
	CU_ASSERT_EQUAL(thread->cct.root->cpu_ticks, 3);
	end_test();
}

MC_TEST(ticks_stop_at_the_most_there_is_room_for)
{
	begin_test();
	thread->cct.root->cpu_ticks = UINT32_MAX - 2;
	ticks(3);
	mc_events_charge(thread);
	CU_ASSERT_EQUAL(thread->cct.root->cpu_ticks, UINT32_MAX);
	end_test();
}

/* The thread has run for no time, so what was lost were no ticks. */
MC_TEST(lost_records_are_ticks_only_if_there_was_time)
{
	begin_test();
	thread->gate.told.cpu_ns = mc_clock_thread_ns();
	thread->gate.told.wall_ns = mc_clock_monotonic_ns();
	waits_often(120);
	waits_often(120);
	mc_events_charge(thread);
	CU_ASSERT_EQUAL(thread->cct.root->cpu_ticks, 0);
	/* 10 s of it. */
	thread->gate.told.cpu_ns -= 10000000000u;
	waits_often(120);
	ticks(500);
	mc_events_charge(thread);
	CU_ASSERT(thread->cct.root->cpu_ticks >= 500);
	CU_ASSERT(thread->cct.root->cpu_ticks <= 740);
	end_test();
}

MC_TEST(where_ticks_were_stopped_there_are_none_in_the_kernel)
{
	begin_test();
	thread->gate.clock.is_user_only = 1;
	waits_often(120);
	mc_events_charge(thread);
	CU_ASSERT_PTR_NOT_NULL(thread->gate.clock.pin.memory);
	waits_often(120);
	mc_events_charge(thread);
	waits_often(120);
	mc_events_charge(thread);
	CU_ASSERT_PTR_NULL(thread->gate.clock.pin.memory);
	CU_ASSERT_FALSE(thread->gate.clock.is_user_only);
	CU_ASSERT(thread->record->ticked_ns > 0);
	end_test();
}

/* A system call takes 30 ms, 20 of them in a handler, where the clock ticks. */
MC_TEST(time_of_a_handler_is_no_time_in_the_kernel)
{
	uint64_t now;

	begin_test();
	thread->gate.clock.is_user_only = 1;
	thread->gate.kernel_ns = 0;
	now = mc_clock_ticks() - thread->record->own_ticks;
	thread->moves.since = now - mc_mapfile_ticks(30500000);
	ticks(20);
	mc_events_charge(thread);
	CU_ASSERT_EQUAL(thread->cct.root->cpu_ticks, 20);
	mc_events_charge_kernel(thread, thread->moves.since);
	thread->moves.since = 0;
	CU_ASSERT(thread->cct.root->cpu_ticks >= 30);
	CU_ASSERT(thread->cct.root->cpu_ticks < 40);
	end_test();
}

/* A thread's ticks were stopped after 5 s; the next one that has the record
   runs to its end. */
MC_TEST(threads_that_share_a_record_add_up_what_ticked)
{
	begin_test();
	thread->record->ticked_ns = 5000000000u;
	thread->gate.ticking.before_ns = 5000000000u;
	thread->gate.ticking.started_ns -= 2000000000u;
	thread->gate.events = NULL;
	mc_events_close(thread);
	CU_ASSERT(thread->record->ticked_ns >= 7000000000u);
	CU_ASSERT(thread->record->ticked_ns < 8000000000u);
	end_test();
}
