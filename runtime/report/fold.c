/* SPDX-License-Identifier: MIT */
/*
 * Sums over contexts ("Numbers" and "Open calls" in format.h).
 *
 * The hooks' cost is known per call and is taken out of sums.  Of a single
 * call it is not known how many calls it held, so the shortest and the longest
 * are corrected in proportion: all calls of an edge have their own window's
 * cost taken out and share the rest of the correction by their length.  That
 * is exact for leaves and for a single call, and keeps shortest <= mean <=
 * longest.
 */
#include "report/fold.h"

#include <string.h>

static uint64_t clamp_product(unsigned __int128 value)
{
	return value > UINT64_MAX ? UINT64_MAX : (uint64_t)value;
}

/* Ticks without inside * mticks_inside + outside * mticks_outside. */
static uint64_t take_out(const struct mc_profile *p, uint64_t ticks,
			 uint64_t inside, uint64_t outside)
{
	unsigned __int128 cost;

	cost = (unsigned __int128)inside * p->header.cost_inside_mticks / 1000;
	cost += (unsigned __int128)outside * p->header.cost_outside_mticks /
		1000;
	return cost < ticks ? ticks - (uint64_t)cost : 0;
}

static uint64_t correct_total(const struct mc_profile *p,
			      const struct mc_fold *s)
{
	return take_out(p, s->ticks, mc_measure_usum(s->spans, s->nested),
			s->nested);
}

uint64_t mc_fold_self(const struct mc_profile *p, uint64_t ticks,
		      uint64_t calls, uint64_t made)
{
	return take_out(p, ticks, calls, made);
}

static void add(uint64_t *sum, uint64_t value)
{
	*sum = mc_measure_usum(*sum, value);
}

static void add_bytes(int64_t *sum, int64_t value)
{
	*sum = mc_measure_sum(*sum, value);
}

static void add_memory(struct mc_fold *s, bool is_edge, const struct mc_node *n,
		       bool is_rough)
{
	add_bytes(&s->rss_self_bytes, n->rss_self_bytes);
	add_bytes(&s->rss_bytes,
		  is_edge ? n->edge_rss_bytes : n->outer_rss_bytes);
	add(&s->faults, is_edge ? n->edge_faults : n->outer_faults);
	if (n->rss_peak_bytes > s->rss_peak_bytes)
		s->rss_peak_bytes = n->rss_peak_bytes;
	s->is_rss_self_rough |= !!(n->flags & MC_NODE_RSS_ESTIMATED);
	s->is_rss_rough |= is_rough;
	if (n->flags & MC_NODE_PSS_MEASURED) {
		s->has_pss = true;
		add_bytes(&s->pss_bytes,
			  is_edge ? n->edge_pss_bytes : n->outer_pss_bytes);
		add_bytes(&s->uss_bytes,
			  is_edge ? n->edge_uss_bytes : n->outer_uss_bytes);
		s->is_pss_rough |= !!(n->flags & MC_NODE_PSS_ESTIMATED);
	}
}

void mc_fold_node(struct mc_fold *s, enum mc_fold_kind kind,
		  const struct mc_node *n, bool is_rough)
{
	bool is_edge = kind == MC_FOLD_EDGE;

	add(&s->calls, n->calls);
	add(&s->self_ticks, n->self_ticks);
	add(&s->ticks, is_edge ? n->edge_ticks : n->outer_ticks);
	add(&s->spans, is_edge ? n->edge_spans : n->outer_spans);
	add(&s->nested, is_edge ? n->edge_nested : n->outer_nested);
	add(&s->timed, n->timed);
	if (n->depth > s->depth)
		s->depth = n->depth;
	if (n->timed && n->min_ticks <= n->max_ticks) {
		if (!s->has_extremes || n->min_ticks < s->shortest)
			s->shortest = n->min_ticks;
		if (!s->has_extremes || n->max_ticks > s->longest)
			s->longest = n->max_ticks;
		s->has_extremes = true;
	}
	add_memory(s, is_edge, n, is_rough);
}

void mc_fold_frame(struct mc_fold *s, enum mc_fold_kind kind,
		   const struct mc_profile *p,
		   const struct mc_reader_frame *frame)
{
	const struct mc_thread_record *t = &p->threads[frame->thread].record;
	const struct mc_frame *f = frame->raw;
	uint32_t flag = kind == MC_FOLD_EDGE ? MC_FRAME_OUTERMOST_EDGE
					     : MC_FRAME_OUTERMOST_CALL;
	int64_t peak, growth;

	s->open++;
	if (!__builtin_sub_overflow(f->rss_peak, f->rss_before, &peak) &&
	    peak > s->rss_peak_bytes)
		s->rss_peak_bytes = peak;
	if (!(f->flags & flag))
		return;
	add(&s->spans, 1);
	if (t->mark_ticks > f->start_ticks)
		add(&s->ticks, t->mark_ticks - f->start_ticks);
	if (t->calls > f->nested_before)
		add(&s->nested, t->calls - f->nested_before);
	if (!__builtin_sub_overflow(t->rss_charged, f->rss_before, &growth))
		add_bytes(&s->rss_bytes, growth);
	if (!__builtin_sub_overflow(t->pss_charged, f->pss_before, &growth))
		add_bytes(&s->pss_bytes, growth);
	if (!__builtin_sub_overflow(t->uss_charged, f->uss_before, &growth))
		add_bytes(&s->uss_bytes, growth);
	if (t->faults_charged > f->faults_before)
		add(&s->faults, t->faults_charged - f->faults_before);
}

/* One call of raw length `ticks` out of the sum. */
static uint64_t correct_call(const struct mc_profile *p,
			     const struct mc_fold *s, uint64_t ticks)
{
	uint64_t alone = take_out(p, ticks, 1, 0);
	uint64_t windows = take_out(p, s->ticks, s->spans, 0);

	if (!windows)
		return alone;
	return clamp_product((unsigned __int128)alone * correct_total(p, s) /
			     windows);
}

/* What was taken out is an average, known to a third at best: it is the worst
   around short calls.  Where it is a good part of the time, what is left is an
   estimate. */
static bool is_mostly_hooks(uint64_t raw, uint64_t corrected)
{
	return corrected < raw - raw / 6;
}

void mc_fold_settle(struct mc_fold *s, const struct mc_profile *p)
{
	uint64_t raw = s->shortest;

	if (!s->has_extremes)
		return;
	s->shortest = correct_call(p, s, s->shortest);
	s->longest = correct_call(p, s, s->longest);
	s->is_shortest_rough = is_mostly_hooks(raw, s->shortest);
}

static void finish_times(const struct mc_fold *s, enum mc_fold_kind kind,
			 const struct mc_profile *p, struct mc_measures *m)
{
	bool is_sampled = p->header.time_mode == MC_TIME_AUTO &&
			  mc_measure_usum(s->timed, s->open) < s->calls;
	uint64_t total, self;

	total = correct_total(p, s);
	mc_measure_add(m, MC_TOTAL_NS, mc_reader_ns(p, total));
	if (is_sampled || is_mostly_hooks(s->ticks, total))
		m->estimated |= 1u << MC_TOTAL_NS;
	if (kind == MC_FOLD_EDGE && s->has_extremes) {
		mc_measure_lower(m, MC_MIN_NS, mc_reader_ns(p, s->shortest));
		mc_measure_raise(m, MC_MAX_NS, mc_reader_ns(p, s->longest));
	}
	if (s->is_shortest_rough)
		m->estimated |= 1u << MC_MIN_NS;
	if (kind == MC_FOLD_EDGE)
		return;
	self = mc_fold_self(p, s->self_ticks, s->calls, s->made);
	mc_measure_add(m, MC_SELF_NS, mc_reader_ns(p, self));
	if (is_sampled || is_mostly_hooks(s->self_ticks, self))
		m->estimated |= 1u << MC_SELF_NS;
	mc_measure_add(m, MC_TIMED, mc_measure_signed(s->timed));
}

static void finish_memory(const struct mc_fold *s, enum mc_fold_kind kind,
			  struct mc_measures *m)
{
	mc_measure_add(m, MC_RSS_BYTES, s->rss_bytes);
	mc_measure_raise(m, MC_RSS_PEAK_BYTES, s->rss_peak_bytes);
	mc_measure_add(m, MC_FAULTS, mc_measure_signed(s->faults));
	if (s->is_rss_rough)
		m->estimated |= 1u << MC_RSS_BYTES | 1u << MC_RSS_PEAK_BYTES;
	if (kind == MC_FOLD_EDGE)
		return;
	mc_measure_add(m, MC_RSS_SELF_BYTES, s->rss_self_bytes);
	if (s->is_rss_self_rough)
		m->estimated |= 1u << MC_RSS_SELF_BYTES;
}

void mc_fold_finish(const struct mc_fold *s, enum mc_fold_kind kind,
		    const struct mc_profile *p, struct mc_measures *m)
{
	mc_measure_add(m, MC_CALLS, mc_measure_signed(s->calls));
	if (kind == MC_FOLD_FUNCTION)
		mc_measure_raise(m, MC_DEPTH, s->depth ? s->depth : 1);
	if (p->rate_ticks && p->header.time_mode != MC_TIME_OFF)
		finish_times(s, kind, p, m);
	/* Where no reading found anything to charge, nothing was added. */
	if (p->header.mem_mode == MC_MEM_OFF)
		return;
	if (p->header.mem_reads)
		finish_memory(s, kind, m);
	if (!s->has_pss)
		return;
	mc_measure_add(m, MC_PSS_BYTES, s->pss_bytes);
	mc_measure_add(m, MC_USS_BYTES, s->uss_bytes);
	if (s->is_pss_rough)
		m->estimated |= 1u << MC_PSS_BYTES | 1u << MC_USS_BYTES;
}
