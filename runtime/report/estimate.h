/* SPDX-License-Identifier: MIT */
/*
 * What each context did itself, where not every call was timed, and without
 * what the recorder cost ("Numbers" in format.h).  Private to the model.
 */
#ifndef MC_ESTIMATE_H
#define MC_ESTIMATE_H

#include "report/regions.h"

struct mc_estimate {
	double own; /* ticks of its own, corrected; 0 if it leads back */
	double raw; /* the same with the recorder's cost */
	double scaled; /* what all its calls would have shown */
	double scaled_variance;
	double variance; /* of own */
	double cost_error; /* how far off what was taken out for the recorder
			      may be */
	struct mc_region_part part; /* that it is of its region */
	bool is_sampled; /* not all its calls were timed */
	bool is_rough; /* nor all those of its callees */
};

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
