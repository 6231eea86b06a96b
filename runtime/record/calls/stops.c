/* SPDX-License-Identifier: MIT */
/*
 * Stops in a debugger.  See stops.h.
 *
 * Without a debugger SIGTRAP would end the program.  So a line says that the
 * limit was crossed, and the program goes on.  A tracer that is no debugger
 * hands the signal on: meanwhile it has a handler.
 */
#include "stops.h"
#include "../os/guard.h"
#include "../os/log.h"
#include "../os/raw.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

/* The calls of each function, as break=calls> counts them. */
#define MC_COUNTS 4096

static struct count {
	_Atomic(const struct mc_function *) function;
	_Atomic uint64_t calls;
	_Atomic enum { NOT_ASKED, WATCHED, OTHER } is;
} counts[MC_COUNTS];

static atomic_int is_done;

static int has_tracer(void)
{
	static const char key[] = "TracerPid:\t";
	char status[1024];
	int fd = mc_raw_open("/proc/self/status", O_RDONLY | O_CLOEXEC, 0);
	ssize_t length;
	const char *at;

	if (fd < 0)
		return 0;
	length = mc_raw_read(fd, status, sizeof(status) - 1);
	mc_raw_close(fd);
	status[length > 0 ? length : 0] = 0;
	at = strstr(status, key);
	return at && at[sizeof(key) - 1] != '0';
}

static void pass(int signal)
{
	(void)signal;
}

static void set_mask(int how, uint64_t *set, uint64_t *old)
{
	syscall(SYS_rt_sigprocmask, how, set, old, sizeof(*set));
}

/* Where a debugger stops: the call is a few frames above. */
static __attribute__((noinline)) void trap(void)
{
	struct sigaction handler = {.sa_handler = pass}, usual;
	uint64_t trap = 1ull << (SIGTRAP - 1), old;

	sigaction(SIGTRAP, &handler, &usual);
	set_mask(SIG_UNBLOCK, &trap, &old);
	syscall(SYS_tgkill, mc_raw_pid(), syscall(SYS_gettid), SIGTRAP);
	set_mask(SIG_SETMASK, &old, NULL);
	sigaction(SIGTRAP, &usual, NULL);
}

static void say(const char *function)
{
	struct mc_guard guard;

	mc_guard_lock(&guard);
	mc_log("break=", mc_trigger.text, " has come true",
	       function ? " in " : "", function ? function : "",
	       ": run the program in a debugger, as in gdb -ex run, to stop "
	       "there",
	       NULL);
	mc_guard_unlock(&guard);
}

static void stop(const char *function)
{
	int saved = errno;

	/* What comes from within the recorder is no place to stop at. */
	if (mc_guard_inside || atomic_exchange(&is_done, 1))
		return;
	if (has_tracer())
		trap();
	else
		say(function);
	errno = saved;
}

/* Tells whether memory rose by more than the limit during an open call that is
   watched. */
static int has_peak(const struct mc_thread *thread, struct mc_frame *frame)
{
	int64_t level = frame ? frame->rss_peak : 0;

	while (frame && frame != thread->base) {
		struct mc_frame_private *own = mc_frame_private(frame);

		if (!mc_frame_is_half_done(frame) && frame->reserved &&
		    level - frame->rss_before > (int64_t)mc_trigger.limit)
			return 1;
		frame = own->previous;
	}
	return 0;
}

void mc_stops_look(struct mc_thread *thread, struct mc_frame *frame,
		   int64_t resident)
{
	if (mc_trigger.kind == MC_TRIGGER_RSS
		    ? resident > (int64_t)mc_trigger.limit
		    : mc_trigger.kind == MC_TRIGGER_PEAK &&
			      has_peak(thread, frame))
		stop(NULL);
}

/* Returns the function's count; NULL: there are too many functions. */
static struct count *find_count(const struct mc_function *function)
{
	size_t at = ((uintptr_t)function / 16 * 0x9e3779b9u) % MC_COUNTS;

	for (size_t i = 0; i < MC_COUNTS; i++) {
		struct count *c = &counts[(at + i) % MC_COUNTS];
		const struct mc_function *found = NULL;

		if (atomic_compare_exchange_strong(&c->function, &found,
						   function) ||
		    found == function)
			return c;
	}
	return NULL;
}

/* Returns the count if the function is one that the limit is of, else NULL. */
static struct count *find_watched(const struct mc_function *function)
{
	struct count *c = find_count(function);

	if (!c)
		return NULL;
	if (c->is == NOT_ASKED)
		c->is = mc_trigger_is_of(function) ? WATCHED : OTHER;
	return c->is == WATCHED ? c : NULL;
}

void mc_stops_count(const struct mc_function *function)
{
	struct count *c;

	if (mc_trigger.kind != MC_TRIGGER_CALLS)
		return;
	c = find_watched(function);
	if (c && atomic_fetch_add(&c->calls, 1) == mc_trigger.limit)
		stop(function->names);
}

void mc_stops_watch(const struct mc_function *function, void *handle)
{
	if (mc_trigger.kind == MC_TRIGGER_PEAK && handle &&
	    mc_frame_is_handle(handle))
		mc_frame_of(handle)->reserved = find_watched(function) != NULL;
}
