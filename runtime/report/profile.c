/* SPDX-License-Identifier: MIT */
/*
 * Ticks as nanoseconds, and the end of a profile.  See profile.h.
 */
#include "report/profile.h"
#include "report/measure.h"

#include <stdlib.h>

bool mc_profile_has_times(const struct mc_profile *p)
{
	return p->rate_ticks && p->header.time_mode != MC_TIME_OFF;
}

bool mc_profile_has_clocks(const struct mc_profile *p)
{
	return mc_profile_has_times(p) &&
	       p->header.gate & (MC_GATE_SWITCHES | MC_GATE_CLOCKS);
}

int64_t mc_profile_ns(const struct mc_profile *p, uint64_t ticks)
{
	unsigned __int128 ns;

	if (!p->rate_ticks)
		return 0;
	ns = (unsigned __int128)ticks * p->rate_ns / p->rate_ticks;
	return ns > INT64_MAX ? INT64_MAX : (int64_t)ns;
}

void mc_profile_drop_records(struct mc_profile *p)
{
	free(p->data);
	free(p->functions);
	free(p->nodes);
	free(p->inner);
	free(p->frames);
	p->data = NULL;
	p->functions = NULL;
	p->nodes = NULL;
	p->inner = NULL;
	p->frames = NULL;
	p->size = p->function_count = p->node_count = p->frame_count = 0;
}

void mc_profile_close(struct mc_profile *p)
{
	if (!p)
		return;
	mc_profile_drop_records(p);
	free(p->path);
	free(p->threads);
	mc_error_clear(&p->warnings);
	free(p);
}

uint64_t mc_profile_pooled(const struct mc_profile *p)
{
	uint64_t count = 0;

	for (size_t i = 0; i < p->node_count; i++)
		if (p->nodes[i].zone == MC_ZONE_LINK &&
		    !(p->nodes[i].raw->flags & MC_NODE_RESUMED))
			count = mc_measure_usum(count,
						mc_node_calls(p->nodes[i].raw));
	return count;
}
