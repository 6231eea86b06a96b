/* SPDX-License-Identifier: MIT */
/*
 * Runs a command, or a function, in a child that the program does not notice.
 * One thread at a time.
 */
#ifndef MC_SPAWN_H
#define MC_SPAWN_H

/*
 * Runs PATH with ARGUMENTS and waits.  NULL ends ARGUMENTS; the first is the
 * command's name.  Its standard input is /dev/null and its standard output is
 * standard error.  It inherits no other descriptor, and no MEMCALL_ or LD_
 * variable except LD_LIBRARY_PATH, by which it may be found, too.
 *
 * Returns its exit status, or -1 if it could not be run or was killed.  The
 * program's SIGCHLD handler and wait() never see it.
 */
int mc_spawn(const char *path, const char *const *arguments);

/* Returns why the last mc_spawn returned -1, in words: an error or the name of
   a signal.  NULL if that is not known, as when the dynamic linker has ended
   it. */
const char *mc_spawn_failure(void);

/* Tells whether that was a signal. */
int mc_spawn_was_killed(void);

/*
 * Marks a function that runs on a stack of spawn.c.  It ends by exec, _exit or
 * a signal, so nobody cleans the stack up, and the address sanitizer would take
 * what is left there for damage.
 */
#define MC_ON_SPAWNED_STACK __attribute__((no_sanitize("address")))

/* A system call that may be forbidden: FUNCTION makes it.  The rest is zero at
   first. */
struct mc_spawn_trial {
	void (*function)(void); /* MC_ON_SPAWNED_STACK */
	int is_known;
	int is_survived;
};

/*
 * Tells whether a call may be made.  A filter of system calls (seccomp) may
 * kill whoever makes it, so with a filter it is tried first in a child that
 * shares this memory.  The answer is kept: a filter that is added later is not
 * noticed.
 */
int mc_spawn_allows(struct mc_spawn_trial *trial);

#endif
