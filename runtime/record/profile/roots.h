/* SPDX-License-Identifier: MIT */
/*
 * The globs of root= that the program was compiled with, and whether they match
 * a function of any of its units: it is normal that one matches in few of them.
 *
 * Under the guard.
 */
#ifndef MC_ROOTS_H
#define MC_ROOTS_H

/* Takes note of a unit's (struct mc_unit, roots). */
void mc_roots_note(const char *roots);

/* Those that match nothing, "root=A, root=B"; "" if there are none. */
const char *mc_roots_idle(void);

#endif
