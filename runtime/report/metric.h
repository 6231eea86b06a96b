/* SPDX-License-Identifier: MIT */
/*
 * The metrics: every number that a function or a call can have, a row each.
 *
 * A row says what a metric is called, what it means, in what unit it is, and
 * where people see it.  Everything that reads or writes numbers goes by the
 * rows, so that a new one takes a field in format.h, the recorder that counts
 * it, and a row here.
 */
#ifndef MC_METRIC_H
#define MC_METRIC_H

#include "format.h"
#include "report/number.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In the order in which dump, DOT and JSON have them. */
enum mc_metric {
	MC_CALLS,
	MC_TOTAL_NS,
	MC_SELF_NS,
	MC_MIN_NS,
	MC_MAX_NS,
	MC_RSS_BYTES,
	MC_RSS_SELF_BYTES,
	MC_RSS_PEAK_BYTES,
	MC_PSS_BYTES,
	MC_USS_BYTES,
	MC_FAULTS,
	MC_DEPTH,
	MC_TIMED,
	MC_TOTAL_ERROR_NS, /* of an estimate: plus or minus */
	MC_SELF_ERROR_NS,
	MC_RESUMES, /* of coroutines only */
	MC_THREADS, /* that were started for it */
	MC_METRICS, /* how many there are */
};

_Static_assert(MC_METRICS <= 32, "a bit each in struct mc_measures");

enum mc_metric_unit { MC_METRIC_COUNT, MC_METRIC_NS, MC_METRIC_BYTES };

/* How the number of a function or edge is made of its contexts. */
enum mc_metric_sum {
	MC_METRIC_WORKED_OUT, /* from several, in fold.c */
	MC_METRIC_OWN, /* the sum of what they did themselves */
	MC_METRIC_OUTERMOST, /* the sum of the outermost, with all below */
	MC_METRIC_MOST, /* the largest */
};

/* What must have been measured for it to be there. */
enum mc_metric_needs {
	MC_METRIC_ALWAYS,
	MC_METRIC_TIMES,
	MC_METRIC_MEMORY,
	MC_METRIC_READINGS, /* memory, and it was read at least once */
};

struct mc_metric_row {
	const char *name; /* key or attribute in every format: "rss_bytes" */
	const char *meaning; /* what the schema says of it */
	enum mc_metric_unit unit;
	bool is_net; /* it may be below 0 */
	bool is_sparse; /* absent where it is 0 */
	bool is_of_functions; /* calls have none */
	bool is_estimated; /* it may be an estimate, */
	bool is_bounded; /* or known only to be no less */
	enum mc_metric_sum sum;
	enum mc_metric_needs needs;
	/* What a context has of it.  NULL: it is no number of a context. */
	int64_t (*get)(const struct mc_node *node);
	/* MC_NODE_* of which a context has one: it is there at all (0: always);
	   it is an estimate; it is only known to be no less. */
	uint32_t present_by;
	uint32_t estimated_by;
	uint32_t bounded_by;
	/* Its key in the dump's lines of contexts (NULL: none, or one that
	   dump.c knows), and MC_NODE_* of which a context that has it has one
	   (0: it is there where it is not 0). */
	const char *raw;
	uint32_t raw_by;
	/* How far off an estimate may be; 0: it is not said. */
	enum mc_metric error;
	/* Its line in tooltips: what stands before the number, and the place
	   among the lines.  NULL: it has none. */
	const char *title;
	int line;
};

extern const struct mc_metric_row mc_metric_rows[MC_METRICS];

/* The number as people read it, in its unit; fills in and returns TEXT, of
   MC_NUMBER_SIZE bytes. */
char *mc_metric_format(char *text, enum mc_metric which, int64_t value);

/* Fills in the metrics that have a tooltip line, in the order of the lines;
   returns how many they are. */
size_t mc_metric_lines(enum mc_metric list[MC_METRICS]);

#endif
