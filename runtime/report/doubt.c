/* SPDX-License-Identifier: MIT */
/*
 * Decides how sure a number is.  See doubt.h; html/page.js does the same.
 */
#include "report/doubt.h"
#include "report/number.h"

#include <stdio.h>
#include <string.h>

#define AT_LEAST "\xe2\x89\xa5 " /* U+2265 */
#define FINE 200 /* errors below a part in so many are not worth a sign */
#define DIGITS 100 /* a bound has two, so that it is not taken for a value */

static int64_t find_error(const struct mc_measures *n, enum mc_metric which)
{
	enum mc_metric error = mc_metric_rows[which].error;

	return error && mc_measure_has(n, error) ? n->value[error] : 0;
}

/* Finds out how sure the part VALUE of a number is. */
static enum mc_doubt_kind find_kind(const struct mc_measures *n,
				    enum mc_metric which, int64_t value)
{
	int64_t error = find_error(n, which);

	if (!mc_measure_is_rough(n, which))
		return MC_DOUBT_NONE;
	if (mc_measure_is_bound(n, which))
		return MC_DOUBT_AT_LEAST;
	if (error > 0 && error >= value)
		return MC_DOUBT_LESS;
	/* Of some estimates it is not said how good they are. */
	return value > 0 && mc_metric_rows[which].error && error < value / FINE
		       ? MC_DOUBT_NONE
		       : MC_DOUBT_ESTIMATE;
}

int64_t mc_doubt_limit(const struct mc_model *m, enum mc_metric which)
{
	if (mc_metric_with_callees(which) != MC_TOTAL_NS)
		return mc_model_whole(m, which) > 0 ? mc_model_whole(m, which)
						    : INT64_MAX;
	if (m->has_clocks)
		return mc_measure_sum(m->cpu_ns, m->wait_ns);
	/* What threads did in parallel is not part of the whole. */
	return m->threads > 1 || m->is_threaded ? INT64_MAX : m->total_ns;
}

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Rounds up to the digits of a bound. */
static int64_t round_up(int64_t value)
{
	int64_t unit = 1;

	while (value / unit >= DIGITS)
		unit *= 10;
	return mc_measure_sum(value, (unit - value % unit) % unit) / unit *
	       unit;
}

/* Returns the most that the number can be: it is part of that with callees, and
   of the whole. */
static int64_t find_most(const struct mc_model *m, const struct mc_measures *n,
			 enum mc_metric which)
{
	enum mc_metric with = mc_metric_with_callees(which);
	int64_t value = n->value[which], limit = mc_doubt_limit(m, which);
	int64_t error = find_error(n, which);
	int64_t most = error ? round_up(mc_measure_sum(value, error)) : value;

	if (with != which && mc_measure_has(n, with))
		most = smaller(most, find_most(m, n, with));
	return limit >= value ? smaller(most, limit) : most;
}

static struct mc_doubt make_doubt(enum mc_doubt_kind kind, int64_t value,
				  int64_t most)
{
	static const char *const signs[] = {
		[MC_DOUBT_NONE] = "",
		[MC_DOUBT_ESTIMATE] = "~",
		[MC_DOUBT_AT_LEAST] = AT_LEAST,
		[MC_DOUBT_LESS] = "<",
	};

	return (struct mc_doubt){
		.kind = kind,
		.sign = signs[kind],
		.value = kind == MC_DOUBT_LESS ? most : value,
	};
}

struct mc_doubt mc_doubt_of(const struct mc_model *m,
			    const struct mc_measures *n, enum mc_metric which)
{
	int64_t value = n->value[which];

	return make_doubt(find_kind(n, which, value), value,
			  find_most(m, n, which));
}

struct mc_doubt mc_doubt_of_mean(const struct mc_model *m,
				 const struct mc_measures *n)
{
	int64_t calls = n->value[MC_CALLS], mean = mc_measure_mean(n);
	int64_t preempted = n->value[MC_PREEMPTED_NS];
	int64_t most = find_most(m, n, MC_TOTAL_NS) - preempted;

	if (mean < 0)
		return make_doubt(MC_DOUBT_NONE, -1, -1);
	return make_doubt(
		find_kind(n, MC_TOTAL_NS, n->value[MC_TOTAL_NS] - preempted),
		mean, round_up(most / calls + (most % calls > 0)));
}

bool mc_doubt_occurs(const struct mc_model *m, const struct mc_measures *n,
		     enum mc_doubt_kind kind)
{
	for (int i = 0; i < MC_METRICS; i++)
		if (mc_doubt_of(m, n, i).kind == kind)
			return true;
	return false;
}

char *mc_doubt_format(char *text, const struct mc_model *m,
		      const struct mc_measures *n, enum mc_metric which)
{
	struct mc_doubt doubt = mc_doubt_of(m, n, which);
	char number[MC_NUMBER_SIZE];

	mc_metric_format(number, which, doubt.value);
	snprintf(text, MC_NUMBER_SIZE, "%s%.*s", doubt.sign, MC_NUMBER_SIZE - 8,
		 number);
	return text;
}

char *mc_doubt_percent(char *text, const struct mc_model *m,
		       const struct mc_measures *n, enum mc_metric which)
{
	struct mc_doubt doubt = mc_doubt_of(m, n, which);
	int64_t whole = mc_model_whole(m, which);
	double share = whole > 0 ? (double)doubt.value / (double)whole : 0;
	char number[MC_NUMBER_SIZE];

	mc_number_percent(number, share);
	if (doubt.sign[0] && share <= 0)
		strcpy(number, "<0.1 %");
	/* `<` says as much as `~`. */
	snprintf(text, MC_NUMBER_SIZE, "%s%.*s",
		 number[0] == '<' ? "" : doubt.sign, MC_NUMBER_SIZE - 8,
		 number);
	return text;
}
