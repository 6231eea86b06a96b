/* SPDX-License-Identifier: MIT */
/*
 * The functions of a unit that code within extents reaches, and their parts.
 *
 * A function has one of three forms:
 *
 *	OUTSIDE	no marked function reaches it, or nothing in it or below it is
 *		of interest: it stays as it is, and calls bodies
 *	PARTED	it has a clone and a body; if it is light, the clone only has
 *		hooks, and calls a light copy with its code (light.h)
 *	SINGLE	it cannot be parted, and keeps one body with tests, which runs
 *		in both worlds and so calls entries
 *
 * Those that are OUTSIDE have no struct mc_parts.
 */
#ifndef MC_PARTS_H
#define MC_PARTS_H

#include "gcc-compat.h"

struct mc_parts {
	cgraph_node *node; /* under the function's own name */
	bool is_single;
	bool has_entry; /* it can be entered from code of either world, */
	bool has_guard; /* and its entry is a guard (guard.h) */
	bool is_called_outside; /* directly, by code of the other world */
	bool is_called_singly; /* directly, by code that runs in both worlds */
	bool is_light; /* it has a light copy, */
	bool is_tiny; /* which does too little to look at the time, */
	bool is_inner; /* and whose callers count for it (struct mc_inner) */
	bool is_asked; /* whether it is inner has been asked */
	int circle; /* a number that functions share which call each other */
	unsigned slots; /* that it counts in, once its calls are written, */
	uint32_t layout; /* and a hash of what they are for */
	tree descriptor; /* of its function, if that is recorded */
	tree self; /* the link of its light copy */
	tree told; /* where announcements go in it (wrapper.h) */
	/* What worlds.cc makes. */
	cgraph_node *clone;
	cgraph_node *light;
	cgraph_node *inner; /* the light copy's code, if it is inner */
	cgraph_node *body; /* `node` itself unless an entry is in front */
	cgraph_node *own; /* what single bodies call in its place */
	cgraph_node *way_in; /* where the guard leads: the clone, if light */
};

/* The parts of the unit's functions. */
extern auto_vec<struct mc_parts> mc_parts_all;

/* Decides which functions have which parts.  CLOSURE: those that a marked
   function can reach.  Bodies are control flow graphs, not in SSA form yet. */
void mc_parts_decide(hash_set<cgraph_node *> *closure);

/* The parts of the function DECL; NULL: it is OUTSIDE. */
struct mc_parts *mc_parts_of(tree decl);

/* The parts of the function that NODE is an alias or thunk of. */
struct mc_parts *mc_parts_behind(cgraph_node *node);

/* The parts of the function that STMT calls, if it is a call that leads there
   directly: nobody may exchange the function when the program is linked or
   loaded.  Else NULL. */
struct mc_parts *mc_parts_called(gimple *stmt);

/* True if NODE is a thunk that GCC has made a body of already. */
bool mc_parts_is_in_ssa(cgraph_node *node);

/* True if NODE may have a second body. */
bool mc_parts_can_copy(cgraph_node *node);

#endif
