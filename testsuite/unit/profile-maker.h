/* SPDX-License-Identifier: MIT */
/*
 * Lays out profile files in memory, for tests of the report.
 *
 *	struct mc_maker *m = mc_maker_open();
 *	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 3, 0);
 *	struct mc_maker_node *n = mc_maker_node(m, mc_maker_root(m, 1), f);
 *
 *	n->raw.base = 2;	// calls
 *	profile = mc_maker_profile(m);
 *
 * A new profile is sealed, measures times but no memory, and its clock ticks
 * in nanoseconds; the hooks cost nothing.  Everything may be changed before
 * it is laid out.  mc_maker_profile and mc_maker_model end the maker.
 */
#ifndef MC_PROFILE_MAKER_H
#define MC_PROFILE_MAKER_H

#include "format.h"
#include "memcall-abi.h"
#include "report/model.h"
#include "report/stacks.h"

struct mc_maker;

/* So many slots a node may have. */
#define MC_MAKER_SLOTS 4

struct mc_maker_node {
	struct mc_node raw; /* offset, parent, target are set by the layout */
	struct mc_node_slot slots[MC_MAKER_SLOTS];
	struct mc_maker_node *kids[MC_MAKER_SLOTS]; /* NULL: the slot's own
						       `link` */
	struct mc_maker_node *parent;
	struct mc_maker_node *target;
	uint32_t thread;
};

struct mc_maker *mc_maker_open(void);
struct mc_file_header *mc_maker_header(struct mc_maker *maker);
uint32_t mc_maker_function(struct mc_maker *maker, const char *name,
			   const char *symbol, const char *file, uint32_t line,
			   uint32_t flags);
/* The thread is created when it is first named; numbers go from 1 up. */
struct mc_thread_record *mc_maker_thread(struct mc_maker *maker,
					 uint32_t number);
struct mc_maker_node *mc_maker_root(struct mc_maker *maker, uint32_t thread);
struct mc_maker_node *mc_maker_node(struct mc_maker *maker,
				    struct mc_maker_node *parent,
				    uint32_t function);
/* A node whose calls ended and were timed; of the whole of TOTAL ticks,
   shortest and longest are the mean. */
struct mc_maker_node *mc_maker_calls(struct mc_maker *maker,
				     struct mc_maker_node *parent,
				     uint32_t function, uint64_t calls,
				     uint64_t total, uint64_t self);
/* One more slot of NODE, with so many light calls of KID. */
void mc_maker_light(struct mc_maker_node *node, struct mc_maker_node *kid,
		    uint64_t calls);
/* The next inner open call of the node's thread. */
struct mc_frame *mc_maker_frame(struct mc_maker *maker,
				struct mc_maker_node *node);

/* The bytes, to be freed; the maker stays.  Offsets of nodes are set then. */
unsigned char *mc_maker_bytes(struct mc_maker *maker, size_t *size);
void mc_maker_close(struct mc_maker *maker);

struct mc_profile *mc_maker_profile(struct mc_maker *maker);
struct mc_model *mc_maker_model(struct mc_maker *maker); /* raw */
/* Of profiles that it takes over; raw. */
struct mc_model *mc_maker_build(struct mc_profile *const *profiles,
				size_t count);
struct mc_model *mc_maker_model_with(struct mc_maker *maker,
				     enum mc_model_detail detail);

/* By display name; NULL if there is none.  `caller` NULL is the root. */
const struct mc_model_function *mc_maker_find(const struct mc_model *model,
					      const char *name);
const struct mc_model_edge *mc_maker_find_edge(const struct mc_model *model,
					       const char *caller,
					       const char *callee,
					       bool is_thread);
/* The number of a metric among those of stacks, which must have it. */
size_t mc_maker_find_metric(const struct mc_stacks *stacks,
			    enum mc_metric which);

#endif
