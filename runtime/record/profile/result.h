/* SPDX-License-Identifier: MIT */
/*
 * The result: the names that MEMCALL_OUT stands for, and the `memcall` command
 * that makes it from the profile at the end.
 *
 * One thread at a time: under the guard, or when the process ends.
 */
#ifndef MC_RESULT_H
#define MC_RESULT_H

/*
 * Takes PATTERN (the value of MEMCALL_OUT), relative to the present folder: %p
 * process id, %h host, %r MPI rank, %e program, %% a percent sign.  Returns 0,
 * or -1 if no name can be made of it; the reason has been printed.
 */
int mc_result_init(const char *pattern);

/*
 * Creates the profile, FILE.memcall.  After a fork, attaches the child's memory
 * to a profile of its own.  A name that is in use gets the process id before
 * its extension.  Returns 0, or -1 if it cannot be written; the reason has been
 * printed.
 */
int mc_result_create(void);

/* Makes FILE from the profile as it is; both remain. */
void mc_result_write(void);

/* Makes FILE from the sealed profile, and removes the profile if that
   worked. */
void mc_result_finish(void);

/* Removes a profile that has room for nothing but its header, and says so. */
void mc_result_discard(void);

/* Says that no marked function has run, as the program ends, unless it is a
   forked child. */
void mc_result_say_nothing_ran(void);

#endif
