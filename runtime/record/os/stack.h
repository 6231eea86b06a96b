/* SPDX-License-Identifier: MIT */
/*
 * The bounds of the calling thread's own stack.
 */
#ifndef MC_STACK_H
#define MC_STACK_H

#include <stdint.h>

struct mc_stack {
	/* The lowest address, and the bytes above it. */
	uintptr_t low;
	uintptr_t size; /* 0: not known */
};

/* Finds the calling thread's own stack, whatever it runs on just now (a signal
   handler's stack, a coroutine's).  The main thread's has the room it may grow
   into.  Reads /proc/thread-self/maps; costs tens of microseconds.  Under the
   guard. */
struct mc_stack mc_stack_find(void);

#endif
