/* SPDX-License-Identifier: MIT */
/*
 * Finds out what a jump has left.  See jumps.h.
 */
#include "jumps.h"
#include "calls.h"
#include "../profile/options.h"

/* Makes STRAND the running one (NULL: changes nothing).  What ran until now is
   charged with the time. */
static void change_strand(struct mc_thread *thread, struct mc_strand *strand)
{
	if (!strand || strand == thread->strands.running)
		return;
	if (mc_options.time != MC_TIME_OFF)
		mc_calls_cut(thread, mc_calls_now(thread));
	mc_strands_go(thread, strand);
}

void mc_jumps_find_strand(struct mc_thread *thread, uintptr_t address)
{
	if (unlikely(!mc_place_is_on_stack(thread, address)))
		change_strand(thread, mc_strands_find(thread, address, 0));
}

int mc_jumps_is_open(struct mc_thread *thread, struct mc_frame *frame)
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

void mc_jumps_close_above(struct mc_thread *thread, struct mc_frame *frame)
{
	while (thread->top != frame)
		mc_calls_close_one(thread);
}

/* Does what compiled code does for a call from code that is not instrumented.
 */
static void arrive(struct mc_position *position)
{
	position->arrived = position->current;
	mc_calls_order();
	position->current = position->arriving;
}

void mc_jumps_find_strand_of_call(struct mc_thread *thread,
				  struct mc_place place, int is_handler)
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

int mc_jumps_close_dead(struct mc_thread *thread, struct mc_place place,
			int is_handler)
{
	int is_arriving = mc_thread_is_arriving(thread);
	struct mc_frame *top;

	mc_jumps_find_strand_of_call(thread, place, is_handler);
	top = thread->top;
	while (thread->top != thread->base &&
	       mc_place_is_dead(thread, thread->top, place))
		mc_calls_close_one(thread);
	if (thread->top == top)
		return thread->record->top != 0;
	/* The position is now where the outermost dead call was made. */
	if (is_arriving)
		arrive(thread->position);
	if (!thread->record->top)
		return 0;
	/* A strand ends with its last call. */
	mc_jumps_find_strand_of_call(thread, place, is_handler);
	return 1;
}

void mc_jumps_close_at(struct mc_thread *thread, uintptr_t cfa)
{
	/* A strand ends with its last call. */
	while (mc_place_is_on_stack(thread, cfa) &&
	       thread->top != thread->base &&
	       mc_frame_private(thread->top)->place.cfa <= cfa)
		mc_calls_close_one(thread);
}
