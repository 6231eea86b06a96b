/* SPDX-License-Identifier: MIT */
/*
 * %p, %h, %r and %e in the name of an output file, as in MEMCALL_OUT: pid,
 * host, MPI rank, program.
 */
#ifndef MC_PATTERN_H
#define MC_PATTERN_H

#include <sys/types.h>

/* Returns the name for a process, to be freed. */
char *mc_pattern_expand(const char *pattern, pid_t pid, const char *program);
/* Returns a pattern that stands for exactly this name, to be freed. */
char *mc_pattern_quote(const char *name);

#endif
