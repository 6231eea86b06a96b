/* SPDX-License-Identifier: MIT */
/*
 * Sorts the functions, or the edges, of one model, and looks the other's up.
 * See match.h.
 */
#include "report/match.h"
#include "report/alloc.h"

#include <stdlib.h>
#include <string.h>

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

uint32_t *mc_match_functions(const struct mc_model *one,
			     const struct mc_model *other)
{
	const struct mc_model_function **sorted =
		mc_alloc_zeroed(other->function_count, sizeof(*sorted));
	uint32_t *index = mc_alloc_zeroed(one->function_count, sizeof(*index));

	for (size_t i = 0; i < other->function_count; i++)
		sorted[i] = &other->functions[i];
	qsort(sorted, other->function_count, sizeof(*sorted),
	      compare_functions);
	for (size_t i = 0; i < one->function_count; i++) {
		const struct mc_model_function *key = &one->functions[i];
		const struct mc_model_function **found =
			bsearch(&key, sorted, other->function_count,
				sizeof(*sorted), compare_functions);

		index[i] = found ? (uint32_t)(*found - other->functions)
				 : MC_MATCH_NONE;
	}
	free(sorted);
	return index;
}

/* An edge of `one`, named by its ends in `other`. */
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

const struct mc_measures **mc_match_edges(const struct mc_model *one,
					  const uint32_t *functions,
					  const struct mc_model *other)
{
	const struct mc_measures **numbers =
		mc_alloc_zeroed(other->edge_count, sizeof(*numbers));
	struct ends *ends = list_ends(one, functions);

	for (size_t i = 0; i < other->edge_count; i++) {
		const struct mc_model_edge *e = &other->edges[i];
		const struct ends key = {e->caller, e->callee, e->is_thread,
					 NULL};
		const struct ends *found = bsearch(&key, ends, one->edge_count,
						   sizeof(*ends), compare_ends);

		numbers[i] = found ? found->numbers : NULL;
	}
	free(ends);
	return numbers;
}
