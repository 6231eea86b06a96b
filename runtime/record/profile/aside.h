/* SPDX-License-Identifier: MIT */
/*
 * Chunks of nodes that a forked child has put aside.  They stay in its parent's
 * file.  Memory that costs nothing takes their place: zeros, so that each node
 * there is of no function (MC_NODE_NOTHING), has no offset, and no slot of it
 * is bound.  Compiled code may have pointers to such nodes.  It finds nothing
 * there and asks the recorder, which recalls the node (recall.h).
 *
 * Under the guard.
 */
#ifndef MC_ASIDE_H
#define MC_ASIDE_H

#include "../../format.h"

/* Puts CHUNK aside.  Returns 0 or -errno. */
int mc_aside_put(struct mc_chunk *chunk);

/* Returns where the chunk of NODE was, which has been put aside. */
struct mc_chunk *mc_aside_chunk(const struct mc_node *node);

/* Returns where the chunk around ADDRESS was, or NULL if no such chunk was put
   aside.  Reads the chunk's header into *HEADER. */
struct mc_chunk *mc_aside_around(const void *address, struct mc_chunk *header);

/* Returns what mc_aside_chunk does, or NULL if NODE is not in a chunk that was
   put aside.  Reads the chunk's header into *HEADER and the node into *COPY,
   from the file of the parent or of an earlier ancestor.  Their numbers are not
   the child's, and change. */
struct mc_chunk *mc_aside_read(const struct mc_node *node,
			       struct mc_chunk *header, struct mc_node *copy);

/* Writes into CHUNK, which is all zeros behind its header, how many slots each
   node has of the one that was there and was put aside, which has the header
   OLD: a reader walks over nodes by that.  Numbers the slots.  Returns where
   the nodes end. */
uint64_t mc_aside_lay_out(struct mc_chunk *chunk, const struct mc_chunk *old);

/* Maps zeros over what is in SIZE bytes at MEMORY.  Returns 0 or -errno. */
int mc_aside_cover(void *memory, size_t size);

#endif
