/* SPDX-License-Identifier: MIT */
/*
 * A profile file, checked and in memory.
 *
 * The file is read, not mapped: the program may still be writing it, and a
 * file that shrinks under a mapping is a SIGBUS.  Nothing in it is trusted.
 * What the reader hands out is safe to follow: indices are in range, strings
 * end, parents come before their children and so form trees, open frames name
 * nodes of their own thread.  What had to be left out is said in `warnings`.
 *
 * format.h defines what the fields mean; nothing is computed here but the
 * conversion of ticks.
 */
#ifndef MC_READER_H
#define MC_READER_H

#include "format.h"
#include "report/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MC_READER_ROOT UINT32_MAX /* function of a thread's root node */

struct mc_reader_function {
	const char *name;
	const char *symbol;
	const char *file;
	uint32_t id;
	uint32_t line;
	uint32_t flags; /* MC_FUNCTION_* of memcall-abi.h */
};

struct mc_reader_node {
	const struct mc_node *raw;
	uint32_t parent; /* a smaller index; its own for a root */
	uint32_t target; /* a node of the same function; its own mostly */
	uint32_t function; /* index, or MC_READER_ROOT */
	uint32_t thread; /* index */
};

struct mc_reader_frame {
	const struct mc_frame *raw;
	uint32_t node; /* index */
	uint32_t thread; /* index */
};

struct mc_reader_thread {
	struct mc_thread_record record; /* name is terminated */
	uint32_t open; /* how many calls were open */
};

struct mc_profile {
	char *path;
	unsigned char *data;
	size_t size;
	struct mc_file_header header; /* strings are terminated */
	struct mc_reader_function *functions;
	size_t function_count;
	struct mc_reader_thread *threads;
	size_t thread_count;
	struct mc_reader_node *nodes;
	size_t node_count;
	struct mc_reader_frame *frames; /* outermost first in each thread */
	size_t frame_count;
	uint64_t rate_ns; /* so many ns are rate_ticks; 0: not known */
	uint64_t rate_ticks;
	struct mc_warnings warnings;
};

/* Reads the file at `path`, or standard input if that is "-": once, however
   often it is asked for.  Returns 0 and a profile to close, or -1. */
int mc_reader_open(const char *path, struct mc_profile **profile,
		   struct mc_error *error);

/* The same for bytes in memory, which become the profile's (malloc'd), in the
   case of an error too. */
int mc_reader_parse(const char *path, unsigned char *data, size_t size,
		    struct mc_profile **profile, struct mc_error *error);

void mc_reader_close(struct mc_profile *profile);

/* Nanoseconds of so many ticks; 0 if the rate is not known. */
int64_t mc_reader_ns(const struct mc_profile *profile, uint64_t ticks);

#endif
