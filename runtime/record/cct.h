/* SPDX-License-Identifier: MIT */
/*
 * The calling-context tree of a thread.  ../format.h says what it means; this
 * is how it is kept.
 *
 *	void f(int n) { g(); if (n) f(n - 1); }		main() { f(2); }
 *
 *	root
 *	  main    calls 1
 *	    f     calls 1   <--+    the link main -> f; target: itself
 *	      g   calls 3      |
 *	      f'  calls 2   ---+    the link f -> f; target: f above it
 *
 * To find "g, called from here", the hooks look at the node's slot for g's
 * number (mc_cct_find), then in a hash of the thread, then make a node.  Made
 * once, a link stays: whether a call is recursive depends on the path alone.
 *
 * Only the owning thread changes its tree, signal handlers of it included;
 * they are kept out while a node is made.
 */
#ifndef MC_CCT_H
#define MC_CCT_H

#include "thread.h"

/* The hash of a thread's nodes: size and slots change together. */
struct mc_node_table {
	uint64_t slots; /* a power of two */
	struct mc_node *slot[];
};

/* A call link, as a hash has it: numbers of two functions, and of the edge. */
struct mc_edge_slot {
	uint32_t caller;
	uint32_t callee;
	uint32_t edge; /* 0: the slot is free */
};

/* Lays out the root and tables of a new thread, whose THREAD chunk is given.
   0 or -errno. */
int mc_cct_init(struct mc_thread *thread, struct mc_chunk *chunk);

/* The link to FUNCTION from PARENT, made if need be.  Never NULL: the thread's
   `other` stands in when there is no room.  Takes the guard. */
struct mc_node *mc_cct_child(struct mc_thread *thread, struct mc_node *parent,
			     uint32_t function);

/* The same if it is in the parent's slot, else NULL. */
static inline struct mc_node *mc_cct_find(struct mc_node *parent,
					  uint32_t function)
{
	struct mc_node *kid = mc_node_private(parent)->kid[function & 7];

	return kid && kid->function == function ? kid : NULL;
}

#endif
