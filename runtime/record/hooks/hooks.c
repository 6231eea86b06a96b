/* SPDX-License-Identifier: MIT */
/*
 * The hooks: functions that compiled code calls when a call begins (enter) and
 * when it ends (leave).  memcall-abi.h says when, and explains the terms.
 *
 * Most calls never come here.  Compiled code counts them itself, in the
 * thread's tree of calling contexts (../profile/cct.h).  A node is a function
 * in a calling context, with its numbers.  A link is the beginning of a node,
 * by which its caller leads to it.  `current` of the thread's position is the
 * link of the innermost call that is open.  Compiled code calls enter when the
 * call is to be timed, when it does not find the link, and when memory may
 * have changed.
 *
 * Frames.  A call that needs more than a count has a frame, and its handle is
 * the frame's address plus 1.  The handle of any other call is its caller's
 * link, to which `current` returns.  Frames are given to calls that are timed,
 * to calls of functions that ask for it, and to calls made by code that is not
 * instrumented.  If such code jumps (longjmp), the frames show which calls it
 * has jumped over: they are dead, and are closed.
 *
 * Strands.  A thread has its own stack, and it may run on others: those of
 * coroutines (swapcontext) and of signal handlers (sigaltstack).  What runs on
 * one stack is a strand, with open frames of its own, the innermost on top.
 * thread->top is that of the strand that runs now.
 *
 * Time.  Timed calls cut time into pieces.  A piece ends where a timed call
 * begins or ends.  It is added to self_ticks of the innermost timed call that
 * is open; thread->timing is the link of that call.  While the recorder does
 * something that takes long, the thread's clock stands still: record->own_ticks
 * says for how long in all, and is subtracted from each reading.
 *
 * Extents.  A call of a marked function that is made outside of an extent
 * begins one (extents.h).  It ends with that call.
 *
 * Signals.  One may arrive in the middle of a hook, and its handler may call
 * hooks.  So a handler must find a valid call on top at any instant:
 *
 *	- A frame is marked FORMING when it is put on top, and is filled after
 *	  that.  It is marked CLOSING while it is taken off.
 *	- `current` and thread->timing change last on entry.  On exit they are
 *	  restored from the frame itself, not from the one below it.
 *	- What takes several steps is done with signals blocked (the guard).
 *
 * A handler that returns leaves everything as it found it.  A handler that
 * jumps out leaves a frame half done.  When the calls below that frame go on,
 * it is dropped, and the counts of open calls are made anew (repair.h).
 *
 * The profile has the top, too, for those who read it while the program runs or
 * when it was killed: record->top, which changes when a frame is complete.
 */
#include "hooks.h"
#include "../calls/calls.h"
#include "extents.h"
#include "../life/fork.h"
#include "../os/guard.h"
#include "../calls/jumps.h"
#include "../calls/moves.h"
#include "../calls/stops.h"
#include "../profile/light.h"
#include "../profile/links.h"
#include "../profile/module.h"
#include "../life/process.h"
#include "light-calls.h"
#include "runs.h"

/* Entering */

/*
 * Begins a call of the usual kind (is_usual).  LINK is its link.
 *
 * `twice` (calls.h) makes two functions of one source, for with memory and
 * without: HAS_MEMORY is a constant in both.
 */
twice void *enter_timed(struct mc_thread *thread, struct mc_node *link,
			const struct mc_function *function, void *cfa,
			int has_memory)
{
	struct mc_frame *previous = thread->top;
	struct mc_frame *frame = previous + 1;

	/* time=all comes first: every call is timed then. */
	if (likely(mc_options.time == MC_TIME_ALL))
		mc_cct_look_again(link);
	else
		mc_links_decide_slowly(
			thread, link, function,
			mc_light_told(thread->position, function));
	/* A signal handler sees these steps in this order. */
	mc_calls_put_on_top(thread, frame, previous, MC_PLACE(cfa));
	mc_calls_push(thread, frame, previous, link, MC_FRAME_TIMED,
		      has_memory);
	return mc_frame_handle(frame);
}

/* Tells whether the call is like nearly all that come here: LINK is FUNCTION's
   and of THREAD's tree, and compiled code has counted the call, it is due, a
   due call of this link is timed, it was made by the call on top, and there is
   room for a frame. */
static inline int is_usual(const struct mc_thread *thread,
			   const struct mc_function *function,
			   struct mc_link *link, uintptr_t cfa)
{
	return mc_links_is_counted(link, function) && !link->left &&
	       link->thread == thread->record->number &&
	       mc_links_is_timed_when_due(mc_link_node(link)) &&
	       mc_frame_private(thread->top)->place.cfa > cfa &&
	       mc_place_is_on_stack(thread, cfa) &&
	       thread->top + 1 != thread->limit;
}

/*
 * Begins a call whose strand is running, with no dead call on top.  SEEN is the
 * link that compiled code found (may be NULL).  If it is FUNCTION's, the call
 * has been counted and is due.  Else this finds the link and counts the call.
 * SLOT is that of the caller (may be NULL).
 *
 * If code that is not instrumented made the call, `current` is `arriving` until
 * here (struct mc_position).  The call has a frame then, with a flag that says
 * so.
 */
twice void *enter_at(struct mc_thread *thread, struct mc_function *function,
		     struct mc_link *seen, struct mc_slot *slot,
		     struct mc_place place, int has_memory)
{
	struct mc_node *link = mc_link_node(seen);
	uint32_t flags = 0;
	int is_due = 1;

	if (unlikely(!mc_links_is_counted(seen, function))) {
		if (unlikely(mc_thread_is_arriving(thread))) {
			/* Sets `current` to `arrived`. */
			mc_thread_go(thread, mc_thread_current(thread));
			flags = MC_FRAME_ARRIVED;
		}
		link = mc_links_find(thread, function);
		is_due = !mc_links_count(link);
		/* What is called there has no node of its own. */
		if (unlikely(link == thread->cct.other))
			thread->beneath = link;
	}
	if (likely(is_due) && mc_links_decide(thread, link, function, slot))
		flags |= MC_FRAME_TIMED;
	if (!(flags | (link->flags & MC_NODE_FRAMED)))
		return mc_calls_go_on(thread, link);
	return mc_calls_enter(thread, link, flags, place, has_memory);
}

/* Takes back that compiled code has counted a call of FUNCTION for SEEN, if it
   was that function's link. */
static void take_back(const struct mc_function *function, struct mc_link *seen)
{
	/* One instruction: a signal handler may count the same link. */
	if (mc_links_is_counted(seen, function))
		__atomic_fetch_add(&seen->left, 1, __ATOMIC_RELAXED);
}

/* Begins a call after a jump over the call on top.  Compiled code has counted
   the call for the wrong caller if it found a link: takes that back. */
static void *enter_after_jump(struct mc_thread *thread,
			      struct mc_function *function,
			      struct mc_link *seen, struct mc_place place,
			      int is_on_signal_stack)
{
	take_back(function, seen);
	/* True: the extent goes on.  Else the jump has left it. */
	if (mc_jumps_close_dead(thread, place, is_on_signal_stack))
		return mc_options.mem == MC_MEM_OFF
			       ? enter_at(thread, function, NULL, NULL, place,
					  0)
			       : enter_at(thread, function, NULL, NULL, place,
					  1);
	if (function->flags & MC_FUNCTION_MARKED)
		return mc_extents_start(function, place);
	return NULL;
}

/* Records no call: the thread does not record, it is paused, or the call comes
   from within the recorder (mc_guard_inside).  But in a forked child that the
   recorder did not know of yet (fork.h), begins the call: mc_fork_is_known
   points to a word that is 0 in such a child. */
static void *enter_oddly(struct mc_position *position,
			 struct mc_function *function, struct mc_link *link,
			 void *cfa)
{
	if (!*mc_fork_is_known) {
		/* A light copy has set the position, which was wiped. */
		take_back(function, link);
		return mc_fork_find()->enter(position, function, NULL, cfa);
	}
	/* Ends the arrival, as no call follows from it. */
	if (position->current && position->current == position->arriving)
		position->current = position->arrived;
	if (!mc_position_thread(position))
		return NULL;
	mc_thread_begin_unrecorded(mc_position_thread(position));
	return mc_guard_inside ? mc_calls_lose() : NULL;
}

/* The arguments and the result of make_entry, in one: it may run on another
   stack. */
struct entry {
	struct mc_thread *thread;
	struct mc_function *function;
	struct mc_link *link;
	struct mc_slot *slot;
	struct mc_place place;
	int is_on_signal_stack; /* the caller runs on an alternate stack for
				   signals */
	void *handle; /* the result */
};

/* Has the call hang below the innermost one that is known of this thread. */
static void come_home(struct entry *e)
{
	struct mc_frame *caller = mc_thread_caller(e->thread);

	take_back(e->function, e->link);
	e->link = NULL;
	e->slot = NULL;
	mc_thread_go(e->thread, mc_frame_private(caller)->link);
}

/* Begins a call of any kind, by the thread that is given. */
static void make_entry(void *argument)
{
	struct entry *e = argument;

	/* A light copy has set the position, on a stack that another thread ran
	   on before. */
	if (unlikely(!mc_thread_has(
		    e->thread, mc_node_link(mc_thread_current(e->thread)))))
		come_home(e);
	mc_jumps_find_strand_of_call(e->thread, e->place,
				     e->is_on_signal_stack);
	if (unlikely(mc_place_is_dead(e->thread, e->thread->top, e->place))) {
		e->handle = enter_after_jump(e->thread, e->function, e->link,
					     e->place, e->is_on_signal_stack);
		return;
	}
	/* Compiled code did not look for the link: memory may have changed. */
	if (!e->link)
		mc_gate_look(e->thread, e->thread->top);
	e->handle = mc_options.mem == MC_MEM_OFF
			    ? enter_at(e->thread, e->function, e->link, e->slot,
				       e->place, 0)
			    : enter_at(e->thread, e->function, e->link, e->slot,
				       e->place, 1);
}

/* Begins a call of any kind.  FROM is the address behind the call of the hook.
   A stack for signals may be too small for all of this, so the spare stack is
   used there (spare.h). */
static __attribute__((noinline)) void *enter_unusual(
	struct mc_position *position, struct mc_function *function,
	struct mc_link *link, void *cfa, void *from)
{
	struct mc_thread *thread = mc_position_thread(position);
	struct entry e = {
		.thread = thread,
		.function = function,
		.link = link,
		.slot = mc_light_told(position, function),
		.place = mc_place(cfa, from),
	};

	e.is_on_signal_stack = mc_strands_is_handler(thread);
	if (unlikely(e.is_on_signal_stack))
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
		return enter_oddly(position, function, link, cfa);
	if (likely(is_usual(thread, function, link, (uintptr_t)cfa)))
		return enter_timed(thread, mc_link_node(link), function, cfa,
				   has_memory);
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

/* The same where calls are looked at one by one (stops.h). */
static void *enter_watched(struct mc_position *position,
			   struct mc_function *function, struct mc_link *link,
			   void *cfa)
{
	void *handle;

	if (mc_position_thread(position) && position->current)
		mc_stops_count(function);
	handle = enter(position, function, link, cfa, 1);
	mc_stops_watch(function, handle);
	return handle;
}

/* Ends a call without a frame.  Compiled code ends such calls itself, unless
   memory may have changed.  The change is charged to the call, which is still
   `current`. */
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

/* Ends the call of FRAME, and before that all calls above it. */
static void close_down_to(void *frame)
{
	struct mc_thread *thread = mc_thread_self();

	mc_jumps_close_above(thread, frame);
	mc_calls_close_one(thread);
}

/* Ends a call of any kind, with a frame or without. */
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
	/* A coroutine may go on in another thread than it began in.  The call
	   is not open here then, and there is nothing to end. */
	if (!thread || !mc_jumps_is_open(thread, frame))
		return;
	if (unlikely(mc_strands_is_handler(thread)))
		mc_spare_call(close_down_to, frame);
	else
		close_down_to(frame);
}

/* Ends a call.  Nearly all calls that come here are on top, and their frames
   have no flag but TIMED: they are complete, in particular. */
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
 * Tells whether the call of FRAME, which is on top, may end before a call that
 * it makes in tail position.
 *
 * It may if it has a frame only to be timed.  It may not if code that is not
 * instrumented made it, if it began an extent, if it is a run of a coroutine,
 * or if all calls of its link have frames.
 *
 * It must also be recursive, so that its total is part of an outer call's total
 * already.  The two outermost calls of a function do not end early: the first
 * by a link that is not recursive, and the first by one that is.  To the latter
 * goes the time of those that end early.  `open` counts the calls by recursive
 * links; for all but these two it is more than 1.
 */
static int may_end_early(struct mc_thread *thread, struct mc_frame *frame)
{
	struct mc_node *link = mc_frame_private(frame)->link;

	return (frame->flags & ~MC_FRAME_CHUNK) == MC_FRAME_TIMED &&
	       !(link->flags & MC_NODE_FRAMED) &&
	       mc_node_private(link)->open_index &&
	       thread->cct.open[mc_node_private(link)->open_index] > 1;
}

/* Ends the call of HANDLE early, if that may be, and returns something other
   than NULL then.  `current` stays at its link, below which the next call is
   counted: closing sets `current` to what the frame says. */
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

/* Ends the calls that a jump has left (struct mc_hooks).  The function that was
   jumped into has HANDLE; CFA is its stack frame. */
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
		/* `current` may still be the link of a call without a frame. */
		mc_thread_go(thread, mc_frame_private(thread->top)->link);
		return;
	}
	mc_jumps_find_strand(thread, here);
	mc_jumps_close_at(thread, here);
}

/* Moves of memory */

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
	/* The call may have been a fork that the recorder did not see. */
	if (likely(*mc_fork_is_known))
		mc_moves_after(thread);
}

static void forget(struct mc_unit *unit)
{
	mc_light_unbind_everywhere();
	mc_module_forget(unit);
}

#define COMMON_HOOKS \
	.start = mc_extents_hook_start, .resume = resume, .forget = forget, \
	.flush = mc_process_flush, .pause = mc_extents_hook_pause, \
	.unpause = mc_extents_hook_unpause, .moving = moving, .moved = moved, \
	.tail = tail, .run = mc_runs_hook_run, \
	.hand_over = mc_runs_hook_hand_over, .look = mc_light_calls_hook_look, \
	.begin = mc_light_calls_hook_begin, .end = mc_light_calls_hook_end, \
	.tell = mc_light_calls_hook_tell

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

static const struct mc_hooks watching_hooks = {
	.enter = enter_watched,
	.leave = leave_memory,
	COMMON_HOOKS,
};

const struct mc_hooks *mc_hooks_by_options(void)
{
	if (mc_trigger_needs_calls())
		return &watching_hooks;
	return mc_options.mem == MC_MEM_OFF ? &plain_hooks : &memory_hooks;
}
