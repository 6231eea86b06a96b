/* SPDX-License-Identifier: MIT */
/* Files that are there in full or not at all. */
#ifndef MC_OUTPUT_H
#define MC_OUTPUT_H

#include "report/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Makes `path` a file of these bytes.  They are written beside it first and
 * renamed over it, so that a failure (a full disk) leaves what was there.
 * Where `path` is something else than a regular file (a FIFO, a device) they
 * are written to that.  Returns 0, or -1 and *error.
 */
int mc_output_write(const char *path, const void *data, size_t size,
		    struct mc_error *error);

/* The same for bytes that come one after the other. */
struct mc_output {
	const char *path;
	char *place; /* where it leads */
	char *temporary; /* NULL: it is no regular file */
	mode_t mode; /* of the file that it replaces, or 0 */
	int fd;
	int failed; /* -errno */
};

/* Returns 0, or -1 and *error. */
int mc_output_open(struct mc_output *output, const char *path,
		   struct mc_error *error);
/* Returns -1 if it, or one before it, could not be written. */
int mc_output_put(struct mc_output *output, const void *data, size_t size);
/* Ends it: what was there before stays unless all was written and KEEP is set.
   Returns 0, or -1 and *error, which says why something was not written. */
int mc_output_close(struct mc_output *output, bool keep,
		    struct mc_error *error);

#endif
