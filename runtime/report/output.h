/* SPDX-License-Identifier: MIT */
/* Files that are there in full or not at all. */
#ifndef MC_OUTPUT_H
#define MC_OUTPUT_H

#include "report/error.h"

#include <stddef.h>

/*
 * Makes `path` a file of these bytes.  They are written beside it first and
 * renamed over it, so that a failure (a full disk) leaves what was there.
 * Where `path` is something else than a regular file (a FIFO, a device) they
 * are written to that.  Returns 0, or -1 and *error.
 */
int mc_output_write(const char *path, const void *data, size_t size,
		    struct mc_error *error);

#endif
