/* SPDX-License-Identifier: MIT */
/*
 * How a thread's state (thread.h) comes and goes.
 */
#ifndef MC_THREADS_H
#define MC_THREADS_H

#include "../profile/thread.h"

/* Returns the state of the calling thread, made if there is none.  NULL if
   there is no memory or disk for it.  Under the guard. */
struct mc_thread *mc_threads_get(void);

/* In a forked child: only the calling thread lives on. */
void mc_threads_after_fork(void);

#endif
