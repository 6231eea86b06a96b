/* SPDX-License-Identifier: MIT */
/*
 * Keeps what all threads share.  See thread.h.
 */
#include "thread.h"

#include <stdatomic.h>

_Atomic uint32_t mc_thread_recording;
__thread struct mc_thread *mc_thread_of_caller;
struct mc_thread *mc_thread_living;
struct mc_thread_position mc_thread_nobody;
struct mc_thread_position mc_thread_anyone = {
	/* A thread's `own` itself, which is this until it has a position. */
	.position = {.head = offsetof(struct mc_words, own),
		     .looked = (uintptr_t)&mc_thread_anyone.position},
};
/* Its kids are itself: it is no function. */
struct mc_link mc_thread_arriving = {.function = MC_NODE_NOTHING};

void mc_thread_count(struct mc_thread *thread, int is_recording)
{
	if (thread->extent.is_counted != is_recording)
		atomic_fetch_add_explicit(&mc_thread_recording,
					  is_recording ? 1u : -1u,
					  memory_order_relaxed);
	thread->extent.is_counted = is_recording;
}

void mc_thread_set_base(struct mc_thread *thread, struct mc_frame *frame)
{
	mc_frame_free(frame);
	mc_frame_private(frame)->link = thread->cct.root;
	thread->base = thread->top = frame;
	thread->timing = thread->cct.root;
	thread->strands.running = &thread->strands.own;
	thread->strands.own.thread = thread;
}

void mc_thread_take_position(struct mc_thread *thread, struct mc_node *node)
{
	struct mc_thread_position *whole =
		(struct mc_thread_position *)thread->position;

	whole->thread = thread;
	thread->beneath = node;
	thread->position->arriving = &mc_thread_arriving;
	mc_thread_go(thread, node);
}
