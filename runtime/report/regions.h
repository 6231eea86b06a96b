/* SPDX-License-Identifier: MIT */
/*
 * Regions: contexts whose time is known only for all of them together.
 *
 * The time of a link of which every call was timed is known, and it is no part
 * of its caller's.  The time of other calls is in what was seen of the callers
 * around them.  So the links that were not always timed join contexts to
 * regions: of a region it is known, to the tick, what its contexts took in all
 * (`pool`), but not how much of it is whose.
 *
 * The ticks of the thread's CPU clock tell that.  They are a random sample of
 * the time that the thread was on the processor: of K ticks in a region with
 * the pool T, the context that has k of them took k / K * T.
 *
 * An interval that holds the share 19 times in 20, however few ticks there are,
 * is Wilson's, for z = 1.96 (E. B. Wilson, Probable inference, the law of
 * succession, and statistical inference, Journal of the American Statistical
 * Association 22, 1927):
 *
 *	(k + z^2 / 2 +- z sqrt(k (K - k) / K + z^2 / 4)) / (K + z^2)
 *
 * Its middle is that of a sample with z^2 ticks more, half of them in the
 * context.  The value that is shown has z^2 ticks more, too, but these are
 * shared out as timed calls suggest.
 *
 * Where the clock ticks in user code only, the recorder makes up for calls that
 * it knows to work in the kernel, and for page faults.  If the pool has more
 * time than the ticks, chance aside, any context may have spent it.  Likewise,
 * where the ticks were stopped, any may have spent what came after that.
 */
#ifndef MC_REGIONS_H
#define MC_REGIONS_H

#include "report/profile.h"

#define MC_REGION_NONE UINT32_MAX

struct mc_region {
	double pool; /* time in ticks of the clock, with the recorder's cost */
	double pool_error; /* how far off that may be: 0, if it is known */
	double unseen; /* of the pool, where the clock did not tick: in the
			  kernel, and nobody knows for whom */
	uint64_t ticks; /* of the CPU clock */
	uint32_t contexts; /* how many it has */
};

struct mc_regions {
	struct mc_region *regions;
	uint32_t *of; /* of each node's context; MC_REGION_NONE: what is known
			 of the context alone will do */
};

/* A part of a region: some of its contexts, and what they have of it. */
struct mc_region_part {
	uint32_t contexts;
	uint64_t ticks;
	double share; /* of the pool */
};

/* Returns the node of the context that NODE's time is added to. */
uint32_t mc_regions_context(const struct mc_profile *profile, size_t node);

/* Finds the regions that have enough ticks to tell their contexts apart. */
struct mc_regions mc_regions_find(const struct mc_profile *profile);
void mc_regions_free(struct mc_regions *regions);

/* Returns the share of the pool of a context with TICKS, where timed calls
   suggest the share GUESS. */
double mc_region_share(const struct mc_region *region, uint64_t ticks,
		       double guess);

/* Returns how far off the time of a part may be, in ticks of the clock. */
double mc_region_error(const struct mc_region *region,
		       const struct mc_region_part *part);

/* Returns the same as a variance: half of it is a standard deviation. */
static inline double mc_region_variance(const struct mc_region *region,
					const struct mc_region_part *part)
{
	double deviation = mc_region_error(region, part) / 2;

	return deviation * deviation;
}

static inline void mc_region_add(struct mc_region_part *to,
				 const struct mc_region_part *part)
{
	to->contexts += part->contexts;
	to->ticks += part->ticks;
	to->share += part->share;
}

#endif
