/* SPDX-License-Identifier: MIT */
/*
 * The last part of building a model.  Private to the building of a model.
 */
#ifndef MC_ORDER_H
#define MC_ORDER_H

#include "report/draft.h"

/* Bounds, names, drops and sorts; the arrays become the model's. */
void mc_order_finish(struct mc_draft *draft);

#endif
