/* SPDX-License-Identifier: MIT */
/*
 * Watches prctl.  See seccomp.h.
 *
 * In the kernel's strict mode of seccomp a thread may only call read, write and
 * _exit, and not read the clock.  PR_SET_TSC takes away the clock alone.
 * Either would kill the thread in the next hook.  So its calls end before that,
 * and it counts as within the recorder for good (mc_guard_inside): the hooks do
 * nothing.
 *
 * What a filter of system calls forbids cannot be known.
 */
#include "seccomp.h"
#include "../life/fork.h"
#include "../os/guard.h"
#include "../calls/calls.h"
#include "../os/log.h"
#include "../profile/light.h"
#include "../os/got.h"

#include <dlfcn.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

typedef int prctl_fn(int, unsigned long, unsigned long, unsigned long,
		     unsigned long);

static prctl_fn *real_prctl;

/* Tells whether prctl (OPTION, WHAT) takes away what the hooks need. */
static int is_renouncing(int option, unsigned long what)
{
	return (option == PR_SET_SECCOMP && what == SECCOMP_MODE_STRICT) ||
	       (option == PR_SET_TSC && what == PR_TSC_SIGSEGV);
}

/* Ends the recording of THREAD. */
static void stop(struct mc_thread *thread)
{
	struct mc_guard guard;

	mc_guard_lock(&guard);
	/* Light copies do not ask before they count. */
	mc_light_unbind_all(thread);
	mc_calls_close_all(thread);
	mc_log("the program forbids itself what recording takes (prctl): "
	       "nothing more of this thread is recorded, and the profile stays "
	       "as it is; run memcall convert",
	       NULL);
	mc_guard_unlock(&guard);
}

static int watch_prctl(int option, unsigned long a, unsigned long b,
		       unsigned long c, unsigned long d)
{
	struct mc_thread *thread = mc_thread_self();
	int result;

	if (!is_renouncing(option, a) || mc_guard_inside || !*mc_fork_is_known)
		return real_prctl(option, a, b, c, d);
	if (thread && thread->record->top)
		stop(thread);
	mc_guard_inside++;
	result = real_prctl(option, a, b, c, d);
	if (result)
		mc_guard_inside--;
	return result;
}

void mc_seccomp_patch(void)
{
	static const struct mc_got_patch patches[] = {
		{"prctl", (void *)watch_prctl},
		{NULL, NULL},
	};

	if (!real_prctl)
		*(void **)&real_prctl = mc_got_find("prctl");
	if (real_prctl)
		mc_got_patch(patches);
}
