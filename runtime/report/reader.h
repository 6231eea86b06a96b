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

/* Reads the file at `path`, or standard input if that is "-": once, however
   often it is asked for.  Returns 0 and a profile to close, or -1. */
int mc_reader_open(const char *path, struct mc_profile **profile,
		   struct mc_error *error);

/* The same for bytes in memory, which become the profile's (malloc'd), in the
   case of an error too. */
int mc_reader_parse(const char *path, unsigned char *data, size_t size,
		    struct mc_profile **profile, struct mc_error *error);

#endif
