/* SPDX-License-Identifier: MIT */
/*
 * A spin lock that yields.  It is held for microseconds, and rarely; a futex
 * would have to be taken care of across fork.
 */
#include "guard.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static atomic_int held;

void mc_guard_lock(struct mc_guard *guard)
{
	sigset_t all;

	guard->error = errno;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &guard->signals);
	/* Acquire: pairs with the release in mc_guard_unlock. */
	while (atomic_exchange_explicit(&held, 1, memory_order_acquire))
		sched_yield();
}

void mc_guard_unlock(struct mc_guard *guard)
{
	atomic_store_explicit(&held, 0, memory_order_release);
	pthread_sigmask(SIG_SETMASK, &guard->signals, NULL);
	errno = guard->error;
}

void mc_guard_reset(void)
{
	atomic_store_explicit(&held, 0, memory_order_release);
}
