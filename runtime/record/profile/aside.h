/* SPDX-License-Identifier: MIT */
/*
 * Chunks of nodes that a forked child has put aside: they stay in its parent's
 * file, and at their place is memory that costs nothing, in which each node is
 * one that nothing is found in: of no function (MC_NODE_NOTHING), and without
 * an offset.  Compiled code may have pointers there; it asks the recorder then,
 * who recalls the node (recall.h).
 *
 * Under the guard.
 */
#ifndef MC_ASIDE_H
#define MC_ASIDE_H

#include "../../format.h"

/* Puts CHUNK aside.  0 or -errno. */
int mc_aside_put(struct mc_chunk *chunk);

/* Where the chunk of NODE was; it has been put aside. */
struct mc_chunk *mc_aside_chunk(const struct mc_node *node);

/* The same, or NULL if it has not been, or NODE is none; *HEADER and *COPY are
   what there is of chunk and node in the parent's file, or in that of an
   earlier ancestor.  Their numbers are not the child's, and change. */
struct mc_chunk *mc_aside_read(const struct mc_node *node,
			       struct mc_chunk *header, struct mc_node *copy);

/* Has no node found in SIZE bytes at MEMORY: writes into zeros, or covers what
   was mapped there.  The latter: 0 or -errno. */
void mc_aside_fill(void *memory, size_t size);
int mc_aside_cover(void *memory, size_t size);

#endif
