/* SPDX-License-Identifier: MIT */
/*
 * Clocks that are read where there is no ring.
 */
#include "unit.h"

#include "record/profile/coarse.h"

MC_TEST(time_is_what_passed_since_the_last_reading)
{
	uint64_t last = 1000;

	CU_ASSERT_EQUAL(mc_coarse_move_on(&last, 1000), 0);
	CU_ASSERT_EQUAL(mc_coarse_move_on(&last, 1700), 700);
	CU_ASSERT_EQUAL(mc_coarse_move_on(&last, 1701), 1);
}

/* The clock said 2000, then a handler came and read 2500. */
MC_TEST(time_that_a_handler_has_charged_passes_once)
{
	uint64_t last = 1000;

	CU_ASSERT_EQUAL(mc_coarse_move_on(&last, 2500), 1500);
	CU_ASSERT_EQUAL(mc_coarse_move_on(&last, 2000), 0);
	CU_ASSERT_EQUAL(mc_coarse_move_on(&last, 2600), 100);
}
