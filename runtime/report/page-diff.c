/* SPDX-License-Identifier: MIT */
/*
 * A page of two sides.  Its functions, edges and "stacks" are those after.
 *
 *	"before": {"runs": 1, "total_ns": ..., "stacks": {...}}
 *	"after": {"runs": 1, "total_ns": ...}
 *	"changes": {"functions": [{"before": {...}, "unsure": ["total_ns"]}],
 *		    "edges": [...]}
 *
 * Changes are in the order of functions and edges; what was not there before
 *has no numbers, and of what is unsure the change may be chance.  Stacks are
 *sums over the runs of a side; the page divides by their number.
 */
#include "report/page-diff.h"
#include "report/diff-judge.h"
#include "report/json.h"
#include "report/match.h"
#include "report/page-stacks.h"

#include <stdlib.h>

enum mc_metric mc_page_diff_cost(const struct mc_model *shown)
{
	if (shown->has_clocks)
		return MC_CPU_NS;
	return shown->has_times ? MC_TOTAL_NS : MC_CALLS;
}

enum mc_metric mc_page_diff_order(const struct mc_model *shown)
{
	if (shown->has_clocks)
		return MC_CPU_SELF_NS;
	return shown->has_times ? MC_SELF_NS : MC_CALLS;
}

static void put_stacks(struct mc_emit *e, const struct mc_diff_runs *runs,
		       const struct mc_model *both)
{
	uint32_t *index = mc_match_functions(runs->together, both);

	mc_page_stacks_put(e, runs->together, index);
	free(index);
}

static void put_runs(struct mc_emit *e, const struct mc_diff_runs *runs,
		     const struct mc_model *both)
{
	mc_emit_number(e, "runs", (int64_t)runs->count);
	if (both->has_times)
		mc_emit_number(e, "total_ns", mc_diff_whole(runs, MC_TOTAL_NS));
}

static void put_changes(struct mc_emit *e, const char *key,
			const struct mc_diff *diff,
			const struct mc_diff_pair *pairs, size_t count)
{
	mc_emit_open_array(e, key);
	for (size_t i = 0; i < count; i++) {
		mc_emit_open_object(e, NULL);
		mc_emit_open_object(e, "before");
		mc_json_put_measures(e, pairs[i].before.mean);
		mc_emit_close_object(e);
		mc_emit_open_array(e, "unsure");
		for (int k = 0; k < MC_METRICS; k++)
			if (mc_diff_is_unsure(diff, &pairs[i], k))
				mc_emit_string(e, NULL, mc_metric_rows[k].name);
		mc_emit_close_array(e);
		mc_emit_close_object(e);
	}
	mc_emit_close_array(e);
}

void mc_page_diff_put(struct mc_emit *e, const struct mc_diff *diff)
{
	const struct mc_model *both = diff->both;

	put_stacks(e, &diff->after, both);
	mc_emit_open_object(e, "after");
	put_runs(e, &diff->after, both);
	mc_emit_close_object(e);
	mc_emit_open_object(e, "before");
	put_runs(e, &diff->before, both);
	put_stacks(e, &diff->before, both);
	mc_emit_close_object(e);
	mc_emit_open_object(e, "changes");
	put_changes(e, "functions", diff, diff->functions,
		    both->function_count);
	put_changes(e, "edges", diff, diff->edges, both->edge_count);
	mc_emit_close_object(e);
}
