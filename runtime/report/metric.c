/* SPDX-License-Identifier: MIT */
/*
 * Makes rows and getters of the table of metrics, and finds their order where
 * people see them.  See metric.h.
 */
#include "report/metric.h"

/* A count, of a damaged file at most the largest number there is. */
static int64_t limit(uint64_t count)
{
	return count > INT64_MAX ? INT64_MAX : (int64_t)count;
}

#define MC_METRIC(number, ...)
#define MC_METRIC_GETTER(name, expression) \
	static int64_t name(const struct mc_node *n) \
	{ \
		return expression; \
	}
#include "report/metric-table.h"
#undef MC_METRIC
#undef MC_METRIC_GETTER

const struct mc_metric_row mc_metric_rows[MC_METRICS] = {
#define MC_METRIC(number, ...) [number] = {__VA_ARGS__},
#define MC_METRIC_GETTER(name, expression)
#include "report/metric-table.h"
#undef MC_METRIC
#undef MC_METRIC_GETTER
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

enum mc_metric mc_metric_with_callees(enum mc_metric which)
{
	enum mc_metric with = mc_metric_rows[which].with_callees;

	return with ? with : which;
}

bool mc_metric_is_of_stacks(enum mc_metric which)
{
	const struct mc_metric_stack *stack = &mc_metric_rows[which].stack;

	return stack->flame || stack->sample || stack->event;
}

size_t mc_metric_sort(enum mc_metric list[MC_METRICS],
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
