/* SPDX-License-Identifier: MIT */
/*
 * Finds what belongs together in two models.  See diff.h.
 */
#include "report/diff.h"
#include "report/alloc.h"
#include "report/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct mc_measures nothing;

static int compare_functions(const void *a, const void *b)
{
	const struct mc_model_function *x =
		*(const struct mc_model_function *const *)a;
	const struct mc_model_function *y =
		*(const struct mc_model_function *const *)b;
	int order = strcmp(x->symbol, y->symbol);

	if (order || x->local != y->local)
		return order ? order : x->local - y->local;
	return x->local ? strcmp(x->file, y->file) : 0;
}

uint32_t *mc_diff_match(const struct mc_model *one, const struct mc_model *both)
{
	const struct mc_model_function **sorted =
		mc_alloc_zeroed(both->function_count, sizeof(*sorted));
	uint32_t *index = mc_alloc_zeroed(one->function_count, sizeof(*index));

	for (size_t i = 0; i < both->function_count; i++)
		sorted[i] = &both->functions[i];
	qsort(sorted, both->function_count, sizeof(*sorted), compare_functions);
	for (size_t i = 0; i < one->function_count; i++) {
		const struct mc_model_function *key = &one->functions[i];
		const struct mc_model_function **found =
			bsearch(&key, sorted, both->function_count,
				sizeof(*sorted), compare_functions);

		index[i] = found ? (uint32_t)(*found - both->functions)
				 : MC_DIFF_NONE;
	}
	free(sorted);
	return index;
}

/* An edge, named by its ends in `both`. */
struct ends {
	uint32_t caller;
	uint32_t callee;
	bool is_thread;
	const struct mc_measures *numbers;
};

static int compare_ends(const void *a, const void *b)
{
	const struct ends *x = a, *y = b;

	if (x->caller != y->caller)
		return x->caller < y->caller ? -1 : 1;
	if (x->callee != y->callee)
		return x->callee < y->callee ? -1 : 1;
	return x->is_thread - y->is_thread;
}

static struct ends *list_ends(const struct mc_model *one, const uint32_t *index)
{
	struct ends *ends = mc_alloc_zeroed(one->edge_count, sizeof(*ends));

	for (size_t i = 0; i < one->edge_count; i++) {
		const struct mc_model_edge *e = &one->edges[i];

		ends[i] = (struct ends){
			.caller = e->caller == MC_MODEL_ROOT ? MC_MODEL_ROOT
							     : index[e->caller],
			.callee = index[e->callee],
			.is_thread = e->is_thread,
			.numbers = &e->numbers,
		};
	}
	if (one->edge_count)
		qsort(ends, one->edge_count, sizeof(*ends), compare_ends);
	return ends;
}

/* Sets one side of the pairs of DIFF to what ONE has. */
static void take_side(struct mc_diff *diff, const struct mc_model *one,
		      size_t side)
{
	const struct mc_model *both = diff->both;
	uint32_t *index = mc_diff_match(one, both);
	struct ends *ends = list_ends(one, index);
	const struct mc_measures **place;

	for (size_t i = 0; i < one->function_count; i++) {
		if (index[i] == MC_DIFF_NONE)
			continue;
		place = (void *)((char *)&diff->functions[index[i]] + side);
		*place = &one->functions[i].numbers;
	}
	for (size_t i = 0; i < both->edge_count; i++) {
		const struct mc_model_edge *e = &both->edges[i];
		const struct ends key = {e->caller, e->callee, e->is_thread,
					 NULL};
		const struct ends *found = bsearch(&key, ends, one->edge_count,
						   sizeof(*ends), compare_ends);

		place = (void *)((char *)&diff->edges[i] + side);
		if (found)
			*place = found->numbers;
	}
	free(index);
	free(ends);
}

static struct mc_diff_pair *make_pairs(size_t count)
{
	struct mc_diff_pair *pairs = mc_alloc_zeroed(count, sizeof(*pairs));

	for (size_t i = 0; i < count; i++)
		pairs[i].before = pairs[i].after = &nothing;
	return pairs;
}

static void show_after(struct mc_diff *diff)
{
	struct mc_model *m = &diff->shown;

	*m = *diff->both;
	m->functions =
		mc_alloc_zeroed(m->function_count, sizeof(*m->functions));
	m->edges = mc_alloc_zeroed(m->edge_count, sizeof(*m->edges));
	for (size_t i = 0; i < m->function_count; i++) {
		m->functions[i] = diff->both->functions[i];
		m->functions[i].numbers = *diff->functions[i].after;
	}
	for (size_t i = 0; i < m->edge_count; i++) {
		m->edges[i] = diff->both->edges[i];
		m->edges[i].numbers = *diff->edges[i].after;
	}
	m->total_ns = diff->after->total_ns;
	m->total_calls = diff->after->total_calls;
	m->command = diff->after->command;
	m->threads = diff->after->threads;
	m->lost = diff->after->lost;
	m->folded = diff->after->folded;
	m->profile_count = 1;
	m->profiles = diff->after->profiles;
}

void mc_diff_build(struct mc_diff *diff, struct mc_model *before,
		   struct mc_model *after, struct mc_model *both)
{
	*diff = (struct mc_diff){
		.before = before,
		.after = after,
		.both = both,
		.functions = make_pairs(both->function_count),
		.edges = make_pairs(both->edge_count),
	};
	take_side(diff, before, offsetof(struct mc_diff_pair, before));
	take_side(diff, after, offsetof(struct mc_diff_pair, after));
	show_after(diff);
}

void mc_diff_free(struct mc_diff *diff)
{
	free(diff->shown.functions);
	free(diff->shown.edges);
	free(diff->functions);
	free(diff->edges);
	mc_model_free(diff->before);
	mc_model_free(diff->after);
	mc_model_free(diff->both);
}

int64_t mc_diff_change(const struct mc_diff_pair *pair, enum mc_metric which)
{
	int64_t before = pair->before->value[which];

	return mc_measure_sum(pair->after->value[which],
			      before == INT64_MIN ? INT64_MAX : -before);
}

bool mc_diff_is_unsure(const struct mc_diff_pair *pair, enum mc_metric which)
{
	enum mc_metric error = mc_metric_rows[which].error;
	int64_t change = mc_diff_change(pair, which);
	int64_t doubt;

	if (!error)
		return mc_measure_is_rough(pair->before, which) ||
		       mc_measure_is_rough(pair->after, which);
	doubt = mc_measure_sum(pair->before->value[error],
			       pair->after->value[error]);
	return change <= doubt && change >= -doubt;
}

struct mc_measures mc_diff_whole(const struct mc_model *m)
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

char *mc_diff_signed(char *text, enum mc_metric which, int64_t change)
{
	char number[MC_NUMBER_SIZE];

	/* Growth has its sign already. */
	if (mc_metric_rows[which].unit == MC_METRIC_BYTES)
		return mc_metric_format(text, which, change);
	strcpy(text, change > 0 ? "+" : "");
	return strcat(text, mc_metric_format(number, which, change));
}

char *mc_diff_percent(char *text, const struct mc_diff_pair *pair,
		      enum mc_metric which)
{
	int64_t before = pair->before->value[which];
	int64_t change = mc_diff_change(pair, which);
	double percent;

	if (!pair->before->present || !pair->after->present)
		return strcpy(text, pair->before->present ? "gone" : "new");
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
