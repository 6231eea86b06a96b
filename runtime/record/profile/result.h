/* SPDX-License-Identifier: MIT */
/*
 * Where the result goes: the names that MEMCALL_OUT stands for, and the
 * `memcall` command that makes the result from the profile at the end.
 */
#ifndef MC_RESULT_H
#define MC_RESULT_H

/*
 * Takes PATTERN (the value of MEMCALL_OUT), relative to the present folder:
 * %p process id, %h host, %r MPI rank, %e program, %% a percent sign.  0, or
 * -1 if no name can be made of it (said).
 */
int mc_result_init(const char *pattern);

/*
 * Creates the profile, FILE.memcall, or after a fork attaches the child's
 * memory to one of its own.  A name that is in use gets the process id before
 * its extension.  0, or -1 if it cannot be written (said).  Under the guard.
 */
int mc_result_create(void);

/* Makes FILE from the profile as it is; both remain. */
void mc_result_write(void);

/* The profile is sealed: makes FILE from it, and removes it if that worked. */
void mc_result_finish(void);

/* There is no room for anything but the header: removes the profile. */
void mc_result_discard(void);

/* The program ends and no marked function has run: says so, unless it is a
   forked child. */
void mc_result_say_nothing_ran(void);

#endif
