/* SPDX-License-Identifier: MIT */
/* The call graph as JSON, as a part of a larger document. */
#ifndef MC_JSON_H
#define MC_JSON_H

#include "report/emit.h"
#include "report/model.h"

/* Writes the members of a .json file into an object that is open. */
void mc_json_put(struct mc_emit *emit, const struct mc_model *model);

#endif
