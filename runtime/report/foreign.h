/* SPDX-License-Identifier: MIT */
/*
 * Writers for other people's tools, a file each.  They write everything there
 * is: pruning is for pictures.
 */
#ifndef MC_FOREIGN_H
#define MC_FOREIGN_H

#include "report/writers.h"

#define MC_FOREIGN_WRITER(format) \
	int mc_##format##_write(const struct mc_model *model, \
				const struct mc_writer_options *options, \
				FILE *out, struct mc_error *error)

MC_FOREIGN_WRITER(json); /* .json: graph.schema.json */
MC_FOREIGN_WRITER(html); /* .html: html/page.html */
MC_FOREIGN_WRITER(folded); /* .folded: flamegraph.pl, inferno, speedscope */
MC_FOREIGN_WRITER(callgrind); /* .callgrind: KCachegrind, callgrind_annotate */
MC_FOREIGN_WRITER(pprof); /* .pb.gz: go tool pprof, Perfetto, ... */
MC_FOREIGN_WRITER(speedscope); /* .speedscope.json: speedscope.app */

struct mc_emit;

/* What json writes, into an open object. */
void mc_json_put(struct mc_emit *emit, const struct mc_model *model);

#endif
