/* SPDX-License-Identifier: MIT */
/*
 * What the calls that were timed suggest of all calls ("self" in format.h).
 * Private to the model.
 */
#ifndef MC_SAMPLES_H
#define MC_SAMPLES_H

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

/* Returns what timed calls suggest, for each node of the profile, in their
   order; the caller frees it. */
struct mc_estimate *mc_samples_estimate(const struct mc_profile *profile);

#endif
