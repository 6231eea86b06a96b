/* SPDX-License-Identifier: MIT */
/*
 * Builds a model profile by profile:
 *
 *	struct mc_draft *draft = mc_build_begin(MC_MODEL_GRAPH);
 *
 *	mc_build_add(draft, profile);
 *	...
 *	model = mc_build_finish(draft);
 */
#ifndef MC_BUILD_H
#define MC_BUILD_H

#include "report/model.h"

struct mc_draft;

struct mc_draft *mc_build_begin(enum mc_model_detail detail);
/* Has the functions of each part apart.  Before anything is added. */
void mc_build_split(struct mc_draft *draft, enum mc_model_split by);
/* Compares ranks, or processes (balance.h).  The profiles of a rank have to
   follow one another. */
void mc_build_compare(struct mc_draft *draft, bool by_rank);
/* Takes the profile over, and drops what the model does not need of it. */
void mc_build_add(struct mc_draft *draft, struct mc_profile *profile);
/* Ends the draft. */
struct mc_model *mc_build_finish(struct mc_draft *draft);

#endif
