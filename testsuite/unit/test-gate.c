/* SPDX-License-Identifier: MIT */
/*
 * The memory gate's decision, with sources that the test moves itself.
 */
#include "unit.h"

#include "record/gate.h"

static uint64_t faults;
static uintptr_t brk_end;

/* Closed at time 1000 with 800 faults, until time 5000. */
static struct mc_gate closed_gate(void)
{
	struct mc_gate gate = {.faults = &faults, .brk = &brk_end};

	faults = 800;
	brk_end = 0x10000;
	mc_gate_close(&gate, 5000);
	return gate;
}

MC_TEST(a_gate_with_nothing_to_tell_stays_closed)
{
	struct mc_gate gate = closed_gate();

	CU_ASSERT_FALSE(mc_gate_has_signal(&gate));
	CU_ASSERT_FALSE(mc_gate_is_open(&gate, 1000));
	CU_ASSERT_FALSE(mc_gate_is_open(&gate, 4999));
}

MC_TEST(a_page_fault_opens_the_gate)
{
	struct mc_gate gate = closed_gate();

	faults += 8;
	CU_ASSERT(mc_gate_has_signal(&gate));
	CU_ASSERT(mc_gate_is_open(&gate, 1001));
	mc_gate_close(&gate, 6000);
	CU_ASSERT_FALSE(mc_gate_is_open(&gate, 1002));
}

MC_TEST(the_heap_end_opens_the_gate_in_both_directions)
{
	struct mc_gate gate = closed_gate();

	brk_end += 4096;
	CU_ASSERT(mc_gate_is_open(&gate, 1001));
	mc_gate_close(&gate, 6000);
	brk_end -= 8192;
	CU_ASSERT(mc_gate_is_open(&gate, 1002));
}

MC_TEST(a_call_that_moves_memory_opens_the_gate)
{
	struct mc_gate gate = closed_gate();

	gate.moved = 1;
	CU_ASSERT(mc_gate_is_open(&gate, 1001));
	mc_gate_close(&gate, 6000);
	CU_ASSERT_EQUAL(gate.moved, 0);
	CU_ASSERT_FALSE(mc_gate_is_open(&gate, 1002));
}

MC_TEST(time_opens_the_gate_without_a_signal)
{
	struct mc_gate gate = closed_gate();

	CU_ASSERT(mc_gate_is_open(&gate, 5000));
	CU_ASSERT_FALSE(mc_gate_has_signal(&gate));
}
