/* SPDX-License-Identifier: MIT */
/*
 * The calling contexts of all inputs as one tree, for formats that are made of
 * whole stacks (.folded, .pb.gz, .speedscope.json) or need sums over them
 * (.callgrind).
 *
 * Contexts of different threads and inputs with the same path are one stack.
 * Recursion is as deep as it was recorded ("The tree" in format.h): where a
 * link leads back to an ancestor, its calls are a stack of their own with
 * nothing below, and what they did themselves is the ancestor's.  For
 *
 *	main() { a(); }  a() { b(); }  b() { if (...) a(); }
 *
 *	main  main;a  main;a;b  main;a;b;a  main;a;b;a;b  main;a;b;a;b;a
 *
 * are the stacks, the last with calls but no time.
 *
 * Where contexts were not told apart ("The zone" in format.h), a function
 * begins a stack: nothing is known of what is above it.  Its calls are stacks
 * of one more function, likewise without time.  So there are no more of them
 * than functions and edges.
 *
 * What a thread was started for begins a stack: its time runs in parallel to
 * that of its starter and is no part of it.
 *
 * Summed over all stacks of a function, calls and self_ns are the function's;
 * no time is below zero.
 */
#ifndef MC_STACKS_H
#define MC_STACKS_H

#include "report/error.h"
#include "report/metric.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mc_stack {
	uint32_t function; /* index, MC_MODEL_ROOT for a root */
	uint32_t parent; /* a smaller index; its own for a root */
	uint32_t starter; /* function, if it was started by one */
	bool is_thread; /* started, not called */
	uint32_t profile; /* of a root: index of its first one, */
	uint32_t thread; /* and of the thread in that */
};

/* All stacks. Each stands before those below it, and those before its next
   sibling. Siblings are in the order of the model's functions. */
struct mc_stacks {
	struct mc_stack *stack;
	size_t count;
	/* The metrics that stacks have, in their order, and which of them the
	   model has any of. */
	enum mc_metric metric[MC_METRICS];
	bool is_there[MC_METRICS];
	size_t metric_count;
	size_t weight; /* the one that is time, or calls where there is none */
	/* For each stack as many as there are metrics: its own, which may be
	   negative; and with all below, without what shrank. */
	int64_t *own;
	int64_t *total;
	bool are_by_thread; /* each root is of a thread */
};

/* Returns what stack I has of metric[K] itself, and with all below. */
static inline int64_t mc_stacks_own(const struct mc_stacks *stacks, size_t i,
				    size_t k)
{
	return stacks->own[i * stacks->metric_count + k];
}

static inline int64_t mc_stacks_total(const struct mc_stacks *stacks, size_t i,
				      size_t k)
{
	return stacks->total[i * stacks->metric_count + k];
}

/* Returns the same as mc_stacks_own, or 0 if it shrank: a width, or a cost. */
static inline int64_t mc_stacks_grown(const struct mc_stacks *stacks, size_t i,
				      size_t k)
{
	int64_t own = mc_stacks_own(stacks, i, k);

	return own > 0 ? own : 0;
}

void mc_stacks_free(struct mc_stacks *stacks);

/* Returns 0 if the paths of all stacks come to less than 2 GB, with so many
   bytes for each function; else -1 and *error, which names formats that are not
   longer for being deep. For formats that write whole paths. */
int mc_stacks_check_paths(const struct mc_stacks *stacks, const size_t *bytes,
			  struct mc_error *error);

static inline bool mc_stacks_is_root(const struct mc_stacks *stacks, size_t i)
{
	return stacks->stack[i].parent == i;
}

#endif
