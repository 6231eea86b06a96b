/* SPDX-License-Identifier: MIT */
/*
 * Memory, or a clean end of the command: the report runs in a process of its
 * own, and without memory there is nothing that it could still do.  So nothing
 * here returns NULL, and no caller tests for it.  free() gives it back.
 */
#ifndef MC_ALLOC_H
#define MC_ALLOC_H

#include <stddef.h>

/* Room for `count` elements of `size` bytes, all zero. */
void *mc_alloc_zeroed(size_t count, size_t size);
/* The same array with room for `count` elements; new ones hold anything. */
void *mc_alloc_grow(void *old, size_t count, size_t size);
/* For an array that grows by one at a time: room for one more than `count`,
   which is doubled whenever `count` is a power of two. */
void *mc_alloc_append(void *old, size_t count, size_t size);

#endif
