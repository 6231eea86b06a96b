/* SPDX-License-Identifier: MIT */
/*
 * Builds a model, profile by profile.
 *
 * For each profile: its functions are matched with those known (draft.c), the
 * contexts that ran and their edges are found, their numbers are summed,
 * corrected and added up (contexts.c, fold.c).  In the end functions are named,
 * those that never ran dropped, and the rest is sorted (order.c).
 */
#include "report/build.h"
#include "report/alloc.h"
#include "report/balance.h"
#include "report/contexts.h"
#include "report/merge.h"
#include "report/order.h"

#include <stdlib.h>

static void add_profile(struct mc_draft *d, const struct mc_profile *p)
{
	uint32_t *match = mc_alloc_zeroed(p->function_count, sizeof(*match));

	for (size_t i = 0; i < p->function_count; i++)
		match[i] = mc_draft_add_part(
			d, p, mc_draft_add_function(d, &p->functions[i]));
	mc_contexts_fold(d, p, match);
	free(match);
}

/* Counts the threads that called something. Threads that follow one another
   share a record; the header knows how many they were. A file that was cut may
   have more threads than its header knows. */
static uint64_t count_threads(const struct mc_profile *p)
{
	bool *called = mc_alloc_zeroed(p->thread_count, sizeof(*called));
	uint64_t count = 0;

	for (size_t i = 0; i < p->node_count; i++)
		called[p->nodes[i].thread] |= mc_contexts_ran(p->nodes[i].raw);
	for (size_t i = 0; i < p->thread_count; i++)
		count += called[i];
	free(called);
	return count > p->header.threads ? count : p->header.threads;
}

/* Counts the calls that are in zones, and notes how many contexts were told
   apart. */
static void add_pooled(struct mc_model *m, const struct mc_profile *p)
{
	uint64_t pooled = mc_profile_pooled(p);

	if (pooled && (!m->pooled || p->header.contexts < m->told_apart))
		m->told_apart = p->header.contexts;
	m->pooled = mc_measure_usum(m->pooled, pooled);
}

static void add_header(struct mc_draft *d, const struct mc_profile *p)
{
	const struct mc_file_header *h = &p->header;
	struct mc_model *m = d->model;
	uint64_t threads = count_threads(p);

	m->has_times |= mc_profile_has_times(p);
	m->has_clocks |= mc_profile_has_clocks(p);
	/* Where nothing ran there is nothing to tell. */
	d->lacks_clocks |= !mc_profile_has_clocks(p) && threads;
	m->is_threaded |= threads > 1;
	m->has_memory |= h->mem_mode != MC_MEM_OFF;
	m->has_heap |= h->mem_mode == MC_MEM_HEAP;
	m->is_pruned |= h->prune != 0;
	m->threads = mc_measure_usum(m->threads, threads);
	m->extents = mc_measure_usum(m->extents, h->extents);
	m->lost = mc_measure_usum(m->lost, h->lost_calls);
	m->folded = mc_measure_usum(m->folded, h->folded_contexts);
	add_pooled(m, p);
}

struct mc_draft *mc_build_begin(enum mc_model_detail detail)
{
	struct mc_draft *d = mc_alloc_zeroed(1, sizeof(*d));

	d->model = mc_alloc_zeroed(1, sizeof(*d->model));
	d->model->is_tree = detail == MC_MODEL_TREE;
	d->detail = detail;
	if (detail == MC_MODEL_STACKS || detail == MC_MODEL_STARTERS ||
	    detail == MC_MODEL_THREADS)
		d->merge = mc_merge_begin(detail);
	return d;
}

void mc_build_split(struct mc_draft *d, enum mc_model_split by)
{
	d->split = by;
}

void mc_build_compare(struct mc_draft *d, bool by_rank)
{
	d->model->balance = mc_balance_begin(by_rank);
}

void mc_build_add(struct mc_draft *d, struct mc_profile *p)
{
	struct mc_model *m = d->model;

	mc_balance_enter(m->balance, d, p);
	add_header(d, p);
	add_profile(d, p);
	if (d->detail != MC_MODEL_RAW)
		mc_profile_drop_records(p);
	m->profiles = mc_alloc_append(m->profiles, m->profile_count,
				      sizeof(struct mc_profile *));
	m->profiles[m->profile_count++] = p;
}

struct mc_model *mc_build_finish(struct mc_draft *d)
{
	struct mc_model *m = d->model;
	bool is_any = m->profile_count;

	mc_balance_enter(m->balance, d, NULL);
	m->has_clocks &= !d->lacks_clocks;
	m->program = is_any ? m->profiles[0]->header.program : "";
	m->command = is_any ? m->profiles[0]->header.command : "";
	mc_order_finish(d);
	mc_draft_free(d);
	return m;
}
