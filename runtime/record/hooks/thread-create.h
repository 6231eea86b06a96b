/* SPDX-License-Identifier: MIT */
/*
 * Follows threads: one that recorded code starts is recorded until it ends, as
 * a callee of the function that started it (creator.h).
 *
 * pthread_create and thrd_create cannot be interposed by a library that is
 * loaded late.  So the got slots by which loaded modules call them are pointed
 * here.  openmp.h follows libgomp's threads; notify.h and requests.h follow
 * those that the C library starts.  Any thread.
 */
#ifndef MC_THREAD_CREATE_H
#define MC_THREAD_CREATE_H

/* Points the got slots of all modules that are loaded by now here.  Under the
   guard. */
void mc_thread_create_patch(void);

#endif
