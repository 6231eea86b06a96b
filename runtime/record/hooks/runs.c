/* SPDX-License-Identifier: MIT */
/*
 * The hooks of coroutines.  See runs.h.
 */
#include "runs.h"
#include "../calls/calls.h"
#include "extents.h"
#include "../life/fork.h"
#include "../os/guard.h"
#include "../calls/jumps.h"
#include "../profile/links.h"

/* Tells whether INDEX, which is GCC's, says that the coroutine is resumed. */
static int is_resumed(uint32_t index)
{
	return index && !(index & 1);
}

/* Begins a run of the calling thread, within an extent.  Returns its handle. */
static void *run_at(struct mc_thread *thread, struct mc_function *function,
		    const void *coroutine, uint32_t index,
		    struct mc_place place)
{
	uint32_t flags = MC_FRAME_RUN;
	struct mc_span waiting;
	struct mc_node *link;
	void *handle;

	link = mc_coroutine_find(thread, function, coroutine, index, &waiting);
	if (!mc_links_count(link) &&
	    mc_links_decide(thread, link, function, NULL))
		flags |= MC_FRAME_TIMED;
	handle = mc_options.mem == MC_MEM_OFF
			 ? mc_calls_enter(thread, link, flags, place, 0)
			 : mc_calls_enter(thread, link, flags, place, 1);
	if (mc_frame_is_handle(handle)) {
		mc_frame_private(mc_frame_of(handle))->waiting = waiting;
		thread->coroutines.count = waiting.end;
	}
	return handle;
}

void *mc_runs_hook_run(struct mc_position *position,
		       struct mc_function *function, void *coroutine,
		       uint32_t index, void *cfa)
{
	struct mc_thread *thread = mc_position_thread(position);
	struct mc_place place = MC_PLACE(cfa);
	int may_start =
		function->flags & MC_FUNCTION_MARKED && is_resumed(index);

	if (unlikely(!*mc_fork_is_known))
		return mc_fork_find()->run(position, function, coroutine, index,
					   cfa);
	if (unlikely(mc_guard_inside))
		return mc_calls_lose();
	if (!thread || !position->current)
		return may_start ? mc_extents_start(function, place) : NULL;
	if (!mc_jumps_close_dead(thread, place, mc_strands_is_handler(thread)))
		return may_start ? mc_extents_start(function, place) : NULL;
	if (mc_thread_is_arriving(thread))
		mc_thread_go(thread, mc_thread_current(thread));
	if (is_resumed(index))
		return run_at(thread, function, coroutine, index, place);
	/* What runs is a part of the call that starts or destroys it. */
	mc_coroutine_forget(thread);
	return mc_thread_current(thread);
}

/* Tells whether the extent is over.  A coroutine that ends, or yields a value,
   is not the caller of the one that goes on.  So if the extent is its run, it
   is over. */
static int ends_extent(const struct mc_thread *thread, struct mc_frame *frame,
		       const void *coroutine, int reason)
{
	struct mc_frame *previous = mc_frame_private(frame)->previous;

	return reason != MC_WAITS && (frame->flags & MC_FRAME_EXTENT ||
				      (previous->flags & MC_FRAME_EXTENT &&
				       coroutine == thread->coroutines.stays));
}

int mc_runs_hook_hand_over(struct mc_position *position, void *handle,
			   struct mc_function *function, void *coroutine,
			   void *to, int reason)
{
	struct mc_thread *thread = mc_thread_self();
	struct mc_frame *frame = mc_frame_of(handle);
	struct mc_span waiting;
	struct mc_node *link;
	int stays;

	if (unlikely(!*mc_fork_is_known))
		return mc_fork_find()->hand_over(position, handle, function,
						 coroutine, to, reason);
	if (!thread || mc_guard_inside)
		return 0;
	if (!mc_frame_is_handle(handle)) {
		/* What runs was a part of the call that started it. */
		position->current = handle;
		waiting.first = waiting.end = thread->coroutines.count;
		mc_coroutine_hand_over(thread, handle, waiting, function,
				       coroutine, to, reason);
		return 0;
	}
	if (!mc_jumps_is_open(thread, frame))
		return 0;
	mc_jumps_close_above(thread, frame);
	link = mc_frame_private(frame)->link;
	waiting = mc_frame_private(frame)->waiting;
	if (ends_extent(thread, frame, coroutine, reason)) {
		mc_calls_close_all(thread);
		return 0;
	}
	stays = !!(frame->flags & MC_FRAME_EXTENT);
	if (stays) {
		thread->coroutines.stays = coroutine;
		waiting.first = waiting.end;
		mc_thread_go(thread, link);
	} else {
		mc_calls_close_one(thread);
	}
	mc_coroutine_hand_over(thread, link, waiting, function, coroutine, to,
			       reason);
	return stays;
}
