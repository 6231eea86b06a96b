/* SPDX-License-Identifier: MIT */
/*
 * Two runs compared, function by function and edge by edge.
 *
 * Functions are the same if their assembler names are, and for local ones their
 * source files, as where profiles are merged.
 */
#ifndef MC_DIFF_H
#define MC_DIFF_H

#include "report/model.h"
#include "report/terminal.h"

#include <stdio.h>

/* The numbers of one function or edge of `both` in each run; never NULL. */
struct mc_diff_pair {
	const struct mc_measures *before;
	const struct mc_measures *after;
};

struct mc_diff {
	struct mc_model *before; /* owned, all three */
	struct mc_model *after;
	struct mc_model *both; /* their sum */
	struct mc_model shown; /* `both` with the numbers of `after` */
	struct mc_diff_pair *functions; /* by function of `both` */
	struct mc_diff_pair *edges;
};

/* Takes the models over; `both` is of the inputs of the two. */
void mc_diff_build(struct mc_diff *diff, struct mc_model *before,
		   struct mc_model *after, struct mc_model *both);
void mc_diff_free(struct mc_diff *diff);

/* Returns, for each function of `one`, the index of the same function in
   `other`, or MC_DIFF_NONE if it is not there; the caller frees the array. */
#define MC_DIFF_NONE UINT32_MAX
uint32_t *mc_diff_match(const struct mc_model *one,
			const struct mc_model *other);

/* Returns after - before; a result that does not fit is the largest number. */
int64_t mc_diff_change(const struct mc_diff_pair *pair, enum mc_metric which);
/* True if the change is no more than the two numbers are unsure of. */
bool mc_diff_is_unsure(const struct mc_diff_pair *pair, enum mc_metric which);

/*
 * Returns the numbers by which a run as a whole is compared: the sums over what
 * the root calls.
 */
struct mc_measures mc_diff_whole(const struct mc_model *model);

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
