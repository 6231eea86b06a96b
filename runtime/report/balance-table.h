/* SPDX-License-Identifier: MIT */
/* The table of how ranks, or processes, share a metric (balance.h). */
#ifndef MC_BALANCE_TABLE_H
#define MC_BALANCE_TABLE_H

#include "report/model.h"
#include "report/terminal.h"

/* Writes what is least evenly shared first, a line each, and a blank line; at
   most ROWS of them (0: 20).  Nothing if there is nothing to compare. */
void mc_balance_table_write(const struct mc_model *model,
			    const struct mc_terminal *to, enum mc_metric by,
			    size_t rows);

#endif
