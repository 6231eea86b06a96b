/* SPDX-License-Identifier: MIT */
/*
 * Runs a command, or a function, so that the program does not notice.
 */
#ifndef MC_SPAWN_H
#define MC_SPAWN_H

/*
 * Runs PATH with ARGUMENTS (ended by NULL; the first is its name) and waits.
 * Its standard input is /dev/null and its standard output is standard error;
 * it inherits no other descriptor, and no MEMCALL_ or LD_ variable but
 * LD_LIBRARY_PATH, by which it may be found, too.
 * Returns its exit status, or -1 if it could not be run or was killed.
 *
 * The program's SIGCHLD handler and wait() never see it.  One thread at a time.
 */
int mc_spawn(const char *path, const char *const *arguments);

/* Why the last one returned -1, in words: an error or the name of a signal;
   NULL if it is not known, as the dynamic linker has ended it. */
const char *mc_spawn_failure(void);

/* Whether that was a signal. */
int mc_spawn_was_killed(void);

/*
 * For functions that run on a stack of spawn.c's, which nobody cleans when they
 * are left by exec, _exit or a signal: what is there later would be damage to
 * the address sanitizer.
 */
#define MC_ON_SPAWNED_STACK __attribute__((no_sanitize("address")))

/*
 * Whether a process of this kind lives through FUNCTION (which is
 * MC_ON_SPAWNED_STACK), as one that shares this memory finds out.  The program
 * does not notice it either.
 */
int mc_spawn_survives(void (*function)(void));

#endif
