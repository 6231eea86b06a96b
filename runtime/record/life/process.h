/* SPDX-License-Identifier: MIT */
/*
 * The life of the recorder in a process: set up when the first unit registers,
 * begun with the first extent, sealed at exit (fork.h: carried over a fork).
 */
#ifndef MC_PROCESS_H
#define MC_PROCESS_H

#include "../profile/thread.h"
#include "../../memcall-abi.h"

/* Reads the environment.  Once, under the guard.  0, or -1 if nothing can be
   recorded; the reason has been printed. */
int mc_process_init(void);

/* The calling thread's state for an extent to begin.  The first call creates
   the profile.  NULL if nothing can be recorded (the reason has been said). */
struct mc_thread *mc_process_begin(void);

/* Makes the result of what has been recorded until now. */
void mc_process_flush(void);

#endif
