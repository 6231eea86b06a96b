/* SPDX-License-Identifier: MIT */
/*
 * Allocations: which calls of code without hooks may lead to one, so that the
 * recorder asks for the thread's position (mem=heap).
 */
#ifndef MC_ALLOCATIONS_H
#define MC_ALLOCATIONS_H

#include "gcc-compat.h"

/* True if CALL may allocate or free memory: it is a call of a function that GCC
   knows to, or of one of this unit that leads to such a call, or out of the
   unit.  Ask for the first time when the unit's calls are still as they were
   written. */
bool mc_allocations_may(gcall *call);

#endif
