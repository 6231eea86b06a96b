/* SPDX-License-Identifier: MIT */
/* The legend of a picture: HTML-like, without the outer brackets. */
#ifndef MC_LEGEND_H
#define MC_LEGEND_H

#include "report/label.h"

void mc_legend_put(const struct mc_label_context *context, struct mc_text *out);

#endif
