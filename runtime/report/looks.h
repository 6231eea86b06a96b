/* SPDX-License-Identifier: MIT */
/*
 * The attributes of a graph: which ones there are, and how its objects look
 * unless they say otherwise, on a light ground and on a dark one.
 */
#ifndef MC_LOOKS_H
#define MC_LOOKS_H

#include "report/model.h"

#include <cgraph.h>

/* Declares what a graph of the model has, before there are objects in it. */
void mc_looks_declare(Agraph_t *graph, const struct mc_model *model,
		      bool is_dark);

#endif
