/* SPDX-License-Identifier: MIT */
/*
 * The functions that have run: their numbers, and their names in the profile.
 *
 * A function gets its number when it is first called in an extent.  Two
 * descriptors are of one function if their assembler names are the same, and
 * for a function that is local to its unit the source files as well.  The
 * starts and the resumptions of a coroutine are two functions.  So are two
 * layouts of slots (struct mc_function), which a reader puts together.
 *
 * Under the guard.
 */
#ifndef MC_FUNCTIONS_H
#define MC_FUNCTIONS_H

#include "../../format.h"
#include "../../memcall-abi.h"

/* Makes room for the first names in a new profile.  Returns 0, or -1 if there
   is none: all calls would be of (other). */
int mc_functions_init(void);

/* Returns the number of FUNCTION, and writes it to the descriptor.  If the
   profile is full, returns MC_OTHER_FUNCTION, and writes nothing. */
uint32_t mc_functions_number(struct mc_function *function);

/* Returns how many slots the function with that NUMBER has. */
uint32_t mc_functions_slots(uint32_t number);

/* Returns how many of them, the first ones, are for inner functions. */
uint32_t mc_functions_unbound(uint32_t number);

#endif
