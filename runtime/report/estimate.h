/* SPDX-License-Identifier: MIT */
/*
 * What each context did itself, where not every call was timed, and without
 * what the recorder cost ("Numbers" in format.h).  Private to the model.
 */
#ifndef MC_ESTIMATE_H
#define MC_ESTIMATE_H

#include "report/samples.h"

/* Rounds ticks to a whole number, at most the largest. */
static inline uint64_t mc_estimate_round(double ticks)
{
	return ticks < 0x1p63 ? (uint64_t)(ticks + 0.5) : UINT64_MAX;
}

/* Returns one estimate for each node of the profile, in their order; the caller
   frees them.  In REGIONS the ticks of the CPU clock tell contexts apart, and
   there is no variance; elsewhere timed calls do. */
struct mc_estimate *mc_estimate_nodes(const struct mc_profile *profile,
				      const struct mc_regions *regions);

#endif
