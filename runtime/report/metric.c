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

/* What a context did with the heap; nothing if that was not recorded. */
static const struct mc_node_heap *heap_of(const struct mc_node *n)
{
	static const struct mc_node_heap nothing;

	if (!(n->flags & MC_NODE_HEAP))
		return &nothing;
	return (const void *)((const char *)n + mc_node_bytes(n->slots));
}

/* What is left of ALL, when MINE and OTHERS are gone. */
static int64_t rest(uint64_t all, uint64_t mine, uint64_t others)
{
	return mine <= all && others <= all - mine ? limit(all - mine - others)
						   : 0;
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
		return mc_metric_is_growth(&mc_metric_rows[which])
			       ? mc_number_growth(text, value)
			       : mc_number_bytes(text, value);
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
