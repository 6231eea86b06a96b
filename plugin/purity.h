/* SPDX-License-Identifier: MIT */
/*
 * Purity: what GCC knows, or is told, of the effects of a function.
 */
#ifndef MC_PURITY_H
#define MC_PURITY_H

#include "gcc-compat.h"

/*
 * Makes GCC forget that NODE is pure, const or like malloc.  It would merge or
 * drop calls that are to be counted, and the hooks do have effects.
 */
void mc_purity_clear(cgraph_node *node);

#endif
