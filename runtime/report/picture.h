/* SPDX-License-Identifier: MIT */
/* The graph drawn by Graphviz' own library: .svg, .png, .pdf. */
#ifndef MC_PICTURE_H
#define MC_PICTURE_H

#include "report/formats.h"

int mc_picture_write_svg(const struct mc_model *model,
			 const struct mc_writer_options *options, FILE *out,
			 struct mc_error *error);
int mc_picture_write_png(const struct mc_model *model,
			 const struct mc_writer_options *options, FILE *out,
			 struct mc_error *error);
int mc_picture_write_pdf(const struct mc_model *model,
			 const struct mc_writer_options *options, FILE *out,
			 struct mc_error *error);

#endif
