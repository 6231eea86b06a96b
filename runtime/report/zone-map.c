/* SPDX-License-Identifier: MIT */
/*
 * Finds out who may have called into a zone.  See zone-map.h.
 */
#include "report/zone-map.h"
#include "report/alloc.h"
#include "report/map.h"

#include <stdlib.h>

static uint64_t pack(const struct mc_profile_node *n)
{
	return (uint64_t)n->thread << 32 | n->function;
}

uint32_t *mc_zone_map(const struct mc_profile *p)
{
	struct mc_map of = {0}; /* (thread, function) -> node */
	uint32_t *function;

	for (uint32_t i = 0; i < p->node_count; i++)
		if (p->nodes[i].zone == MC_ZONE_FUNCTION)
			mc_map_add(&of, pack(&p->nodes[i]), i);
	if (!of.count)
		return NULL;
	function = mc_alloc_zeroed(p->node_count, sizeof(*function));
	for (size_t i = 0; i < p->node_count; i++)
		function[i] = mc_map_find(&of, pack(&p->nodes[i]));
	mc_map_free(&of);
	return function;
}

bool mc_zone_map_leads_in(const struct mc_profile *p, size_t node)
{
	const struct mc_profile_node *n = &p->nodes[node];

	return n->zone == MC_ZONE_OUTSIDE && n->parent != node &&
	       n->target == node && p->nodes[n->parent].parent != n->parent;
}
