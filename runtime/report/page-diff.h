/* SPDX-License-Identifier: MIT */
/* What a page of two sides says besides what it says of the runs after. */
#ifndef MC_PAGE_DIFF_H
#define MC_PAGE_DIFF_H

#include "report/diff.h"
#include "report/emit.h"

/* Writes the members "stacks", "before", "after" and "changes".  Each side must
   have its runs `together`. */
void mc_page_diff_put(struct mc_emit *emit, const struct mc_diff *diff);

/* Returns what is compared, with callees, as in the picture; and its own. */
enum mc_metric mc_page_diff_cost(const struct mc_model *shown);
enum mc_metric mc_page_diff_order(const struct mc_model *shown);

#endif
