/* SPDX-License-Identifier: MIT */
/*
 * Nodes of inner functions, which the file has in the slots of their callers
 * alone (struct mc_inner_record in format.h).
 */
#ifndef MC_INNER_H
#define MC_INNER_H

#include "report/chunks.h"

/* Adds a node for each inner function that was called, below its caller, or its
   calls to those of a node that is there.  Parents and targets are set, and
   functions. */
void mc_inner_add(struct mc_chunks *chunks);

#endif
