/* SPDX-License-Identifier: MIT */
/*
 * A profile in memory, as the reader hands it out: safe to follow.
 *
 * Indices are in range, strings end, each node comes after its parent, so that
 * nodes form trees, and open frames name nodes of their own thread.  Whatever
 * was left out for that is said in `warnings`.  format.h defines what the
 * fields mean; nothing is computed here but the conversion of ticks.
 */
#ifndef MC_PROFILE_H
#define MC_PROFILE_H

#include "format.h"
#include "report/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MC_PROFILE_ROOT UINT32_MAX /* function of a thread's root node */

struct mc_profile_function {
	const char *name;
	const char *symbol;
	const char *file;
	uint32_t id;
	uint32_t line;
	uint32_t flags; /* MC_FUNCTION_* of memcall-abi.h */
};

/* What a node is in its thread's zone ("The zone" in format.h). */
enum mc_profile_zone {
	MC_ZONE_OUTSIDE, /* nothing: it is a context of its own */
	MC_ZONE_TOP, /* above the others; it has no function */
	MC_ZONE_FUNCTION, /* a function, whoever calls it */
	MC_ZONE_LINK, /* how one calls another */
};

/* In `base` of the raw node are its light calls, too (mc_link_nodes). */
struct mc_profile_node {
	const struct mc_node *raw;
	uint64_t light; /* calls that were light ones */
	uint32_t slots; /* that are there, behind the raw node */
	uint32_t inner_slots; /* the first ones, for inner functions */
	uint32_t parent; /* a smaller index; its own for a root */
	uint32_t target; /* a node of the same function; its own mostly */
	uint32_t function; /* index, or MC_PROFILE_ROOT */
	uint32_t thread; /* index */
	enum mc_profile_zone zone;
	bool is_inner; /* made by mc_inner_add: no time is its own */
};

struct mc_profile_frame {
	const struct mc_frame *raw;
	uint32_t node; /* index */
	uint32_t thread; /* index */
};

struct mc_profile_thread {
	struct mc_thread_record record; /* name is terminated */
	uint32_t open; /* how many calls were open */
};

struct mc_profile {
	char *path;
	unsigned char *data;
	size_t size;
	struct mc_file_header header; /* strings are terminated */
	struct mc_profile_function *functions;
	size_t function_count;
	struct mc_profile_thread *threads;
	size_t thread_count;
	struct mc_profile_node *nodes;
	size_t node_count;
	struct mc_node *inner; /* the raw nodes of inner functions */
	struct mc_profile_frame *frames; /* outermost first in each thread */
	size_t frame_count;
	uint64_t rate_ns; /* so many ns are rate_ticks; 0: not known */
	uint64_t rate_ticks;
	struct mc_warnings warnings;
};

/* Frees the profile and all it points to.  NULL is allowed. */
void mc_profile_close(struct mc_profile *profile);

/* Frees what takes most of the memory: the file's bytes, functions, nodes and
   frames.  Header, threads and warnings stay. */
void mc_profile_drop_records(struct mc_profile *profile);

/* True if calls were timed, and the rate of the clock is known. */
bool mc_profile_has_times(const struct mc_profile *profile);

/* True if it tells time on the processor from waiting. */
bool mc_profile_has_clocks(const struct mc_profile *profile);

/* Returns how many calls are in zones. */
uint64_t mc_profile_pooled(const struct mc_profile *profile);

/* Returns the nanoseconds of so many ticks; 0 if the rate is not known. */
int64_t mc_profile_ns(const struct mc_profile *profile, uint64_t ticks);

#endif
