/* SPDX-License-Identifier: MIT */
/*
 * What runs when a unit of the program is loaded and unloaded.
 */
#ifndef MC_UNIT_H
#define MC_UNIT_H

#include "gcc-compat.h"

/* Adds the struct mc_unit, the constructor and the destructor.  Once for each
   unit; RUNTIME is the path of the recorder to load. */
void mc_unit_finish(const char *runtime);

/* True if DECL is a constructor or destructor that mc_unit_finish has added. */
bool mc_unit_is_own(tree decl);

#endif
