/* SPDX-License-Identifier: MIT */
/*
 * Set-up and end.  See process.h.
 */
#include "process.h"
#include "child.h"
#include "clock.h"
#include "fork.h"
#include "functions.h"
#include "gate.h"
#include "guard.h"
#include "heap.h"
#include "hooks.h"
#include "mapfile.h"
#include "module.h"
#include "options.h"
#include "overhead.h"
#include "program.h"
#include "result.h"

#include <stdlib.h>

static struct {
	int initialised;
	int failed; /* nothing can be recorded; it has been said */
	int sealed;
} process;

int mc_process_has_failed(void)
{
	return process.failed;
}

void mc_process_fail(void)
{
	process.failed = 1;
}

/* No extent can begin, so no other hook is ever called. */
static void stop(void)
{
	mc_process_fail();
	mc_module_stop();
}

static int create_profile(void)
{
	if (mc_result_create())
		return -1;
	/* Names first: without them, counts would say nothing. */
	if (mc_functions_init()) {
		mc_result_discard();
		return -1;
	}
	mc_gate_init();
	return 0;
}

struct mc_thread *mc_process_begin(void)
{
	struct mc_thread *thread = mc_thread_self();
	struct mc_guard guard;

	if (process.failed || process.sealed)
		return NULL;
	if (thread)
		return thread;
	mc_guard_lock(&guard);
	if (!mc_mapfile_header() && create_profile())
		stop();
	if (!process.failed)
		thread = mc_thread_get();
	if (!thread && !process.failed && !mc_mapfile_header()->threads) {
		mc_result_discard();
		stop();
	}
	if (thread && !mc_mapfile_header()->cost_inside_mticks)
		mc_overhead_measure(thread);
	mc_guard_unlock(&guard);
	return thread;
}

void mc_process_init(void)
{
	if (process.initialised++)
		return;
	mc_fork_init();
	mc_options_read(secure_getenv("MEMCALL_OPTIONS"));
	mc_clock_init();
	mc_heap_init();
	mc_program_init();
	if (mc_result_init(secure_getenv("MEMCALL_OUT"))) {
		stop();
		return;
	}
	mc_fork_watch();
	mc_module_use_hooks(mc_hooks_in_use());
}

void mc_process_flush(void)
{
	struct mc_thread *self = mc_thread_self();
	struct mc_guard guard;

	if (!mc_mapfile_header() || process.failed || mc_child_is_new())
		return;
	mc_guard_lock(&guard);
	if (self)
		mc_hooks_sync(self);
	mc_mapfile_mark_time();
	mc_result_write();
	mc_guard_unlock(&guard);
}

/* The last destructor of the process, as nothing depends on this library. */
__attribute__((destructor)) static void seal(void)
{
	struct mc_file_header *header = mc_mapfile_header();
	struct mc_guard guard;

	if (!process.initialised || process.failed || process.sealed ||
	    !*mc_fork_is_known || mc_guard_inside)
		return;
	mc_guard_lock(&guard);
	process.sealed = 1;
	if (header && !mc_child_is_new()) {
		for (struct mc_thread *t = mc_thread_list(); t; t = t->next)
			mc_hooks_sync(t);
		mc_mapfile_mark_time();
		header->state = MC_STATE_SEALED;
	}
	mc_guard_unlock(&guard);
	if (mc_child_is_new())
		return;
	if (header)
		mc_result_finish();
	else
		mc_result_say_nothing_ran();
}

#ifdef MC_STATIC
/* What libmemcall.a asks the linker for. */
extern const char __memcall_static;
const char __memcall_static = 1;
#endif

__attribute__((visibility("default"))) void __memcall_register(
	struct mc_unit *unit)
{
	mc_module_register(unit);
}
