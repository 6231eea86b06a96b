/* SPDX-License-Identifier: MIT */
/*
 * Where the calling thread's stack is.
 */
#ifndef MC_STACK_H
#define MC_STACK_H

#include <stdint.h>

struct mc_stack {
	uintptr_t low;
	uintptr_t size; /* 0: not known */
};

/* The calling thread's own stack, whatever it runs on just now (a signal
   handler's stack, a coroutine's), from /proc/thread-self/maps; the main
   thread's with the room it may grow into.  Costs tens of microseconds.  Under
   the guard. */
struct mc_stack mc_stack_find(void);

#endif
