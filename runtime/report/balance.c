/* SPDX-License-Identifier: MIT */
/*
 * Compares ranks or processes.  See balance.h.
 *
 * What a part has is what the sums have grown by since the part before.
 */
#include "report/balance.h"
#include "report/alloc.h"
#include "report/draft.h"

#include <stdlib.h>
#include <string.h>

/* Makes room for COUNT functions, or edges. */
static void grow(const struct mc_balance *b, struct mc_balance_sums *s,
		 size_t count)
{
	size_t width = b->metric_count;

	if (count > s->capacity) {
		s->capacity = count * 2;
		s->sum = mc_alloc_grow(s->sum, s->capacity * width,
				       sizeof(*s->sum));
	}
	if (count > s->count)
		memset(&s->sum[s->count * width], 0,
		       (count - s->count) * width * sizeof(*s->sum));
	s->count = count;
}

static void add_part(const struct mc_balance *b, struct mc_balance_sum *s,
		     int64_t now)
{
	int64_t of_part;

	if (__builtin_sub_overflow(now, s->before, &of_part))
		of_part = 0;
	s->before = now;
	if (!b->is_part)
		return;
	s->all = mc_measure_sum(s->all, of_part);
	if (!b->parts || of_part < s->least)
		s->least = of_part;
	if (b->parts && of_part <= s->most)
		return;
	s->most = of_part;
	s->where = b->where;
}

static void add_numbers(const struct mc_balance *b, struct mc_balance_sums *s,
			size_t row, const struct mc_measures *n)
{
	for (size_t k = 0; k < b->metric_count; k++)
		add_part(b, &s->sum[row * b->metric_count + k],
			 n->value[b->metric[k]]);
}

static void end_part(struct mc_balance *b, const struct mc_draft *d)
{
	grow(b, &b->functions, d->function_count);
	grow(b, &b->edges, d->edge_count);
	for (size_t i = 0; i < d->function_count; i++)
		add_numbers(b, &b->functions, i, &d->functions[i].numbers);
	for (size_t i = 0; i < d->edge_count; i++)
		add_numbers(b, &b->edges, i, &d->edges[i].numbers);
	b->parts += b->is_part;
}

void mc_balance_enter(struct mc_balance *b, const struct mc_draft *d,
		      const struct mc_profile *p)
{
	uint32_t rank = p ? p->header.rank : 0;
	uint64_t where = !p ? 0 : rank ? rank - 1u : p->header.pid;

	if (!b)
		return;
	if (p && b->is_open && b->by_rank && b->is_part == (rank > 0) &&
	    (!rank || where == b->where))
		return;
	if (b->is_open)
		end_part(b, d);
	b->is_open = p != NULL;
	b->is_part = !b->by_rank || rank;
	b->where = where;
}

uint64_t mc_balance_parts(const struct mc_model *m)
{
	return m->balance && m->balance->parts > 1 ? m->balance->parts : 0;
}

bool mc_balance_is_of_ranks(const struct mc_model *m)
{
	return m->balance && m->balance->by_rank;
}

const char *mc_balance_noun(const struct mc_model *m)
{
	return mc_balance_is_of_ranks(m) ? "rank" : "process";
}

static bool get(const struct mc_model *m, const struct mc_balance_sums *s,
		uint32_t row, const struct mc_measures *n, enum mc_metric which,
		struct mc_balance_value *value)
{
	const struct mc_balance *b = m->balance;
	const struct mc_balance_sum *sum;

	if (!mc_balance_parts(m) || !b->place[which] || row >= s->count ||
	    !mc_measure_has(n, which))
		return false;
	sum = &s->sum[row * b->metric_count + b->place[which] - 1];
	*value = (struct mc_balance_value){
		.least = sum->least,
		.mean = sum->all / (int64_t)b->parts,
		.most = sum->most,
		.where = sum->where,
	};
	if (sum->all > 0)
		value->imbalance =
			(double)sum->most * (double)b->parts / (double)sum->all;
	return true;
}

bool mc_balance_of_function(const struct mc_model *m,
			    const struct mc_model_function *f,
			    enum mc_metric which, struct mc_balance_value *v)
{
	return m->balance &&
	       get(m, &m->balance->functions, f->row, &f->numbers, which, v);
}

bool mc_balance_of_edge(const struct mc_model *m, const struct mc_model_edge *e,
			enum mc_metric which, struct mc_balance_value *v)
{
	return m->balance &&
	       get(m, &m->balance->edges, e->row, &e->numbers, which, v);
}

double mc_balance_lost(const struct mc_model *m, enum mc_metric which,
		       const struct mc_balance_value *v)
{
	int64_t whole =
		which == MC_CALLS ? m->total_calls : mc_model_whole(m, which);

	return whole > 0 ? ((double)v->most - (double)v->mean) *
				   (double)mc_balance_parts(m) / (double)whole
			 : 0;
}
