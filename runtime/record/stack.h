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

/* The stack that the caller runs on, from /proc/self/maps; the main thread's
   with the room it may grow into.  Costs tens of microseconds.  Under the
   guard. */
struct mc_stack mc_stack_find(void);

#endif
