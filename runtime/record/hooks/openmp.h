/* SPDX-License-Identifier: MIT */
/*
 * Follows OpenMP's teams.
 *
 * GCC makes a function of the body of a region or task and hands it to libgomp,
 * whose threads go from one team to the next, and at a barrier from one task to
 * another.  What libgomp is handed is replaced by a function of this file's: on
 * a thread that is not within an extent it begins one, on behalf of the
 * function that holds the region, as for a thread that this has started (see
 * thread-create.c).
 */
#ifndef MC_OPENMP_H
#define MC_OPENMP_H

/* Points the slots by which modules call libgomp here, if it is loaded by now.
   Under the guard. */
void mc_openmp_patch(void);

#endif
