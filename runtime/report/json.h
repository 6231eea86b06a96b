/* SPDX-License-Identifier: MIT */
/* The call graph as JSON, as a part of a larger document. */
#ifndef MC_JSON_H
#define MC_JSON_H

#include "report/emit.h"
#include "report/model.h"

/* Writes the members of a .json file into an object that is open. */
void mc_json_put(struct mc_emit *emit, const struct mc_model *model);

/* Writes the numbers that are known, each a member of an object that is open.
 */
void mc_json_put_measures(struct mc_emit *emit, const struct mc_measures *n);

#endif
