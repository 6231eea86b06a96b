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
 * What a thread was started for begins a stack: its time runs in parallel to
 * that of its starter and is no part of it.
 *
 * Summed over all stacks of a function, calls and self_ns are the function's;
 * no time is below zero.
 */
#ifndef MC_STACKS_H
#define MC_STACKS_H

#include "report/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mc_stack_value {
	MC_STACK_CALLS,
	MC_STACK_NS, /* self, corrected */
	MC_STACK_RSS, /* bytes of its own; may be negative */
	MC_STACK_GROWN, /* the same, or 0 where memory shrank */
	MC_STACK_FAULTS,
	MC_STACK_VALUES,
};

struct mc_stack {
	uint32_t function; /* index, MC_MODEL_ROOT for a root */
	uint32_t parent; /* a smaller index; its own for a root */
	uint32_t starter; /* function, if it was started by one */
	bool is_thread; /* started, not called */
	uint32_t profile; /* of a root: index of its first one, */
	uint32_t thread; /* and of the thread in that */
	int64_t own[MC_STACK_VALUES];
	int64_t total[MC_STACK_VALUES]; /* with all below */
};

/* Each stack stands before those below it, and those before its next sibling;
   siblings are in the order of the model's functions. */
struct mc_stacks {
	struct mc_stack *stack;
	size_t count;
	enum mc_stack_value weight; /* time, or calls where there is none */
	bool has_memory;
	bool are_by_thread; /* each root is of a thread */
};

void mc_stacks_free(struct mc_stacks *stacks);

/* For formats that have the whole path of each stack: 0 if that is less than
   2 GB, with so many bytes for each function; else -1 and *error, which names
   formats that are not longer for being deep. */
int mc_stacks_check_paths(const struct mc_stacks *stacks, const size_t *bytes,
			  struct mc_error *error);

static inline bool mc_stacks_is_root(const struct mc_stacks *stacks, size_t i)
{
	return stacks->stack[i].parent == i;
}

#endif
