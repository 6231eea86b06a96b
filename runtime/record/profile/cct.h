/* SPDX-License-Identifier: MIT */
/*
 * The tree of calling contexts of a thread, as it is kept in memory.  The file
 * has the same tree (../../format.h).
 *
 *	void f(int n) { g(); if (n) f(n - 1); }
 *	main() { f(2); }			// main is marked
 *
 *	root			no function: all code outside of extents
 *	  main    calls 1
 *	    f     calls 1	edge main -> f
 *	      g   calls 1
 *	      f'  calls 1   <-+	edge f -> f, for the first time
 *	        g   calls 2   |
 *	        f'' calls 1 --+	edge f -> f again: leads back to f'
 *
 * A node is a function in a calling context, with its numbers (calls, time,
 * memory).  A link is the beginning of a node, by which its caller leads to it.
 * So each node has one link, and the two are often called by either name.
 *
 * A link leads back to an ancestor if both are of one edge, and if each edge
 * between the two is also on the path from the root to the ancestor.  What is
 * called there hangs below the ancestor, which is the link's `target`.  So g
 * below f' has the calls by f' and by f''.  The node of such a link has numbers
 * of its own, but nothing below it.  Any other node is its own target.
 *
 * By this rule recursion of any depth takes few nodes, and still the path from
 * the root to a node has all functions and edges that are open when it runs.
 *
 * To find the link to g that belongs to `current` takes up to three steps:
 *
 *	1. Each function has a kid index.  Compiled code looks at the kid that
 *	   `current` has at the index of g.
 *	2. If that is another function's link, the recorder looks in a hash of
 *	   the tree, by target of `current` and function.
 *	3. If g was never called from here, the recorder makes a node.
 *
 * A link stays once it is made.  Whether it leads back does not change either:
 * that depends on its path alone.
 *
 * Why does a link not lead back to the nearest ancestor of its function?  That
 * takes two thirds of the nodes (measured on SQLite and Lua), but the path no
 * longer tells what was called in between.  Then each call would have to note
 * which functions it opens, to tell outermost calls of a function from others.
 * For that it would need a frame, and no call could be counted without one.
 * (Where a path gets longer than 1000 nodes, its links do lead back that way:
 * MC_NODE_CUT.)
 *
 * The number of contexts is limited (contexts=), as interpreters would have
 * millions.  Beyond that, a new call leads to the zone, where a function has
 * one node, whoever calls it, and an edge one link ("The zone" in format.h).
 * Contexts below the root and below its callees are always told apart: there
 * are no more of them than edges, and what begins an extent or a thread is
 * among them.
 *
 * Only the thread that owns a tree changes it, in its signal handlers, too.
 * These are blocked while a node is made.
 */
#ifndef MC_CCT_H
#define MC_CCT_H

#include "node.h"
#include "../../inline-protocol.h"

/* The hash of a tree's nodes, by parent and function.  A table that grows is a
   new one, so size and entries always fit each other. */
struct mc_node_table {
	uint64_t size; /* a power of two */
	struct mc_node *node[];
};

/* An entry in the hash of a tree's edges: the numbers of two functions, and the
   number of their edge. */
struct mc_edge_entry {
	uint32_t caller;
	uint32_t callee;
	uint32_t edge; /* 0: the entry is free */
};

/* A thread's tree.  All tables grow. */
struct mc_cct {
	/* The number of open frames by recursive links to each function.  (A
	   link is recursive if its function is among the ancestors.) */
	uint32_t *open;
	struct mc_node *root;
	struct mc_node *other; /* counts what there is no room for */
	struct mc_node *any; /* above the nodes of the zone */
	struct mc_link *nothing; /* the kid where a node has none */
	struct mc_node_table *nodes;
	uint32_t node_count;
	uint32_t contexts; /* nodes that are not of the zone */
	int is_spent; /* there is a zone: new contexts are not told apart */
	uint32_t node_flags; /* of new nodes: MC_NODE_* to add to the usual */
	struct mc_chunk *node_chunk; /* the chunk that new nodes go to */
	struct mc_edge_entry *edges;
	uint32_t edge_size; /* entries of `edges`, a power of two */
	uint32_t edge_count;
	uint32_t open_size;
	/* The last search that has seen each edge, by its number: a search
	   marks edges with last_mark, which is new for each. */
	uint32_t *edge_mark;
	uint32_t edge_mark_size;
	uint32_t last_mark;
};

/* Makes a new tree: its tables, and its first nodes in CHUNK, the first chunk
   of the thread.  NOTHING is memory for CCT->nothing.  Returns 0 or -errno. */
int mc_cct_init(struct mc_cct *cct, struct mc_chunk *chunk,
		struct mc_link *nothing);

/* Returns the link to function NUMBER for a call made during a call of AT, and
   puts it at the index KID of AT's kids.  Makes it if there is none.  Returns
   the tree's `other` if there is no room, so never NULL.  Takes the guard. */
struct mc_node *mc_cct_callee(struct mc_cct *cct, struct mc_node *at,
			      uint32_t number, uint32_t kid);

/* Returns that link if it has been made, else NULL. */
struct mc_node *mc_cct_look_up(struct mc_cct *cct, struct mc_node *at,
			       uint32_t number);

/* In a forked child: lets it have as many contexts as its parent. */
void mc_cct_renew_budget(void);

/* In a forked child: empties the hash of nodes.  New nodes go to CHUNK.
   Returns 0 or -errno. */
int mc_cct_forget(struct mc_cct *cct, struct mc_chunk *chunk);

/* In a forked child: puts NODE into that hash again, by its `parent` and
   `function`.  Returns 0 or -errno. */
int mc_cct_list(struct mc_cct *cct, struct mc_node *node);

/* Tells whether KID is no link: none was put at that index yet. */
static inline int mc_cct_is_free(const struct mc_link *kid)
{
	return kid->function == MC_NODE_NOTHING;
}

/* Returns the kid of AT at the index KID. */
static inline struct mc_link *mc_cct_kid(struct mc_link *at, uint32_t kid)
{
	return mc_inline_kid(at, kid);
}

/* Puts LINK at the index KID of AT's kids.  If it is more than 128 GiB away, it
   is not put there, and is found in the hash each time. */
static inline void mc_cct_put(struct mc_link *at, uint32_t kid,
			      const struct mc_link *link)
{
	intptr_t distance = ((char *)link - (char *)at) / MC_LINE_BYTES;

	if (distance == (int32_t)distance)
		at->kid[kid] = (int32_t)distance;
}

/* Returns the kid of AT at the index KID if it is a link to function NUMBER,
   else NULL. */
static inline struct mc_node *mc_cct_find(struct mc_node *at, uint32_t number,
					  uint32_t kid)
{
	struct mc_link *link = mc_cct_kid(mc_node_link(at), kid);

	return link->function == number ? mc_link_node(link) : NULL;
}

/* Makes the next call of LINK due: the recorder is asked about it (struct
   mc_link).  The call that begins now was due, so `left` is 0.  The number of
   calls, base + due - left, stays what it is.  Who reads it between the two
   additions does not find the call that begins. */
static inline void mc_cct_look_again(struct mc_node *link)
{
	mc_arch_add32(&link->left, 1);
	mc_arch_add64(&link->base, 1);
}

/*
 * Makes a call of LINK due that is CALLS calls further on than the one that
 * was.  CALLS is less than 2^31.
 *
 * Adds CALLS to `due` and `left`, so the number of calls stays what it is. Both
 * at one stroke: calls that a signal handler counts are not lost, and a
 * reader never sees one without the other.  `due` must not carry into `left`,
 * so it is kept below 2^31: what is above that goes to `base`.
 */
static inline void mc_cct_put_off(struct mc_node *link, uint32_t calls)
{
	/* `left` is the upper half on a little-endian machine. */
	uint64_t *both = (uint64_t *)&link->due;
	uint64_t sum = (uint64_t)calls << 32 | calls;

	mc_arch_add64(both, sum);
	if (__builtin_expect(link->due >> 31, 0)) {
		mc_arch_add32((int32_t *)&link->due, INT32_MIN);
		mc_arch_add64(&link->base, 1u << 31);
	}
}

#endif
