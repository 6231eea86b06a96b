/* SPDX-License-Identifier: MIT */
/*
 * The recorder's one lock, for everything that is rare: numbering a function,
 * growing the file, starting a thread.  The hot path never takes it.
 *
 * All signals are blocked while it is held, so a handler that calls recorded
 * functions never finds it held by its own thread.  errno is kept.
 */
#ifndef MC_GUARD_H
#define MC_GUARD_H

#include <signal.h>

struct mc_guard {
	sigset_t signals;
	int error;
};

void mc_guard_lock(struct mc_guard *guard);
void mc_guard_unlock(struct mc_guard *guard);

/* In a forked child: nobody else is there to unlock. */
void mc_guard_reset(void);

#endif
