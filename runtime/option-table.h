/* SPDX-License-Identifier: MIT */
/*
 * The table of MEMCALL_OPTIONS=key=value:key=value.
 *
 * A row is all that an option needs.  The recorder makes a structure, its
 * defaults and the parser of the table (record/profile/options.c).  The command
 * makes its help of it, and `make tables` those of README.md and memcall(7).
 */
#ifndef MC_OPTION_TABLE_H
#define MC_OPTION_TABLE_H

#include "format.h"

/* The parts of the gate that gate= can name. */
#define MC_GATE_ALL \
	(MC_GATE_RING | MC_GATE_BRK | MC_GATE_CALLS | MC_GATE_ROLLUP)

/* The kernel does not tick more often. */
#define MC_RATE_MOST 10000u

/*
 * MC_OPTION(key, type, default, default as text, values, help)
 *
 * `type` is a parser in options.c:
 *
 *	word	one of the words in `values`; counts as its number there, from 0
 *	on_off	1 or 0
 *	parts	words with a + in between; the word numbered n is bit n
 *	bytes	a number, and K, M or G of 1024
 *	number	a number
 *	rate	a number of at most MC_RATE_MOST
 *
 * In `help`, `backticks` stand around what a user types.
 */
#define MC_OPTIONS(MC_OPTION) \
	MC_OPTION(time, word, MC_TIME_AUTO, "auto", "auto|all|off", \
		  "which calls are timed: every call (`all`); none, so that " \
		  "calls are only counted (`off`); or a random share of the " \
		  "calls of a function that is called very often, and every " \
		  "call of the others (`auto`)") \
	MC_OPTION( \
		mem, word, MC_MEM_FULL, "full", "off|rss|full|heap", \
		"what memory is measured: nothing (`off`), resident memory " \
		"(`rss`), PSS and USS too (`full`), or all that and what is " \
		"allocated (`heap`)") \
	MC_OPTION(gate, parts, MC_GATE_ALL, "ring+brk+calls+rollup", \
		  "ring+brk+calls+rollup|none", \
		  "how memory is watched: by the count of page faults " \
		  "(`ring`), the end of the heap (`brk`), calls that move " \
		  "memory (`calls`), and by reading PSS and USS (`rollup`); " \
		  "leave a part out to do without it") \
	MC_OPTION( \
		peak, word, 0, "faults", "faults|reset", \
		"how the peak of memory inside a call is found: by counting " \
		"page faults (`faults`); or for outermost marked calls also " \
		"by the kernel's `VmHWM`, which is reset for that, also for " \
		"others that read it (`reset`)") \
	MC_OPTION(prune, on_off, 1, "on", "on|off", \
		  "draw only what matters: of a picture 30 functions, of " \
		  "other graphs 80, and 250 calls from one to another") \
	MC_OPTION( \
		limit, bytes, 1 << 30, "1G", "BYTES[K|M|G]", \
		"how large the profile may grow; calls that would need more " \
		"are counted as `(other)`") \
	MC_OPTION(contexts, number, 65536, "65536", "NUMBER", \
		  "how many calling contexts are told apart; beyond that, " \
		  "those of a function are one, so that calls are counted " \
		  "as always, but what they are part of is estimated") \
	MC_OPTION(hz, rate, 1000, "1000", "0...10000", \
		  "about how many times a second each thread's CPU clock " \
		  "ticks, " \
		  "to tell where the time goes of calls that `time=auto` " \
		  "does not time; `0` for never") \
	MC_OPTION(seed, number, 0, "0", "NUMBER", \
		  "which calls `time=auto` picks: the same in each run that " \
		  "has the same number, others in each run with `0`")

/*
 * MC_TRIGGER(key, reader, default as text, values, help): those that say when
 * something is done.  `reader` is mc_trigger_read_...
 * (record/profile/trigger.h).
 */
#define MC_TRIGGERS(MC_TRIGGER) \
	MC_TRIGGER("break", break, "never", \
		   "rss>BYTES[K|M|G]|peak>BYTES[K|M|G][@GLOB]|" \
		   "calls>NUMBER@GLOB", \
		   "stop in a debugger, once, by SIGTRAP, where resident " \
		   "memory passes a limit (`break=rss>2G`), or what it rose " \
		   "by in one call of a function (`break=peak>64M@load*`), " \
		   "or where a function is called once more " \
		   "(`break=calls>1000@draw`); the latter two time all calls") \
	MC_TRIGGER("flush", flush, "none", MC_TRIGGER_SIGNALS, \
		   "write the graph of what has been recorded until now at " \
		   "this signal (`flush=USR1`), which the program must not " \
		   "use") \
	MC_TRIGGER("record", record, "none", MC_TRIGGER_SIGNALS, \
		   "record no calls but those of marked functions until this " \
		   "signal comes, all until it comes again, and so on")

#define MC_TRIGGER_SIGNALS "USR1|USR2|HUP|WINCH|URG|IO|PWR|RTMIN+NUMBER"

#endif
