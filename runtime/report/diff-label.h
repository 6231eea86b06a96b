/* SPDX-License-Identifier: MIT */
/* The texts of a picture of two runs, in the places of those of label.h. */
#ifndef MC_DIFF_LABEL_H
#define MC_DIFF_LABEL_H

#include "report/diff.h"
#include "report/label.h"

/* The change that a fill or an arrow shows, as a share of the longer run, from
   -1 to 1. */
double mc_diff_label_fill(const struct mc_label_context *context,
			  const struct mc_model_function *function);
double mc_diff_label_line(const struct mc_label_context *context,
			  const struct mc_model_edge *edge);

void mc_diff_label_put_root(const struct mc_label_context *context,
			    struct mc_text *out);
/* ON_DARK makes no difference here. */
void mc_diff_label_put_function(const struct mc_label_context *context,
				const struct mc_model_function *function,
				bool on_dark, struct mc_text *out);
void mc_diff_label_put_edge(const struct mc_label_context *context,
			    const struct mc_model_edge *edge,
			    struct mc_text *out);

#endif
