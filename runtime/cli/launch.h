/* SPDX-License-Identifier: MIT */
/*
 * Runs the program that is recorded, as if the command were not there.
 */
#ifndef MC_CLI_LAUNCH_H
#define MC_CLI_LAUNCH_H

#include <signal.h>
#include <sys/types.h>

/* The exit statuses that shells use for these. */
enum { MC_LAUNCH_NOT_EXECUTABLE = 126, MC_LAUNCH_NOT_FOUND = 127 };

/*
 * Runs the program to its end, recorded in PROFILE (a pattern).  Returns its
 * wait status, or -1 if it could not be started, and its pid.
 *
 * Meanwhile the keyboard's signals, which reach the program as well, do not end
 * the command, and those sent to it alone are handed on.  Afterwards signals
 * are as before.
 */
int mc_launch(char **program, const char *profile, pid_t *started);

/* Returns the last such signal that came while a program ran, or 0. */
int mc_launch_interrupted(void);

/* Ends as the program did; a core, if there is one, is the program's.  Returns
   the exit status, if it had one. */
int mc_launch_repeat_end(int status);

/* Sets a handler that lets system calls go on. */
void mc_launch_handle(int signal, void (*handler)(int), struct sigaction *old);

#endif
