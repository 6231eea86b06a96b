/* SPDX-License-Identifier: MIT */
/*
 * Units that are left alone by their file: those that skip-unit= names, and
 * trials, which build systems compile to find out what a compiler can do.
 */
#ifndef MC_TRIALS_H
#define MC_TRIALS_H

#include "gcc-compat.h"

/* Why the file of this unit has it left alone; NULL: it has not.  To be asked
   once the unit has been read. */
const char *mc_trials_why_not(void);

/* Notes that the unit has a function with the attribute. */
void mc_trials_note_attribute(void);

#endif
