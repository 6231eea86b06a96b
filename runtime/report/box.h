/* SPDX-License-Identifier: MIT */
/*
 * The text of boxes in a picture of one run: HTML-like, without the outer
 * brackets.
 */
#ifndef MC_BOX_H
#define MC_BOX_H

#include "report/label.h"

void mc_box_put_function(const struct mc_label_context *context,
			 const struct mc_model_function *function, bool on_dark,
			 struct mc_text *out);
/* Writes the rows with the name, in a table. */
void mc_box_put_name(const struct mc_label_context *context,
		     const struct mc_model_function *function,
		     struct mc_text *out);

#endif
