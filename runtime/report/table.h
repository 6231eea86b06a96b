/* SPDX-License-Identifier: MIT */
/*
 * `memcall report`: a table of the functions and the tree of their calls, or
 * who calls some functions and what they call; for a terminal or a pipe.
 */
#ifndef MC_TABLE_H
#define MC_TABLE_H

#include "report/model.h"
#include "report/terminal.h"
#include "report/view.h"

struct mc_table_options {
	struct mc_terminal to;
	enum mc_metric by; /* order of the table */
	size_t rows; /* of the table; 0: all */
	bool is_tree_only;
	/* Functions to show callers or callees of, instead of all else. */
	struct mc_view_globs callers;
	struct mc_view_globs callees;
};

void mc_table_write(const struct mc_model *model,
		    const struct mc_table_options *options);

#endif
