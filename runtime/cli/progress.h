/* SPDX-License-Identifier: MIT */
/*
 * A line on stderr, where that is a terminal, that says what takes so long:
 * from the first second on, and gone when it is done.
 *
 * It is written by a handler of SIGALRM, since most of the time is spent in
 * libraries.
 */
#ifndef MC_CLI_PROGRESS_H
#define MC_CLI_PROGRESS_H

/* Without these two, the others do nothing. */
void mc_progress_begin(void);
void mc_progress_end(void);

/* What is done now. */
void mc_progress_say(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* Removes the line, as another one will be written. */
void mc_progress_clear(void);

#endif
