/* SPDX-License-Identifier: MIT */
/* The options of subcommands that draw a graph. */
#ifndef MC_CLI_VIEW_H
#define MC_CLI_VIEW_H

#include <argp.h>

/* Its input is a struct mc_view. */
extern const struct argp mc_view_argp;

#endif
