/* SPDX-License-Identifier: MIT */
/*
 * Tells which blocks of malloc's are mappings of their own: freeing such a
 * block gives memory back at once.
 *
 * Any thread, any signal, after mc_heap_init.
 */
#ifndef MC_HEAP_H
#define MC_HEAP_H

/* Finds out whose malloc the program has.  Once, and not in a hook: dlopen may
   call malloc. */
void mc_heap_init(void);

/* Tells whether BLOCK has a mapping of its own.  BLOCK is what free is about to
   be given, NULL included.  Only the C library's malloc is known: for any other
   the answer is no. */
int mc_heap_is_mapped(const void *block);

/* The same for what operator delete is about to be given.  Only libstdc++'s is
   known, which calls free. */
int mc_heap_is_mapped_new(const void *block);

#endif
