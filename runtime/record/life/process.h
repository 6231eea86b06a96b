/* SPDX-License-Identifier: MIT */
/*
 * The life of the recorder in a process.  It is set up when the first unit
 * registers, begun with the first extent, and sealed at exit; fork.h carries it
 * over a fork.
 */
#ifndef MC_PROCESS_H
#define MC_PROCESS_H

#include "../profile/thread.h"
#include "../../memcall-abi.h"

/* Reads the environment.  Once, under the guard.  Returns 0, or -1 if nothing
   can be recorded; the reason has been printed. */
int mc_process_init(void);

/* Returns the calling thread's state, for an extent to begin.  The first call
   creates the profile.  NULL if nothing can be recorded; the reason has been
   printed.  Takes the guard if the thread has no state yet. */
struct mc_thread *mc_process_begin(void);

/* Makes the result of what has been recorded until now.  Any thread.  Takes the
   guard. */
void mc_process_flush(void);

#endif
