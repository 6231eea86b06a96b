/* SPDX-License-Identifier: MIT */
/*
 * The functions that have run: their numbers, and their names in the profile.
 *
 * A function gets its number when it is first called in an extent.  What makes
 * two descriptors one function is the assembler name, and for a function that
 * is local to its unit the source file as well.
 */
#ifndef MC_FUNCTIONS_H
#define MC_FUNCTIONS_H

#include "../../format.h"
#include "../../memcall-abi.h"

/* Makes room for the first names in a new profile.  0, or -1 if there is none:
   all calls would be of (other).  Under the guard. */
int mc_functions_init(void);

/* The number of FUNCTION; written to its descriptor too, unless the profile is
   full: MC_OTHER_FUNCTION then.  Call it under the guard. */
uint32_t mc_functions_number(struct mc_function *function);

#endif
