/* SPDX-License-Identifier: MIT */
/*
 * A line on stderr that says what takes so long.  It is for terminals.  It
 * appears after a second, and disappears when the work is done.
 *
 * A handler of SIGALRM writes it, since most of the time is spent in libraries.
 */
#ifndef MC_CLI_PROGRESS_H
#define MC_CLI_PROGRESS_H

/* Begins and ends the time in which there may be a line; the functions below do
   nothing outside of it. */
void mc_progress_begin(void);
void mc_progress_end(void);

/* Sets what the line says. */
void mc_progress_say(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* Removes the line, so that another text can be written there. */
void mc_progress_clear(void);

#endif
