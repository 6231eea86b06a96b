/* SPDX-License-Identifier: MIT */
/*
 * What MEMCALL_OPTIONS says is to happen, and when: break=, flush=, record=.
 * It is read once, before any recording; after that any thread may look.
 *
 *	break=WHAT>LIMIT[@GLOB]
 *
 * WHAT is a row of a table in trigger.c.  GLOB, with * and ?, is of the names
 * of functions as the programmer wrote them.
 */
#ifndef MC_TRIGGER_H
#define MC_TRIGGER_H

#include "../../memcall-abi.h"

#include <stddef.h>
#include <stdint.h>

/* What a limit is of. */
enum mc_trigger_kind {
	MC_TRIGGER_NEVER,
	MC_TRIGGER_RSS, /* of the process */
	MC_TRIGGER_PEAK, /* what memory rose by during one call */
	MC_TRIGGER_CALLS, /* of a function */
};

struct mc_trigger {
	enum mc_trigger_kind kind;
	uint64_t limit;
	char text[192]; /* as it was given */
	char glob[128]; /* "": any function */
	int flush; /* signals; 0: none */
	int record;
	int is_paused; /* by record= */
};

extern struct mc_trigger mc_trigger;

/* Readers of values.  Return 0, or -1 if it is none. */
int mc_trigger_read_break(const char *text, size_t length);
int mc_trigger_read_flush(const char *text, size_t length);
int mc_trigger_read_record(const char *text, size_t length);

/* True if every call is to be seen (time=all). */
int mc_trigger_needs_calls(void);

/* True if the limit is of such functions. */
int mc_trigger_is_of(const struct mc_function *function);

#endif
