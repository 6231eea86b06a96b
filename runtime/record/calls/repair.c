/* SPDX-License-Identifier: MIT */
/*
 * Drops frames that are half done.  See repair.h.
 */
#include "repair.h"
#include "../profile/module.h"
#include "../profile/strands.h"

static int count(struct mc_thread *thread, struct mc_frame *frame)
{
	struct mc_node *link = mc_frame_private(frame)->link;

	if (!mc_frame_is_half_done(frame) && !(frame->flags & MC_FRAME_THREAD))
		thread->cct.open[mc_node_private(link)->open_index]++;
	return 0;
}

/* Counts how many frames of recursive links each function has.  The counter at
   0 takes those of all other links. */
static void recount(struct mc_thread *thread)
{
	for (uint32_t i = 0; i < thread->cct.open_size; i++)
		thread->cct.open[i] = 0;
	mc_strands_visit(thread, count);
}

static struct mc_node *innermost_timed(const struct mc_thread *thread,
				       struct mc_frame *frame)
{
	while (frame != thread->base &&
	       (mc_frame_is_half_done(frame) ||
		!(frame->flags & (MC_FRAME_TIMED | MC_FRAME_THREAD))))
		frame = mc_frame_private(frame)->previous;
	return frame->flags & MC_FRAME_THREAD ? thread->cct.root
					      : mc_frame_private(frame)->link;
}

void mc_repair_drop_top(struct mc_thread *thread)
{
	struct mc_frame *frame = thread->top;
	struct mc_frame *previous = mc_frame_private(frame)->previous;
	struct mc_node *link = thread->cct.root;

	if (previous != frame - 1)
		mc_strands_previous_frames(thread, previous);
	else
		thread->top = previous;
	mc_frame_free(frame);
	previous = thread->top;
	if (!mc_frame_is_half_done(previous))
		link = mc_frame_private(previous)->link;
	thread->timing = innermost_timed(thread, previous);
	mc_thread_go(thread, link);
	thread->record->top =
		previous == thread->base ? 0 : (uintptr_t)previous;
	recount(thread);
	if (previous == thread->base) {
		mc_module_set_recording(thread->thread_pointer, NULL, NULL);
		mc_thread_count(thread, 0);
	}
}
