/* SPDX-License-Identifier: MIT */
/*
 * Follows threads: one that recorded code starts is part of the extent of the
 * call that started it, until it ends.
 *
 * pthread_create and thrd_create cannot be interposed by a library that is
 * loaded late, so the slots by which loaded modules call them (the global
 * offset tables) are pointed here.  libgomp's are left alone: openmp.h. Threads
 * that the C library starts are those of notify.h and requests.h.
 */
#ifndef MC_THREAD_CREATE_H
#define MC_THREAD_CREATE_H

/* Points the slots of all modules that are loaded by now here.  Under the
   guard. */
void mc_thread_create_patch(void);

#endif
