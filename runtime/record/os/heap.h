/* SPDX-License-Identifier: MIT */
/*
 * What can be known of a block of malloc's.
 */
#ifndef MC_HEAP_H
#define MC_HEAP_H

/* Finds out whose the heap is.  Once, not in a hook: it may call malloc. */
void mc_heap_init(void);

/* Whether BLOCK, which free is about to be given, has a mapping of its own, so
   that freeing it unmaps memory.  Only the C library's own malloc is known; of
   any other, and of NULL, the answer is no. */
int mc_heap_is_mapped(const void *block);

/* The same for operator delete, if it is libstdc++'s, which frees it. */
int mc_heap_is_mapped_new(const void *block);

#endif
