/* SPDX-License-Identifier: MIT */
/*
 * Finds the creator of work, and begins extents for it.  See creator.h.
 */
#include "creator.h"
#include "extents.h"
#include "../life/fork.h"
#include "../os/guard.h"
#include "../profile/module.h"
#include "../profile/recall.h"
#include "../profile/thread.h"

static int is_within_extent(const struct mc_thread *thread)
{
	return thread && thread->record->top;
}

uint32_t mc_creator_running(void)
{
	struct mc_thread *thread = mc_thread_self();

	if (!is_within_extent(thread) || thread->extent.is_paused ||
	    mc_guard_inside || !*mc_fork_is_known)
		return 0;
	return mc_recall_function(thread);
}

void *mc_creator_begin(uint32_t creator)
{
	return is_within_extent(mc_thread_self())
		       ? NULL
		       : mc_extents_begin_thread(creator);
}

void mc_creator_end(void *handle)
{
	if (handle)
		mc_module_usual_hooks()->leave(NULL, handle);
}
