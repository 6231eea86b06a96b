/* SPDX-License-Identifier: MIT */
/*
 * The globs of root= that the program was compiled with.  A glob normally
 * matches a function in few of the program's units, so it is of interest only
 * if it matches in none.
 *
 * Under the guard.
 */
#ifndef MC_ROOTS_H
#define MC_ROOTS_H

/* Notes the globs of a unit (struct mc_unit, roots). */
void mc_roots_note(const char *roots);

/* Returns the globs that match nothing, "root=A, root=B"; "" if there are
   none. */
const char *mc_roots_idle(void);

#endif
