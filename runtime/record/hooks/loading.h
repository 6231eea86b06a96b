/* SPDX-License-Identifier: MIT */
/*
 * Stands in for dlopen and dlsym (mem=heap): a library that is loaded late has
 * got slots, too, by which it allocates (allocators.h).
 */
#ifndef MC_LOADING_H
#define MC_LOADING_H

/* Points the got slots of all modules that are loaded by now here, if the heap
   is recorded.  Under the guard. */
void mc_loading_patch(void);

#endif
