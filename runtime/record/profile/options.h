/* SPDX-License-Identifier: MIT */
/*
 * MEMCALL_OPTIONS=key=value:key=value
 *
 * One table makes the structure, its defaults, the parser, and the lines that
 * `memcall run --help` and the README show.  Read once, before any recording.
 */
#ifndef MC_OPTIONS_H
#define MC_OPTIONS_H

#include "../../format.h"

/* The parts of the gate that gate= can name. */
#define MC_GATE_ALL \
	(MC_GATE_RING | MC_GATE_BRK | MC_GATE_CALLS | MC_GATE_ROLLUP)

/*
 * MC_OPTION(key, type, default, values, help): `type` names a parser in
 * options.c, `values` is what it takes as shown to the user.
 */
#define MC_OPTIONS(MC_OPTION) \
	MC_OPTION(time, time, MC_TIME_AUTO, "auto|all|off", \
		  "which calls are timed: a share of those that are hot and " \
		  "short (auto), or every one; off counts only") \
	MC_OPTION( \
		mem, mem, MC_MEM_FULL, "off|rss|full", \
		"what memory is measured: nothing, resident memory, or also " \
		"PSS and USS") \
	MC_OPTION(gate, parts, MC_GATE_ALL, "PART+PART...|none", \
		  "how memory is watched: ring+brk+calls+rollup; leave one " \
		  "out to do without it") \
	MC_OPTION( \
		peak, peak, 0, "faults|reset", \
		"how the peak inside a call is found; reset asks the kernel " \
		"for outermost calls, and falsifies VmHWM for others") \
	MC_OPTION(prune, on_off, 1, "on|off", \
		  "draw only what matters of a graph of over 80 functions") \
	MC_OPTION(limit, bytes, 1 << 30, "BYTES[K|M|G]", \
		  "how large the profile may grow; further contexts are " \
		  "counted as (other)")

struct mc_options {
#define MC_OPTION(key, type, preset, values, help) uint64_t key;
	MC_OPTIONS(MC_OPTION)
#undef MC_OPTION
};

extern struct mc_options mc_options;

/*
 * Reads TEXT (NULL: nothing given) into mc_options.  An unknown key or value
 * is one line on standard error, and its default stays.
 */
void mc_options_read(const char *text);

#endif
