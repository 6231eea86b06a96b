/* SPDX-License-Identifier: MIT */
/*
 * Entries and exits, written out.  wrapper.cc puts a mark where each belongs.
 */
#ifndef MC_EXPAND_H
#define MC_EXPAND_H

#include "gcc-compat.h"

/* Whether STMT is the mark of an entry, or of an exit. */
bool mc_expand_is_entry(gimple *stmt);
bool mc_expand_is_exit(gimple *stmt);

/* Writes out those of FUN, the current function, which is in SSA form. */
void mc_expand_marks(function *fun);

#endif
