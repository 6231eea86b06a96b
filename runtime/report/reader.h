/* SPDX-License-Identifier: MIT */
/*
 * Reads a profile file, and checks it.
 *
 * The file is read, not mapped: the program may still be writing it, and a
 * file that shrinks under a mapping is a SIGBUS.  Nothing in it is trusted:
 * profile.h says what holds of what is handed out.
 */
#ifndef MC_READER_H
#define MC_READER_H

#include "report/profile.h"

/* The beginning of a file; or, where that cannot be read twice (standard input,
   a FIFO), all of it. */
struct mc_reader_start {
	const char *name; /* to show */
	unsigned char *all; /* malloc'd; NULL: only `head` was read */
	size_t size; /* of what was read */
	unsigned char head[sizeof(struct mc_file_header)];
};

/* Reads the beginning of the file at PATH, or standard input if that is "-":
   once, however often it is asked for.  Returns 0, or -1. */
int mc_reader_begin(const char *path, struct mc_reader_start *start,
		    struct mc_error *error);

/* Checks the header of a profile, of which there are SIZE bytes at DATA, and
   copies it.  Returns 0, or -1. */
int mc_reader_check(const char *path, const unsigned char *data, size_t size,
		    struct mc_file_header *header, struct mc_error *error);

/* Reads the file at PATH.  Returns its bytes, to be freed; or NULL. */
unsigned char *mc_reader_read(const char *path, size_t *size,
			      struct mc_error *error);

/* Makes a profile of bytes in memory, which become the profile's (malloc'd), in
   the case of an error too.  Returns 0 and a profile to close, or -1. */
int mc_reader_parse(const char *path, unsigned char *data, size_t size,
		    struct mc_profile **profile, struct mc_error *error);

#endif
