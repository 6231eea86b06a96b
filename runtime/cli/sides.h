/* SPDX-License-Identifier: MIT */
/*
 * The two sides of a comparison on the command line:
 *
 *	BEFORE AFTER
 *	BEFORE... -- AFTER...
 *
 * Each profile is a run of its own, except for those of processes that a run
 * has forked: base.1.4711.memcall is of the run base.1.memcall.
 */
#ifndef MC_CLI_SIDES_H
#define MC_CLI_SIDES_H

#include "cli/command.h"
#include "report/error.h"

struct mc_side {
	char **path; /* in the arguments; those of one run follow one another */
	size_t count;
	size_t *first; /* of each run, and behind the last one; owned */
	size_t runs;
};

/* Parts the inputs, and finds the runs.  Returns 0, or an exit status with one
   line on stderr. */
int mc_sides_find(const struct mc_command *command,
		  const struct mc_inputs *inputs, struct mc_side *before,
		  struct mc_side *after);
void mc_sides_free(struct mc_side *side);

#endif
