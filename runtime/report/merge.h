/* SPDX-License-Identifier: MIT */
/*
 * Merges the contexts of all profiles into stacks (stacks.h).  Private to the
 * building of a model.
 */
#ifndef MC_MERGE_H
#define MC_MERGE_H

#include "report/model.h"
#include "report/stacks.h"

struct mc_merge;

/* DETAIL is one of those that want stacks. */
struct mc_merge *mc_merge_begin(enum mc_model_detail detail);
/* Adds the contexts of a profile, whose parents are indices among them. */
void mc_merge_add(struct mc_merge *merge,
		  const struct mc_model_context *contexts, size_t count,
		  uint32_t profile);
/* Puts the stacks in order and adds them up; ends the merge.  MOVED is the new
   index of each function. */
struct mc_stacks *mc_merge_finish(struct mc_merge *merge,
				  const struct mc_model *model,
				  const uint32_t *moved);

#endif
