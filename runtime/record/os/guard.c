/* SPDX-License-Identifier: MIT */
/*
 * A spin lock that yields.  See guard.h.
 *
 * It is taken rarely and held for microseconds, except while the hooks are
 * measured (overhead.h).  A futex would need care across a fork.
 *
 * The kernel's own call blocks the signals: the C library's leaves those
 * unblocked by which it cancels threads.
 */
#include "guard.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

__thread int mc_guard_inside;

static atomic_int held;

static void set_signals(int how, const uint64_t *set, uint64_t *old)
{
	syscall(SYS_rt_sigprocmask, how, set, old, sizeof(*set));
}

void mc_guard_lock(struct mc_guard *guard)
{
	const uint64_t all = ~(uint64_t)0;

	guard->error = errno;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &guard->cancel_state);
	set_signals(SIG_SETMASK, &all, &guard->signals);
	/* Acquire: pairs with the release in mc_guard_unlock. */
	while (atomic_exchange_explicit(&held, 1, memory_order_acquire))
		sched_yield();
	mc_guard_inside++;
}

void mc_guard_unlock(struct mc_guard *guard)
{
	int unused;

	mc_guard_inside--;
	atomic_store_explicit(&held, 0, memory_order_release);
	set_signals(SIG_SETMASK, &guard->signals, NULL);
	pthread_setcancelstate(guard->cancel_state, &unused);
	errno = guard->error;
}

void mc_guard_reset(void)
{
	atomic_store_explicit(&held, 0, memory_order_release);
	mc_guard_inside = 0;
}
