/* SPDX-License-Identifier: MIT */
/*
 * Sums that saturate instead of wrapping: profiles are not trusted, and a
 * damaged one must not bring undefined behaviour about.
 */
#include "report/measure.h"

#include <stdio.h>
#include <string.h>

#define AT_LEAST "\xe2\x89\xa5 " /* U+2265 */

int64_t mc_measure_sum(int64_t a, int64_t b)
{
	int64_t sum;

	if (__builtin_add_overflow(a, b, &sum))
		return a < 0 ? INT64_MIN : INT64_MAX;
	return sum;
}

uint64_t mc_measure_usum(uint64_t a, uint64_t b)
{
	uint64_t sum;

	return __builtin_add_overflow(a, b, &sum) ? UINT64_MAX : sum;
}

int64_t mc_measure_signed(uint64_t value)
{
	return value > INT64_MAX ? INT64_MAX : (int64_t)value;
}

static void set(struct mc_measures *m, enum mc_metric which, int64_t v)
{
	m->value[which] = v;
	m->present |= MC_METRIC_BIT(which);
}

void mc_measure_add(struct mc_measures *m, enum mc_metric which, int64_t v)
{
	set(m, which, mc_measure_sum(m->value[which], v));
}

void mc_measure_raise(struct mc_measures *m, enum mc_metric which, int64_t v)
{
	if (!mc_measure_has(m, which) || v > m->value[which])
		set(m, which, v);
}

void mc_measure_lower(struct mc_measures *m, enum mc_metric which, int64_t v)
{
	if (!mc_measure_has(m, which) || v < m->value[which])
		set(m, which, v);
}

const char *mc_measure_sign(const struct mc_measures *m, enum mc_metric which)
{
	if (mc_measure_is_bound(m, which))
		return AT_LEAST;
	return mc_measure_is_rough(m, which) ? "~" : "";
}

int64_t mc_measure_mean(const struct mc_measures *m)
{
	if (!mc_measure_has(m, MC_TOTAL_NS) || !m->value[MC_CALLS] ||
	    m->value[MC_DEPTH] > 1 || mc_measure_is_bound(m, MC_DEPTH))
		return -1;
	return (m->value[MC_TOTAL_NS] - m->value[MC_PREEMPTED_NS]) /
	       m->value[MC_CALLS];
}

static void list(const struct mc_measures *m,
		 bool (*has)(const struct mc_measures *m, enum mc_metric which),
		 char *text)
{
	size_t length = 0, size = MC_MEASURE_LIST;

	text[0] = 0;
	for (int i = 0; i < MC_METRICS; i++) {
		if (!has(m, i) || length >= size)
			continue;
		length += (size_t)snprintf(text + length, size - length, "%s%s",
					   length ? " " : "",
					   mc_metric_rows[i].name);
	}
}

void mc_measure_list_rough(const struct mc_measures *m, char *text)
{
	list(m, mc_measure_is_rough, text);
}

void mc_measure_list_bounds(const struct mc_measures *m, char *text)
{
	list(m, mc_measure_is_bound, text);
}
