/* SPDX-License-Identifier: MIT */
/* Begins and ends.  See balance-sums.h. */
#include "report/balance-sums.h"
#include "report/alloc.h"

#include <stdlib.h>

struct mc_balance *mc_balance_begin(bool by_rank)
{
	struct mc_balance *b = mc_alloc_zeroed(1, sizeof(*b));

	b->by_rank = by_rank;
	for (int i = 0; i < MC_METRICS; i++) {
		if (!mc_metric_rows[i].is_compared)
			continue;
		b->metric[b->metric_count++] = i;
		b->place[i] = (uint32_t)b->metric_count;
	}
	return b;
}

void mc_balance_free(struct mc_balance *b)
{
	if (!b)
		return;
	free(b->functions.sum);
	free(b->edges.sum);
	free(b);
}
