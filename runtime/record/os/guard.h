/* SPDX-License-Identifier: MIT */
/*
 * The guard: the recorder's one lock, for everything that is rare: numbering a
 * function, growing the file, starting a thread.  The hot path never takes it.
 * Any thread, any signal.
 *
 * While a thread holds it,
 *
 * - all its signals are blocked, so that no handler that calls recorded
 *   functions finds the guard held by its own thread;
 * - it cannot be cancelled;
 * - mc_guard_inside is set, by which the hooks know a call that comes from
 *   within the recorder (the program may have its own malloc or memcpy, and
 *   record it).
 *
 * errno is kept.
 */
#ifndef MC_GUARD_H
#define MC_GUARD_H

#include <stdint.h>

/* The state that mc_guard_unlock restores. */
struct mc_guard {
	uint64_t signals; /* the kernel's signal set */
	int cancel_state;
	int error;
};

/* Takes the guard.  The caller must not hold it yet. */
void mc_guard_lock(struct mc_guard *guard);
/* Gives it back, with the same GUARD. */
void mc_guard_unlock(struct mc_guard *guard);

/* Frees the guard in a child that was not made by fork(): the thread that held
   it is not there. */
void mc_guard_reset(void);

/* More than 0 while the calling thread is within the recorder, or is not to be
   recorded any more (seccomp.h).  The hooks do nothing then. */
extern __thread int mc_guard_inside;

#endif
