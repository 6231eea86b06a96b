/* SPDX-License-Identifier: MIT */
/*
 * The tree of calls, as text.
 */
#ifndef MC_TREE_H
#define MC_TREE_H

#include "report/model.h"
#include "report/terminal.h"

/* Follows the costliest calls from the root down to 0.5 %; a function that is
   already open above is not opened again, and one that has been shown in full
   elsewhere is not repeated. */
void mc_tree_write(const struct mc_model *model, const struct mc_terminal *to);

#endif
