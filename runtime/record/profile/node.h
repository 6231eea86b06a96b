/* SPDX-License-Identifier: MIT */
/*
 * A node of the tree in memory: the words of struct mc_node (../../format.h)
 * that a reader of the file passes over, and the node as compiled code sees it,
 * a struct mc_link (../../memcall-abi.h).
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_NODE_H
#define MC_NODE_H

#include "options.h"
#include "../../format.h"
#include "../../memcall-abi.h"

/* The recorder's own words of struct mc_node. */
struct mc_node_private {
	struct mc_node *parent;
	struct mc_node *target; /* itself, unless recursive */
	uint64_t stratum_start; /* ticks of the thread */
	uint32_t open_index; /* in mc_cct.open; 0: not recursive */
	uint32_t gap; /* calls from a timed one to the next, on average */
	uint32_t skip; /* if all have frames: calls until then */
	uint32_t calls_seen; /* its calls, when kid indices were last looked
				at */
};

_Static_assert(offsetof(struct mc_node, function) ==
		       offsetof(struct mc_link, function),
	       "one beginning");
_Static_assert(offsetof(struct mc_node, slots) ==
			       offsetof(struct mc_link, slots) &&
		       offsetof(struct mc_node, thread) ==
			       offsetof(struct mc_link, thread),
	       "one beginning");
_Static_assert(offsetof(struct mc_node, timed) % MC_LINE_BYTES == 0 &&
		       sizeof(struct mc_node) % MC_LINE_BYTES == 0,
	       "whole lines");
_Static_assert(sizeof(struct mc_node_private) <=
		       sizeof(((struct mc_node *)0)->private_words),
	       "fits the node");

/* More of these, about light calls (light.h). */
struct mc_node_light {
	const struct mc_function *callee; /* struct mc_link */
	struct mc_slot *slot; /* the last that it was bound to */
	uintptr_t next; /* the next node that has bound slots, or 1; 0: this
			   one has none */
};

_Static_assert(sizeof(struct mc_node_light) ==
		       sizeof(((struct mc_node *)0)->light_words),
	       "fits the node");
_Static_assert(offsetof(struct mc_node, light_words) ==
		       offsetof(struct mc_link, callee),
	       "where compiled code looks");
_Static_assert(sizeof(struct mc_slot) == sizeof(struct mc_node_slot) &&
		       offsetof(struct mc_slot, link) ==
			       offsetof(struct mc_node_slot, link) &&
		       MC_SLOTS_OFFSET == sizeof(struct mc_node) &&
		       MC_NODE_LINE == MC_LINE_BYTES,
	       "one slot");

static inline struct mc_node_private *mc_node_private(struct mc_node *node)
{
	return (struct mc_node_private *)node->private_words;
}

static inline struct mc_node_light *mc_node_light(struct mc_node *node)
{
	return (struct mc_node_light *)node->light_words;
}

static inline struct mc_slot *mc_node_slots(struct mc_node *node)
{
	return (struct mc_slot *)(node + 1);
}

/* Numbers the slots of NODE, which is new. */
static inline void mc_node_number_slots(struct mc_node *node)
{
	struct mc_slot *slots = mc_node_slots(node);

	for (uint32_t i = 0; i < node->slots; i++)
		slots[i].number = i + 1;
}

/* Returns the bytes that a node with so many SLOTS takes in this profile. */
static inline uint64_t mc_node_room(uint32_t slots)
{
	return mc_node_bytes(slots) + (mc_options.mem == MC_MEM_HEAP
					       ? sizeof(struct mc_node_heap)
					       : 0);
}

/* Returns what NODE has of the heap, with mem=heap. */
static inline struct mc_node_heap *mc_node_heap(struct mc_node *node)
{
	return (void *)((char *)node + mc_node_bytes(node->slots));
}

/* Gives NODE, whose slots are known, empty numbers of the heap. */
static inline void mc_node_clear_heap(struct mc_node *node)
{
	if (mc_options.mem != MC_MEM_HEAP)
		return;
	*mc_node_heap(node) = (struct mc_node_heap){.thread = node->thread};
	node->flags |= MC_NODE_HEAP;
}

/* Returns the calls of LINK, with the light ones that are known of. */
static inline uint64_t mc_node_known_calls(struct mc_node *link)
{
	return mc_node_calls(link) + link->light;
}

/* Returns the thread whose tree NODE is in, by its number. */
static inline uint32_t mc_node_thread(const struct mc_node *node)
{
	return node->thread;
}

/* Return the node as compiled code sees it, and the node of such a link. */
static inline struct mc_link *mc_node_link(struct mc_node *node)
{
	return (struct mc_link *)node;
}

static inline struct mc_node *mc_link_node(struct mc_link *link)
{
	return (struct mc_node *)link;
}

/* Returns the node below which calls hang that are made during a call of
   LINK. */
static inline struct mc_node *mc_node_target(struct mc_node *link)
{
	return mc_node_private(link)->target;
}

/* The function of a link that stands where none has been made, and of what is
   nothing but zeros.  It is no function's number, so nothing is found there. */
#define MC_NODE_NOTHING MC_NO_FUNCTION

#endif
