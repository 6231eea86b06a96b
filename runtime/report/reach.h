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

/* Returns which functions the view is about, an array to be freed. NULL if it
   is about all of them. */
bool *mc_reach_find(const struct mc_model *model, const struct mc_view *view);

/* Returns the first of the globs that no function matches, or NULL. */
const char *mc_reach_find_idle(const struct mc_model *model,
			       const struct mc_view_globs *globs);

#endif
