/* SPDX-License-Identifier: MIT */
/*
 * How long the paths of all stacks are, and their end.  See stacks.h.
 */
#include "report/stacks.h"
#include "report/alloc.h"
#include "report/measure.h"

#include <inttypes.h>
#include <stdlib.h>

#define MOST_PATH_BYTES 2000000000u /* what is written is in memory first */

void mc_stacks_free(struct mc_stacks *s)
{
	if (!s)
		return;
	free(s->stack);
	free(s->own);
	free(s->total);
	free(s);
}

int mc_stacks_check_paths(const struct mc_stacks *s, const size_t *bytes,
			  struct mc_error *error)
{
	uint64_t *path = mc_alloc_zeroed(s->count, sizeof(*path));
	uint64_t sum = 0;

	for (size_t i = 0; i < s->count; i++) {
		if (mc_stacks_is_root(s, i))
			continue;
		path[i] = mc_measure_usum(path[s->stack[i].parent],
					  bytes[s->stack[i].function]);
		sum = mc_measure_usum(sum, path[i]);
	}
	free(path);
	if (sum <= MOST_PATH_BYTES)
		return 0;
	return mc_error_set(error,
			    "the stacks are so deep that to write the path of "
			    "each takes %" PRIu64 " MB: write .html, "
			    ".callgrind or .speedscope.json",
			    sum / 1000000);
}
