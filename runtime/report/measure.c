/* SPDX-License-Identifier: MIT */
/*
 * The table of measures and sums over them that saturate instead of wrapping:
 * profiles are not trusted, and a damaged one must not bring undefined
 * behaviour about.
 */
#include "report/measure.h"

#include <stdio.h>
#include <string.h>

#define AT_LEAST "\xe2\x89\xa5 " /* U+2265 */

const char *const mc_measure_name[MC_MEASURES] = {
	[MC_CALLS] = "calls",
	[MC_TOTAL_NS] = "total_ns",
	[MC_SELF_NS] = "self_ns",
	[MC_MIN_NS] = "min_ns",
	[MC_MAX_NS] = "max_ns",
	[MC_RSS_BYTES] = "rss_bytes",
	[MC_RSS_SELF_BYTES] = "rss_self_bytes",
	[MC_RSS_PEAK_BYTES] = "rss_peak_bytes",
	[MC_PSS_BYTES] = "pss_bytes",
	[MC_USS_BYTES] = "uss_bytes",
	[MC_FAULTS] = "faults",
	[MC_DEPTH] = "depth",
	[MC_TIMED] = "timed",
	[MC_TOTAL_ERROR_NS] = "total_error_ns",
	[MC_SELF_ERROR_NS] = "self_error_ns",
	[MC_RESUMES] = "resumes",
	[MC_THREADS] = "threads",
};

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

static void set(struct mc_measures *m, enum mc_measure which, int64_t v)
{
	m->value[which] = v;
	m->present |= 1u << which;
}

void mc_measure_add(struct mc_measures *m, enum mc_measure which, int64_t v)
{
	set(m, which, mc_measure_sum(m->value[which], v));
}

void mc_measure_raise(struct mc_measures *m, enum mc_measure which, int64_t v)
{
	if (!mc_measure_has(m, which) || v > m->value[which])
		set(m, which, v);
}

void mc_measure_lower(struct mc_measures *m, enum mc_measure which, int64_t v)
{
	if (!mc_measure_has(m, which) || v < m->value[which])
		set(m, which, v);
}

const char *mc_measure_sign(const struct mc_measures *m, enum mc_measure which)
{
	if (mc_measure_is_bound(m, which))
		return AT_LEAST;
	return mc_measure_is_rough(m, which) ? "~" : "";
}

static void list(const struct mc_measures *m,
		 bool (*has)(const struct mc_measures *m,
			     enum mc_measure which),
		 char *text, size_t size)
{
	size_t length = 0;

	text[0] = 0;
	for (int i = 0; i < MC_MEASURES; i++) {
		if (!has(m, i) || length >= size)
			continue;
		length +=
			(size_t)snprintf(text + length, size - length, "%s%s",
					 length ? " " : "", mc_measure_name[i]);
	}
}

void mc_measure_list_rough(const struct mc_measures *m, char *text, size_t size)
{
	list(m, mc_measure_is_rough, text, size);
}

void mc_measure_list_bounds(const struct mc_measures *m, char *text,
			    size_t size)
{
	list(m, mc_measure_is_bound, text, size);
}
