/* SPDX-License-Identifier: MIT */
/*
 * Sums over contexts ("Numbers" in format.h).
 *
 * Of a single call it is not known how many calls it held, so the shortest and
 * the longest are corrected in proportion: all calls of an edge have their own
 * window's cost taken out and share the rest of the correction by their length.
 * That is exact for leaves and for a single call, and keeps shortest <= mean <=
 * longest.
 */
#include "report/fold.h"

#include <math.h>
#include <string.h>

static void add(uint64_t *sum, uint64_t value)
{
	*sum = mc_measure_usum(*sum, value);
}

static void add_bytes(int64_t *sum, int64_t value)
{
	*sum = mc_measure_sum(*sum, value);
}

static void add_memory(struct mc_fold *s, const struct mc_node *n,
		       const struct mc_paths_sum *sum, bool is_first)
{
	add_bytes(&s->rss_self_bytes, n->rss_self_bytes);
	if (n->rss_peak_bytes > s->rss_peak_bytes)
		s->rss_peak_bytes = n->rss_peak_bytes;
	s->is_rss_self_rough |= !!(n->flags & MC_NODE_RSS_ESTIMATED);
	s->is_peak_rough |= !!(n->flags & MC_NODE_PEAK_ESTIMATED);
	s->is_rss_rough |= sum->is_rss_rough;
	if (is_first) {
		add_bytes(&s->rss_bytes, sum->rss_bytes);
		add(&s->faults, sum->faults);
	}
	if (!(n->flags & MC_NODE_PSS_MEASURED))
		return;
	s->has_pss = true;
	s->is_pss_rough |= sum->is_pss_rough;
	if (is_first) {
		add_bytes(&s->pss_bytes, sum->pss_bytes);
		add_bytes(&s->uss_bytes, sum->uss_bytes);
	}
}

static void add_extremes(struct mc_fold *s, const struct mc_node *n)
{
	if (!n->timed || n->min_ticks > n->max_ticks)
		return;
	if (!s->has_extremes || n->min_ticks < s->shortest)
		s->shortest = n->min_ticks;
	if (!s->has_extremes || n->max_ticks > s->longest)
		s->longest = n->max_ticks;
	s->has_extremes = true;
}

void mc_fold_node(struct mc_fold *s, enum mc_fold_kind kind,
		  const struct mc_node *n, const struct mc_estimate *own,
		  const struct mc_paths_sum *sum)
{
	bool is_first =
		kind == MC_FOLD_EDGE ? sum->is_first_edge : sum->is_first_call;

	if (n->flags & MC_NODE_RESUMED) {
		add(&s->resumes, mc_node_calls(n));
	} else {
		add(&s->calls, mc_node_calls(n));
		add(&s->timed, n->timed);
	}
	s->is_coroutine |= !!(n->flags & MC_NODE_COROUTINE);
	s->self_ticks += own->own;
	s->raw_self_ticks += own->raw;
	s->self_variance += own->variance;
	s->self_taken += own->taken;
	s->is_sampled |= own->is_sampled;
	s->is_self_sampled |= own->is_rough;
	s->is_recursive |= sum->depth > 1;
	s->is_depth_rough |= !!(n->flags & MC_NODE_DEPTH_ESTIMATED);
	s->is_cut |= sum->is_cut;
	if (is_first) {
		s->ticks += sum->ticks;
		s->raw_ticks += sum->raw;
		s->variance += sum->variance;
	}
	if (n->depth > s->depth)
		s->depth = n->depth;
	if (sum->depth > s->depth)
		s->depth = sum->depth;
	add_extremes(s, n);
	add_memory(s, n, sum, is_first);
}

void mc_fold_frame(struct mc_fold *s, const struct mc_frame *f)
{
	int64_t peak;

	if (!__builtin_sub_overflow(f->rss_peak, f->rss_before, &peak) &&
	    peak > s->rss_peak_bytes)
		s->rss_peak_bytes = peak;
}

void mc_fold_threads(struct mc_fold *s, uint64_t threads)
{
	add(&s->threads, threads);
}

static int64_t to_ns(const struct mc_profile *p, double ticks)
{
	return mc_profile_ns(p, mc_estimate_round(ticks));
}

/* One call of raw length `ticks` out of the sum. */
static double correct_call(const struct mc_profile *p, const struct mc_fold *s,
			   uint64_t ticks)
{
	double inside = (double)p->header.cost_inside_mticks / 1000;
	double count = (double)s->calls + (double)s->resumes;
	double windows = s->raw_ticks - count * inside;
	double alone = (double)ticks - inside;

	if (alone <= 0)
		return 0;
	if (windows <= 0 || s->ticks >= windows)
		return alone;
	return alone * s->ticks / windows;
}

/* What was taken out is an average, known to a third at best: it is the worst
   around short calls.  Where it is a good part of the time, what is left is an
   estimate. */
static bool is_mostly_hooks(double raw, double corrected)
{
	return corrected < raw - raw / 6;
}

/* Twice the standard deviation of what was sampled (19 of 20 are within), and a
   third of what was taken out. */
static double error_of(double variance, double taken)
{
	return 2 * sqrt(variance) + fmax(taken, 0) / 3;
}

static void finish_extremes(const struct mc_fold *s, const struct mc_profile *p,
			    struct mc_measures *m)
{
	double shortest = correct_call(p, s, s->shortest);

	mc_measure_lower(m, MC_MIN_NS, to_ns(p, shortest));
	mc_measure_raise(m, MC_MAX_NS,
			 to_ns(p, correct_call(p, s, s->longest)));
	if (is_mostly_hooks((double)s->shortest, shortest))
		m->estimated |= 1u << MC_MIN_NS;
}

static void finish_total(const struct mc_fold *s, const struct mc_profile *p,
			 struct mc_measures *m)
{
	mc_measure_add(m, MC_TOTAL_NS, to_ns(p, s->ticks));
	if (!s->is_sampled && !s->is_cut &&
	    !is_mostly_hooks(s->raw_ticks, s->ticks))
		return;
	m->estimated |= 1u << MC_TOTAL_NS;
	mc_measure_add(
		m, MC_TOTAL_ERROR_NS,
		to_ns(p, error_of(s->variance, s->raw_ticks - s->ticks)));
}

static void finish_self(const struct mc_fold *s, const struct mc_profile *p,
			struct mc_measures *m)
{
	mc_measure_add(m, MC_SELF_NS, to_ns(p, s->self_ticks));
	if (!s->is_self_sampled &&
	    !is_mostly_hooks(s->raw_self_ticks, s->self_ticks))
		return;
	m->estimated |= 1u << MC_SELF_NS;
	mc_measure_add(m, MC_SELF_ERROR_NS,
		       to_ns(p, error_of(s->self_variance, s->self_taken)));
}

static void finish_times(const struct mc_fold *s, enum mc_fold_kind kind,
			 const struct mc_profile *p, struct mc_measures *m)
{
	finish_total(s, p, m);
	if (kind == MC_FOLD_EDGE) {
		if (s->has_extremes)
			finish_extremes(s, p, m);
		return;
	}
	finish_self(s, p, m);
	mc_measure_add(m, MC_TIMED, mc_measure_signed(s->timed));
}

static void finish_memory(const struct mc_fold *s, enum mc_fold_kind kind,
			  struct mc_measures *m)
{
	mc_measure_add(m, MC_RSS_BYTES, s->rss_bytes);
	mc_measure_raise(m, MC_RSS_PEAK_BYTES, s->rss_peak_bytes);
	mc_measure_add(m, MC_FAULTS, mc_measure_signed(s->faults));
	if (s->is_rss_rough)
		m->estimated |= 1u << MC_RSS_BYTES;
	/* Calls without a frame may have risen by more. */
	if (s->is_rss_rough)
		m->estimated |= 1u << MC_RSS_PEAK_BYTES;
	else if (s->is_peak_rough)
		m->at_least |= 1u << MC_RSS_PEAK_BYTES;
	if (kind == MC_FOLD_EDGE)
		return;
	mc_measure_add(m, MC_RSS_SELF_BYTES, s->rss_self_bytes);
	if (s->is_rss_self_rough)
		m->estimated |= 1u << MC_RSS_SELF_BYTES;
}

/* Calls without a frame are not seen open. */
static void finish_depth(const struct mc_fold *s, const struct mc_profile *p,
			 struct mc_measures *m)
{
	mc_measure_raise(m, MC_DEPTH, s->depth ? s->depth : 1);
	if (s->is_recursive && (s->is_depth_rough || s->is_sampled ||
				p->header.time_mode == MC_TIME_OFF))
		m->at_least |= 1u << MC_DEPTH;
}

void mc_fold_finish(const struct mc_fold *s, enum mc_fold_kind kind,
		    const struct mc_profile *p, struct mc_measures *m)
{
	mc_measure_add(m, MC_CALLS, mc_measure_signed(s->calls));
	if (s->is_coroutine)
		mc_measure_add(m, MC_RESUMES, mc_measure_signed(s->resumes));
	if (s->threads)
		mc_measure_add(m, MC_THREADS, mc_measure_signed(s->threads));
	if (kind == MC_FOLD_FUNCTION)
		finish_depth(s, p, m);
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
