/* SPDX-License-Identifier: MIT */
/*
 * Follows threads: one that recorded code starts is part of the extent of the
 * call that started it, until it ends.
 *
 * pthread_create and thrd_create cannot be interposed by a library that is
 * loaded late, so the slots by which loaded modules call them (the global
 * offset tables) are pointed here.  libgomp's are left alone: teams.h.  Threads
 * that the C library starts are those of notify.h and requests.h.
 */
#ifndef MC_FOLLOW_H
#define MC_FOLLOW_H

/* Points the slots of all modules that are loaded by now here.  Under the
   guard. */
void mc_follow_patch(void);

#endif
