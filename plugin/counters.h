/* SPDX-License-Identifier: MIT */
/*
 * Counters of -fprofile-generate, and what -fprofile-use reads, belong to the
 * function of the source, wherever its body is.
 */
#ifndef MC_COUNTERS_H
#define MC_COUNTERS_H

#include "gcc-compat.h"

/* True if the unit is built with either. */
bool mc_counters_are_wanted(void);

/* Keeps GCC from giving NODE counters. */
void mc_counters_leave_out(cgraph_node *node);

/* Gives the counters of ENTRY's function to BODY. */
void mc_counters_give(cgraph_node *entry, cgraph_node *body);

/* Has entries and bodies change names, and change them back.  To be called
   before GCC's pass "profile", and again after it. */
void mc_counters_swap_names(void);

#endif
