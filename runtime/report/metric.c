/* SPDX-License-Identifier: MIT */
/*
 * The table of metrics.  See metric.h.
 */
#include "report/metric.h"

const struct mc_metric_row mc_metric_rows[MC_METRICS] = {
	[MC_CALLS] =
		{
			.name = "calls",
			.meaning = "Calls begun, with those still open at the "
				   "end.",
			.unit = MC_METRIC_COUNT,
			.title = "calls",
			.line = 1,
		},
	[MC_TOTAL_NS] =
		{
			.name = "total_ns",
			.meaning = "Time with callees; of a recursive function "
				   "that of its "
				   "outermost calls.",
			.unit = MC_METRIC_NS,
			.is_estimated = true,
			.error = MC_TOTAL_ERROR_NS,
			.title = "total",
			.line = 3,
		},
	[MC_SELF_NS] =
		{
			.name = "self_ns",
			.meaning = "Time without callees.",
			.unit = MC_METRIC_NS,
			.is_of_functions = true,
			.is_estimated = true,
			.error = MC_SELF_ERROR_NS,
			.title = "self",
			.line = 4,
		},
	[MC_MIN_NS] =
		{
			.name = "min_ns",
			.meaning = "The shortest call.",
			.unit = MC_METRIC_NS,
			.is_estimated = true,
			.title = "shortest",
			.line = 5,
		},
	[MC_MAX_NS] =
		{
			.name = "max_ns",
			.meaning = "The longest call.",
			.unit = MC_METRIC_NS,
			.is_estimated = true,
			.title = "longest",
			.line = 6,
		},
	[MC_RSS_BYTES] =
		{
			.name = "rss_bytes",
			.meaning = "Net growth of resident memory during the "
				   "calls; may be "
				   "negative.",
			.unit = MC_METRIC_BYTES,
			.is_net = true,
			.is_estimated = true,
			.title = "RSS added",
			.line = 7,
		},
	[MC_RSS_SELF_BYTES] =
		{
			.name = "rss_self_bytes",
			.meaning = "The same without callees.",
			.unit = MC_METRIC_BYTES,
			.is_net = true,
			.is_of_functions = true,
			.is_estimated = true,
			.title = "RSS added by itself",
			.line = 8,
		},
	[MC_RSS_PEAK_BYTES] =
		{
			.name = "rss_peak_bytes",
			.meaning = "The most that resident memory rose above "
				   "its value at "
				   "entry during any one call.",
			.unit = MC_METRIC_BYTES,
			.is_estimated = true,
			.is_bounded = true,
			.title = "RSS peak",
			.line = 9,
		},
	[MC_PSS_BYTES] =
		{
			.name = "pss_bytes",
			.meaning = "Net growth of proportional memory.",
			.unit = MC_METRIC_BYTES,
			.is_net = true,
			.is_estimated = true,
			.title = "PSS added",
			.line = 10,
		},
	[MC_USS_BYTES] =
		{
			.name = "uss_bytes",
			.meaning = "Net growth of private memory.",
			.unit = MC_METRIC_BYTES,
			.is_net = true,
			.is_estimated = true,
			.title = "USS added",
			.line = 11,
		},
	[MC_FAULTS] =
		{
			.name = "faults",
			.meaning = "Pages touched for the first time.",
			.unit = MC_METRIC_COUNT,
			.title = "pages touched first",
			.line = 12,
		},
	[MC_DEPTH] =
		{
			.name = "depth",
			.meaning =
				"Most activations open at once in one thread.",
			.unit = MC_METRIC_COUNT,
			.is_of_functions = true,
			.is_bounded = true,
			.title = "depth",
			.line = 13,
		},
	[MC_TIMED] =
		{
			.name = "timed",
			.meaning = "Calls that were timed.",
			.unit = MC_METRIC_COUNT,
			.is_of_functions = true,
			.title = "calls timed",
			.line = 14,
		},
	[MC_TOTAL_ERROR_NS] =
		{
			.name = "total_error_ns",
			.meaning = "How far off an estimated total_ns may be.",
			.unit = MC_METRIC_NS,
		},
	[MC_SELF_ERROR_NS] =
		{
			.name = "self_error_ns",
			.meaning = "How far off an estimated self_ns may be.",
			.unit = MC_METRIC_NS,
			.is_of_functions = true,
		},
	[MC_RESUMES] =
		{
			.name = "resumes",
			.meaning = "Times that the coroutine was resumed; "
				   "absent of what is "
				   "none.",
			.unit = MC_METRIC_COUNT,
			.title = "resumes",
			.line = 2,
		},
	[MC_THREADS] =
		{
			.name = "threads",
			.meaning = "Threads that were started for it; of those "
				   "that followed "
				   "one another, each of which may have called "
				   "it, at most "
				   "so many. Absent if none was.",
			.unit = MC_METRIC_COUNT,
			.is_sparse = true,
			.title = "threads started",
			.line = 15,
		},
};

char *mc_metric_format(char *text, enum mc_metric which, int64_t value)
{
	switch (mc_metric_rows[which].unit) {
	case MC_METRIC_NS:
		return mc_number_time(text, value);
	case MC_METRIC_BYTES:
		return mc_number_growth(text, value);
	default:
		return mc_number_count(text, value);
	}
}

/* Fills in the metrics that have a place, by their places. */
static size_t sort_rows(enum mc_metric *list,
			int (*place_of)(const struct mc_metric_row *row))
{
	size_t count = 0;

	for (size_t i = 0; i < MC_METRICS; i++) {
		int place = place_of(&mc_metric_rows[i]);
		size_t at = count;

		if (!place)
			continue;
		for (; at && place_of(&mc_metric_rows[list[at - 1]]) > place;
		     at--)
			list[at] = list[at - 1];
		list[at] = (enum mc_metric)i;
		count++;
	}
	return count;
}

static int line_of(const struct mc_metric_row *row)
{
	return row->line;
}

size_t mc_metric_lines(enum mc_metric list[MC_METRICS])
{
	return sort_rows(list, line_of);
}
