/* SPDX-License-Identifier: MIT */
/*
 * Gathers portions of regions.  See portions.h.
 */
#include "report/portions.h"
#include "report/alloc.h"

#include <stdlib.h>

struct mc_portion *mc_portions_of(struct mc_portions *all, uint32_t sum,
				  uint32_t region)
{
	uint32_t index =
		mc_map_add(&all->place_of, (uint64_t)sum << 32 | region,
			   (uint32_t)all->count);

	if (index == all->count) {
		all->portions = mc_alloc_append(all->portions, all->count,
						sizeof(*all->portions));
		all->portions[all->count++] =
			(struct mc_portion){.sum = sum, .region = region};
	}
	return &all->portions[index];
}

void mc_portions_finish(struct mc_portions *all,
			const struct mc_regions *regions, struct mc_fold *sums)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct mc_portion *one = &all->portions[i];
		const struct mc_region *region = &regions->regions[one->region];
		struct mc_fold *sum = &sums[one->sum];

		if (one->self.contexts)
			sum->self_variance +=
				mc_region_variance(region, &one->self);
		if (one->total.contexts || one->total.share > 0)
			sum->variance +=
				mc_region_variance(region, &one->total);
	}
	mc_map_free(&all->place_of);
	free(all->portions);
}
