/* SPDX-License-Identifier: MIT */
/*
 * The hooks: a call begins, a call ends.
 *
 * A call that is only counted is compiled code's affair (memcall-abi.h).  The
 * others have frames: those that are timed, those of functions that ask for it,
 * and those made by code that is not instrumented, so that they are found dead
 * when such code jumps.  Those that are timed cut time into pieces.  The piece
 * that ends at a boundary belongs to the innermost timed call (self_ticks).  A
 * thread's clock stands still while the recorder does something that takes
 * long: what that took is added to own_ticks, which is taken off each reading.
 *
 * Signal handlers may call these hooks while they run.  So a frame is put on
 * top as "forming" before it is filled and is "closing" while it is taken off;
 * the position, `running` and `timing` change last on entry and are restored
 * from the frame, not from the frame below it; and what takes several steps is
 * done with signals blocked (the guard).  A handler then finds a valid parent,
 * and leaves everything as it found it.  One that jumps out instead of
 * returning leaves a frame half done: it is dropped when the calls below it go
 * on, and the counts of open calls are made anew.
 *
 * In the profile, record->top changes when a frame is complete.
 */
#include "hooks.h"
#include "fork.h"
#include "frames.h"
#include "guard.h"
#include "links.h"
#include "mapfile.h"
#include "module.h"
#include "process.h"
#include "options.h"
#include "spare.h"

static void *lose_call(void)
{
	struct mc_file_header *header = mc_mapfile_header();

	if (header)
		__atomic_fetch_add(&header->lost_calls, 1, __ATOMIC_RELAXED);
	return NULL;
}

/* The extent is over for compiled code, before its outermost call is taken off:
   a signal handler must not find the one without the other. */
void mc_hooks_end_extent(struct mc_thread *thread)
{
	mc_module_set_recording(thread->thread_pointer, NULL, NULL);
	order();
	mc_strands_end(thread);
	mc_gate_end_extent(thread);
	thread->left_ticks = thread->record->mark_ticks;
	thread->is_paused = 0;
	mc_thread_count(thread, 0);
}

static __attribute__((noinline)) void close_one(struct mc_thread *thread)
{
	if (mc_options.mem == MC_MEM_OFF)
		close_top(thread, 0);
	else
		close_top(thread, 1);
}

/* STRAND runs from now on.  What ran until now is charged with the time. */
static void change_strand(struct mc_thread *thread, struct mc_strand *strand)
{
	if (!strand || strand == thread->strand)
		return;
	if (mc_options.time != MC_TIME_OFF)
		cut(thread, thread_now(thread));
	mc_strands_go(thread, strand);
}

/* What runs is at ADDRESS. */
static void find_strand(struct mc_thread *thread, uintptr_t address)
{
	if (unlikely(!mc_place_is_on_stack(thread, address)))
		change_strand(thread, mc_strands_find(thread, address, 0));
}

/* Whether FRAME is among the open calls of the thread; if so, its strand runs.
   It may have been taken for gone. */
static int is_open(struct mc_thread *thread, struct mc_frame *frame)
{
	struct mc_strand *strand = mc_strands_of(thread, frame);
	struct mc_frame *open;

	if (!strand)
		return 0;
	change_strand(thread, strand);
	open = thread->top;
	while (open != thread->base && open != frame)
		open = mc_frame_private(open)->previous;
	return open == frame;
}

/* Ends all calls above FRAME, the innermost first. */
static void close_above(struct mc_thread *thread, struct mc_frame *frame)
{
	while (thread->top != frame)
		close_one(thread);
}

/* Entering */

/* The call of LINK is open, but has no frame.  The parent is its handle. */
static inline void *go_on(struct mc_thread *thread, struct mc_node *link)
{
	struct mc_node *parent = mc_thread_current(thread);

	mc_thread_go(thread, link);
	return parent;
}

/* The call of LINK gets a frame. */
twice void *enter_frame(struct mc_thread *thread, struct mc_node *link,
			uint32_t flags, struct mc_place place, int has_memory)
{
	struct mc_frame *previous = thread->top;
	struct mc_frame *frame = reserve(thread, place);

	if (unlikely(!frame))
		return go_on(thread, link);
	if (unlikely(frame != previous + 1))
		flags |= MC_FRAME_CHUNK;
	push(thread, frame, previous, link, flags, has_memory);
	return handle_of(frame);
}

/*
 * What nearly all calls are that come here: LINK is FUNCTION's, compiled code
 * has counted it, and it is timed, in a frame below the one that is on top.
 * Nothing else needs to be asked.
 */
twice void *enter_timed(struct mc_thread *thread, struct mc_node *link,
			void *cfa, int has_memory)
{
	struct mc_frame *previous = thread->top;
	struct mc_frame *frame = previous + 1;

	if (likely(mc_options.time == MC_TIME_ALL))
		mc_cct_look_again(link);
	else
		mc_links_decide_slowly(thread, link);
	thread->top = frame;
	order();
	mc_frame_form(frame, previous, MC_PLACE(cfa));
	order();
	push(thread, frame, previous, link, MC_FRAME_TIMED, has_memory);
	return handle_of(frame);
}

static inline int is_usual(const struct mc_thread *thread,
			   const struct mc_function *function,
			   struct mc_link *link, uintptr_t cfa)
{
	return mc_links_is_counted(link, function) && !link->left &&
	       mc_links_is_timed_when_due(mc_link_node(link)) &&
	       mc_frame_private(thread->top)->place.cfa > cfa &&
	       mc_place_is_on_stack(thread, cfa) &&
	       thread->top + 1 != thread->limit;
}

twice void *enter_at(struct mc_thread *thread, struct mc_function *function,
		     struct mc_link *seen, struct mc_place place,
		     int has_memory)
{
	struct mc_node *link = mc_link_node(seen);
	uint32_t flags = 0;
	int is_due = 1;

	if (unlikely(!mc_links_is_counted(seen, function))) {
		if (unlikely(mc_thread_is_arriving(thread))) {
			mc_thread_go(thread, mc_thread_current(thread));
			flags = MC_FRAME_ARRIVED;
		}
		link = mc_links_find(thread, function);
		is_due = !mc_links_count(link);
	}
	if (likely(is_due) && mc_links_decide(thread, link))
		flags |= MC_FRAME_TIMED;
	if (!(flags | (link->flags & MC_NODE_FRAMED)))
		return go_on(thread, link);
	return enter_frame(thread, link, flags, place, has_memory);
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
	thread->waiting_count = 0;
	thread->stays = NULL;
	mc_coroutine_forget(thread);
	mc_thread_count(thread, 1);
	mc_gate_begin_extent(thread, thread_now(thread));
	/* What ran before was nobody's. */
	thread->record->mark_ticks = thread_now(thread);
	return thread;
}

/* The outermost call of an extent always has a frame. */
static void *start_at(struct mc_function *function, struct mc_place place)
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
	frame = reserve(thread, place);
	if (frame) {
		mc_links_count(link);
		is_timed = mc_links_decide(thread, link);
		thread->record->mark_ticks = thread_now(thread);
		mc_frame_private(frame)->waiting = (struct mc_span){0};
		push(thread, frame, previous, link,
		     MC_FRAME_EXTENT | (is_timed ? MC_FRAME_TIMED : 0) |
			     (function->flags & MC_FUNCTION_RESUMED
				      ? MC_FRAME_RUN
				      : 0),
		     1);
		mc_module_set_recording(thread->thread_pointer,
					thread->position, thread->position);
	} else {
		mc_thread_count(thread, 0);
		lose_call();
	}
	thread->starting = 0;
	return frame ? handle_of(frame) : NULL;
}

/* As compiled code does. */
static void arrive(struct mc_slot *slot)
{
	slot->arrived = slot->current;
	order();
	slot->current = slot->arriving;
}

/* A call begins at PLACE.  Makes a strand for it, if need be. */
static void find_strand_of_call(struct mc_thread *thread, struct mc_place place,
				int is_handler)
{
	struct mc_strand *strand;

	if (mc_place_is_on_stack(thread, place.cfa))
		return;
	strand = mc_strands_find(thread, place.cfa,
				 mc_thread_is_arriving(thread));
	change_strand(thread,
		      strand ? strand
			     : mc_strands_add(thread, place.cfa, is_handler));
}

/* A call has begun at PLACE: finds the strand that it is of, and ends the calls
   that have been jumped over.  0 if the whole extent has been, and is over. */
static int close_dead(struct mc_thread *thread, struct mc_place place,
		      int is_handler)
{
	int is_arriving = mc_thread_is_arriving(thread);
	struct mc_frame *top;

	find_strand_of_call(thread, place, is_handler);
	top = thread->top;
	while (thread->top != thread->base &&
	       mc_place_is_dead(thread, thread->top, place))
		close_one(thread);
	if (thread->top == top)
		return thread->record->top != 0;
	/* The position is where the outermost of them was called. */
	if (is_arriving)
		arrive(&thread->position->slot);
	if (!thread->record->top)
		return 0;
	/* With its last call the strand is gone. */
	find_strand_of_call(thread, place, is_handler);
	return 1;
}

/* The call on top has been jumped over.  What compiled code has counted in the
   wrong place is taken back. */
static void *enter_after_jump(struct mc_thread *thread,
			      struct mc_function *function,
			      struct mc_link *seen, struct mc_place place,
			      int is_handler)
{
	if (mc_links_is_counted(seen, function))
		__atomic_fetch_add(&seen->left, 1, __ATOMIC_RELAXED);
	if (close_dead(thread, place, is_handler))
		return mc_options.mem == MC_MEM_OFF
			       ? enter_at(thread, function, NULL, place, 0)
			       : enter_at(thread, function, NULL, place, 1);
	if (function->flags & MC_FUNCTION_MARKED)
		return start_at(function, place);
	return NULL;
}

/* What compiled code has for a position is not the one of a thread that
   records: there is none, it is paused, or this is a child. */
static void *enter_oddly(struct mc_slot *slot, struct mc_function *function,
			 void *cfa)
{
	if (!*mc_fork_is_known)
		return mc_fork_find()->enter(slot, function, NULL, cfa);
	if (slot->current && slot->current == slot->arriving)
		slot->current = slot->arrived;
	return mc_guard_inside && mc_position_thread(slot) ? lose_call() : NULL;
}

/* A call begins, and everything may have to be asked. */
struct entry {
	struct mc_thread *thread;
	struct mc_function *function;
	struct mc_link *link;
	struct mc_place place;
	int is_handler; /* on an alternate stack for signals */
	void *handle; /* what comes of it */
};

static void make_entry(void *argument)
{
	struct entry *e = argument;

	find_strand_of_call(e->thread, e->place, e->is_handler);
	if (unlikely(mc_place_is_dead(e->thread, e->thread->top, e->place))) {
		e->handle = enter_after_jump(e->thread, e->function, e->link,
					     e->place, e->is_handler);
		return;
	}
	if (!e->link)
		mc_gate_look(e->thread, e->thread->top);
	e->handle =
		mc_options.mem == MC_MEM_OFF
			? enter_at(e->thread, e->function, e->link, e->place, 0)
			: enter_at(e->thread, e->function, e->link, e->place,
				   1);
}

/* FROM is where the hook was called. */
static __attribute__((noinline)) void *enter_unusual(
	struct mc_slot *slot, struct mc_function *function,
	struct mc_link *link, void *cfa, void *from)
{
	struct mc_thread *thread = mc_position_thread(slot);
	struct entry e = {thread, function, link, mc_place(cfa, from), 0, NULL};

	e.is_handler = mc_spare_is_wanted(thread);
	if (unlikely(e.is_handler))
		mc_spare_call(make_entry, &e);
	else
		make_entry(&e);
	return e.handle;
}

twice void *enter(struct mc_slot *slot, struct mc_function *function,
		  struct mc_link *link, void *cfa, int has_memory)
{
	struct mc_thread *thread = mc_position_thread(slot);

	if (unlikely(!thread || mc_guard_inside || !slot->current))
		return enter_oddly(slot, function, cfa);
	if (likely(is_usual(thread, function, link, (uintptr_t)cfa)))
		return enter_timed(thread, mc_link_node(link), cfa, has_memory);
	return enter_unusual(slot, function, link, cfa,
			     __builtin_return_address(0));
}

static void *enter_plain(struct mc_slot *slot, struct mc_function *function,
			 struct mc_link *link, void *cfa)
{
	return enter(slot, function, link, cfa, 0);
}

static void *enter_memory(struct mc_slot *slot, struct mc_function *function,
			  struct mc_link *link, void *cfa)
{
	return enter(slot, function, link, cfa, 1);
}

/* Memory may have changed; what is at the position did it. */
static void leave_counted(struct mc_slot *slot, void *handle)
{
	struct mc_thread *thread = mc_position_thread(slot);

	if (thread && !mc_guard_inside) {
		find_strand(thread, (uintptr_t)__builtin_frame_address(0));
		mc_gate_look(thread, thread->top);
	}
	slot->current = handle;
}

/* Ends the call of FRAME, and all above it. */
static void close_down_to(void *frame)
{
	struct mc_thread *thread = mc_thread_self();

	close_above(thread, frame);
	close_one(thread);
}

static __attribute__((noinline)) void leave_unusual(struct mc_slot *slot,
						    void *handle)
{
	struct mc_thread *thread = mc_thread_self();
	struct mc_frame *frame = frame_of(handle);

	if (!*mc_fork_is_known) {
		mc_fork_find()->leave(slot, handle);
		return;
	}
	if (!is_frame(handle)) {
		leave_counted(slot, handle);
		return;
	}
	/* A coroutine may go on in another thread than it began in. */
	if (!thread || !is_open(thread, frame))
		return;
	if (unlikely(mc_spare_is_wanted(thread)))
		mc_spare_call(close_down_to, frame);
	else
		close_down_to(frame);
}

/* Nearly all frames are on top, complete, timed, and nothing else. */
twice void leave(struct mc_slot *slot, void *handle, int has_memory)
{
	struct mc_thread *thread = mc_thread_self();
	struct mc_frame *frame = frame_of(handle);

	if (likely(thread && thread->top == frame &&
		   frame->flags == MC_FRAME_TIMED && thread->position->thread))
		close_complete(thread, frame, MC_FRAME_TIMED, has_memory);
	else
		leave_unusual(slot, handle);
}

static void leave_plain(struct mc_slot *slot, void *handle)
{
	leave(slot, handle, 0);
}

static void leave_memory(struct mc_slot *slot, void *handle)
{
	leave(slot, handle, 1);
}

/* A call that code which is not instrumented made, or that began something,
   ends as usual.  So do the outermost two: the first call of the function, and
   the first by itself, to which the time of the others goes. */
static int may_end_early(struct mc_thread *thread, struct mc_frame *frame)
{
	struct mc_node *link = mc_frame_private(frame)->link;

	return (frame->flags & ~MC_FRAME_CHUNK) == MC_FRAME_TIMED &&
	       !(link->flags & MC_NODE_FRAMED) &&
	       mc_node_private(link)->open_index &&
	       thread->cct.open[mc_node_private(link)->open_index] > 1;
}

static void *tail(void *handle)
{
	struct mc_thread *thread = mc_thread_self();
	struct mc_frame *frame = frame_of(handle);

	if (unlikely(!*mc_fork_is_known || !thread || mc_guard_inside ||
		     thread->top != frame || !thread->position->thread ||
		     !may_end_early(thread, frame)))
		return NULL;
	mc_frame_private(frame)->link->flags |= MC_NODE_DEPTH_ESTIMATED;
	mc_frame_private(frame)->current = mc_frame_private(frame)->link;
	close_one(thread);
	return thread;
}

/* Coroutines */

static int is_resumed(uint32_t index)
{
	return index && !(index & 1);
}

/* A run of the calling thread begins, within an extent. */
static void *run_at(struct mc_thread *thread, struct mc_function *function,
		    const void *coroutine, uint32_t index,
		    struct mc_place place)
{
	uint32_t flags = MC_FRAME_RUN;
	struct mc_span waiting;
	struct mc_node *link;
	void *handle;

	link = mc_coroutine_find(thread, function, coroutine, index, &waiting);
	if (!mc_links_count(link) && mc_links_decide(thread, link))
		flags |= MC_FRAME_TIMED;
	handle = mc_options.mem == MC_MEM_OFF
			 ? enter_frame(thread, link, flags, place, 0)
			 : enter_frame(thread, link, flags, place, 1);
	if (is_frame(handle)) {
		mc_frame_private(frame_of(handle))->waiting = waiting;
		thread->waiting_count = waiting.end;
	}
	return handle;
}

static void *run(struct mc_slot *slot, struct mc_function *function,
		 void *coroutine, uint32_t index, void *cfa)
{
	struct mc_thread *thread = mc_position_thread(slot);
	struct mc_place place = MC_PLACE(cfa);
	int may_start =
		function->flags & MC_FUNCTION_MARKED && is_resumed(index);

	if (unlikely(!*mc_fork_is_known))
		return mc_fork_find()->run(slot, function, coroutine, index,
					   cfa);
	if (unlikely(mc_guard_inside))
		return lose_call();
	if (!thread || !slot->current)
		return may_start ? start_at(function, place) : NULL;
	if (!close_dead(thread, place, mc_spare_is_wanted(thread)))
		return may_start ? start_at(function, place) : NULL;
	if (mc_thread_is_arriving(thread))
		mc_thread_go(thread, mc_thread_current(thread));
	if (is_resumed(index))
		return run_at(thread, function, coroutine, index, place);
	/* A part of the call that starts or destroys it. */
	mc_coroutine_forget(thread);
	return mc_thread_current(thread);
}

/* One that ends, or yields a value, is not what the coroutine that it does so
   for runs in: if the extent is a run of it, it is over. */
static int ends_extent(const struct mc_thread *thread, struct mc_frame *frame,
		       const void *coroutine, int reason)
{
	struct mc_frame *previous = mc_frame_private(frame)->previous;

	return reason != MC_WAITS && (frame->flags & MC_FRAME_EXTENT ||
				      (previous->flags & MC_FRAME_EXTENT &&
				       coroutine == thread->stays));
}

static int hand_over(struct mc_slot *slot, void *handle,
		     struct mc_function *function, void *coroutine, void *to,
		     int reason)
{
	struct mc_thread *thread = mc_thread_self();
	struct mc_frame *frame = frame_of(handle);
	struct mc_span waiting;
	struct mc_node *link;
	int stays;

	if (unlikely(!*mc_fork_is_known))
		return mc_fork_find()->hand_over(slot, handle, function,
						 coroutine, to, reason);
	if (!thread || mc_guard_inside)
		return 0;
	if (!is_frame(handle)) {
		/* Started by the call that this is a part of. */
		slot->current = handle;
		waiting.first = waiting.end = thread->waiting_count;
		mc_coroutine_hand_over(thread, handle, waiting, function,
				       coroutine, to, reason);
		return 0;
	}
	if (!is_open(thread, frame))
		return 0;
	close_above(thread, frame);
	link = mc_frame_private(frame)->link;
	waiting = mc_frame_private(frame)->waiting;
	if (ends_extent(thread, frame, coroutine, reason)) {
		mc_hooks_close_all(thread);
		return 0;
	}
	stays = !!(frame->flags & MC_FRAME_EXTENT);
	if (stays) {
		thread->stays = coroutine;
		waiting.first = waiting.end;
		mc_thread_go(thread, link);
	} else {
		close_one(thread);
	}
	mc_coroutine_hand_over(thread, link, waiting, function, coroutine, to,
			       reason);
	return stays;
}

/* Jumps */

static void resume(struct mc_slot *slot, void *handle, void *cfa)
{
	struct mc_thread *thread = mc_thread_self();
	uintptr_t here = (uintptr_t)cfa;

	if (unlikely(!*mc_fork_is_known)) {
		mc_fork_find()->resume(slot, handle, cfa);
		return;
	}
	if (unlikely(!thread))
		return;
	if (is_frame(handle)) {
		if (!is_open(thread, frame_of(handle)))
			return;
		close_above(thread, frame_of(handle));
		/* Calls without a frame may be open above it still. */
		mc_thread_go(thread, mc_frame_private(thread->top)->link);
		return;
	}
	find_strand(thread, here);
	/* With its last call the strand is gone. */
	while (mc_place_is_on_stack(thread, here) &&
	       thread->top != thread->base &&
	       mc_frame_private(thread->top)->place.cfa <= here)
		close_one(thread);
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
	struct mc_frame_private *own;
	struct mc_node *context;

	if (!thread)
		return NULL;
	context = mc_cct_callee(&thread->cct, thread->cct.root, creator, 0);
	context->flags |= MC_NODE_CONTEXT;
	frame = reserve(thread, place);
	if (!frame) {
		mc_thread_count(thread, 0);
		return NULL;
	}
	own = mc_frame_private(frame);
	own->link = context;
	own->current = own->timing = thread->cct.root;
	frame->node = thread->cct.root->offset;
	frame->rss_before = frame->rss_peak = thread->record->rss_charged;
	frame->start_ticks = thread->record->mark_ticks = thread_now(thread);
	order();
	frame->flags = MC_FRAME_EXTENT | MC_FRAME_THREAD |
		       (frame == thread->base + 1 ? 0 : MC_FRAME_CHUNK);
	thread->timing = thread->cct.root;
	mc_thread_go(thread, context);
	thread->record->top = (uintptr_t)frame;
	mc_module_set_recording(thread->thread_pointer, thread->position,
				thread->position);
	thread->starting = 0;
	return handle_of(frame);
}

static void make_start(void *argument)
{
	struct entry *e = argument;

	e->handle = start_at(e->function, e->place);
}

static void *start(struct mc_slot *slot, struct mc_function *function,
		   struct mc_link *link, void *cfa)
{
	struct entry e = {NULL, function, NULL, MC_PLACE(cfa), 0, NULL};

	if (unlikely(!*mc_fork_is_known))
		return mc_fork_find()->start(slot, function, link, cfa);
	if (unlikely(mc_guard_inside))
		return lose_call();
	if (unlikely(mc_spare_is_wanted(mc_thread_self())))
		mc_spare_call(make_start, &e);
	else
		make_start(&e);
	return e.handle;
}

static void *moving(struct mc_slot *slot, void *block, int kind)
{
	struct mc_thread *thread = mc_thread_self();

	if (unlikely(!*mc_fork_is_known || mc_guard_inside || !thread ||
		     thread->position != (struct mc_position *)slot))
		return NULL;
	return mc_gate_before_move(thread, block, kind);
}

static void moved(void *thread)
{
	mc_gate_after_move(thread);
}

static void pause_thread(void)
{
	struct mc_thread *thread = mc_thread_self();

	if (!thread || !thread->record->top)
		return;
	thread->is_paused = 1;
	mc_module_set_recording(thread->thread_pointer, NULL, thread->position);
}

static void unpause_thread(void)
{
	struct mc_thread *thread = mc_thread_self();

	if (!thread || !thread->is_paused)
		return;
	thread->is_paused = 0;
	mc_module_set_recording(thread->thread_pointer, thread->position,
				thread->position);
}

#define COMMON_HOOKS \
	.start = start, .resume = resume, .forget = mc_module_forget, \
	.flush = mc_process_flush, .pause = pause_thread, \
	.unpause = unpause_thread, .moving = moving, .moved = moved, \
	.tail = tail, .run = run, .hand_over = hand_over

static const struct mc_hooks plain_hooks = {
	.enter = enter_plain,
	.leave = leave_plain,
	COMMON_HOOKS,
};

static const struct mc_hooks memory_hooks = {
	.enter = enter_memory,
	.leave = leave_memory,
	COMMON_HOOKS,
};

const struct mc_hooks *mc_hooks_by_options(void)
{
	return mc_options.mem == MC_MEM_OFF ? &plain_hooks : &memory_hooks;
}

void mc_hooks_close_all(struct mc_thread *thread)
{
	mc_strands_end(thread);
	while (thread->top != thread->base)
		close_one(thread);
	mc_thread_go(thread, thread->cct.root);
}

/* What `cut` does, to a thread that goes on and may do so itself at the same
   time: then a few ticks are there twice, or not at all. */
__attribute__((no_sanitize("thread"))) static void sync_other(
	struct mc_thread *thread)
{
	uint64_t now = mc_clock_ticks() - thread->record->own_ticks;
	int64_t ticks = (int64_t)(now - thread->record->mark_ticks);

	if (!thread->record->top || ticks < 0)
		return;
	thread->timing->self_ticks += (uint64_t)ticks;
	thread->record->mark_ticks += (uint64_t)ticks;
}

void mc_hooks_sync(struct mc_thread *thread)
{
	if (thread != mc_thread_self()) {
		sync_other(thread);
		return;
	}
	if (!thread->record->top)
		return;
	cut(thread, thread_now(thread));
	if (!mc_frame_is_half_done(thread->top))
		mc_gate_look(thread, thread->top);
}

static int begin_anew(struct mc_thread *thread, struct mc_frame *frame)
{
	frame->start_ticks = thread->record->start_ticks;
	frame->self_before = 0;
	frame->rss_before = 0;
	frame->rss_peak = 0;
	return 0;
}

/* In the child the calls that are open go on, but began in the parent: they are
   there for what they call. */
void mc_hooks_after_fork(struct mc_thread *thread)
{
	struct mc_thread_record *record = thread->record;

	record->timed = 0;
	record->rss_charged = 0;
	record->faults_charged = 0;
	record->pss_charged = 0;
	record->uss_charged = 0;
	record->own_ticks = 0;
	record->start_ticks = record->mark_ticks = mc_clock_ticks();
	mc_strands_visit(thread, begin_anew);
}
