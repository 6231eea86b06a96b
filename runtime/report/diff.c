/* SPDX-License-Identifier: MIT */
/*
 * Puts together what is the same in all runs, and finds the means.  See diff.h.
 */
#include "report/diff.h"
#include "report/alloc.h"
#include "report/match.h"
#include "report/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct mc_measures nothing;

/* Returns the numbers by which a run as a whole is compared. */
static struct mc_measures add_up_whole(const struct mc_model *m)
{
	struct mc_measures whole = {0};

	for (size_t i = 0; i < m->root_edge_count; i++) {
		const struct mc_measures *n = &m->edges[i].numbers;

		for (int k = 0; k < MC_METRICS; k++)
			if (mc_measure_has(n, k))
				mc_measure_add(&whole, k, n->value[k]);
		whole.estimated |= n->estimated;
		whole.at_least |= n->at_least;
	}
	return whole;
}

struct mc_spread mc_diff_spread(const struct mc_diff_side *side,
				enum mc_metric which)
{
	struct mc_spread spread = {0};

	for (size_t i = 0; i < side->runs; i++) {
		const struct mc_measures *run = side->run[i];

		if (mc_measure_has(run, which) || !run->present ||
		    mc_metric_rows[which].is_sparse)
			mc_spread_add(&spread, (double)run->value[which]);
	}
	mc_spread_finish(&spread);
	return spread;
}

static int64_t round_mean(double mean)
{
	if (mean >= 0x1p63)
		return INT64_MAX;
	return mean <= -0x1p63 ? INT64_MIN : (int64_t)llround(mean);
}

/* Sets the number of a function or edge to the mean of its runs.  The shortest
   and longest calls are those of all runs. */
static void set_mean(struct mc_measures *mean, const struct mc_diff_side *side,
		     enum mc_metric which)
{
	struct mc_spread spread = mc_diff_spread(side, which);
	bool is_most = which == MC_MAX_NS || which == MC_DEPTH, is_any = false;

	for (size_t i = 0; i < side->runs; i++)
		is_any |= mc_measure_has(side->run[i], which);
	if (!is_any)
		return;
	mean->present |= MC_METRIC_BIT(which);
	mean->value[which] = round_mean(spread.mean);
	if (which != MC_MIN_NS && !is_most)
		return;
	mean->value[which] = is_most ? INT64_MIN : INT64_MAX;
	for (size_t i = 0; i < side->runs; i++) {
		int64_t value = side->run[i]->value[which];

		if (mc_measure_has(side->run[i], which) &&
		    (value > mean->value[which]) == is_most)
			mean->value[which] = value;
	}
}

/* Says how far off the mean may be, in the place of how far each run's number
   may be. */
static void set_error(struct mc_measures *mean, const struct mc_diff_side *side,
		      enum mc_metric which)
{
	static const struct mc_spread zero = {.freedom = INFINITY};
	enum mc_metric error = mc_metric_rows[which].error;
	struct mc_spread spread = mc_diff_spread(side, which);

	if (!error || !mc_measure_has(mean, which) || spread.count < 2)
		return;
	mean->present |= MC_METRIC_BIT(error);
	mean->value[error] =
		round_mean(mc_spread_width(&zero, &spread, MC_SPREAD_SURE));
}

static void find_means(struct mc_measures *mean,
		       const struct mc_diff_side *side)
{
	/* Of one run its own numbers stay. */
	if (side->runs == 1) {
		*mean = *side->run[0];
		return;
	}
	for (int k = 0; k < MC_METRICS; k++)
		set_mean(mean, side, k);
	for (int k = 0; k < MC_METRICS; k++)
		set_error(mean, side, k);
	for (size_t i = 0; i < side->runs; i++) {
		mean->estimated |= side->run[i]->estimated;
		mean->at_least |= side->run[i]->at_least;
	}
}

/* Sets what the functions and edges of `both` have in one run.  The places of
   one function or edge, in all runs, follow one another. */
static void place_run(struct mc_diff_runs *runs, size_t run,
		      const struct mc_model *both)
{
	const struct mc_model *one = runs->model[run];
	uint32_t *index = mc_match_functions(one, both);
	const struct mc_measures **edges = mc_match_edges(one, index, both);
	const struct mc_measures **place = runs->places + run;

	for (size_t i = 0; i < one->function_count; i++)
		if (index[i] != MC_MATCH_NONE)
			place[index[i] * runs->count] =
				&one->functions[i].numbers;
	place += both->function_count * runs->count;
	for (size_t i = 0; i < both->edge_count; i++)
		if (edges[i])
			place[i * runs->count] = edges[i];
	place += both->edge_count * runs->count;
	runs->wholes[run] = add_up_whole(one);
	*place = &runs->wholes[run];
	free(index);
	free(edges);
}

static struct mc_diff_side make_side(const struct mc_diff_runs *runs, size_t at,
				     struct mc_measures *mean)
{
	struct mc_diff_side side = {
		.mean = mean,
		.run = &runs->places[at * runs->count],
		.runs = runs->count,
	};

	find_means(mean, &side);
	return side;
}

/* Sets one side of all pairs, which are SIDE bytes into them. */
static void take_side(struct mc_diff *diff, struct mc_diff_runs *runs,
		      size_t side)
{
	const struct mc_model *both = diff->both;
	size_t functions = both->function_count, edges = both->edge_count;
	size_t count = (functions + edges + 1) * runs->count;

	runs->functions = mc_alloc_zeroed(functions, sizeof(nothing));
	runs->edges = mc_alloc_zeroed(edges, sizeof(nothing));
	runs->wholes = mc_alloc_zeroed(runs->count + 1, sizeof(nothing));
	runs->places = mc_alloc_zeroed(count, sizeof(*runs->places));
	for (size_t i = 0; i < count; i++)
		runs->places[i] = &nothing;
	for (size_t run = 0; run < runs->count; run++)
		place_run(runs, run, both);
	for (size_t i = 0; i < functions; i++)
		*(struct mc_diff_side *)((char *)&diff->functions[i] + side) =
			make_side(runs, i, &runs->functions[i]);
	for (size_t i = 0; i < edges; i++)
		*(struct mc_diff_side *)((char *)&diff->edges[i] + side) =
			make_side(runs, functions + i, &runs->edges[i]);
	*(struct mc_diff_side *)((char *)&diff->whole + side) =
		make_side(runs, functions + edges, &runs->wholes[runs->count]);
}

static struct mc_diff_pair *make_pairs(size_t count, enum mc_diff_kind kind)
{
	struct mc_diff_pair *pairs = mc_alloc_zeroed(count, sizeof(*pairs));

	for (size_t i = 0; i < count; i++)
		pairs[i].kind = kind;
	return pairs;
}

int64_t mc_diff_whole(const struct mc_diff_runs *runs, enum mc_metric which)
{
	double sum = 0;

	for (size_t i = 0; i < runs->count; i++)
		sum += which == MC_CALLS
			       ? (double)runs->model[i]->total_calls
			       : (double)mc_model_whole(runs->model[i], which);
	return round_mean(sum / (double)runs->count);
}

/* What is shown is the runs after, on average. */
static void show_after(struct mc_diff *diff)
{
	const struct mc_model *first = diff->after.model[0];
	struct mc_model *m = &diff->shown;

	*m = *diff->both;
	m->functions =
		mc_alloc_zeroed(m->function_count, sizeof(*m->functions));
	m->edges = mc_alloc_zeroed(m->edge_count, sizeof(*m->edges));
	for (size_t i = 0; i < m->function_count; i++) {
		m->functions[i] = diff->both->functions[i];
		m->functions[i].numbers = diff->after.functions[i];
	}
	for (size_t i = 0; i < m->edge_count; i++) {
		m->edges[i] = diff->both->edges[i];
		m->edges[i].numbers = diff->after.edges[i];
	}
	m->total_ns = mc_diff_whole(&diff->after, MC_TOTAL_NS);
	m->cpu_ns = mc_diff_whole(&diff->after, MC_CPU_NS);
	m->wait_ns = mc_diff_whole(&diff->after, MC_WAIT_NS);
	m->total_calls = mc_diff_whole(&diff->after, MC_CALLS);
	m->command = first->command;
	m->threads = first->threads;
	m->lost = m->folded = m->pooled = 0;
	for (size_t i = 0; i < diff->after.count; i++) {
		const struct mc_model *run = diff->after.model[i];

		m->lost = mc_measure_usum(m->lost, run->lost);
		m->folded = mc_measure_usum(m->folded, run->folded);
		m->pooled = mc_measure_usum(m->pooled, run->pooled);
		if (run->pooled)
			m->told_apart = run->told_apart;
	}
	m->profile_count = 1;
	m->profiles = first->profiles;
}

static void add_means(struct mc_measures *sum, const struct mc_diff_pair *pair)
{
	for (int k = 0; k < MC_METRICS; k++)
		sum->value[k] = mc_measure_sum(pair->before.mean->value[k],
					       pair->after.mean->value[k]);
}

/* Has one side count as much as the other, however many runs they have. */
static void weigh_evenly(struct mc_diff *diff)
{
	struct mc_model *m = diff->both;

	for (size_t i = 0; i < m->function_count; i++)
		add_means(&m->functions[i].numbers, &diff->functions[i]);
	for (size_t i = 0; i < m->edge_count; i++)
		add_means(&m->edges[i].numbers, &diff->edges[i]);
	m->total_ns = mc_measure_sum(mc_diff_whole(&diff->before, MC_TOTAL_NS),
				     mc_diff_whole(&diff->after, MC_TOTAL_NS));
	m->cpu_ns = mc_measure_sum(mc_diff_whole(&diff->before, MC_CPU_NS),
				   mc_diff_whole(&diff->after, MC_CPU_NS));
	m->total_calls = mc_measure_sum(mc_diff_whole(&diff->before, MC_CALLS),
					mc_diff_whole(&diff->after, MC_CALLS));
}

static uint64_t start_of(const struct mc_model *run)
{
	return run->profile_count ? run->profiles[0]->header.start_realtime_ns
				  : 0;
}

static int compare_starts(const void *a, const void *b)
{
	uint64_t x = start_of(*(const struct mc_model *const *)a);
	uint64_t y = start_of(*(const struct mc_model *const *)b);

	return (x > y) - (x < y);
}

void mc_diff_build(struct mc_diff *diff, const struct mc_diff_runs *before,
		   const struct mc_diff_runs *after, struct mc_model *both)
{
	*diff = (struct mc_diff){
		.before = *before,
		.after = *after,
		.both = both,
		.functions = make_pairs(both->function_count, MC_DIFF_FUNCTION),
		.edges = make_pairs(both->edge_count, MC_DIFF_EDGE),
		.whole.kind = MC_DIFF_WHOLE,
		.verdicts =
			mc_alloc_zeroed(MC_METRICS, sizeof(*diff->verdicts)),
	};
	qsort(diff->before.model, before->count, sizeof(*before->model),
	      compare_starts);
	qsort(diff->after.model, after->count, sizeof(*after->model),
	      compare_starts);
	take_side(diff, &diff->before, offsetof(struct mc_diff_pair, before));
	take_side(diff, &diff->after, offsetof(struct mc_diff_pair, after));
	show_after(diff);
	weigh_evenly(diff);
}

void mc_diff_free_runs(struct mc_diff_runs *runs)
{
	for (size_t i = 0; i < runs->count; i++)
		mc_model_free(runs->model[i]);
	mc_model_free(runs->together);
	free(runs->model);
	free(runs->functions);
	free(runs->edges);
	free(runs->wholes);
	free(runs->places);
}

void mc_diff_free(struct mc_diff *diff)
{
	free(diff->shown.functions);
	free(diff->shown.edges);
	free(diff->functions);
	free(diff->edges);
	free(diff->verdicts);
	mc_diff_free_runs(&diff->before);
	mc_diff_free_runs(&diff->after);
	mc_model_free(diff->both);
}

int64_t mc_diff_change(const struct mc_diff_pair *pair, enum mc_metric which)
{
	int64_t before = pair->before.mean->value[which];

	return mc_measure_sum(pair->after.mean->value[which],
			      before == INT64_MIN ? INT64_MAX : -before);
}

char *mc_diff_signed(char *text, enum mc_metric which, int64_t change)
{
	char number[MC_NUMBER_SIZE];

	/* Growth has its sign already. */
	if (mc_metric_is_growth(&mc_metric_rows[which]))
		return mc_metric_format(text, which, change);
	strcpy(text, change > 0 ? "+" : "");
	return strcat(text, mc_metric_format(number, which, change));
}

char *mc_diff_percent(char *text, const struct mc_diff_pair *pair,
		      enum mc_metric which)
{
	int64_t before = pair->before.mean->value[which];
	int64_t change = mc_diff_change(pair, which);
	double percent;

	if (!pair->before.mean->present || !pair->after.mean->present)
		return strcpy(text,
			      pair->before.mean->present ? "gone" : "new");
	if (!before)
		return strcpy(text, "");
	percent =
		100 * (double)change / (double)(before < 0 ? -before : before);
	if (percent > 999)
		snprintf(text, MC_NUMBER_SIZE, "\xc3\x97%.0f",
			 1 + percent / 100);
	else
		snprintf(text, MC_NUMBER_SIZE, "%s%.*f %%",
			 percent >= 0.05    ? "+"
			 : percent <= -0.05 ? "\xe2\x88\x92"
					    : "",
			 percent < 9.95 && percent > -9.95,
			 percent < 0 ? -percent : percent);
	return text;
}
