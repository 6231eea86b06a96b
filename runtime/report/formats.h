/* SPDX-License-Identifier: MIT */
/*
 * What writers of output formats have in common, and those of them that have
 * no header of their own: they are a file each, and write everything there is
 * (pruning is for pictures).  writers.c has the table of all.
 */
#ifndef MC_FORMATS_H
#define MC_FORMATS_H

#include "report/error.h"
#include "report/model.h"
#include "report/view.h"

#include <stdio.h>

struct mc_diff;

struct mc_writer_options {
	bool everything; /* do not prune */
	enum mc_model_split split; /* as the model is */
	struct mc_view view; /* of a graph */
	/* What stacks are weighed by; NULL: time, or calls if there is none. */
	const struct mc_metric_row *weight;
	bool no_legend; /* a page has its own, and room for a larger graph */
	bool is_patient; /* drawing may take as long as it takes */
	/* What the user is to know although the output was written; NULL: no
	   one asks. */
	struct mc_warnings *warnings;
	const struct mc_diff *diff; /* of a graph: the model is its `shown` */
};

/* Writes all of the output to `out`, a stream in memory whose errors need no
   check.  Returns 0, or -1 and *error. */
#define MC_FORMATS_WRITER(format) \
	int mc_##format##_write(const struct mc_model *model, \
				const struct mc_writer_options *options, \
				FILE *out, struct mc_error *error)

MC_FORMATS_WRITER(json); /* .json: graph.schema.json */
MC_FORMATS_WRITER(html); /* .html: html/page.html */
MC_FORMATS_WRITER(folded); /* .folded: flamegraph.pl, inferno, speedscope */
MC_FORMATS_WRITER(callgrind); /* .callgrind: KCachegrind, callgrind_annotate */
MC_FORMATS_WRITER(pprof); /* .pb.gz: go tool pprof, Perfetto, ... */
MC_FORMATS_WRITER(speedscope); /* .speedscope.json: speedscope.app */

#endif
