/* SPDX-License-Identifier: MIT */
/*
 * `memcall report`: a table of the functions and the tree of their calls, for
 * a terminal or a pipe.
 */
#ifndef MC_TABLE_H
#define MC_TABLE_H

#include "report/model.h"

#include <stdio.h>

struct mc_table_options {
	bool by_total; /* order of the table; else by self */
	bool is_terminal; /* cut names to `columns`; else ASCII signs, whole */
	unsigned int columns;
};

void mc_table_write(const struct mc_model *model,
		    const struct mc_table_options *options, FILE *out);

#endif
