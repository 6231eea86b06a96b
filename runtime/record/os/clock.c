/* SPDX-License-Identifier: MIT */
/*
 * Chooses the clock, and reads it together with CLOCK_MONOTONIC.  See clock.h.
 */
#include "clock.h"

enum mc_clock mc_clock_kind = MC_CLOCK_MONOTONIC;

void mc_clock_init(void)
{
	if (mc_arch_has_ticks())
		mc_clock_kind = MC_CLOCK_COUNTER;
}

/*
 * Takes the tightest of a few tries: an interruption between the two readings
 * would shift one against the other.
 */
struct mc_clock_pair mc_clock_pair(void)
{
	struct mc_clock_pair best = {0, 0};
	uint64_t width = UINT64_MAX;

	for (int i = 0; i < 4; i++) {
		uint64_t before = mc_clock_ticks();
		uint64_t ns = mc_clock_monotonic_ns();
		uint64_t after = mc_clock_ticks();

		if (after - before < width) {
			width = after - before;
			best.ticks = before + width / 2;
			best.ns = ns;
		}
	}
	return best;
}
