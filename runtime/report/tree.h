/* SPDX-License-Identifier: MIT */
/*
 * The tree of calls, as text.
 */
#ifndef MC_TREE_H
#define MC_TREE_H

#include "report/model.h"
#include "report/terminal.h"

/* Follows the calls from the root down, costliest by BY first, as long as they,
   or something below them, come to 0.5 %; what is left out says how much it is.
   A function that is already open above is not opened again, and one that has
   been shown elsewhere is not repeated. */
void mc_tree_write(const struct mc_model *model, const struct mc_terminal *to,
		   enum mc_metric by);

#endif
