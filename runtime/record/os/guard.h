/* SPDX-License-Identifier: MIT */
/*
 * The recorder's one lock, for everything that is rare: numbering a function,
 * growing the file, starting a thread.  The hot path never takes it.
 *
 * While it is held, all signals are blocked, so that a handler that calls
 * recorded functions never finds it held by its own thread; the thread cannot
 * be cancelled; and mc_guard_inside is set, by which the hooks know that a call
 * comes from within the recorder (the program has a malloc or a memcpy of its
 * own, and recorded).  errno is kept.
 */
#ifndef MC_GUARD_H
#define MC_GUARD_H

#include <stdint.h>

struct mc_guard {
	uint64_t signals; /* the kernel's signal set */
	int cancel_state;
	int error;
};

void mc_guard_lock(struct mc_guard *guard);
void mc_guard_unlock(struct mc_guard *guard);

/* In a child that was made by other means than fork(): nobody else is there to
   unlock. */
void mc_guard_reset(void);

extern __thread int mc_guard_inside;

#endif
