/* SPDX-License-Identifier: MIT */
/* Tooltips, as escStrings: every number, full name, signature, file:line. */
#ifndef MC_TOOLTIP_H
#define MC_TOOLTIP_H

#include "report/label.h"

void mc_tooltip_put_function(const struct mc_label_context *context,
			     const struct mc_model_function *function,
			     struct mc_text *out);
void mc_tooltip_put_edge(const struct mc_label_context *context,
			 const struct mc_model_edge *edge, struct mc_text *out);

#endif
