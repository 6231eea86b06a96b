/* SPDX-License-Identifier: MIT */
/*
 * Nodes by what they belong to, to be picked at random by weight.  Private to
 * the model.
 */
#ifndef MC_ZONE_LISTS_H
#define MC_ZONE_LISTS_H

#include <stddef.h>
#include <stdint.h>

/* The nodes of list A are node[first[a] ... first[a + 1]), and up_to[] is the
   sum of their weights up to each. */
struct mc_zone_lists {
	size_t *first;
	uint32_t *node;
	double *up_to;
};

#define MC_ZONE_UNLISTED UINT32_MAX

/* Returns the list that the node is in and sets its weight, or returns
   MC_ZONE_UNLISTED. */
typedef uint32_t mc_zone_list_function(const void *data, uint32_t node,
				       double *weight);

/* Returns lists of COUNT nodes, of which any may be named by a list's number.
   The caller frees them. */
struct mc_zone_lists mc_zone_lists_make(size_t count,
					mc_zone_list_function *list,
					const void *data);
void mc_zone_lists_free(struct mc_zone_lists *lists);

/* Returns the weight of all nodes of list AT. */
double mc_zone_lists_sum(const struct mc_zone_lists *lists, uint32_t at);

/* Returns a node of list AT, which has some weight: the one at WHERE of 1. */
uint32_t mc_zone_lists_pick(const struct mc_zone_lists *lists, uint32_t at,
			    double where);

#endif
