/* SPDX-License-Identifier: MIT */
/* The stacks of a page, for its flame graphs. */
#ifndef MC_PAGE_STACKS_H
#define MC_PAGE_STACKS_H

#include "report/emit.h"
#include "report/model.h"

/* Writes the member "stacks" of a model that has them.  INDEX says what the
   page calls each of its functions; NULL: the same. */
void mc_page_stacks_put(struct mc_emit *emit, const struct mc_model *model,
			const uint32_t *index);

#endif
