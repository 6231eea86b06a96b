/* SPDX-License-Identifier: MIT */
/*
 * Handlers of the signals by which a user flushes, pauses and resumes.
 *
 * A signal comes to one thread, but recording is paused by each thread for
 * itself.  So the one that got it hands it on to the others, from which it is
 * known by its si_code.  The extents that begin later see what holds then.
 *
 * What a handler does is more than a stack of the program's may have room for.
 */
#include "signals.h"
#include "extents.h"
#include "../life/process.h"
#include "../os/guard.h"
#include "../os/log.h"
#include "../os/raw.h"
#include "../os/spare.h"
#include "../profile/thread.h"
#include "../profile/trigger.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>

static void flush(void *unused)
{
	(void)unused;
	mc_process_flush();
}

static void on_flush(int number, siginfo_t *info, void *context)
{
	int saved = errno;

	(void)number;
	(void)info;
	(void)context;
	if (!mc_guard_inside)
		mc_spare_call(flush, NULL);
	errno = saved;
}

static void tell_others(void)
{
	const struct mc_thread *self = mc_thread_self();
	struct mc_guard guard;

	mc_guard_lock(&guard);
	for (struct mc_thread *t = mc_thread_living; t; t = t->next)
		if (t != self)
			syscall(SYS_tgkill, mc_raw_pid(), t->record->tid,
				mc_trigger.record);
	mc_guard_unlock(&guard);
}

static void on_record(int number, siginfo_t *info, void *context)
{
	int saved = errno;

	(void)number;
	(void)context;
	if (mc_guard_inside)
		return;
	if (info->si_code != SI_TKILL) {
		__atomic_fetch_xor(&mc_trigger.is_paused, 1, __ATOMIC_RELAXED);
		tell_others();
	}
	mc_extents_follow();
	errno = saved;
}

/* Installs a handler, unless the program has one, or ignores the signal. */
static int install(int number, const char *option,
		   void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction ours = {.sa_sigaction = handler,
				 .sa_flags = SA_SIGINFO | SA_RESTART},
			 theirs;
	const char *name = sigabbrev_np(number);

	if (!number)
		return 0;
	if (!sigaction(number, NULL, &theirs) && theirs.sa_handler == SIG_DFL &&
	    !sigaction(number, &ours, NULL))
		return 0;
	mc_log("MEMCALL_OPTIONS: ", option, name ? name : "RTMIN+N",
	       " ignored: the program has a use for that signal; choose "
	       "another",
	       NULL);
	return -1;
}

void mc_signals_init(void)
{
	install(mc_trigger.flush, "flush=", on_flush);
	if (install(mc_trigger.record, "record=", on_record))
		mc_trigger.is_paused = 0;
}
