/* SPDX-License-Identifier: MIT */
/*
 * Finds what is the same in two models.
 *
 * Functions are the same if their assembler names are, and for local ones their
 * source files, as where profiles are merged; edges, if their ends are.
 */
#ifndef MC_MATCH_H
#define MC_MATCH_H

#include "report/model.h"

#define MC_MATCH_NONE UINT32_MAX

/* Returns, for each function of `one`, the index of the same function in
   `other`, or MC_MATCH_NONE if it is not there; the caller frees the array. */
uint32_t *mc_match_functions(const struct mc_model *one,
			     const struct mc_model *other);

/* Returns, for each edge of `other`, the numbers that the same edge of `one`
   has, or NULL if it is not there; the caller frees the array. */
const struct mc_measures **mc_match_edges(const struct mc_model *one,
					  const uint32_t *functions,
					  const struct mc_model *other);

#endif
