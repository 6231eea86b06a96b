/* SPDX-License-Identifier: MIT */
/*
 * The recorder's own memory.
 */
#include "unit.h"

#include "record/os/own.h"

/* Whatever else runs here: a fault takes a fraction of a slice of 1 ms. */
MC_TEST(a_fault_takes_a_microsecond_or_so)
{
	uint64_t before = mc_own_faults(), ns = mc_own_time_fault();

	CU_ASSERT(ns > 20);
	CU_ASSERT(ns < 100000);
	CU_ASSERT(mc_own_faults() > before);
}
