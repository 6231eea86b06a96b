/* SPDX-License-Identifier: MIT */
/*
 * The table of metrics.  See metric.h.
 */
#include "report/metric.h"

/* Of a count of a damaged file, at most the largest. */
static int64_t limit(uint64_t count)
{
	return count > INT64_MAX ? INT64_MAX : (int64_t)count;
}

static int64_t get_calls(const struct mc_node *n)
{
	return n->flags & MC_NODE_RESUMED ? 0 : limit(mc_node_calls(n));
}

static int64_t get_resumes(const struct mc_node *n)
{
	return n->flags & MC_NODE_RESUMED ? limit(mc_node_calls(n)) : 0;
}

static int64_t get_timed(const struct mc_node *n)
{
	return n->flags & MC_NODE_RESUMED ? 0 : limit(n->timed);
}

static int64_t get_rss(const struct mc_node *n)
{
	return n->rss_self_bytes;
}

static int64_t get_rss_peak(const struct mc_node *n)
{
	return n->rss_peak_bytes;
}

static int64_t get_pss(const struct mc_node *n)
{
	return n->pss_self_bytes;
}

static int64_t get_uss(const struct mc_node *n)
{
	return n->uss_self_bytes;
}

static int64_t get_faults(const struct mc_node *n)
{
	return limit(n->self_faults);
}

const struct mc_metric_row mc_metric_rows[MC_METRICS] = {
	[MC_CALLS] =
		{
			.name = "calls",
			.meaning = "Calls begun, with those still open at the "
				   "end.",
			.unit = MC_METRIC_COUNT,
			.sum = MC_METRIC_OWN,
			.get = get_calls,
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
			.needs = MC_METRIC_TIMES,
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
			.needs = MC_METRIC_TIMES,
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
			.needs = MC_METRIC_TIMES,
			.title = "shortest",
			.line = 5,
		},
	[MC_MAX_NS] =
		{
			.name = "max_ns",
			.meaning = "The longest call.",
			.unit = MC_METRIC_NS,
			.is_estimated = true,
			.needs = MC_METRIC_TIMES,
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
			.sum = MC_METRIC_OUTERMOST,
			.needs = MC_METRIC_READINGS,
			.get = get_rss,
			.estimated_by = MC_NODE_RSS_ESTIMATED,
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
			.sum = MC_METRIC_OWN,
			.needs = MC_METRIC_READINGS,
			.get = get_rss,
			.estimated_by = MC_NODE_RSS_ESTIMATED,
			.raw = "rss_self_bytes",
			.raw_by = MC_NODE_RSS_MEASURED,
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
			.sum = MC_METRIC_MOST,
			.needs = MC_METRIC_READINGS,
			.get = get_rss_peak,
			.estimated_by = MC_NODE_RSS_ESTIMATED,
			.bounded_by = MC_NODE_PEAK_ESTIMATED,
			.raw = "rss_peak_bytes",
			.raw_by = MC_NODE_RSS_MEASURED,
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
			.sum = MC_METRIC_OUTERMOST,
			.needs = MC_METRIC_MEMORY,
			.get = get_pss,
			.present_by = MC_NODE_PSS_MEASURED,
			.estimated_by = MC_NODE_PSS_ESTIMATED,
			.raw = "pss_self_bytes",
			.raw_by = MC_NODE_PSS_MEASURED,
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
			.sum = MC_METRIC_OUTERMOST,
			.needs = MC_METRIC_MEMORY,
			.get = get_uss,
			.present_by = MC_NODE_PSS_MEASURED,
			.estimated_by = MC_NODE_PSS_ESTIMATED,
			.raw = "uss_self_bytes",
			.raw_by = MC_NODE_PSS_MEASURED,
			.title = "USS added",
			.line = 11,
		},
	[MC_FAULTS] =
		{
			.name = "faults",
			.meaning = "Pages touched for the first time.",
			.unit = MC_METRIC_COUNT,
			.sum = MC_METRIC_OUTERMOST,
			.needs = MC_METRIC_READINGS,
			.get = get_faults,
			.raw = "self_faults",
			.raw_by = MC_NODE_RSS_MEASURED,
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
			.sum = MC_METRIC_OWN,
			.needs = MC_METRIC_TIMES,
			.get = get_timed,
			.title = "calls timed",
			.line = 14,
		},
	[MC_TOTAL_ERROR_NS] =
		{
			.name = "total_error_ns",
			.meaning = "How far off an estimated total_ns may be.",
			.unit = MC_METRIC_NS,
			.needs = MC_METRIC_TIMES,
		},
	[MC_SELF_ERROR_NS] =
		{
			.name = "self_error_ns",
			.meaning = "How far off an estimated self_ns may be.",
			.unit = MC_METRIC_NS,
			.is_of_functions = true,
			.needs = MC_METRIC_TIMES,
		},
	[MC_RESUMES] =
		{
			.name = "resumes",
			.meaning = "Times that the coroutine was resumed; "
				   "absent of what is "
				   "none.",
			.unit = MC_METRIC_COUNT,
			.sum = MC_METRIC_OWN,
			.get = get_resumes,
			.present_by = MC_NODE_COROUTINE,
			.raw = "resumes",
			.raw_by = MC_NODE_RESUMED,
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
			.sum = MC_METRIC_OWN,
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
