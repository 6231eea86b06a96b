/* SPDX-License-Identifier: MIT */
/*
 * Follows OpenMP's teams.
 *
 * GCC makes a function of the body of a region or task and hands it to libgomp,
 * whose threads go from one team to the next, and at a barrier from one task to
 * another.  The recorder hands libgomp a function of its own instead.  On a
 * thread that is not within an extent, that begins one, on behalf of the
 * function that holds the region (creator.h).
 */
#ifndef MC_OPENMP_H
#define MC_OPENMP_H

/* Points the got slots by which modules call libgomp here, if it is loaded by
   now.  Under the guard. */
void mc_openmp_patch(void);

#endif
