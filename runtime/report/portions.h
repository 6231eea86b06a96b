/* SPDX-License-Identifier: MIT */
/*
 * What functions or edges have of regions, as contexts of the same region err
 * together.  Private to the building of a model.
 */
#ifndef MC_PORTIONS_H
#define MC_PORTIONS_H

#include "report/fold.h"
#include "report/map.h"

/* What one function or edge has of one region: itself, and with callees. */
struct mc_portion {
	uint32_t sum; /* index of the function or edge */
	uint32_t region;
	struct mc_region_part self;
	struct mc_region_part total;
};

/* Empty if zeroed. */
struct mc_portions {
	struct mc_map place_of; /* (sum, region) -> portion */
	struct mc_portion *portions;
	size_t count;
};

/* Returns the portion that SUM has of REGION, until the next is asked for. */
struct mc_portion *mc_portions_of(struct mc_portions *portions, uint32_t sum,
				  uint32_t region);

/* Adds to SUMS how far off their shares of regions may be, and frees the
   portions. */
void mc_portions_finish(struct mc_portions *portions,
			const struct mc_regions *regions, struct mc_fold *sums);

#endif
