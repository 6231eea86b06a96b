/* SPDX-License-Identifier: MIT */
/* The flags of subcommands that draw a graph. */
#ifndef MC_CLI_VIEW_H
#define MC_CLI_VIEW_H

#include "cli/flag.h"

/* They read into a struct mc_view of report/view.h. */
extern const struct mc_flag mc_view_flags[];

#endif
