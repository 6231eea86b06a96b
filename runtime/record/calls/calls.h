/* SPDX-License-Identifier: MIT */
/*
 * Calls with frames: how they begin and end.
 *
 * What runs at every one of them stands here as inline functions, in the order
 * in which a call uses them; what is rare is in calls.c.  hooks.c says what a
 * signal handler may find in between.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_CALLS_H
#define MC_CALLS_H

#include "../os/clock.h"
#include "../profile/coroutine.h"
#include "gate.h"
#include "../profile/stack-place.h"
#include "repair.h"
#include "../profile/sample.h"
#include "../profile/strands.h"

#include <stdatomic.h>

/* Counts a call that cannot be recorded.  Returns NULL, as its handle. */
void *mc_calls_lose(void);

/* Ends the innermost call now. */
void mc_calls_close_one(struct mc_thread *thread);

/* Ends all calls that are open in the thread, as if they returned now. */
void mc_calls_close_all(struct mc_thread *thread);

/* Ends the thread's extent, whose outermost call is about to be taken off. */
void mc_calls_end_extent(struct mc_thread *thread);

/* Brings the record of THREAD, which may be another one, up to now without
   closing anything. */
void mc_calls_sync(struct mc_thread *thread);

/* Begins the open calls anew in a forked child, as context. */
void mc_calls_after_fork(struct mc_thread *thread);

#define likely(e) __builtin_expect(!!(e), 1)
#define unlikely(e) __builtin_expect(!!(e), 0)

/*
 * Marks what runs at every call with a frame.  It is compiled twice from one
 * source: with memory, and without (`has_memory` is a constant in both).
 */
#define twice static inline __attribute__((always_inline))

/* Keeps the compiler from moving code across: as a signal handler of this
   thread sees it, what is above is done before what is below. */
static inline void mc_calls_order(void)
{
	atomic_signal_fence(memory_order_seq_cst);
}

/* Returns the time in ticks of the thread: its clock stands still while the
   recorder works for long. */
static inline uint64_t mc_calls_now(const struct mc_thread *thread)
{
	return mc_clock_ticks() - thread->record->own_ticks;
}

/* Returns the ticks from START to NOW.  A signal handler between the two
   instructions that read the clock may have pushed it back: 0 then. */
static inline uint64_t elapsed(uint64_t start, uint64_t now)
{
	return likely((int64_t)(now - start) > 0) ? now - start : 0;
}

/* Ends the present piece of time, at NOW.  A signal handler may have had pieces
   of its own after NOW. */
static inline void mc_calls_cut(struct mc_thread *thread, uint64_t now)
{
	uint64_t ticks = elapsed(thread->record->mark_ticks, now);

	thread->timing->self_ticks += ticks;
	thread->record->mark_ticks += ticks;
}

/*
 * Looks at memory and time off the processor, if there is something to see, at
 * NOW, or without a time if !IS_TIMED.  FRAME is that of the call that was
 * running; NULL: none was.  Returns the time again: what happened before NOW
 * was read is seen here, so that it does not count for what comes after it.
 */
static inline uint64_t boundary(struct mc_thread *thread,
				struct mc_frame *frame, uint64_t now,
				int is_timed)
{
	int is_open = is_timed ? mc_gate_is_open(thread, now)
			       : mc_gate_has_signal(thread);

	if (likely(!is_open))
		return now;
	mc_gate_look(thread, frame);
	return is_timed ? mc_calls_now(thread) : now;
}

/* Frames */

/* Puts FRAME on top of PREVIOUS, forming, for a call from PLACE.  It is formed
   twice.  A handler that jumps out as soon as it is on top must leave a frame
   that is known to be dead; and one that came before that has used it. */
static inline void mc_calls_put_on_top(struct mc_thread *thread,
				       struct mc_frame *frame,
				       struct mc_frame *previous,
				       struct mc_place place)
{
	mc_frame_form(frame, previous, place);
	mc_calls_order();
	thread->top = frame;
	mc_calls_order();
	mc_frame_form(frame, previous, place);
	mc_calls_order();
}

/* Puts a frame on top, forming, and returns it.  NULL: no memory. */
twice struct mc_frame *mc_calls_reserve(struct mc_thread *thread,
					struct mc_place place)
{
	struct mc_frame *previous = thread->top;
	struct mc_frame *frame = previous + 1;

	if (unlikely(!mc_place_is_on_stack(thread, place.cfa)))
		place.cfa = UINTPTR_MAX;
	if (unlikely(frame == thread->limit))
		return mc_strands_next_frames(thread, place);
	mc_calls_put_on_top(thread, frame, previous, place);
	return frame;
}

/*
 * Counts one more call of LINK as open.  If LINK is recursive, the outermost
 * call of its function is open as well, by a link that is not.
 */
static inline void open_link(struct mc_thread *thread, struct mc_node *link)
{
	uint32_t index = mc_node_private(link)->open_index;
	uint32_t open = 1;

	if (unlikely(index))
		open += ++thread->cct.open[index];
	if (unlikely(open > link->depth))
		link->depth = open;
}

/* Counts that call as open no longer. */
static inline void shut_link(struct mc_thread *thread, struct mc_node *link)
{
	uint32_t index = mc_node_private(link)->open_index;

	if (unlikely(index))
		thread->cct.open[index]--;
}

/* Begins a timed call of LINK at NOW. */
static inline void begin_time(struct mc_thread *thread, struct mc_frame *frame,
			      struct mc_node *link, uint64_t now)
{
	link->timed++;
	thread->record->timed++;
	frame->self_before = link->self_ticks;
	mc_calls_cut(thread, now);
	frame->start_ticks = now;
	mc_frame_private(frame)->waited_before = thread->gate.waited_ticks;
}

/* Fills FRAME, which mc_calls_reserve() has put on top of PREVIOUS, for a call
   of LINK.  A constant for FLAGS spares most of it. */
twice void mc_calls_push(struct mc_thread *thread, struct mc_frame *frame,
			 struct mc_frame *previous, struct mc_node *link,
			 uint32_t flags, int has_memory)
{
	struct mc_thread_record *record = thread->record;
	struct mc_frame_private *own = mc_frame_private(frame);
	struct mc_frame *below = flags & MC_FRAME_EXTENT ? NULL : previous;
	uint64_t now = 0;

	open_link(thread, link);
	frame->node = link->offset;
	own->link = link;
	own->current = mc_thread_current(thread);
	own->timing = thread->timing;
	if (flags & MC_FRAME_TIMED)
		now = mc_calls_now(thread);
	now = boundary(thread, below, now, !!(flags & MC_FRAME_TIMED));
	if (flags & MC_FRAME_TIMED)
		begin_time(thread, frame, link, now);
	if (has_memory) {
		frame->rss_before = record->rss_charged;
		frame->rss_peak = record->rss_charged;
	}
	mc_calls_order();
	frame->flags = flags;
	if (flags & MC_FRAME_TIMED)
		thread->timing = link;
	mc_thread_go(thread, link);
	record->top = (uintptr_t)frame;
}

/* Notes how far memory rose during the call, for its link and for the call
   below. */
twice void raise_peaks(struct mc_node *link, const struct mc_frame *frame,
		       struct mc_frame *below)
{
	int64_t rise = frame->rss_peak - frame->rss_before;

	if (rise > link->rss_peak_bytes)
		link->rss_peak_bytes = rise;
	if (below && frame->rss_peak > below->rss_peak)
		below->rss_peak = frame->rss_peak;
}

/* Takes FRAME off.  What was below it is on top again. */
twice void uncover(struct mc_thread *thread, struct mc_frame *frame,
		   uint32_t flags)
{
	struct mc_frame_private *own = mc_frame_private(frame);
	struct mc_frame *previous = own->previous;
	struct mc_thread_record *record = thread->record;

	thread->timing = own->timing;
	mc_thread_go(thread, own->current);
	mc_calls_order();
	if (unlikely(flags & MC_FRAME_CHUNK)) {
		mc_strands_previous_frames(thread, previous);
		previous = thread->top;
	} else {
		thread->top = previous;
	}
	mc_calls_order();
	/* Only now: on top, it must be known to be dead. */
	mc_frame_free(frame);
	record->top = flags & MC_FRAME_EXTENT ? 0 : (uintptr_t)previous;
}

/* Notes how long a timed call of LINK took, until NOW. */
twice void note_time(struct mc_thread *thread, struct mc_node *link,
		     struct mc_frame *frame, uint64_t now)
{
	uint64_t ticks = elapsed(frame->start_ticks, now) +
			 thread->gate.waited_ticks -
			 mc_frame_private(frame)->waited_before;

	if (ticks < link->min_ticks)
		link->min_ticks = ticks;
	if (ticks > link->max_ticks)
		link->max_ticks = ticks;
	if (mc_node_private(link)->gap > 1)
		mc_sample_add(link, link->self_ticks - frame->self_before);
}

/* Ends the innermost call, which has these FLAGS; at NOW, if it is timed. */
twice void pop(struct mc_thread *thread, struct mc_frame *frame, uint32_t flags,
	       uint64_t now, int has_memory)
{
	struct mc_frame_private *own = mc_frame_private(frame);
	struct mc_node *link = own->link;

	frame->flags = flags | MC_FRAME_CLOSING;
	mc_calls_order();
	if (unlikely(flags & MC_FRAME_EXTENT))
		mc_calls_end_extent(thread);
	if (unlikely(flags & MC_FRAME_THREAD)) {
		uncover(thread, frame, flags);
		return;
	}
	if (flags & MC_FRAME_TIMED)
		note_time(thread, link, frame, now);
	if (has_memory)
		raise_peaks(link, frame,
			    flags & MC_FRAME_EXTENT ? NULL : own->previous);
	shut_link(thread, link);
	if (unlikely(flags & MC_FRAME_RUN))
		mc_coroutine_end(thread, frame);
	uncover(thread, frame, flags);
}

/* Ends the call of FRAME, which is on top and complete, now. */
twice void mc_calls_close_complete(struct mc_thread *thread,
				   struct mc_frame *frame, uint32_t flags,
				   int has_memory)
{
	uint32_t is_timed = flags & (MC_FRAME_TIMED | MC_FRAME_THREAD);
	uint64_t now = 0;

	if (is_timed)
		now = mc_calls_now(thread);
	now = boundary(thread, frame, now, !!is_timed);
	if (is_timed)
		mc_calls_cut(thread, now);
	pop(thread, frame, flags, now, has_memory);
}

/* Ends the innermost call now. */
twice void mc_calls_close_top(struct mc_thread *thread, int has_memory)
{
	struct mc_frame *frame = thread->top;

	if (unlikely(mc_frame_is_half_done(frame)))
		mc_repair_drop_top(thread);
	else
		mc_calls_close_complete(thread, frame, frame->flags,
					has_memory);
}

/* Opens a call of LINK without a frame.  Returns its handle, the parent. */
static inline void *mc_calls_go_on(struct mc_thread *thread,
				   struct mc_node *link)
{
	struct mc_node *parent = mc_thread_current(thread);

	mc_thread_go(thread, link);
	return parent;
}

/* Opens a call of LINK with a frame.  Returns its handle. */
twice void *mc_calls_enter(struct mc_thread *thread, struct mc_node *link,
			   uint32_t flags, struct mc_place place,
			   int has_memory)
{
	struct mc_frame *previous = thread->top;
	struct mc_frame *frame = mc_calls_reserve(thread, place);

	if (unlikely(!frame))
		return mc_calls_go_on(thread, link);
	if (unlikely(frame != previous + 1))
		flags |= MC_FRAME_CHUNK;
	mc_calls_push(thread, frame, previous, link, flags, has_memory);
	return mc_frame_handle(frame);
}

#endif
