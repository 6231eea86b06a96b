/* SPDX-License-Identifier: MIT */
/*
 * See stand-in.h.  All but its function and the slots' numbers is zero: its
 * kids are itself.  Light copies count the calls of inner functions there, and
 * nobody reads that.
 *
 * It has room for as many slots as a link can have.  Only those that some
 * function needs are ever touched, so the rest takes no memory.
 */
#include "stand-in.h"

static struct {
	union {
		struct mc_link link;
		char node[MC_SLOTS_OFFSET];
	};
	struct mc_slot slots[MC_MOST_SLOTS];
} stand_in __attribute__((aligned(MC_LINE_BYTES)));

struct mc_link *mc_stand_in_for(const struct mc_function *function)
{
	uint32_t i = function->slots;

	/* Several threads may write the same. */
	__atomic_store_n(&stand_in.link.function, MC_FUNCTION_STAND_IN,
			 __ATOMIC_RELAXED);
	for (; i-- > 0 && stand_in.slots[i].number != i + 1;)
		__atomic_store_n(&stand_in.slots[i].number, i + 1,
				 __ATOMIC_RELAXED);
	return &stand_in.link;
}
