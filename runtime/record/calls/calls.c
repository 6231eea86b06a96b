/* SPDX-License-Identifier: MIT */
/*
 * The rarer part of calls.h.
 */
#include "calls.h"
#include "../profile/events.h"
#include "../profile/light.h"
#include "../profile/mapfile.h"
#include "../profile/module.h"
#include "../profile/options.h"

void *mc_calls_lose(void)
{
	struct mc_file_header *header = mc_mapfile_header();

	if (header)
		__atomic_fetch_add(&header->lost_calls, 1, __ATOMIC_RELAXED);
	return NULL;
}

/* The extent is over for compiled code before its outermost call is taken off:
   a signal handler must not find the one without the other. */
void mc_calls_end_extent(struct mc_thread *thread)
{
	mc_module_set_recording(thread->thread_pointer, NULL, NULL);
	mc_calls_order();
	/* What runs on other stacks goes on.  (Of those that are not known,
	   the next look will tell.) */
	if (thread->strands.count)
		mc_light_unbind_all(thread);
	mc_strands_end(thread);
	mc_gate_end_extent(thread);
	thread->extent.is_paused = 0;
	mc_light_unpause(thread);
	mc_thread_count(thread, 0);
}

__attribute__((noinline)) void mc_calls_close_one(struct mc_thread *thread)
{
	if (mc_options.mem == MC_MEM_OFF)
		mc_calls_close_top(thread, 0);
	else
		mc_calls_close_top(thread, 1);
}

void mc_calls_close_all(struct mc_thread *thread)
{
	mc_strands_end(thread);
	while (thread->top != thread->base)
		mc_calls_close_one(thread);
	mc_thread_go(thread, thread->cct.root);
}

/* Does what mc_calls_cut does, to a thread that goes on and may do so itself at
   the same time.  Then a few ticks are counted twice, or not at all. */
__attribute__((no_sanitize("thread"))) static void sync_other(
	struct mc_thread *thread)
{
	int64_t ticks;

	if (!thread->record->top)
		return;
	mc_events_charge_other(thread);
	ticks = (int64_t)(mc_calls_now(thread) - thread->record->mark_ticks);
	if (ticks < 0)
		return;
	thread->timing->self_ticks += (uint64_t)ticks;
	thread->record->mark_ticks += (uint64_t)ticks;
}

void mc_calls_sync(struct mc_thread *thread)
{
	if (thread != mc_thread_self()) {
		sync_other(thread);
		return;
	}
	if (!thread->record->top)
		return;
	if (!mc_frame_is_half_done(thread->top))
		mc_gate_look(thread, thread->top);
	mc_calls_cut(thread, mc_calls_now(thread));
}

static int begin_anew(struct mc_thread *thread, struct mc_frame *frame)
{
	frame->start_ticks = thread->record->start_ticks;
	frame->self_before = 0;
	frame->rss_before = 0;
	frame->rss_peak = 0;
	mc_frame_private(frame)->waited_before = thread->gate.waited_ticks;
	return 0;
}

/* In the child the open calls go on, but they began in the parent: they are
   there for what they call. */
void mc_calls_after_fork(struct mc_thread *thread)
{
	struct mc_thread_record *record = thread->record;

	record->timed = 0;
	record->rss_charged = 0;
	record->faults_charged = 0;
	record->pss_charged = 0;
	record->uss_charged = 0;
	record->own_ticks = 0;
	record->off_ticks = 0;
	record->start_ticks = record->mark_ticks = mc_clock_ticks();
	mc_strands_visit(thread, begin_anew);
}
