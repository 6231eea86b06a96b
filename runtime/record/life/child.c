/* SPDX-License-Identifier: MIT */
/*
 * The hooks of a forked child, and of a child that cannot have a profile.  See
 * child.h.
 */
#include "child.h"
#include "../os/clock.h"
#include "../profile/events.h"
#include "../profile/coroutine.h"
#include "../heap/ledger.h"
#include "../os/guard.h"
#include "../profile/mapfile.h"
#include "../profile/module.h"
#include "../profile/recall.h"
#include "../profile/result.h"
#include "../profile/stand-in.h"
#include "../profile/strands.h"
#include "../profile/thread.h"

static int is_new; /* a child that has not recorded anything yet */

/* The hooks of a child that cannot have a profile.  They do nothing. */
static void *enter_nothing(struct mc_position *position,
			   struct mc_function *function, struct mc_link *link,
			   void *cfa)
{
	(void)position;
	(void)function;
	(void)link;
	(void)cfa;
	return NULL;
}

static void leave_nothing(struct mc_position *position, void *handle)
{
	(void)position;
	(void)handle;
}

static void resume_nothing(struct mc_position *position, void *handle,
			   void *cfa)
{
	(void)position;
	(void)handle;
	(void)cfa;
}

static void *keep(void *handle)
{
	(void)handle;
	return NULL;
}

static void *move_nothing(struct mc_position *position, void *block, int kind)
{
	(void)position;
	(void)block;
	(void)kind;
	return NULL;
}

static void *run_nothing(struct mc_position *position,
			 struct mc_function *function, void *coroutine,
			 uint32_t index, void *cfa)
{
	(void)position;
	(void)function;
	(void)coroutine;
	(void)index;
	(void)cfa;
	return NULL;
}

static int hand_nothing_over(struct mc_position *position, void *handle,
			     struct mc_function *function, void *coroutine,
			     void *to, int reason)
{
	(void)position;
	(void)handle;
	(void)function;
	(void)coroutine;
	(void)to;
	(void)reason;
	return 0;
}

static void look_nothing(struct mc_link *self, int is_entry)
{
	(void)self;
	(void)is_entry;
	mc_module_look_away();
}

static void begin_nothing(struct mc_function *function, uintptr_t from,
			  void *cfa, struct mc_call *call, const void *light)
{
	(void)from;
	(void)cfa;
	(void)light;
	call->slot.kid = mc_stand_in_for(function);
}

static void end_nothing(struct mc_call *call)
{
	(void)call;
}

static void tell_nothing(struct mc_link *self, uint32_t number,
			 uintptr_t calling, uintptr_t target)
{
	(void)self;
	(void)number;
	(void)calling;
	(void)target;
}

static const struct mc_hooks no_hooks = {
	.enter = enter_nothing,
	.start = enter_nothing,
	.leave = leave_nothing,
	.resume = resume_nothing,
	.tail = keep,
	.run = run_nothing,
	.hand_over = hand_nothing_over,
	.moving = move_nothing,
	.look = look_nothing,
	.begin = begin_nothing,
	.end = end_nothing,
	.tell = tell_nothing,
	.forget = mc_module_forget,
};

void mc_child_give_up(void)
{
	mc_module_fail();
	mc_module_use_hooks(&no_hooks);
	mc_module_set_recording(__builtin_thread_pointer(), NULL, NULL);
}

/* Brings back what FRAME needs of the parent's tree.  Returns 0 or -errno. */
static int recall_frame(struct mc_thread *thread, struct mc_frame *frame)
{
	struct mc_frame_private *own = mc_frame_private(frame);
	int error;

	if (mc_frame_is_half_done(frame))
		return 0;
	error = mc_recall_bring(thread, own->link);
	if (!error)
		error = mc_recall_bring(thread, own->timing);
	frame->node = frame->flags & MC_FRAME_THREAD ? thread->cct.root->offset
						     : own->link->offset;
	return error;
}

/* Brings back the links that are charged with time on each stack.  Returns 0 or
   -errno. */
static int recall_strands(struct mc_thread *thread)
{
	int error = mc_recall_bring(thread, thread->timing);

	if (!error && thread->strands.running != &thread->strands.own)
		error = mc_recall_bring(thread, thread->strands.own.timing);
	for (uint32_t i = 0; !error && i < thread->strands.count; i++) {
		struct mc_strand *strand = thread->strands.others[i];

		error = mc_recall_bring(thread, strand->timing);
		if (!error)
			error = mc_recall_bring(
				thread, mc_frame_private(&strand->none)->link);
	}
	return error;
}

/* Brings back from the parent all that is open.  Returns 0 or -errno. */
static int recall_open(struct mc_thread *thread)
{
	int error = recall_strands(thread);
	struct mc_node *link;

	for (uint32_t i = 0; !error && (link = mc_coroutine_waiting(thread, i));
	     i++)
		error = mc_recall_bring(thread, link);
	if (!error)
		error = mc_strands_visit(thread, recall_frame);
	/* Last: where there is none, it is the innermost call's. */
	if (!error && mc_recall_bring(thread, mc_thread_current(thread)))
		mc_thread_go(thread,
			     mc_frame_private(mc_thread_caller(thread))->link);
	return error;
}

static int create_profile(struct mc_thread *self)
{
	if (mc_result_create())
		return -1;
	if (self && recall_open(self)) {
		mc_result_discard();
		return -1;
	}
	if (self)
		mc_mapfile_header()->threads = 1;
	mc_ledger_begin();
	return 0;
}

/* Gives the child a file and the usual hooks; or none, if it cannot have one.
   Returns its hooks. */
static const struct mc_hooks *settle(void)
{
	struct mc_thread *self = mc_thread_self();
	uint64_t before = mc_clock_ticks();
	struct mc_guard guard;
	int is_settled = 0;

	mc_guard_lock(&guard);
	if (is_new) {
		is_new = 0;
		is_settled = !create_profile(self);
		if (is_settled)
			mc_module_use_hooks(mc_module_usual_hooks());
		else
			mc_child_give_up();
	}
	mc_guard_unlock(&guard);
	/* Without the guard: if the thread was preempted, its position is
	   charged, which may have to be brought back for that. */
	if (is_settled && self)
		mc_events_end_own(self, before);
	return mc_module_has_failed() ? &no_hooks : mc_module_usual_hooks();
}

/* Marks a hook that passes on.  The hook that is called takes the place from
   which it is called for the program's (stack-place.h).  So these must end in a
   jump, as GCC does it where nothing is left to be done at the end. */
#define passes_on __attribute__((no_sanitize("thread")))

passes_on static void *start_in_child(struct mc_position *position,
				      struct mc_function *function,
				      struct mc_link *link, void *cfa)
{
	return settle()->start(position, function, link, cfa);
}

passes_on static void *enter_in_child(struct mc_position *position,
				      struct mc_function *function,
				      struct mc_link *link, void *cfa)
{
	return settle()->enter(position, function, link, cfa);
}

static void leave_in_child(struct mc_position *position, void *handle)
{
	settle()->leave(position, handle);
}

static void resume_in_child(struct mc_position *position, void *handle,
			    void *cfa)
{
	settle()->resume(position, handle, cfa);
}

static void *tail_in_child(void *handle)
{
	return settle()->tail(handle);
}

passes_on static void *run_in_child(struct mc_position *position,
				    struct mc_function *function,
				    void *coroutine, uint32_t index, void *cfa)
{
	return settle()->run(position, function, coroutine, index, cfa);
}

static int hand_over_in_child(struct mc_position *position, void *handle,
			      struct mc_function *function, void *coroutine,
			      void *to, int reason)
{
	return settle()->hand_over(position, handle, function, coroutine, to,
				   reason);
}

static void *moving_in_child(struct mc_position *position, void *block,
			     int kind)
{
	return settle()->moving(position, block, kind);
}

static void moved_in_child(void *thread)
{
	(void)thread;
}

static void flush_in_child(void)
{
	void (*flush)(void) = settle()->flush;

	if (flush)
		flush();
}

static void pause_in_child(void)
{
	void (*pause)(void) = settle()->pause;

	if (pause)
		pause();
}

static void unpause_in_child(void)
{
	void (*unpause)(void) = settle()->unpause;

	if (unpause)
		unpause();
}

static void look_in_child(struct mc_link *self, int is_entry)
{
	settle()->look(self, is_entry);
}

passes_on static void begin_in_child(struct mc_function *function,
				     uintptr_t from, void *cfa,
				     struct mc_call *call, const void *light)
{
	settle()->begin(function, from, cfa, call, light);
}

static void end_in_child(struct mc_call *call)
{
	settle()->end(call);
}

static void tell_in_child(struct mc_link *self, uint32_t number,
			  uintptr_t calling, uintptr_t target)
{
	settle()->tell(self, number, calling, target);
}

static const struct mc_hooks child_hooks = {
	.start = start_in_child,
	.enter = enter_in_child,
	.leave = leave_in_child,
	.resume = resume_in_child,
	.tail = tail_in_child,
	.run = run_in_child,
	.hand_over = hand_over_in_child,
	.moving = moving_in_child,
	.moved = moved_in_child,
	.flush = flush_in_child,
	.pause = pause_in_child,
	.unpause = unpause_in_child,
	.look = look_in_child,
	.begin = begin_in_child,
	.end = end_in_child,
	.tell = tell_in_child,
	.forget = mc_module_forget,
};

void mc_child_begin(void)
{
	is_new = 1;
	mc_module_use_hooks(&child_hooks);
}

const struct mc_hooks *mc_child_hooks(void)
{
	return mc_module_has_failed() ? &no_hooks : &child_hooks;
}

int mc_child_is_new(void)
{
	return is_new;
}
