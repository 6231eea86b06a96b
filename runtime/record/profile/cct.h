/* SPDX-License-Identifier: MIT */
/*
 * The calling-context tree of a thread.  The file format says what it means
 * (../../format.h, "The tree"); here is how it is kept in memory.
 *
 *	void f(int n) { g(); if (n) f(n - 1); }		main() { f(2); }
 *
 *	root
 *	  main    calls 1
 *	    f     calls 1
 *	      g   calls 1
 *	      f'  calls 1   <--+    the link f -> f of the first call
 *	        g calls 2      |
 *	        f'' calls 1 ---+    of all others: leads back
 *
 * A node is a function in a context, and the link by which its caller leads to
 * it.  A link that leads back, such as f'', has a node of its own for its
 * numbers; its callees hang below its target, f'.
 *
 * To find "g, called from here" takes up to three steps:
 *
 *	1. Each function has a kid index.  Compiled code looks at the kid that
 *	   its position has at the index of g.
 *	2. If that is another function's link, the recorder looks in a hash of
 *	   the tree, by parent and function.
 *	3. If g was never called from here, the recorder makes a node.
 *
 * Once made, a link stays.  Whether it leads back depends on the path alone.
 *
 * Why not fold to the nearest ancestor of the same function?  That takes two
 * thirds of the nodes (measured on SQLite and Lua), but forgets what was called
 * in between: then each call would have to note what it opens, to tell an
 * outermost call from others, and no call could be counted without a frame.
 *
 * Only the owning thread changes its tree, in signal handlers, too; they are
 * kept out while a node is made.
 */
#ifndef MC_CCT_H
#define MC_CCT_H

#include "node.h"
#include "../../inline-protocol.h"

/* The hash of a tree's nodes by parent and function: the size and what is in it
   change together. */
struct mc_node_table {
	uint64_t size; /* a power of two */
	struct mc_node *node[];
};

/* An edge in the hash of a tree: the numbers of two functions, and its own. */
struct mc_edge_entry {
	uint32_t caller;
	uint32_t callee;
	uint32_t edge; /* 0: the entry is free */
};

/* A thread's tree.  All tables grow. */
struct mc_cct {
	uint32_t *open; /* frames of recursive links, by function */
	struct mc_node *root;
	struct mc_node *other; /* where contexts beyond the limit go */
	struct mc_link *nothing; /* what a node without kids has for kids */
	struct mc_node_table *nodes;
	uint32_t node_count;
	uint32_t node_flags; /* of new nodes, besides those of all */
	struct mc_chunk *node_chunk; /* with room for more */
	struct mc_edge_entry *edges;
	uint32_t edge_size; /* of the hash, a power of two */
	uint32_t edge_count;
	uint32_t open_size;
	uint32_t *edge_mark; /* for searches, by edge */
	uint32_t edge_mark_size;
	uint32_t last_mark;
};

/* Lays out the root and the tables of a new tree in CHUNK, the first chunk of
   its thread.  NOTHING is a line of memory for CCT->nothing.  0 or -errno. */
int mc_cct_init(struct mc_cct *cct, struct mc_chunk *chunk,
		struct mc_link *nothing);

/* Returns the link to function NUMBER, whose kid index is KID, for a call made
   during one of AT.  Makes it if need be.  Never NULL: the tree's `other`
   stands in when there is no room.  Takes the guard. */
struct mc_node *mc_cct_callee(struct mc_cct *cct, struct mc_node *at,
			      uint32_t number, uint32_t kid);

/* The same if it has been made, else NULL. */
struct mc_node *mc_cct_look_up(struct mc_cct *cct, struct mc_node *at,
			       uint32_t number);

/* In a forked child: forgets all nodes.  New ones go to CHUNK.  0 or -errno. */
int mc_cct_forget(struct mc_cct *cct, struct mc_chunk *chunk);

/* In a forked child: NODE, with its parent, is known again.  0 or -errno. */
int mc_cct_list(struct mc_cct *cct, struct mc_node *node);

/* Tells whether KID is none: no link has that index yet. */
static inline int mc_cct_is_free(const struct mc_link *kid)
{
	return kid->function == MC_NODE_NOTHING;
}

/* Returns the kid of AT that has the index KID. */
static inline struct mc_link *mc_cct_kid(struct mc_link *at, uint32_t kid)
{
	return mc_inline_kid(at, kid);
}

/* Makes LINK the kid of AT that has the index KID.  A link that is more than
   128 GiB away does not become one and has to be looked up each time. */
static inline void mc_cct_put(struct mc_link *at, uint32_t kid,
			      const struct mc_link *link)
{
	intptr_t distance = ((char *)link - (char *)at) / MC_LINE_BYTES;

	if (distance == (int32_t)distance)
		at->kid[kid] = (int32_t)distance;
}

/* Returns the link from AT to function NUMBER if it is the kid with the index
   KID, else NULL. */
static inline struct mc_node *mc_cct_find(struct mc_node *at, uint32_t number,
					  uint32_t kid)
{
	struct mc_link *link = mc_cct_kid(mc_node_link(at), kid);

	return link->function == number ? mc_link_node(link) : NULL;
}

/* Has the next call of LINK looked at.  A reader that comes in between finds
   the call that is beginning not counted yet. */
static inline void mc_cct_look_again(struct mc_node *link)
{
#ifdef __x86_64__
	__asm__ volatile("addl $1, %0\n\taddq $1, %1"
			 : "+m"(link->left), "+m"(link->base)
			 :
			 : "memory");
#else
	link->left++;
	link->base++;
#endif
}

/* Adds CALLS to those that a link still has to go until one is looked at.  One
   instruction, so that a signal handler's calls of the link are not lost, and a
   reader never sees half of it. */
static inline void mc_cct_put_off(struct mc_node *link, uint32_t calls)
{
	uint64_t *both = (uint64_t *)&link->due; /* `left` is the upper half */
	uint64_t sum = (uint64_t)calls << 32 | calls;

#ifdef __x86_64__
	__asm__ volatile("addq %1, %0" : "+m"(*both) : "r"(sum) : "memory");
#else
	*both += sum;
#endif
	if (__builtin_expect(link->due >> 31, 0)) {
		link->due -= 1u << 31;
		link->base += 1u << 31;
	}
}

#endif
