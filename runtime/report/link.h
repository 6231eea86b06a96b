/* SPDX-License-Identifier: MIT */
/*
 * The second half of reading: from the records of a profile to its trees, and
 * to the calls that were open.  Private to the reader.
 */
#ifndef MC_LINK_H
#define MC_LINK_H

#include "report/chunks.h"

/* Links the nodes: resolves parents, targets and functions, drops what does
   not hang on a root, and puts parents before children. */
void mc_link_nodes(struct mc_chunks *chunks);
/* Finds the calls that were open. */
void mc_link_frames(struct mc_chunks *chunks);

#endif
