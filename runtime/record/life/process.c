/* SPDX-License-Identifier: MIT */
/*
 * Sets the recorder up, and ends it.  See process.h.
 */
#include "process.h"
#include "child.h"
#include "../os/clock.h"
#include "fork.h"
#include "../profile/functions.h"
#include "../calls/gate.h"
#include "../os/guard.h"
#include "../os/heap.h"
#include "../heap/ledger.h"
#include "../calls/calls.h"
#include "../profile/mapfile.h"
#include "../profile/module.h"
#include "../profile/options.h"
#include "../profile/trigger.h"
#include "../os/log.h"
#include "../calls/overhead.h"
#include "../os/origin.h"
#include "../os/program.h"
#include "../profile/result.h"
#include "threads.h"

#include <stdlib.h>

static struct {
	int initialised;
	int sealed;
} process;

static int create_profile(void)
{
	if (mc_result_create())
		return -1;
	/* The names come first: without them, counts would say nothing. */
	if (mc_functions_init()) {
		mc_result_discard();
		return -1;
	}
	mc_gate_init();
	mc_ledger_begin();
	return 0;
}

struct mc_thread *mc_process_begin(void)
{
	struct mc_thread *thread = mc_thread_self();
	struct mc_guard guard;

	if (mc_module_has_failed() || process.sealed)
		return NULL;
	if (thread)
		return thread;
	mc_guard_lock(&guard);
	if (!mc_mapfile_header() && create_profile())
		mc_module_stop();
	if (!mc_module_has_failed())
		thread = mc_threads_get();
	if (!thread && !mc_module_has_failed() &&
	    !mc_mapfile_header()->threads) {
		mc_result_discard();
		mc_module_stop();
	}
	if (thread && !mc_mapfile_header()->cost_inside_mticks)
		mc_overhead_measure(thread);
	mc_guard_unlock(&guard);
	return thread;
}

/* Has everything measured that a limit is of, or says why it is not. */
static void settle_triggers(void)
{
	if (mc_trigger_needs_calls())
		mc_options.time = MC_TIME_ALL;
	if (mc_trigger.kind != MC_TRIGGER_RSS &&
	    mc_trigger.kind != MC_TRIGGER_PEAK)
		return;
	if (mc_options.mem != MC_MEM_OFF)
		return;
	mc_log("MEMCALL_OPTIONS: break=", mc_trigger.text,
	       " ignored: memory is not measured; leave mem=off out", NULL);
	mc_trigger.kind = MC_TRIGGER_NEVER;
}

int mc_process_init(void)
{
	process.initialised = 1;
	mc_fork_init();
	mc_options_read(secure_getenv("MEMCALL_OPTIONS"));
	settle_triggers();
	mc_clock_init();
	mc_heap_init();
	mc_program_init();
	mc_origin_init();
	if (mc_result_init(secure_getenv("MEMCALL_OUT")))
		return -1;
	mc_fork_watch();
	return 0;
}

void mc_process_flush(void)
{
	struct mc_thread *self = mc_thread_self();
	struct mc_guard guard;

	if (!mc_mapfile_header() || mc_module_has_failed() || mc_child_is_new())
		return;
	mc_guard_lock(&guard);
	if (self)
		mc_calls_sync(self);
	mc_mapfile_mark_time();
	mc_result_write();
	mc_guard_unlock(&guard);
}

/* Seals the profile and makes the result.  This is the last destructor of the
   process, as nothing depends on this library. */
__attribute__((destructor)) static void seal(void)
{
	struct mc_file_header *header = mc_mapfile_header();
	struct mc_guard guard;

	if (!process.initialised || mc_module_has_failed() || process.sealed ||
	    !*mc_fork_is_known || mc_guard_inside)
		return;
	mc_guard_lock(&guard);
	process.sealed = 1;
	mc_ledger_end();
	if (header && !mc_child_is_new()) {
		for (struct mc_thread *t = mc_thread_living; t; t = t->next)
			mc_calls_sync(t);
		mc_mapfile_mark_time();
		/* Release: who finds it sealed finds all of it. */
		__atomic_store_n(&header->state, MC_STATE_SEALED,
				 __ATOMIC_RELEASE);
	}
	mc_guard_unlock(&guard);
	if (mc_child_is_new())
		return;
	if (header)
		mc_result_finish();
	else
		mc_result_say_nothing_ran();
}
