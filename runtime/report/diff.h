/* SPDX-License-Identifier: MIT */
/*
 * Two sides compared, function by function and edge by edge.  Each side is one
 * run of a program, or several; its numbers are their means.
 */
#ifndef MC_DIFF_H
#define MC_DIFF_H

#include "report/model.h"
#include "report/spread.h"
#include "report/terminal.h"

#include <stdio.h>

/* The numbers of a function or edge on one side; never NULL. */
struct mc_diff_side {
	const struct mc_measures *mean;
	const struct mc_measures *const *run; /* in each run */
	size_t runs;
};

/* What is judged together: of many changes some are large by chance. */
enum mc_diff_kind {
	MC_DIFF_FUNCTION,
	MC_DIFF_EDGE,
	MC_DIFF_WHOLE,
	MC_DIFF_KINDS,
};

/* One function or edge of `both`, on both sides. */
struct mc_diff_pair {
	struct mc_diff_side before;
	struct mc_diff_side after;
	enum mc_diff_kind kind;
};

/* The runs of one side, in the order in which they began.  All is owned. */
struct mc_diff_runs {
	struct mc_model **model;
	size_t count;
	struct mc_measures *functions; /* means by function of `both` */
	struct mc_measures *edges;
	struct mc_measures *wholes; /* of each run, and then their mean */
	const struct mc_measures **places; /* what the sides' `run` points to */
	struct mc_model
		*together; /* with stacks, for who needs them, or NULL */
};

/* What is known of the changes of one metric; diff-judge.c finds it when it is
   asked for. */
struct mc_diff_verdict {
	bool is_known;
	double noise; /* of a number of one run, as a part of it */
	double floor; /* and besides */
	/* How many runs tell no more than one that is independent of all
	   others; on each side. */
	double drift[2];
	double limit[MC_DIFF_KINDS]; /* of chance, up to which it is none */
};

struct mc_diff {
	struct mc_diff_runs before;
	struct mc_diff_runs after;
	struct mc_model *both; /* owned; numbers are the sum of the means */
	struct mc_model shown; /* `both` with the numbers of `after` */
	struct mc_diff_pair *functions; /* by function of `both` */
	struct mc_diff_pair *edges;
	struct mc_diff_pair whole; /* sums over what the root calls */
	struct mc_diff_verdict *verdicts; /* by metric */
};

/* Takes over the models of the runs, of which each side has at least one, and
   `both`, which is of all their inputs. */
void mc_diff_build(struct mc_diff *diff, const struct mc_diff_runs *before,
		   const struct mc_diff_runs *after, struct mc_model *both);
void mc_diff_free(struct mc_diff *diff);
/* Frees the models, for who could not build a diff. */
void mc_diff_free_runs(struct mc_diff_runs *runs);

/* Returns the mean of the runs of which the number is known, and its spread: 0
   of one run.  Where a function or edge was not called, it is 0. */
struct mc_spread mc_diff_spread(const struct mc_diff_side *side,
				enum mc_metric which);

/* Returns what is 100 % of the number in a run, on average, or the calls; 0: it
   is no part of a whole. */
int64_t mc_diff_whole(const struct mc_diff_runs *runs, enum mc_metric which);

/* Returns after - before; a result that does not fit is the largest number. */
int64_t mc_diff_change(const struct mc_diff_pair *pair, enum mc_metric which);

struct mc_diff_table {
	enum mc_metric by;
	size_t rows; /* at most */
	struct mc_terminal to;
};

void mc_diff_write(const struct mc_diff *diff, const struct mc_diff_table *how);

/* Fills in `+12.3 %`, `new` or `gone`; TEXT has MC_NUMBER_SIZE bytes. */
char *mc_diff_percent(char *text, const struct mc_diff_pair *pair,
		      enum mc_metric which);
/* Fills in a change as people read it, with its sign. */
char *mc_diff_signed(char *text, enum mc_metric which, int64_t change);

#endif
