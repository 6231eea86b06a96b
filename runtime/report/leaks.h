/* SPDX-License-Identifier: MIT */
/*
 * What is still alive of the heap, by calling context: memcall report --leaks.
 */
#ifndef MC_LEAKS_H
#define MC_LEAKS_H

#include "report/model.h"
#include "report/terminal.h"

/* Writes the contexts that have allocated what was not freed, the largest
   first, with the calls that led there; at most `rows` of them, 0: all.  The
   model has stacks, and the heap was recorded. */
void mc_leaks_write(const struct mc_model *model, const struct mc_terminal *to,
		    size_t rows);

#endif
