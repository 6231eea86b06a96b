/* SPDX-License-Identifier: MIT */
/*
 * Who may have called into a zone ("The zone" in format.h).  Private to the
 * model.
 */
#ifndef MC_ZONE_MAP_H
#define MC_ZONE_MAP_H

#include "report/profile.h"

#define MC_ZONE_MAP_NONE UINT32_MAX

/* Returns for each node of the profile the one that stands for its function in
   its thread's zone, or MC_ZONE_MAP_NONE; the caller frees them.  NULL if there
   is no zone.  A forked child may have two for a function: one that was brought
   back from its parent, and a new one.  The first stands for both. */
uint32_t *mc_zone_map(const struct mc_profile *profile);

/* True if the node may have called into its zone: it is a context that the
   recorder does not always tell apart (record/profile/cct.h), but did. */
bool mc_zone_map_leads_in(const struct mc_profile *profile, size_t node);

#endif
