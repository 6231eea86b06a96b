/* SPDX-License-Identifier: MIT */
/*
 * How the report says what went wrong.
 *
 * Nothing below the command line prints.  A function that can fail takes a
 * struct mc_error, fills in one line of text that names the remedy, and
 * returns -1; what was merely odd is added to a struct mc_warnings, and the
 * work goes on.  The outermost layer puts `memcall: ` in front and prints.
 */
#ifndef MC_ERROR_H
#define MC_ERROR_H

#include <stddef.h>

struct mc_error {
	char text[4608]; /* a path and a sentence */
};

/* One line each, without a newline; mc_error_clear frees them. */
struct mc_warnings {
	char **line;
	size_t count;
};

/* Fills in the text (a line; of control characters it says which they are).
   Returns -1, so that a caller can return it in turn. */
int mc_error_set(struct mc_error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds a line; one that cannot be stored for want of memory is dropped. */
void mc_error_warn(struct mc_warnings *warnings, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void mc_error_clear(struct mc_warnings *warnings);

#endif
