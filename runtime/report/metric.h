/* SPDX-License-Identifier: MIT */
/*
 * The metrics: every number that a function or a call can have, a row each.
 *
 * A row says what a metric is called, what it means, in what unit it is, how
 * contexts are summed, and where people see it.  Everything that reads or
 * writes numbers goes by the rows, so that a new metric takes a field in
 * format.h, the recorder that counts it, and a row in metric-table.h.
 */
#ifndef MC_METRIC_H
#define MC_METRIC_H

#include "format.h"
#include "report/number.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* MC_CALLS and so on. */
enum mc_metric {
#define MC_METRIC_GETTER(name, expression)
#define MC_METRIC(number, ...) number,
#include "report/metric-table.h"
#undef MC_METRIC
#undef MC_METRIC_GETTER
	MC_METRICS, /* how many there are */
};

_Static_assert(MC_METRICS <= 64, "a bit each in struct mc_measures");

/* The bit of a metric there. */
#define MC_METRIC_BIT(which) ((uint64_t)1 << (which))

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
	MC_METRIC_CLOCKS, /* times, and when threads were on the processor */
	MC_METRIC_MEMORY,
	MC_METRIC_READINGS, /* memory, and it was read at least once */
	MC_METRIC_HEAP, /* what is allocated */
};

/* A column of the table of `memcall report`, or of the page's. */
struct mc_metric_column {
	const char *title; /* NULL: there is none */
	int place; /* among the columns, from 1 on */
	/* What it is worth on a narrow terminal: the least goes first. */
	int worth;
};

/* What the fill of boxes may show. */
struct mc_metric_colour {
	int place; /* among what there is to choose, from 1 on */
	const char *word; /* in --color; NULL: it has none */
	const char *title; /* in the page's list */
	const char *meaning; /* in the legend, behind a number */
};

/* What formats that are made of stacks call it; those that have no name for it
   go without it. */
struct mc_metric_stack {
	const char *flame; /* key in the page's data */
	const char *width; /* in the page's list of what to draw by width */
	const char *sample; /* type of pprof's samples */
	const char *event; /* callgrind's, and in full: */
	const char *event_title;
};

enum {
	MC_METRIC_DEAR = 10, /* worth more than long names */
	MC_METRIC_KEPT = 100, /* never goes */
};

struct mc_metric_row {
	const char *name; /* key or attribute in every format: "rss_bytes" */
	const char *meaning; /* what the schema says of it */
	enum mc_metric_unit unit;
	bool is_net; /* it may be below 0 */
	bool is_sparse; /* absent where it is 0 */
	bool is_of_functions; /* calls have none */
	enum mc_metric with_callees; /* what they have in its place; 0: none */
	bool is_compared; /* between ranks (balance.h) */
	bool is_of_call; /* of one call, which may be too short to measure */
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
	/* One of it, if boxes and arrows say it behind the calls: "resume". */
	const char *noun;
	struct mc_metric_column column;
	struct mc_metric_column share; /* of the whole, if rows go by it */
	struct mc_metric_column page; /* in the page's table, without worth */
	/* Its column is there only if it is 1 % of the time of a row. */
	bool is_occasional;
	/* The word for it in --sort and --by; NULL: there is none. */
	const char *sort;
	struct mc_metric_colour colour;
	struct mc_metric_stack stack;
};

extern const struct mc_metric_row mc_metric_rows[MC_METRICS];

/* True if the number is growth, and has its sign also where it is above 0. */
static inline bool mc_metric_is_growth(const struct mc_metric_row *row)
{
	return row->unit == MC_METRIC_BYTES && row->needs != MC_METRIC_HEAP;
}

/* The number as people read it, in its unit; fills in and returns TEXT, of
   MC_NUMBER_SIZE bytes. */
char *mc_metric_format(char *text, enum mc_metric which, int64_t value);

/* Returns the number with callees, which calls have as well, of what has one;
   else the number itself. */
enum mc_metric mc_metric_with_callees(enum mc_metric which);

/* True if stacks have it: what a context has of it itself. */
bool mc_metric_is_of_stacks(enum mc_metric which);

/* Fills in the metrics that have a place, which is from 1 on, in the order of
   the places; returns how many they are. */
size_t mc_metric_sort(enum mc_metric list[MC_METRICS],
		      int (*place_of)(const struct mc_metric_row *row));

#endif
