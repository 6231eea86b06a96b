/* SPDX-License-Identifier: MIT */
/*
 * MEMCALL_OPTIONS=break=...: stops the program in a debugger, once, in the
 * thread and the call that crossed the limit.
 *
 * Limits of memory are looked at where the gate has looked: at the end of the
 * call that touched the memory, or where that calls something.  For limits of
 * functions the hooks call here at each call, which all have frames then.
 *
 * For the owning thread.
 */
#ifndef MC_STOPS_H
#define MC_STOPS_H

#include "../profile/thread.h"
#include "../profile/trigger.h"

/* Looks at limits of memory: RESIDENT bytes are the process's, and FRAME (may
   be NULL) is the thread's innermost one. */
void mc_stops_look(struct mc_thread *thread, struct mc_frame *frame,
		   int64_t resident);

/* A call of FUNCTION begins. */
void mc_stops_count(const struct mc_function *function);

/* It has begun, and has that handle (may be NULL). */
void mc_stops_watch(const struct mc_function *function, void *handle);

#endif
