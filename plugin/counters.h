/* SPDX-License-Identifier: MIT */
/*
 * Counters of -fprofile-generate, and what -fprofile-use reads, belong to the
 * function of the source, wherever its body is.
 */
#ifndef MC_COUNTERS_H
#define MC_COUNTERS_H

#include "gcc-compat.h"

/* The unit is built with either. */
bool mc_counters_are_wanted(void);

/* NODE has none. */
void mc_counters_leave_out(cgraph_node *node);

/* Those of ENTRY's function are BODY's. */
void mc_counters_give(cgraph_node *entry, cgraph_node *body);

/* To be called before GCC's pass "profile", and again after it. */
void mc_counters_swap_names(void);

#endif
