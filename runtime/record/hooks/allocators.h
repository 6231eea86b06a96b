/* SPDX-License-Identifier: MIT */
/*
 * Stands in for the functions that allocate and free memory (mem=heap), so that
 * the ledger is kept (../heap/ledger.h).
 */
#ifndef MC_ALLOCATORS_H
#define MC_ALLOCATORS_H

/* Points the got slots of all modules that are loaded by now here, if the heap
   is recorded.  Under the guard. */
void mc_allocators_patch(void);

#endif
