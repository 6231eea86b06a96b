/* SPDX-License-Identifier: MIT */
/*
 * Lists nodes.  See zone-lists.h.
 */
#include "report/zone-lists.h"
#include "report/alloc.h"

#include <stdlib.h>

/* Returns for each list where it begins. */
static size_t *place_lists(size_t count, mc_zone_list_function *list,
			   const void *data)
{
	size_t *first = mc_alloc_zeroed(count + 1, sizeof(*first)), sum = 0;
	double weight;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t at = list(data, i, &weight);

		if (at != MC_ZONE_UNLISTED)
			first[at]++;
	}
	for (size_t i = 0; i <= count; i++) {
		size_t length = first[i];

		first[i] = sum;
		sum += length;
	}
	return first;
}

struct mc_zone_lists mc_zone_lists_make(size_t count,
					mc_zone_list_function *list,
					const void *data)
{
	size_t *used = mc_alloc_zeroed(count, sizeof(*used));
	struct mc_zone_lists l = {
		.first = place_lists(count, list, data),
		.node = mc_alloc_zeroed(count, sizeof(*l.node)),
		.up_to = mc_alloc_zeroed(count, sizeof(*l.up_to)),
	};

	for (uint32_t i = 0; i < count; i++) {
		double weight = 0;
		uint32_t at = list(data, i, &weight);
		size_t to;

		if (at == MC_ZONE_UNLISTED)
			continue;
		to = l.first[at] + used[at]++;
		l.node[to] = i;
		l.up_to[to] = weight;
		if (to > l.first[at])
			l.up_to[to] += l.up_to[to - 1];
	}
	free(used);
	return l;
}

void mc_zone_lists_free(struct mc_zone_lists *lists)
{
	free(lists->first);
	free(lists->node);
	free(lists->up_to);
}

double mc_zone_lists_sum(const struct mc_zone_lists *l, uint32_t at)
{
	return l->first[at] < l->first[at + 1] ? l->up_to[l->first[at + 1] - 1]
					       : 0;
}

uint32_t mc_zone_lists_pick(const struct mc_zone_lists *l, uint32_t at,
			    double where)
{
	double wanted = where * mc_zone_lists_sum(l, at);
	size_t low = l->first[at], high = l->first[at + 1] - 1;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (l->up_to[middle] <= wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return l->node[low];
}
