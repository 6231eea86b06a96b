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
	double light;
};

/*
 * How far off these may be, of themselves.  They are averages, measured with a
 * program of the recorder's own (overhead.h).
 *
 * What a call that is only counted costs depends on the program.  As fewer
 * calls are inlined, SQLite, Lua and jq lose up to 1.8 times what is measured;
 * loops of tiny calls lose half of it.
 */
#define MC_COSTS_TIMED_ERROR (1 / 3.0)
#define MC_COSTS_LEAST_UNTIMED 0.5
#define MC_COSTS_MOST_UNTIMED 1.8

/*
 * The part of a counted call's cost that passes while the callee is the
 * position.  Compiled code looks at the ring at the beginning of its entry and
 * of its exit; a tick that comes after a look is charged at the next one.  The
 * cheapest functions of SQLite, Lua, jq and re2 show 3 to 5 ns a call that they
 * are, and 1.5 to 2 ns a call that they make.
 */
#define MC_COSTS_CALLEE_PART 0.7

/*
 * The same of a counted call that leads to a light copy.  That looks once more
 * when it begins, and its caller is charged with what has passed.  What is left
 * to it are the looks at its end: some 10 of 75 instructions.
 */
#define MC_COSTS_LED_PART 0.15

/*
 * The same of a light call: its caller counts it, and the callee looks before
 * and after what it does, by about as many instructions.
 */
#define MC_COSTS_LIGHT_PART 0.5

/*
 * What a call of an inner function costs its caller, as part of a light call:
 * one addition to a word of memory, and often none.  It may be off by as much.
 */
#define MC_COSTS_INNER_PART 0.05

/*
 * Functions that do nearly nothing (MC_FUNCTION_TRIVIAL) tell what a counted
 * call costs its callee in this program, as soon as they have so many ticks.
 * Those with light copies do not: they do not look.
 * They take about so long themselves, and the rest of what is known is off by
 * that part.
 */
#define MC_COSTS_LEAST_TICKS 50
#define MC_COSTS_TRIVIAL_NS 0.4
#define MC_COSTS_SHOWN_ERROR 0.35

/*
 * How far off the caller's part may be if the callee is visible outside its
 * unit, or has a light copy, so that what is counted comes through pointers: a
 * call that leaves the unit is announced, and arrives at an entry, which the
 * caller pays for.  In Lua, jq and SQLite such callers show 6 to 9 ns
 * a call.
 */
#define MC_COSTS_CROSSING_ERROR 2.5

/* What hooks cost while a context was the position, and how far off that may
   be: ticks. */
struct mc_costs_hooks {
	double cost;
	double error;
};

struct mc_costs mc_costs_of(const struct mc_profile *profile);

/*
 * How far off the cost of keeping the heap's ledger may be.  It is measured
 * where all that it touches is in the cache.
 */
#define MC_COSTS_HEAP_ERROR 0.5

/* Returns what keeping the ledger of the heap cost NODE, in ticks. */
double mc_costs_heap(const struct mc_profile *profile,
		     const struct mc_profile_node *node);

/* Returns how many calls of NODE were neither timed nor light ones. */
double mc_costs_counted_calls(const struct mc_profile_node *node);

/* Finds for each context what hooks cost there, as ticks have it; the caller
   frees it.  TIMES is what each context took by the ticks, with that cost; 0
   where they do not tell. */
struct mc_costs_hooks *mc_costs_find(const struct mc_profile *profile,
				     const double *times);

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
