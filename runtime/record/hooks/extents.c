/* SPDX-License-Identifier: MIT */
/*
 * Begins extents.  See extents.h.
 */
#include "extents.h"
#include "../calls/calls.h"
#include "../calls/stops.h"
#include "../life/fork.h"
#include "../os/guard.h"
#include "../profile/events.h"
#include "../profile/light.h"
#include "../profile/links.h"
#include "../profile/mapfile.h"
#include "../profile/module.h"
#include "../life/process.h"
#include "../os/spare.h"

/* Tells whether a signal handler has interrupted the beginning of an extent: it
   runs further down the stack, or on another one. */
static int is_within_start(const struct mc_thread *thread,
			   struct mc_place place)
{
	return thread->extent.starting &&
	       (!mc_place_is_on_stack(thread, place.cfa) ||
		place.cfa < thread->extent.starting);
}

/* Prepares the calling thread for an extent and returns it; NULL if it cannot
   begin one. */
static struct mc_thread *prepare_extent(struct mc_place place)
{
	struct mc_thread *thread = mc_process_begin();

	if (!thread)
		return mc_mapfile_header() ? mc_calls_lose() : NULL;
	if (thread->extent.is_paused)
		return NULL;
	if (is_within_start(thread, place))
		return mc_calls_lose();
	thread->extent.starting =
		mc_place_is_on_stack(thread, place.cfa) ? place.cfa : 0;
	mc_calls_close_all(thread); /* what a jump has left, if anything */
	/* A light copy that runs on when its extent is over sets the position.
	 */
	mc_thread_go(thread, thread->cct.root);
	thread->coroutines.count = 0;
	thread->coroutines.stays = NULL;
	mc_coroutine_forget(thread);
	mc_thread_count(thread, 1);
	mc_gate_begin_extent(thread, mc_calls_now(thread));
	/* What ran before was nobody's. */
	thread->record->mark_ticks = mc_calls_now(thread);
	return thread;
}

/* The outermost call of an extent always has a frame. */
void *mc_extents_start(struct mc_function *function, struct mc_place place)
{
	struct mc_thread *thread = prepare_extent(place);
	struct mc_frame *previous, *frame;
	struct mc_node *link;
	int is_timed;

	if (!thread)
		return NULL;
	__atomic_fetch_add(&mc_mapfile_header()->extents, 1, __ATOMIC_RELAXED);
	link = mc_links_find(thread, function);
	link->flags |= MC_NODE_FRAMED;
	previous = thread->top;
	frame = mc_calls_reserve(thread, place);
	if (frame) {
		mc_links_count(link);
		is_timed = mc_links_decide(thread, link, function, NULL);
		thread->record->mark_ticks = mc_calls_now(thread);
		mc_events_forget(thread);
		mc_frame_private(frame)->waiting = (struct mc_span){0};
		mc_calls_push(thread, frame, previous, link,
			      MC_FRAME_EXTENT |
				      (is_timed ? MC_FRAME_TIMED : 0) |
				      (function->flags & MC_FUNCTION_RESUMED
					       ? MC_FRAME_RUN
					       : 0),
			      1);
		mc_module_set_recording(thread->thread_pointer,
					thread->position, thread->position);
		mc_extents_follow();
	} else {
		mc_thread_count(thread, 0);
		mc_calls_lose();
	}
	thread->extent.starting = 0;
	return frame ? mc_frame_handle(frame) : NULL;
}

/*
 * Puts a frame on top that is no call.  It is for the creator, as context below
 * the root, and what the thread calls hangs below that.  Time is the root's
 * meanwhile, that is, nobody's.
 */
void *mc_extents_begin_thread(uint32_t creator)
{
	struct mc_place place = {.cfa = UINTPTR_MAX};
	struct mc_thread *thread = prepare_extent(place);
	struct mc_frame *frame;
	struct mc_frame_private *own;
	struct mc_node *context;

	if (!thread)
		return NULL;
	context = mc_cct_callee(&thread->cct, thread->cct.root, creator, 0);
	context->flags |= MC_NODE_CONTEXT;
	frame = mc_calls_reserve(thread, place);
	if (!frame) {
		mc_thread_count(thread, 0);
		return NULL;
	}
	own = mc_frame_private(frame);
	own->link = context;
	own->current = own->timing = thread->cct.root;
	frame->node = thread->cct.root->offset;
	frame->rss_before = frame->rss_peak = thread->record->rss_charged;
	frame->start_ticks = thread->record->mark_ticks = mc_calls_now(thread);
	mc_events_forget(thread);
	mc_calls_order();
	frame->flags = MC_FRAME_EXTENT | MC_FRAME_THREAD |
		       (frame == thread->base + 1 ? 0 : MC_FRAME_CHUNK);
	thread->timing = thread->cct.root;
	mc_thread_go(thread, context);
	thread->record->top = (uintptr_t)frame;
	mc_module_set_recording(thread->thread_pointer, thread->position,
				thread->position);
	mc_extents_follow();
	thread->extent.starting = 0;
	return mc_frame_handle(frame);
}

void mc_extents_follow(void)
{
	struct mc_thread *thread = mc_thread_self();

	if (!thread || thread->extent.is_paused == mc_trigger.is_paused)
		return;
	if (mc_trigger.is_paused)
		mc_extents_hook_pause();
	else
		mc_extents_hook_unpause();
}

/* The arguments of the hook, and what comes of it. */
struct start {
	struct mc_function *function;
	struct mc_place place;
	void *handle;
};

static void make_start(void *argument)
{
	struct start *s = argument;

	s->handle = mc_extents_start(s->function, s->place);
}

void *mc_extents_hook_start(struct mc_position *position,
			    struct mc_function *function, struct mc_link *link,
			    void *cfa)
{
	struct start s = {function, MC_PLACE(cfa), NULL};

	if (unlikely(!*mc_fork_is_known))
		return mc_fork_find()->start(position, function, link, cfa);
	if (unlikely(mc_guard_inside))
		return mc_calls_lose();
	if (unlikely(mc_trigger.kind))
		mc_stops_count(function);
	if (unlikely(mc_strands_is_handler(mc_thread_self())))
		mc_spare_call(make_start, &s);
	else
		make_start(&s);
	if (unlikely(mc_trigger.kind))
		mc_stops_watch(function, s.handle);
	return s.handle;
}

void mc_extents_hook_pause(void)
{
	struct mc_thread *thread = mc_thread_self();

	if (!thread || !thread->record->top)
		return;
	mc_thread_begin_unrecorded(thread);
	thread->extent.is_paused = 1;
	mc_light_pause(thread);
	mc_module_set_recording(thread->thread_pointer, NULL, thread->position);
}

void mc_extents_hook_unpause(void)
{
	struct mc_thread *thread = mc_thread_self();

	if (!thread || !thread->extent.is_paused)
		return;
	thread->extent.is_paused = 0;
	mc_light_unpause(thread);
	/* Light copies have looked away, and see what others do. */
	if (thread->position->faults)
		thread->position->looked =
			thread->position->seen - thread->gate.seen_brk;
	mc_module_set_recording(thread->thread_pointer, thread->position,
				thread->position);
}
