/* SPDX-License-Identifier: MIT */
/*
 * Sums over contexts ("Numbers" in format.h).
 *
 * It is not known how many calls a single call held, so the shortest and the
 * longest are corrected in proportion: all calls of an edge have their own
 * window's cost taken out and share the rest of the correction by their length.
 * That is exact for leaves and for a single call, and keeps shortest <= mean <=
 * longest.
 */
#include "report/fold.h"

#include <math.h>
#include <string.h>

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

	s->flags |= n->flags;
	s->flags_below |= sum->flags;
	s->self_ticks += own->own;
	s->raw_self_ticks += own->raw;
	s->self_variance += own->variance;
	s->self_cost_error += own->cost_error;
	s->is_sampled |= own->is_sampled;
	s->is_self_sampled |= own->is_rough;
	s->is_recursive |= sum->depth > 1;
	s->is_cut |= sum->is_cut;
	if (is_first) {
		s->ticks += sum->ticks;
		s->raw_ticks += sum->raw;
		s->variance += sum->variance;
		s->cost_error += sum->cost_error;
	}
	/* A link of a zone counts one too many, as it may be recursive. */
	if (n->depth > s->depth + !!(n->flags & MC_NODE_ZONE))
		s->depth = n->depth - !!(n->flags & MC_NODE_ZONE);
	if (sum->depth > s->depth)
		s->depth = sum->depth;
	add_extremes(s, n);
}

void mc_fold_value(struct mc_fold *s, enum mc_metric which, int64_t value)
{
	int64_t *to = &s->value[which];

	if (mc_metric_rows[which].sum != MC_METRIC_MOST)
		*to = mc_measure_sum(*to, value);
	else if (value > *to)
		*to = value;
}

void mc_fold_frame(struct mc_fold *s, const struct mc_frame *f)
{
	int64_t peak;

	if (!__builtin_sub_overflow(f->rss_peak, f->rss_before, &peak))
		mc_fold_value(s, MC_RSS_PEAK_BYTES, peak);
}

static int64_t to_ns(const struct mc_profile *p, double ticks)
{
	return mc_profile_ns(p, mc_estimate_round(ticks));
}

/* Returns the ticks that a clock which goes on would have counted while threads
   waited; calls have no preemption in their length. */
static double find_waited(const struct mc_profile *p, const struct mc_fold *s)
{
	int64_t ns = s->value[MC_WAIT_NS] - s->value[MC_PREEMPTED_NS];

	if (!mc_profile_has_clocks(p) || !p->rate_ns)
		return 0;
	return (double)ns * (double)p->rate_ticks / (double)p->rate_ns;
}

/* Returns the corrected length of one call of raw length `ticks`. */
static double correct_call(const struct mc_profile *p, const struct mc_fold *s,
			   uint64_t ticks)
{
	double inside = (double)p->header.cost_inside_mticks / 1000;
	double count =
		(double)s->value[MC_CALLS] + (double)s->value[MC_RESUMES];
	double waited = find_waited(p, s);
	double windows = s->raw_ticks - count * inside + waited;
	double alone = (double)ticks - inside;

	if (alone <= 0)
		return 0;
	if (windows <= 0 || s->ticks + waited >= windows)
		return alone;
	return alone * (s->ticks + waited) / windows;
}

/* True if the recorder's cost is a good part of the time. The cost that is
   taken out is an average (costs.h says how far off), worst around short
   calls: what is left then is an estimate. */
static bool is_mostly_hooks(double raw, double corrected)
{
	return corrected < raw - raw / 6;
}

/* Returns twice the standard deviation of what was sampled (19 of 20 are
   within), and how far off may be what was taken out for the recorder. */
static double error_of(double variance, double cost_error)
{
	return 2 * sqrt(variance) + cost_error;
}

static void finish_extremes(const struct mc_fold *s, const struct mc_profile *p,
			    struct mc_measures *m)
{
	double shortest = correct_call(p, s, s->shortest);

	mc_measure_lower(m, MC_MIN_NS, to_ns(p, shortest));
	mc_measure_raise(m, MC_MAX_NS,
			 to_ns(p, correct_call(p, s, s->longest)));
	if (is_mostly_hooks((double)s->shortest, shortest))
		m->estimated |= MC_METRIC_BIT(MC_MIN_NS);
}

/* A time on the processor, and the names of it and of what it is part of. */
struct clock {
	double ticks;
	bool is_rough;
	double error;
	enum mc_metric cpu;
	enum mc_metric wait;
	enum mc_metric wall;
};

static void add_clock(enum mc_metric which, int64_t ns, const struct clock *c,
		      const struct mc_profile *p, struct mc_measures *m)
{
	mc_measure_add(m, which, ns);
	if (!c->is_rough)
		return;
	m->estimated |= MC_METRIC_BIT(which);
	mc_measure_add(m, mc_metric_rows[which].error, to_ns(p, c->error));
}

/* What a thread waited is known exactly. Where it is not known apart, it is in
   the ticks. */
static void finish_clock(const struct mc_fold *s, const struct clock *c,
			 const struct mc_profile *p, struct mc_measures *m)
{
	int64_t ns = to_ns(p, c->ticks);

	if (!mc_profile_has_clocks(p)) {
		add_clock(c->wall, ns, c, p, m);
		return;
	}
	add_clock(c->cpu, ns, c, p, m);
	add_clock(c->wall, mc_measure_sum(ns, s->value[c->wait]), c, p, m);
}

static void finish_total(const struct mc_fold *s, const struct mc_profile *p,
			 struct mc_measures *m)
{
	const struct clock total = {
		.ticks = s->ticks,
		.is_rough = s->is_sampled || s->is_cut || s->is_spread ||
			    s->variance > 0 ||
			    is_mostly_hooks(s->raw_ticks, s->ticks),
		.error = error_of(s->variance, s->cost_error),
		.cpu = MC_CPU_NS,
		.wait = MC_WAIT_NS,
		.wall = MC_TOTAL_NS,
	};

	finish_clock(s, &total, p, m);
}

static void finish_self(const struct mc_fold *s, const struct mc_profile *p,
			struct mc_measures *m)
{
	const struct clock self = {
		.ticks = s->self_ticks,
		.is_rough = s->is_self_sampled ||
			    is_mostly_hooks(s->raw_self_ticks, s->self_ticks),
		.error = error_of(s->self_variance, s->self_cost_error),
		.cpu = MC_CPU_SELF_NS,
		.wait = MC_WAIT_SELF_NS,
		.wall = MC_SELF_NS,
	};

	finish_clock(s, &self, p, m);
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
}

/* Depth is known only to be no less where calls without a frame were not seen
   open. */
static void finish_depth(const struct mc_fold *s, const struct mc_profile *p,
			 struct mc_measures *m)
{
	mc_measure_raise(m, MC_DEPTH, s->depth ? s->depth : 1);
	if (s->is_recursive &&
	    (s->flags & (MC_NODE_DEPTH_ESTIMATED | MC_NODE_ZONE) ||
	     s->is_sampled || p->header.time_mode == MC_TIME_OFF))
		m->at_least |= MC_METRIC_BIT(MC_DEPTH);
}

static bool was_measured(const struct mc_profile *p, enum mc_metric_needs needs)
{
	switch (needs) {
	case MC_METRIC_TIMES:
		return mc_profile_has_times(p);
	case MC_METRIC_CLOCKS:
		return mc_profile_has_clocks(p);
	case MC_METRIC_MEMORY:
		return p->header.mem_mode != MC_MEM_OFF;
	case MC_METRIC_HEAP:
		return p->header.mem_mode == MC_MEM_HEAP;
	case MC_METRIC_READINGS:
		/* If memory was never read, nothing was added. */
		return p->header.mem_mode != MC_MEM_OFF && p->header.mem_reads;
	default:
		return true;
	}
}

static void finish_value(const struct mc_fold *s, enum mc_metric which,
			 struct mc_measures *m)
{
	const struct mc_metric_row *row = &mc_metric_rows[which];
	/* What a context did itself, its own flags tell. */
	uint32_t flags = row->sum == MC_METRIC_OWN ? s->flags : s->flags_below;

	if (row->present_by && !(s->flags & row->present_by))
		return;
	if (row->is_sparse && !s->value[which])
		return;
	if (row->sum == MC_METRIC_MOST)
		mc_measure_raise(m, which, s->value[which]);
	else
		mc_measure_add(m, which, s->value[which]);
	if (flags & row->estimated_by ||
	    (row->sum == MC_METRIC_OUTERMOST && s->is_spread))
		m->estimated |= MC_METRIC_BIT(which);
	else if (s->flags & row->bounded_by)
		m->at_least |= MC_METRIC_BIT(which);
}

void mc_fold_finish(const struct mc_fold *s, enum mc_fold_kind kind,
		    const struct mc_profile *p, struct mc_measures *m)
{
	for (int i = 0; i < MC_METRICS; i++) {
		const struct mc_metric_row *row = &mc_metric_rows[i];

		if (row->sum != MC_METRIC_WORKED_OUT &&
		    (kind == MC_FOLD_FUNCTION || !row->is_of_functions) &&
		    was_measured(p, row->needs))
			finish_value(s, i, m);
	}
	if (kind == MC_FOLD_FUNCTION)
		finish_depth(s, p, m);
	if (mc_profile_has_times(p))
		finish_times(s, kind, p, m);
}
