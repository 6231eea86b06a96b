/* SPDX-License-Identifier: MIT */
/*
 * The calling-context tree of a thread.  ../format.h says what it means; this
 * is how it is kept.
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
 * To find "g, called from here", compiled code looks in the node's slot for g;
 * if it is not there, the recorder looks in a hash of the thread, then makes a
 * node.  Made once, a link stays.  Whether a link is recursive depends on the
 * path alone (../format.h, "The tree").
 *
 * Why not fold to the nearest ancestor of the same function?  That takes two
 * thirds of the nodes (measured on SQLite and Lua), but forgets what was called
 * in between: then each call would have to note what it opens, to tell an
 * outermost call from others, and no call could be counted without a frame.
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

/* An edge, as a hash has it: numbers of two functions, and its own. */
struct mc_edge_slot {
	uint32_t caller;
	uint32_t callee;
	uint32_t edge; /* 0: the slot is free */
};

/* Lays out the root and tables of a new thread, whose THREAD chunk is given.
   0 or -errno. */
int mc_cct_init(struct mc_thread *thread, struct mc_chunk *chunk);

/* The link to function NUMBER, whose slot is SLOT, for a call made during one
   of AT, made if need be.  Never NULL: the thread's `other` stands in when
   there is no room.  Takes the guard. */
struct mc_node *mc_cct_child(struct mc_thread *thread, struct mc_node *at,
			     uint32_t number, uint32_t slot);

/* The same if it has been made, else NULL. */
struct mc_node *mc_cct_look_up(struct mc_thread *thread, struct mc_node *at,
			       uint32_t number);

/* In a forked child: no node is known any more, new ones go to CHUNK.  0 or
   -errno. */
int mc_cct_forget(struct mc_thread *thread, struct mc_chunk *chunk);

/* NODE, with its parent, is known again.  0 or -errno. */
int mc_cct_list(struct mc_thread *thread, struct mc_node *node);

static inline int mc_cct_is_free(const struct mc_link *kid)
{
	return kid->function == MC_NODE_NOTHING;
}

static inline struct mc_link *mc_cct_kid(struct mc_link *at, uint32_t slot)
{
	return (struct mc_link *)((char *)at +
				  (intptr_t)at->kid[slot] * MC_LINE_BYTES);
}

/* One that is too far away, by 128 GiB, has to be looked up each time. */
static inline void mc_cct_put(struct mc_link *at, uint32_t slot,
			      const struct mc_link *kid)
{
	intptr_t distance = ((char *)kid - (char *)at) / MC_LINE_BYTES;

	if (distance == (int32_t)distance)
		at->kid[slot] = (int32_t)distance;
}

/* If it is in its slot, else NULL. */
static inline struct mc_node *mc_cct_find(struct mc_node *at, uint32_t number,
					  uint32_t slot)
{
	struct mc_link *kid = mc_cct_kid(mc_node_link(at), slot);

	return kid->function == number ? mc_link_node(kid) : NULL;
}

/* Of the calls of a link, the next is looked at.  A reader that comes in
   between finds the call that is beginning not counted yet. */
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
