/* SPDX-License-Identifier: MIT */
/*
 * The call graph of one or more profiles, with the numbers users see.
 *
 * Threads and inputs are merged and contexts folded: functions with one
 * assembler name are one function (local ones only if their source file is
 * the same, too), and calls with the same caller and callee are one edge; a
 * thread's start is an edge apart from calls with the same ends.  For
 *
 *	root -- main -- a -- b -- c
 *	                ^    |
 *	                +----a'
 *
 * the functions are main, a, b, c and the edges (root) -> main, main -> a,
 * a -> b, b -> a, b -> c.
 *
 * With MC_MODEL_TREE (the calling-context tree) each function entry is a
 * function in one context, added up over threads.  Entries may share name and
 * symbol.  Each is called by one other, and by itself or those below it where
 * recursion leads back.
 *
 * Times have the hooks' own cost taken out.  What was not measured is absent.
 * So is time on the processor, and waiting, unless all inputs tell them apart.
 * These hold for every function and edge that has the numbers:
 *
 *	0 <= self <= total, edge total <= total of its callee, min <= max
 *	total = cpu + wait, self = cpu self + wait self, preempted <= wait
 *	errors <= what all functions did themselves, that was not waiting
 *
 * Order is by cost and then by name, so that the same profile always gives
 * the same model.  Writers get it as const and share it.
 */
#ifndef MC_MODEL_H
#define MC_MODEL_H

#include "report/measure.h"
#include "report/profile.h"
#include "report/text.h"

#include <stdbool.h>

#define MC_MODEL_ROOT UINT32_MAX /* the caller of what began an extent */

struct mc_model_function {
	const char *name; /* to show: unique in the model */
	const char *short_name; /* as in the profile */
	const char *symbol;
	const char *file;
	uint32_t line;
	bool marked;
	bool local;
	struct mc_measures numbers;
	size_t first_edge; /* calls made by it, costliest first */
	size_t edge_count;
	uint32_t row; /* in the balance */
	const char *part; /* whose it is, if the model is split; else NULL */
};

struct mc_model_edge {
	uint32_t caller; /* index, or MC_MODEL_ROOT */
	uint32_t callee;
	bool is_thread; /* kind=thread: started, not called */
	struct mc_measures numbers;
	uint32_t row; /* in the balance */
};

/* A context as it is in a profile, for the dump and for stacks. */
struct mc_model_context {
	const struct mc_profile *profile;
	uint32_t node; /* index in the profile */
	uint32_t function; /* index, MC_MODEL_ROOT for a thread's root */
	uint32_t parent; /* a smaller index; its own for a root */
	uint32_t target; /* index; its own unless recursive */
	bool is_live; /* it or something below it ran */
	bool is_counted; /* in the sums: not only the place of a thread */
	/* Corrected, and rounded so that the sum over all contexts of a
	   function is the function's. */
	int64_t self_ns;
	int64_t cpu_self_ns; /* the part of it on the processor */
};

/* What a model keeps besides the graph. The size of the graph alone does not
   depend on the number of profiles. */
enum mc_model_detail {
	MC_MODEL_GRAPH, /* nothing */
	MC_MODEL_TREE, /* nothing; a function stands for one context only */
	MC_MODEL_STACKS, /* stacks.h: contexts of all threads as one tree */
	MC_MODEL_STARTERS, /* with threads apart by what started them */
	MC_MODEL_THREADS, /* a tree for each thread */
	MC_MODEL_RAW, /* the profiles as they are, and contexts */
};

/* By what a model has functions apart: those of each rank, host or process
   then have boxes of their own, and its name behind theirs. */
enum mc_model_split {
	MC_SPLIT_NOT,
	MC_SPLIT_RANKS,
	MC_SPLIT_HOSTS,
	MC_SPLIT_PROCESSES,
};

struct mc_balance;
struct mc_stacks;

struct mc_model {
	/* Owned. Unless they are kept raw, they have only a header, threads and
	   warnings. */
	struct mc_profile **profiles;
	size_t profile_count;
	struct mc_model_function *functions; /* costliest first */
	size_t function_count;
	struct mc_model_edge *edges; /* the root's first, then by caller */
	size_t edge_count;
	size_t root_edge_count; /* they are edges[0 ...] */
	struct mc_stacks *stacks; /* NULL if they were not asked for */
	struct mc_balance *balance; /* balance.h; NULL: nothing is compared */
	struct mc_model_context *contexts; /* parents before children; raw */
	size_t context_count;
	const char *program; /* of the first input */
	const char *command;
	bool is_tree;
	bool has_times;
	bool has_clocks; /* what is waiting is known, of all that ran */
	bool is_threaded; /* several threads ran in one of the inputs */
	bool has_memory;
	bool has_heap; /* what is allocated was recorded, in some input */
	bool is_pruned; /* the program did not ask for prune=off */
	int64_t total_ns; /* of the root's edges: 100 % */
	int64_t total_calls; /* of all functions, */
	int64_t cpu_ns; /* and what they did themselves, in all threads */
	int64_t wait_ns;
	uint64_t threads; /* sums over the inputs: */
	uint64_t extents;
	uint64_t lost;
	uint64_t folded;
	uint64_t
		pooled; /* calls whose contexts were not told apart, as there */
	uint64_t told_apart; /* were more than so many: the least of the inputs
			      */
	char **owned_texts; /* names and files */
	size_t owned_count;
	size_t owned_capacity;
};

void mc_model_free(struct mc_model *model);

/* Gives TEXT (malloc'd) to the model, and returns it. */
const char *mc_model_own(struct mc_model *model, char *text);

/* Appends what a thread is called: "worker (1234)", and before that the process
   if there are several; behind it how many threads had the record before. */
void mc_model_name_thread(struct mc_text *name, const struct mc_model *model,
			  uint32_t profile, uint32_t thread);

/* Returns what 100 % of a metric is; 0: it is no part of a whole. */
int64_t mc_model_whole(const struct mc_model *model, enum mc_metric which);

/* Returns what is looked at unless something else is asked for, with callees
   and without: time, but where there are several threads time on the processor,
   as most of them wait most of the time. */
enum mc_metric mc_model_first(const struct mc_model *model);
enum mc_metric mc_model_first_self(const struct mc_model *model);

/* Returns why time on the processor is not told from waiting, and what to do
   about it, as half a sentence; NULL if it is. */
const char *mc_model_explain_clocks(const struct mc_model *model);

/* Returns the time, with callees, whose shares stand beside what is in the
   order of a metric: its own, or of what is no time the one that is looked at
   first. */
enum mc_metric mc_model_share_by(const struct mc_model *model,
				 enum mc_metric by);

/* Returns what order and colour go by: total time, or calls if nothing was
   timed. */
int64_t mc_model_cost(const struct mc_model *model,
		      const struct mc_measures *numbers);
/* Returns the cost as a share of the whole; above 1 where threads ran in
   parallel. */
double mc_model_share(const struct mc_model *model,
		      const struct mc_measures *numbers);
/* Returns the share of the time on the processor, if that is looked at first;
   else 0. */
double mc_model_cpu_share(const struct mc_model *model,
			  const struct mc_measures *numbers);

#endif
