/* SPDX-License-Identifier: MIT */
/*
 * The numbers that a function or an edge has, under the names that all output
 * formats share (README, "The numbers").
 *
 * A number that was not measured is absent: it is not zero and is not written.
 * One that was estimated has its bit in `estimated` set as well, or, where all
 * that is known is that it is no less, in `at_least`.  Sums do not wrap: what
 * does not fit stays at the largest value.
 */
#ifndef MC_MEASURE_H
#define MC_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mc_measure {
	MC_CALLS,
	MC_TOTAL_NS,
	MC_SELF_NS,
	MC_MIN_NS,
	MC_MAX_NS,
	MC_RSS_BYTES,
	MC_RSS_SELF_BYTES,
	MC_RSS_PEAK_BYTES,
	MC_PSS_BYTES,
	MC_USS_BYTES,
	MC_FAULTS,
	MC_DEPTH,
	MC_TIMED,
	MC_TOTAL_ERROR_NS, /* of an estimate: plus or minus */
	MC_SELF_ERROR_NS,
	MC_RESUMES, /* of coroutines only */
	MC_THREADS, /* that were started for it */
	MC_MEASURES, /* how many there are */
};

struct mc_measures {
	int64_t value[MC_MEASURES];
	uint32_t present; /* bit 1 << enum mc_measure */
	uint32_t estimated;
	uint32_t at_least;
};

/* "calls", "total_ns", ...: attribute names, in the order of the enum. */
extern const char *const mc_measure_name[MC_MEASURES];

static inline bool mc_measure_has(const struct mc_measures *m,
				  enum mc_measure which)
{
	return m->present & 1u << which;
}

static inline bool mc_measure_is_rough(const struct mc_measures *m,
				       enum mc_measure which)
{
	return m->present & (m->estimated | m->at_least) & 1u << which;
}

void mc_measure_add(struct mc_measures *m, enum mc_measure which, int64_t v);
void mc_measure_raise(struct mc_measures *m, enum mc_measure which, int64_t v);
void mc_measure_lower(struct mc_measures *m, enum mc_measure which, int64_t v);

/* a + b and a + b, at most the largest value (at least the smallest). */
int64_t mc_measure_sum(int64_t a, int64_t b);
uint64_t mc_measure_usum(uint64_t a, uint64_t b);
/* An unsigned value as a signed one, at most the largest. */
int64_t mc_measure_signed(uint64_t value);

/* Whether it is known that the number is no less, and nothing else. */
static inline bool mc_measure_is_bound(const struct mc_measures *m,
				       enum mc_measure which)
{
	return m->present & m->at_least & ~m->estimated & 1u << which;
}

/* What stands in front of the number: "~" if it is an estimate, U+2265 and a
   space if it is a lower bound, "" if it was measured. */
const char *mc_measure_sign(const struct mc_measures *m, enum mc_measure which);

/* The names of the estimated ones that are present, separated by spaces; ""
   if there are none.  `size` of 256 holds them all. */
void mc_measure_list_rough(const struct mc_measures *m, char *text,
			   size_t size);
/* The same of those of them that are lower bounds. */
void mc_measure_list_bounds(const struct mc_measures *m, char *text,
			    size_t size);

#endif
