/* SPDX-License-Identifier: MIT */
/*
 * `memcall top`: what a program does between two readings of its profile.
 */
#ifndef MC_TOP_H
#define MC_TOP_H

#include "report/model.h"
#include "report/terminal.h"

struct mc_top {
	const struct mc_model *before; /* the last reading; NULL: the first */
	double seconds; /* since then */
	size_t rows; /* at most */
	/* MC_METRICS: by own time since then. */
	enum mc_metric by;
	struct mc_terminal to;
};

void mc_top_write(const struct mc_model *now, const struct mc_top *how);

#endif
