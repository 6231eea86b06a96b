/* SPDX-License-Identifier: MIT */
/*
 * The hooks: what compiled code calls when a call begins (enter) and when it
 * ends (leave).
 *
 * Most calls never come here.  Compiled code counts them itself, in the tree of
 * calling contexts (../profile/cct.h): a link of the tree is one caller and one
 * callee in one context, and the thread's position is the link of the call that
 * runs.  Compiled code calls enter when the call is to be timed, when it does
 * not find the link, and when memory may have changed.
 *
 * Frames.  A call that needs more than a count has a frame, and its handle is
 * the frame's address plus 1; the handle of any other call is its caller's
 * position.  A frame is given to calls that are timed, to calls of functions
 * that ask for it, and to calls made by code that is not instrumented: if that
 * code jumps (longjmp), the frames it has jumped over show that these calls are
 * over.  The open frames of a stack are a strand; a thread has one for its own
 * stack, and one for each stack of a coroutine or signal handler.
 *
 * Time.  Timed calls cut time into pieces.  A piece ends where one of them
 * begins or ends, and belongs to the innermost one that is open (self_ticks).
 * A thread's clock stands still while the recorder does something that takes
 * long: own_ticks says how long, and is taken off each reading.
 *
 * Extents.  A call of a marked function outside of an extent begins one
 * (extents.h).  It ends with that call.
 *
 * Signal handlers may call these hooks while they run, so a handler must find a
 * valid parent at any instant:
 *
 *	- a frame is FORMING when it is put on top, before it is filled, and
 *	  CLOSING while it is taken off;
 *	- the position and `timing` change last on entry, and on exit are
 *	  restored from the frame itself, not from the one below it;
 *	- what takes several steps is done with signals blocked (the guard).
 *
 * A handler that returns leaves everything as it found it.  A handler that
 * jumps out leaves a frame half done.  That frame is dropped when the calls
 * below it go on, and the counts of open calls are made anew.
 *
 * In the profile, record->top changes when a frame is complete.
 */
#include "hooks.h"
#include "../calls/calls.h"
#include "extents.h"
#include "../life/fork.h"
#include "../os/guard.h"
#include "../calls/jumps.h"
#include "../calls/moves.h"
#include "../profile/links.h"
#include "../profile/module.h"
#include "../life/process.h"
#include "runs.h"

/* Entering */

/*
 * Begins a call of the usual kind (is_usual).  Nothing else needs to be asked.
 *
 * A function that is `twice` exists twice, made of one source: with memory and
 * without; HAS_MEMORY is a constant in both.
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
	mc_calls_order();
	mc_frame_form(frame, previous, MC_PLACE(cfa));
	mc_calls_order();
	mc_calls_push(thread, frame, previous, link, MC_FRAME_TIMED,
		      has_memory);
	return mc_frame_handle(frame);
}

/* Tells whether the call is like nearly all that come here: LINK is FUNCTION's,
   compiled code has counted the call, it is timed, it was made by the call on
   top, and there is room for a frame. */
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
		return mc_calls_go_on(thread, link);
	return mc_calls_enter(thread, link, flags, place, has_memory);
}

/* Begins a call, where the call on top has been jumped over.  Takes back what
   compiled code has counted in the wrong place. */
static void *enter_after_jump(struct mc_thread *thread,
			      struct mc_function *function,
			      struct mc_link *seen, struct mc_place place,
			      int is_handler)
{
	if (mc_links_is_counted(seen, function))
		__atomic_fetch_add(&seen->left, 1, __ATOMIC_RELAXED);
	if (mc_jumps_close_dead(thread, place, is_handler))
		return mc_options.mem == MC_MEM_OFF
			       ? enter_at(thread, function, NULL, place, 0)
			       : enter_at(thread, function, NULL, place, 1);
	if (function->flags & MC_FUNCTION_MARKED)
		return mc_extents_start(function, place);
	return NULL;
}

/* Begins a call, where the position is not that of a thread that records: the
   thread does not record, it is paused, or this is a forked child. */
static void *enter_oddly(struct mc_position *position,
			 struct mc_function *function, void *cfa)
{
	if (!*mc_fork_is_known)
		return mc_fork_find()->enter(position, function, NULL, cfa);
	if (position->current && position->current == position->arriving)
		position->current = position->arrived;
	return mc_guard_inside && mc_position_thread(position) ? mc_calls_lose()
							       : NULL;
}

/* A call that begins, about which everything may have to be asked. */
struct entry {
	struct mc_thread *thread;
	struct mc_function *function;
	struct mc_link *link;
	struct mc_place place;
	int is_handler; /* on an alternate stack for signals */
	void *handle; /* the result */
};

static void make_entry(void *argument)
{
	struct entry *e = argument;

	mc_jumps_find_strand_of_call(e->thread, e->place, e->is_handler);
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

/* Begins a call of any kind.  FROM is where the hook was called. */
static __attribute__((noinline)) void *enter_unusual(
	struct mc_position *position, struct mc_function *function,
	struct mc_link *link, void *cfa, void *from)
{
	struct mc_thread *thread = mc_position_thread(position);
	struct entry e = {thread, function, link, mc_place(cfa, from), 0, NULL};

	e.is_handler = mc_strands_is_handler(thread);
	if (unlikely(e.is_handler))
		mc_spare_call(make_entry, &e);
	else
		make_entry(&e);
	return e.handle;
}

twice void *enter(struct mc_position *position, struct mc_function *function,
		  struct mc_link *link, void *cfa, int has_memory)
{
	struct mc_thread *thread = mc_position_thread(position);

	if (unlikely(!thread || mc_guard_inside || !position->current))
		return enter_oddly(position, function, cfa);
	if (likely(is_usual(thread, function, link, (uintptr_t)cfa)))
		return enter_timed(thread, mc_link_node(link), cfa, has_memory);
	return enter_unusual(position, function, link, cfa,
			     __builtin_return_address(0));
}

static void *enter_plain(struct mc_position *position,
			 struct mc_function *function, struct mc_link *link,
			 void *cfa)
{
	return enter(position, function, link, cfa, 0);
}

static void *enter_memory(struct mc_position *position,
			  struct mc_function *function, struct mc_link *link,
			  void *cfa)
{
	return enter(position, function, link, cfa, 1);
}

/* Ends a call without a frame, because memory may have changed: what is at the
   position has done it. */
static void leave_counted(struct mc_position *position, void *handle)
{
	struct mc_thread *thread = mc_position_thread(position);

	if (thread && !mc_guard_inside) {
		mc_jumps_find_strand(thread,
				     (uintptr_t)__builtin_frame_address(0));
		mc_gate_look(thread, thread->top);
	}
	position->current = handle;
}

/* Ends the call of FRAME, and all above it. */
static void close_down_to(void *frame)
{
	struct mc_thread *thread = mc_thread_self();

	mc_jumps_close_above(thread, frame);
	mc_calls_close_one(thread);
}

static __attribute__((noinline)) void leave_unusual(
	struct mc_position *position, void *handle)
{
	struct mc_thread *thread = mc_thread_self();
	struct mc_frame *frame = mc_frame_of(handle);

	if (!*mc_fork_is_known) {
		mc_fork_find()->leave(position, handle);
		return;
	}
	if (!mc_frame_is_handle(handle)) {
		leave_counted(position, handle);
		return;
	}
	/* A coroutine may go on in another thread than it began in. */
	if (!thread || !mc_jumps_is_open(thread, frame))
		return;
	if (unlikely(mc_strands_is_handler(thread)))
		mc_spare_call(close_down_to, frame);
	else
		close_down_to(frame);
}

/* Ends a call.  Nearly all frames are on top, complete, timed, and nothing
   else. */
twice void leave(struct mc_position *position, void *handle, int has_memory)
{
	struct mc_thread *thread = mc_thread_self();
	struct mc_frame *frame = mc_frame_of(handle);

	if (likely(thread && thread->top == frame &&
		   frame->flags == MC_FRAME_TIMED &&
		   mc_position_thread(thread->position)))
		mc_calls_close_complete(thread, frame, MC_FRAME_TIMED,
					has_memory);
	else
		leave_unusual(position, handle);
}

static void leave_plain(struct mc_position *position, void *handle)
{
	leave(position, handle, 0);
}

static void leave_memory(struct mc_position *position, void *handle)
{
	leave(position, handle, 1);
}

/*
 * Tells whether the call of FRAME, which is about to make a call in tail
 * position, may end before that call.
 *
 * It may not if code that is not instrumented made it, or if it began
 * something.  Neither may the outermost two calls of a function: the first, and
 * the first by itself, to which the time of the others goes.
 */
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
	struct mc_frame *frame = mc_frame_of(handle);

	if (unlikely(!*mc_fork_is_known || !thread || mc_guard_inside ||
		     thread->top != frame ||
		     !mc_position_thread(thread->position) ||
		     !may_end_early(thread, frame)))
		return NULL;
	mc_frame_private(frame)->link->flags |= MC_NODE_DEPTH_ESTIMATED;
	mc_frame_private(frame)->current = mc_frame_private(frame)->link;
	mc_calls_close_one(thread);
	return thread;
}

/* Jumps */

static void resume(struct mc_position *position, void *handle, void *cfa)
{
	struct mc_thread *thread = mc_thread_self();
	uintptr_t here = (uintptr_t)cfa;

	if (unlikely(!*mc_fork_is_known)) {
		mc_fork_find()->resume(position, handle, cfa);
		return;
	}
	if (unlikely(!thread))
		return;
	if (mc_frame_is_handle(handle)) {
		if (!mc_jumps_is_open(thread, mc_frame_of(handle)))
			return;
		mc_jumps_close_above(thread, mc_frame_of(handle));
		/* The position may still be that of a call without a frame. */
		mc_thread_go(thread, mc_frame_private(thread->top)->link);
		return;
	}
	mc_jumps_find_strand(thread, here);
	mc_jumps_close_at(thread, here);
}

static void *moving(struct mc_position *position, void *block, int kind)
{
	struct mc_thread *thread = mc_thread_self();

	if (unlikely(!*mc_fork_is_known || mc_guard_inside || !thread ||
		     thread->position != position))
		return NULL;
	return mc_moves_before(thread, block, kind);
}

static void moved(void *thread)
{
	mc_moves_after(thread);
}

#define COMMON_HOOKS \
	.start = mc_extents_hook_start, .resume = resume, \
	.forget = mc_module_forget, .flush = mc_process_flush, \
	.pause = mc_extents_hook_pause, .unpause = mc_extents_hook_unpause, \
	.moving = moving, .moved = moved, .tail = tail, \
	.run = mc_runs_hook_run, .hand_over = mc_runs_hook_hand_over

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
