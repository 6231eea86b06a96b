/* SPDX-License-Identifier: MIT */
/* The texts of a picture of two sides, in the places of those of label.h. */
#ifndef MC_DIFF_LABEL_H
#define MC_DIFF_LABEL_H

#include "report/diff.h"
#include "report/label.h"

/* Returns what is compared: time on the processor, if it is known, else time,
   or calls if nothing was timed. */
enum mc_metric mc_diff_label_cost(const struct mc_label_context *context);

/* The change that a fill or an arrow shows, as a share of the larger side, from
   -1 to 1; 0 if it may be chance. */
double mc_diff_label_fill(const struct mc_label_context *context,
			  const struct mc_model_function *function);
double mc_diff_label_line(const struct mc_label_context *context,
			  const struct mc_model_edge *edge);

/* True if a change in the picture has a ~, as it may be chance. */
bool mc_diff_label_has_unsure(const struct mc_label_context *context);

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
