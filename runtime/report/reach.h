/* SPDX-License-Identifier: MIT */
/*
 * Which functions of a model a view is about, before costs are looked at.
 */
#ifndef MC_REACH_H
#define MC_REACH_H

#include "report/model.h"
#include "report/view.h"

bool mc_reach_matches(const struct mc_view_globs *globs,
		      const struct mc_model_function *function);

/* By function; to be freed.  NULL if the view is about all of them. */
bool *mc_reach_find(const struct mc_model *model, const struct mc_view *view);

/* The first of the globs that no function matches; NULL: none. */
const char *mc_reach_find_idle(const struct mc_model *model,
			       const struct mc_view_globs *globs);

#endif
