/* SPDX-License-Identifier: MIT */
/*
 * The hooks: a call begins, a call ends.
 *
 * Time is cut into pieces at these boundaries.  The piece that ends at a
 * boundary belongs to the link that was running (self_ticks); the whole from a
 * call's beginning to its end to the link it came by (edge_ticks, outer_ticks).
 * A thread's clock stands still while the recorder does something that takes
 * long: what that took is added to own_ticks, which is taken off each reading.
 *
 * Signal handlers may call these hooks while they run.  So a frame is put on
 * top as "forming" before it is filled and is "closing" while it is taken off;
 * `current` and `running` change last on entry and are restored from the frame,
 * not from the frame below it; and what takes several steps is done with
 * signals blocked (the guard).  A handler then finds a valid parent, and leaves
 * everything as it found it.  One that jumps out instead of returning leaves a
 * frame half done: it is dropped when the calls below it go on, and the counts
 * of open calls are made anew.
 *
 * In the profile, record->top changes when a frame is complete.
 */
#include "hooks.h"
#include "cct.h"
#include "clock.h"
#include "functions.h"
#include "gate.h"
#include "guard.h"
#include "mapfile.h"
#include "module.h"
#include "process.h"
#include "options.h"
#include "place.h"
#include "repair.h"

#include <stdatomic.h>

#define likely(e) __builtin_expect(!!(e), 1)
#define unlikely(e) __builtin_expect(!!(e), 0)

/* The compiler keeps its hands off: what is above is done before what is below,
   as a signal handler of this thread sees it. */
static inline void order(void)
{
	atomic_signal_fence(memory_order_seq_cst);
}

static inline uint64_t thread_now(const struct mc_thread *thread)
{
	return mc_clock_ticks() - thread->record->own_ticks;
}

/* Ends the piece of time of what is running. */
static inline void cut(struct mc_thread *thread, uint64_t now)
{
	thread->running->self_ticks += now - thread->record->mark_ticks;
	thread->record->mark_ticks = now;
}

/* FRAME is that of the call that was running, NULL if there was none. */
static inline void boundary(struct mc_thread *thread, struct mc_frame *frame,
			    uint64_t now)
{
	if (unlikely(mc_gate_is_open(&thread->gate, now)))
		mc_gate_look(thread, frame);
	else if (unlikely(thread->gate.is_unwatched))
		thread->running->flags |= MC_NODE_RSS_ESTIMATED;
}

static struct mc_node *slow_child(struct mc_thread *thread,
				  struct mc_node *parent,
				  struct mc_function *function)
{
	uint64_t before = mc_clock_ticks();
	uint32_t number = function->id;
	struct mc_guard guard;
	struct mc_node *link;

	if (!number) {
		mc_guard_lock(&guard);
		number = mc_functions_number(function);
		mc_guard_unlock(&guard);
	}
	link = mc_cct_child(thread, parent, number);
	thread->record->own_ticks += mc_clock_ticks() - before;
	return link;
}

static inline struct mc_node *find_child(struct mc_thread *thread,
					 struct mc_function *function)
{
	struct mc_node *parent = thread->current;
	struct mc_node *link = mc_cct_find(parent, function->id);

	return likely(link) ? link : slow_child(thread, parent, function);
}

/* A frame on top, forming; NULL: no memory. */
static inline struct mc_frame *reserve(struct mc_thread *thread,
				       struct mc_place place)
{
	struct mc_frame *previous = thread->top;
	struct mc_frame *frame = previous + 1;

	if (unlikely(!mc_place_is_on_stack(thread, place.cfa)))
		place.cfa = UINTPTR_MAX;
	if (unlikely(frame == thread->limit))
		return mc_thread_next_frames(thread, place);
	mc_thread_form(frame, previous, place);
	order();
	thread->top = frame;
	order();
	return frame;
}

static void *lose_call(void)
{
	struct mc_file_header *header = mc_mapfile_header();

	if (header)
		__atomic_fetch_add(&header->lost_calls, 1, __ATOMIC_RELAXED);
	return NULL;
}

/* Puts the call of LINK on top, in the frame that reserve() has made. */
static inline void push(struct mc_thread *thread, struct mc_frame *previous,
			struct mc_node *link, uint32_t flags)
{
	struct mc_thread_record *record = thread->record;
	struct mc_frame *frame = thread->top;
	struct mc_frame_private *own = mc_frame_private(frame);
	struct mc_node_private *link_own = mc_node_private(link);
	uint32_t open = ++thread->open[link_own->slot];

	if (unlikely(frame != previous + 1))
		flags |= MC_FRAME_CHUNK;
	if (unlikely(previous->flags & MC_FRAME_THREAD))
		link->flags |= MC_NODE_THREAD;
	link->calls++;
	if (open > link->depth)
		link->depth = open;
	if (open == 1)
		flags |= MC_FRAME_OUTERMOST_CALL;
	if (++thread->edge_open[link->edge] == 1)
		flags |= MC_FRAME_OUTERMOST_EDGE;
	frame->node = link->offset;
	frame->nested_before = ++record->calls;
	own->link = link;
	own->current = thread->current;
	own->running = thread->running;

	uint64_t now = thread_now(thread);

	cut(thread, now);
	boundary(thread, flags & MC_FRAME_EXTENT ? NULL : previous, now);
	frame->start_ticks = now;
	frame->rss_before = record->rss_charged;
	frame->rss_peak = record->rss_charged;
	frame->faults_before = record->faults_charged;
	frame->pss_before = record->pss_charged;
	frame->uss_before = record->uss_charged;
	frame->rough_before = thread->rough;
	order();
	frame->flags = flags;
	thread->running = link;
	thread->current = link_own->target;
	record->top = (uintptr_t)frame;
}

static void add_outermost(struct mc_node *link, const struct mc_frame *frame,
			  const struct mc_thread_record *record, uint64_t ticks)
{
	uint64_t nested = record->calls - frame->nested_before;
	int64_t bytes = record->rss_charged - frame->rss_before;
	uint64_t faults = record->faults_charged - frame->faults_before;
	int64_t pss = record->pss_charged - frame->pss_before;
	int64_t uss = record->uss_charged - frame->uss_before;

	if (frame->flags & MC_FRAME_OUTERMOST_EDGE) {
		link->edge_ticks += ticks;
		link->edge_spans++;
		link->edge_nested += nested;
		link->edge_rss_bytes += bytes;
		link->edge_faults += faults;
		link->edge_pss_bytes += pss;
		link->edge_uss_bytes += uss;
	}
	if (frame->flags & MC_FRAME_OUTERMOST_CALL) {
		link->outer_ticks += ticks;
		link->outer_spans++;
		link->outer_nested += nested;
		link->outer_rss_bytes += bytes;
		link->outer_faults += faults;
		link->outer_pss_bytes += pss;
		link->outer_uss_bytes += uss;
	}
}

static inline void raise_peaks(struct mc_node *link,
			       const struct mc_frame *frame,
			       struct mc_frame *below)
{
	int64_t rise = frame->rss_peak - frame->rss_before;

	if (rise > link->rss_peak_bytes)
		link->rss_peak_bytes = rise;
	if (below && frame->rss_peak > below->rss_peak)
		below->rss_peak = frame->rss_peak;
}

/* The extent is over for compiled code, before its outermost call is taken off:
   a signal handler must not find the one without the other. */
static void end_extent(struct mc_thread *thread)
{
	mc_module_set_recording(thread->thread_pointer, NULL, NULL);
	order();
	mc_gate_end_extent(thread);
	thread->left_ticks = thread->record->mark_ticks;
	thread->is_paused = 0;
	mc_thread_count(thread, 0);
}

/* From START to NOW.  A signal handler between the two instructions that read
   the clock may have pushed it back. */
static inline uint64_t elapsed(uint64_t start, uint64_t now)
{
	return likely((int64_t)(now - start) > 0) ? now - start : 0;
}

/* Takes the frame off; what was below it is on top again. */
static inline void uncover(struct mc_thread *thread, struct mc_frame *frame,
			   uint32_t flags)
{
	struct mc_frame_private *own = mc_frame_private(frame);
	struct mc_frame *previous = own->previous;
	struct mc_thread_record *record = thread->record;

	thread->running = own->running;
	thread->current = own->current;
	order();
	if (unlikely(flags & MC_FRAME_CHUNK))
		mc_thread_previous_frames(thread, previous);
	else
		thread->top = previous;
	order();
	record->top = flags & MC_FRAME_EXTENT ? 0 : (uintptr_t)previous;
}

/* Ends the innermost call at NOW. */
static inline void pop(struct mc_thread *thread, uint64_t now)
{
	struct mc_thread_record *record = thread->record;
	struct mc_frame *frame = thread->top;
	struct mc_frame_private *own = mc_frame_private(frame);
	struct mc_node *link = own->link;
	struct mc_frame *previous = own->previous;
	uint64_t ticks = elapsed(frame->start_ticks, now);
	uint32_t flags = frame->flags;

	frame->flags = flags | MC_FRAME_CLOSING;
	order();
	if (unlikely(flags & MC_FRAME_EXTENT))
		end_extent(thread);
	if (unlikely(flags & MC_FRAME_THREAD)) {
		uncover(thread, frame, flags);
		return;
	}
	link->timed++;
	if (ticks < link->min_ticks)
		link->min_ticks = ticks;
	if (ticks > link->max_ticks)
		link->max_ticks = ticks;
	if (flags & (MC_FRAME_OUTERMOST_EDGE | MC_FRAME_OUTERMOST_CALL))
		add_outermost(link, frame, record, ticks);
	if (unlikely(thread->rough != frame->rough_before))
		link->flags |= MC_NODE_PSS_ESTIMATED;
	raise_peaks(link, frame, flags & MC_FRAME_EXTENT ? NULL : previous);
	thread->open[mc_node_private(link)->slot]--;
	thread->edge_open[link->edge]--;
	uncover(thread, frame, flags);
}

/* Ends the innermost call now. */
static inline void close_top(struct mc_thread *thread)
{
	uint64_t now = thread_now(thread);

	if (unlikely(mc_repair_is_half_done(thread->top))) {
		mc_repair_drop_top(thread);
		return;
	}
	cut(thread, now);
	boundary(thread, thread->top, now);
	pop(thread, now);
}

/* Whether FRAME is among the open calls of the thread.  A coroutine that was
   switched away from may have been closed by those it was called from. */
static int is_open(const struct mc_thread *thread, struct mc_frame *frame)
{
	struct mc_frame *open = thread->top;

	while (open != thread->base && open != frame)
		open = mc_frame_private(open)->previous;
	return open == frame;
}

/* Ends all calls above FRAME, the innermost first. */
static void close_above(struct mc_thread *thread, struct mc_frame *frame)
{
	while (thread->top != frame)
		close_top(thread);
}

static inline struct mc_frame *enter_at(struct mc_thread *thread,
					struct mc_function *function,
					struct mc_place place)
{
	struct mc_node *link = find_child(thread, function);
	struct mc_frame *previous = thread->top;
	struct mc_frame *frame = reserve(thread, place);

	if (unlikely(!frame))
		return lose_call();
	push(thread, previous, link, 0);
	return frame;
}

/* A signal handler has interrupted the beginning of an extent: it runs further
   down the stack, or on another one. */
static int is_within_start(const struct mc_thread *thread,
			   struct mc_place place)
{
	return thread->starting && (!mc_place_is_on_stack(thread, place.cfa) ||
				    place.cfa < thread->starting);
}

/* The calling thread, ready to begin an extent; NULL if it cannot. */
static struct mc_thread *prepare_extent(struct mc_place place)
{
	struct mc_thread *thread = mc_process_begin();

	if (!thread)
		return mc_mapfile_header() ? lose_call() : NULL;
	if (thread->is_paused)
		return NULL;
	if (is_within_start(thread, place))
		return lose_call();
	thread->starting =
		mc_place_is_on_stack(thread, place.cfa) ? place.cfa : 0;
	mc_hooks_close_all(thread); /* what a jump has left, if anything */
	mc_thread_count(thread, 1);
	mc_gate_begin_extent(thread, thread_now(thread));
	return thread;
}

static struct mc_frame *start_at(struct mc_function *function,
				 struct mc_place place)
{
	struct mc_thread *thread = prepare_extent(place);
	struct mc_frame *previous, *frame;

	if (!thread)
		return NULL;
	__atomic_fetch_add(&mc_mapfile_header()->extents, 1, __ATOMIC_RELAXED);

	struct mc_node *link = find_child(thread, function);

	previous = thread->top;
	frame = reserve(thread, place);
	if (frame) {
		/* What ran before was nobody's. */
		thread->record->mark_ticks = thread_now(thread);
		push(thread, previous, link, MC_FRAME_EXTENT);
		mc_module_set_recording(thread->thread_pointer, thread, thread);
	} else {
		mc_thread_count(thread, 0);
		lose_call();
	}
	thread->starting = 0;
	return frame;
}

/* The call on top has been jumped over.  If the whole extent has, it is over.
 */
static struct mc_frame *enter_after_jump(struct mc_thread *thread,
					 struct mc_function *function,
					 struct mc_place place)
{
	while (thread->top != thread->base &&
	       mc_place_is_dead(thread, thread->top, place))
		close_top(thread);
	if (thread->top != thread->base)
		return enter_at(thread, function, place);
	if (function->flags & MC_FUNCTION_MARKED)
		return start_at(function, place);
	return NULL;
}

static inline struct mc_frame *enter_thread(struct mc_thread *thread,
					    struct mc_function *function,
					    struct mc_place place)
{
	if (unlikely(mc_place_is_dead(thread, thread->top, place)))
		return enter_after_jump(thread, function, place);
	return enter_at(thread, function, place);
}

static void *enter(void *recording, struct mc_function *function, void *cfa)
{
	if (unlikely(!*mc_process_alive))
		return mc_process_find_fork()->enter(recording, function, cfa);
	if (unlikely(mc_guard_inside))
		return lose_call();
	return enter_thread(recording, function, MC_PLACE(cfa));
}

static void leave(void *open_frame)
{
	struct mc_frame *frame = open_frame;
	struct mc_thread *thread = mc_thread_self();

	if (unlikely(!*mc_process_alive)) {
		mc_process_find_fork()->leave(open_frame);
		return;
	}
	/* A coroutine may go on in another thread than it began in. */
	if (unlikely(!thread))
		return;
	if (unlikely(thread->top != frame)) {
		if (!is_open(thread, frame))
			return;
		close_above(thread, frame);
	}
	close_top(thread);
}

static void resume(void *recording, void *open_frame, void *cfa)
{
	struct mc_thread *thread = recording;
	uintptr_t here = (uintptr_t)cfa;

	if (unlikely(!*mc_process_alive)) {
		mc_process_find_fork()->resume(recording, open_frame, cfa);
		return;
	}
	if (open_frame && is_open(thread, open_frame))
		close_above(thread, open_frame);
	else if (!open_frame && mc_place_is_on_stack(thread, here))
		while (thread->top != thread->base &&
		       mc_frame_private(thread->top)->place.cfa <= here)
			close_top(thread);
}

/*
 * A frame that is no call: the creator as context below the root, for what the
 * thread calls to hang below.  What runs is the root's, that is, nobody's.
 */
void *mc_hooks_begin_thread(uint32_t creator)
{
	struct mc_place place = {.cfa = UINTPTR_MAX};
	struct mc_thread *thread = prepare_extent(place);
	struct mc_frame *frame;
	struct mc_node *context;

	if (!thread)
		return NULL;
	context = mc_cct_child(thread, thread->root, creator);
	context->flags |= MC_NODE_CONTEXT;
	frame = reserve(thread, place);
	if (!frame) {
		mc_thread_count(thread, 0);
		return NULL;
	}
	mc_frame_private(frame)->link = thread->root;
	mc_frame_private(frame)->current = thread->root;
	mc_frame_private(frame)->running = thread->root;
	frame->node = thread->root->offset;
	frame->rss_before = frame->rss_peak = thread->record->rss_charged;
	frame->rough_before = thread->rough;
	frame->nested_before = thread->record->calls;
	frame->start_ticks = thread->record->mark_ticks = thread_now(thread);
	order();
	frame->flags = MC_FRAME_EXTENT | MC_FRAME_THREAD |
		       (frame == thread->base + 1 ? 0 : MC_FRAME_CHUNK);
	thread->running = thread->root;
	thread->current = mc_node_private(context)->target;
	thread->record->top = (uintptr_t)frame;
	mc_module_set_recording(thread->thread_pointer, thread, thread);
	thread->starting = 0;
	return frame;
}

static void *start(void *recording, struct mc_function *function, void *cfa)
{
	struct mc_place place = MC_PLACE(cfa);

	if (unlikely(!*mc_process_alive))
		return mc_process_find_fork()->start(recording, function, cfa);
	if (unlikely(mc_guard_inside))
		return lose_call();
	if (recording)
		return enter_thread(recording, function, place);
	return start_at(function, place);
}

static void *moving(void *recording, void *block, int kind)
{
	if (unlikely(!*mc_process_alive || mc_guard_inside))
		return NULL;
	return mc_gate_before_move(recording, block, kind);
}

static void moved(void *recording)
{
	mc_gate_after_move(recording);
}

static void pause_thread(void)
{
	struct mc_thread *thread = mc_thread_self();

	if (!thread || !thread->record->top)
		return;
	thread->is_paused = 1;
	mc_module_set_recording(thread->thread_pointer, NULL, thread);
}

static void unpause_thread(void)
{
	struct mc_thread *thread = mc_thread_self();

	if (!thread || !thread->is_paused)
		return;
	thread->is_paused = 0;
	mc_module_set_recording(thread->thread_pointer, thread, thread);
}

const struct mc_hooks mc_hooks = {
	.start = start,
	.enter = enter,
	.leave = leave,
	.resume = resume,
	.forget = mc_module_forget,
	.flush = mc_process_flush,
	.pause = pause_thread,
	.unpause = unpause_thread,
	.moving = moving,
	.moved = moved,
};

void mc_hooks_close_all(struct mc_thread *thread)
{
	while (thread->top != thread->base)
		close_top(thread);
}

void mc_hooks_sync(struct mc_thread *thread)
{
	uint64_t now = thread_now(thread);

	if (!thread->record->top)
		return;
	cut(thread, now);
	if (thread == mc_thread_self() && !mc_repair_is_half_done(thread->top))
		mc_gate_look(thread, thread->top);
}

/* In the child the calls that are open go on, but began in the parent: they are
   there for what they call. */
void mc_hooks_after_fork(struct mc_thread *thread)
{
	struct mc_thread_record *record = thread->record;
	struct mc_frame *frame = thread->top;
	uint64_t now;

	record->calls = 0;
	record->rss_charged = 0;
	record->faults_charged = 0;
	record->pss_charged = 0;
	record->uss_charged = 0;
	record->own_ticks = 0;
	now = mc_clock_ticks();
	record->start_ticks = record->mark_ticks = now;
	for (; frame != thread->base;
	     frame = mc_frame_private(frame)->previous) {
		frame->start_ticks = now;
		frame->nested_before = 0;
		frame->rss_before = 0;
		frame->faults_before = 0;
		frame->pss_before = 0;
		frame->uss_before = 0;
		frame->rss_peak = 0;
	}
}
