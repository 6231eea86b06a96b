/* SPDX-License-Identifier: MIT */
/*
 * What the recorder's hooks cost, which is in the time that they measure
 * ("cost" in format.h).  Private to the model.
 */
#ifndef MC_COSTS_H
#define MC_COSTS_H

#include "report/profile.h"

/* The recorder's cost of one call, in ticks: in the time that the call shows
   itself, and in its caller's. */
struct mc_costs {
	double inside;
	double outside;
	double untimed;
};

/*
 * How far off these may be, of themselves.  Costs are averages, measured with a
 * program of the recorder's own (overhead.h).  What a call that is only counted
 * costs depends on the program, as fewer calls are inlined: of SQLite and of
 * Lua it is 1.8 times that average, in loops of tiny calls half of it.
 */
#define MC_COSTS_TIMED_ERROR (1 / 3.0)
#define MC_COSTS_UNTIMED_ERROR 0.8

/* What hooks cost while a context was the position, and how far off that may
   be: ticks. */
struct mc_costs_hooks {
	double cost;
	double error;
};

struct mc_costs mc_costs_of(const struct mc_profile *profile);

/* Finds for each context what hooks cost there; the caller frees it. */
struct mc_costs_hooks *mc_costs_find(const struct mc_profile *profile);

/* Subtracts, as far as there is something left: in a damaged file there may
   not. */
static inline double mc_costs_difference(uint64_t a, uint64_t b)
{
	return a > b ? (double)(a - b) : 0;
}

/* True for extents and for what threads do: their time does not pass in what is
   above. */
bool mc_costs_is_apart(const struct mc_profile_node *nodes, size_t node);

#endif
