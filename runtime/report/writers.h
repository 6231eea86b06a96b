/* SPDX-License-Identifier: MIT */
/*
 * The output formats: one table from extension to writer.  A format is added
 * by one file with a writer and one row in writers.c.  Help, manual pages and
 * README list the rows (cli/usage.h).
 *
 * A writer gets the model as const and a stream in memory; it need not check
 * the stream's errors.  Where the bytes go, and that a file is never left half
 * written, is output.c's business.
 */
#ifndef MC_WRITERS_H
#define MC_WRITERS_H

#include "report/formats.h"

struct mc_writer {
	const char *extension; /* with the dot; may hold two (".pb.gz") */
	/* Writes all of the output to `out`.  Returns 0, or -1 and *error. */
	int (*write)(const struct mc_model *model,
		     const struct mc_writer_options *options, FILE *out,
		     struct mc_error *error);
	enum mc_model_detail detail; /* what it needs of the model */
	const char *purpose; /* for --help; `backticks` around what is typed */
	bool has_graph; /* a view says what it shows */
	bool draws_graph; /* it is a graph alone */
	bool compares; /* it can show differences */
};

/* Returns the row with that number, from 0 on; NULL after the last. */
const struct mc_writer *mc_writers_get(size_t index);

/* True if it writes profiles as they are: many go into a bundle (sources.h). */
bool mc_writers_is_raw(const struct mc_writer *writer);

/* Returns 0 if it can write profiles seen this way; else -1 and *error. */
int mc_writers_check(const struct mc_writer *writer, const char *path,
		     const struct mc_view *view, struct mc_error *error);

/* Returns what a file of COUNT profiles needs of the model. */
enum mc_model_detail mc_writers_detail(const struct mc_writer *writer,
				       size_t count);

/* Returns the writer for a file name, by the longest extension that fits; NULL
   and *error, which lists the extensions, if there is none. */
const struct mc_writer *mc_writers_find(const char *path,
					struct mc_error *error);

/* Writes `model` to `path` with `writer`, replacing what was there only when
   all of it is written. */
int mc_writers_run(const struct mc_writer *writer, const struct mc_model *model,
		   const struct mc_writer_options *options, const char *path,
		   struct mc_error *error);

#endif
