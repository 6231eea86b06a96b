/* SPDX-License-Identifier: MIT */
/*
 * Gives each thread that records a state (thread.h).  The state of a thread
 * that has ended goes to the next new one.
 */
#ifndef MC_THREADS_H
#define MC_THREADS_H

#include "../profile/thread.h"

/* Returns the state of the calling thread, made if there is none.  NULL if
   there is no memory or disk space for it.  Under the guard. */
struct mc_thread *mc_threads_get(void);

/* Forgets all threads but the calling one, in a forked child.  Under the
   guard. */
void mc_threads_after_fork(void);

#endif
