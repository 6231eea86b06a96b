/* SPDX-License-Identifier: MIT */
/*
 * Adds what happened in zones to the sums of functions and edges, with callees:
 * the ways of zone.h, and what each link has to give to those on them.  Private
 * to the building of a model.
 */
#ifndef MC_ZONE_SUMS_H
#define MC_ZONE_SUMS_H

#include "report/portions.h"
#include "report/zone.h"

/* What is known of a profile, and what is added to. */
struct mc_zone_sums {
	const struct mc_profile *profile;
	const struct mc_regions *regions;
	const struct mc_estimate *estimates;
	const struct mc_paths_place *places;
	const struct mc_paths_sum *sums; /* of nodes in zones: their own */
	/* By mc_zone_kind: how many there are, their sums and portions. */
	size_t count[2];
	struct mc_fold *folds[2];
	struct mc_portions *portions[2];
};

/* Does nothing if the profile has no zone. */
void mc_zone_sums_add(const struct mc_zone_sums *to);

#endif
