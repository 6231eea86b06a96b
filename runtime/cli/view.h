/* SPDX-License-Identifier: MIT */
/* The options of subcommands that draw a graph. */
#ifndef MC_CLI_VIEW_H
#define MC_CLI_VIEW_H

#include "report/view.h"

#include <argp.h>

/* Its input is a struct mc_view. */
extern const struct argp mc_view_argp;

/* GLOB remains the caller's; the array grows, and is never freed. */
void mc_view_add_glob(struct mc_view_globs *globs, const char *glob);

#endif
