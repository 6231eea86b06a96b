/* SPDX-License-Identifier: MIT */
/*
 * The memory gate's decision, with sources that the test moves itself.
 */
#include "unit.h"

#include "record/calls/gate.h"

static uintptr_t faults;
static uintptr_t brk_end;

/* A thread whose gate was shut at time 1000, with 800 bytes of faults, until
   time 5000. */
static struct mc_thread *closed_gate(void)
{
	static struct mc_thread_position position;
	static struct mc_thread thread = {.position = &position.position};

	position.position.faults = &faults;
	position.position.brk = &brk_end;
	thread.gate.head = &faults;
	faults = 800;
	brk_end = 0x10000;
	mc_gate_shut(&thread, 5000);
	return &thread;
}

MC_TEST(a_gate_with_nothing_to_tell_stays_closed)
{
	struct mc_thread *thread = closed_gate();

	CU_ASSERT_FALSE(mc_gate_has_signal(thread));
	CU_ASSERT_FALSE(mc_gate_is_open(thread, 1000));
	CU_ASSERT_FALSE(mc_gate_is_open(thread, 4999));
}

MC_TEST(a_page_fault_opens_the_gate)
{
	struct mc_thread *thread = closed_gate();

	faults += 8;
	CU_ASSERT(mc_gate_has_signal(thread));
	CU_ASSERT(mc_gate_is_open(thread, 1001));
	mc_gate_shut(thread, 6000);
	CU_ASSERT_FALSE(mc_gate_is_open(thread, 1002));
}

MC_TEST(the_heap_end_opens_the_gate_in_both_directions)
{
	struct mc_thread *thread = closed_gate();

	brk_end += 4096;
	CU_ASSERT(mc_gate_is_open(thread, 1001));
	mc_gate_shut(thread, 6000);
	brk_end -= 8192;
	CU_ASSERT(mc_gate_is_open(thread, 1002));
}

MC_TEST(a_call_that_moves_memory_opens_the_gate)
{
	struct mc_thread *thread = closed_gate();

	mc_gate_open(thread);
	CU_ASSERT(mc_gate_is_open(thread, 1001));
	mc_gate_shut(thread, 6000);
	CU_ASSERT_FALSE(mc_gate_is_open(thread, 1002));
}

MC_TEST(time_opens_the_gate_without_a_signal)
{
	struct mc_thread *thread = closed_gate();

	CU_ASSERT(mc_gate_is_open(thread, 5000));
	CU_ASSERT_FALSE(mc_gate_has_signal(thread));
}

MC_TEST(a_gate_without_sources_opens_by_time_alone)
{
	struct mc_thread *thread = closed_gate();

	thread->position->faults = NULL;
	faults += 8;
	mc_gate_open(thread);
	CU_ASSERT_FALSE(mc_gate_has_signal(thread));
	CU_ASSERT_FALSE(mc_gate_is_open(thread, 4999));
	CU_ASSERT(mc_gate_is_open(thread, 5000));
}
