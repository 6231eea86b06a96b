/* SPDX-License-Identifier: MIT */
/*
 * JSON onto a stream, by the library yajl, which keeps nothing in memory.
 *
 * Strings are made valid UTF-8 first: U+FFFD stands for bytes that are not.
 */
#ifndef MC_EMIT_H
#define MC_EMIT_H

#include "report/error.h"
#include "report/text.h"

#include <stdint.h>
#include <stdio.h>
#include <yajl/yajl_gen.h>

struct mc_emit {
	yajl_gen gen;
	struct mc_text text; /* scratch */
};

/* `lines`: a value on a line, indented; else all in one line.  Returns 0, or
   -1 and *error. */
int mc_emit_open(struct mc_emit *emit, FILE *out, int lines,
		 struct mc_error *error);
void mc_emit_close(struct mc_emit *emit);

/* KEY is that of a member of an object. NULL: the value is in an array, or
   alone. */
void mc_emit_open_object(struct mc_emit *emit, const char *key);
void mc_emit_close_object(struct mc_emit *emit);
void mc_emit_open_array(struct mc_emit *emit, const char *key);
void mc_emit_close_array(struct mc_emit *emit);
void mc_emit_string(struct mc_emit *emit, const char *key, const char *value);
void mc_emit_number(struct mc_emit *emit, const char *key, int64_t value);
/* The same with three digits behind the point. */
void mc_emit_real(struct mc_emit *emit, const char *key, double value);
void mc_emit_null(struct mc_emit *emit, const char *key);

#endif
