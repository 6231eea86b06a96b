/* SPDX-License-Identifier: MIT */
/*
 * The contexts of a profile: which function and edge each of them is added to,
 * whether it counts, and what they add up to.  Private to the building of a
 * model.
 */
#ifndef MC_CONTEXTS_H
#define MC_CONTEXTS_H

#include "report/draft.h"

/* True if something was called or found in the context itself. */
bool mc_contexts_ran(const struct mc_node *node);

/* Adds all contexts of the profile to the functions and edges of the draft, and
   to its stacks.  MATCH is the index in the draft of each of its functions. */
void mc_contexts_fold(struct mc_draft *draft, const struct mc_profile *profile,
		      const uint32_t *match);

#endif
