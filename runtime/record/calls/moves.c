/* SPDX-License-Identifier: MIT */
/*
 * Measures moves of memory, and times system calls.  See moves.h.
 */
#include "moves.h"
#include "gate.h"
#include "../os/clock.h"
#include "../os/heap.h"
#include "../os/memory.h"
#include "../profile/events.h"
#include "../profile/options.h"
#include "../profile/strands.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>

/*
 * The thread whose turn it is to give back memory.  One at a time does, so that
 * what the kernel tells before and after is its doing.  What others touch
 * meanwhile is told by their rings.  The program's call is made during the
 * turn, so nobody waits for it for long: from a thread that was stopped there
 * it is taken away.
 */
static _Atomic(struct mc_thread *) mover;
static _Atomic int64_t moved_in_all; /* bytes, found so by any thread */

#define MC_MOVER_PATIENCE_NS 200000000u

/* Takes the turn.  Returns 0 if the thread has it already: one such call is
   within another. */
static int take_turn(struct mc_thread *thread)
{
	uint64_t deadline = mc_clock_monotonic_ns() + MC_MOVER_PATIENCE_NS;
	struct mc_thread *nobody = NULL;

	if (atomic_load(&mover) == thread)
		return 0;
	while (!atomic_compare_exchange_strong(&mover, &nobody, thread)) {
		if (mc_clock_monotonic_ns() > deadline) {
			atomic_store(&mover, thread);
			break;
		}
		nobody = NULL;
		sched_yield();
	}
	return 1;
}

void mc_moves_end_turn(struct mc_thread *thread)
{
	struct mc_thread *expected = thread;

	thread->moves = (struct mc_moves){0};
	atomic_compare_exchange_strong(&mover, &expected, NULL);
}

/*
 * Returns resident memory as this thread alone would see it: without what the
 * others touch, and what it touches itself, which is counted as faults.  The
 * others go on meanwhile.  So of a few tries the one with the fewest faults
 * around it counts, with half of these before the reading.
 */
static int64_t level_of(const struct mc_thread *thread)
{
	enum { TRIES = 6 };
	uint64_t before = mc_gate_faults_of_others(thread), fewest = UINT64_MAX;
	int64_t level = 0;

	for (int i = 0; i < TRIES && fewest > 0; i++) {
		struct mc_memory memory = {0, 0};

		mc_memory_read(&memory);

		uint64_t after = mc_gate_faults_of_others(thread);

		if (after - before < fewest) {
			fewest = after - before;
			level = memory.resident -
				(int64_t)(before + fewest / 2) *
					mc_memory_page_bytes();
		}
		before = after;
	}
	return level - (int64_t)mc_memory_faults() * mc_memory_page_bytes();
}

static void set_level(void *argument)
{
	struct mc_thread *thread = argument;

	thread->moves.level = level_of(thread);
}

static void find_level(struct mc_thread *thread)
{
	if (mc_strands_is_handler(thread))
		mc_spare_call(set_level, thread);
	else
		set_level(thread);
}

/* Begins to time the call, if its ticks would be missed.  Returns 1 then.  A
   call before it may have been left by a jump. */
static int begin_time(struct mc_thread *thread)
{
	/* A stack for signals may be too small for it. */
	if (mc_strands_is_handler(thread))
		return 0;
	thread->moves.since = 0;
	if (!thread->gate.clock.is_user_only)
		return 0;
	mc_events_charge(thread);
	thread->moves.since = mc_clock_ticks() - thread->record->own_ticks;
	return 1;
}

static void end_time(struct mc_thread *thread)
{
	uint64_t since = thread->moves.since;

	if (!since)
		return;
	thread->moves.since = 0;
	mc_events_charge_kernel(thread, since);
}

/* Begins to measure what the call moves.  Returns 1 if it is to be ended. */
static int begin_move(struct mc_thread *thread, int kind)
{
	mc_gate_open(thread);
	/* Growth is found as faults. */
	if (kind == MC_MOVE_GROWS || !mc_gate_counts_own(thread) ||
	    !take_turn(thread))
		return 0;
	find_level(thread);
	thread->moves.from = thread->moves.level - atomic_load(&moved_in_all);
	thread->moves.is_moving = 1;
	return 1;
}

static void end_move(struct mc_thread *thread)
{
	int64_t level, moved;

	if (!thread->moves.is_moving)
		return;
	find_level(thread);
	/* Without what was moved by a thread that took the turn away. */
	level = thread->moves.level - atomic_load(&moved_in_all);
	moved = level - thread->moves.from;
	thread->gate.moved_bytes += moved;
	atomic_fetch_add(&moved_in_all, moved);
	mc_moves_end_turn(thread);
}

/* Tells whether memory is measured around a call of that KIND. */
static int moves_memory(int kind)
{
	return kind != MC_MOVE_NOTHING && mc_options.gate & MC_GATE_CALLS &&
	       mc_options.mem != MC_MEM_OFF;
}

/* A part of the heap that is given back shows in brk.  A block that is mapped
   on its own does not show at all. */
void *mc_moves_before(struct mc_thread *thread, void *block, int kind)
{
	int saved = errno;
	int is_moving, is_timed;

	if ((kind == MC_MOVE_FREES && !mc_heap_is_mapped(block)) ||
	    (kind == MC_MOVE_DELETES && !mc_heap_is_mapped_new(block)))
		return NULL;
	is_moving = moves_memory(kind) && begin_move(thread, kind);
	is_timed = begin_time(thread);
	errno = saved;
	return is_moving || is_timed ? thread : NULL;
}

void mc_moves_after(struct mc_thread *thread)
{
	int saved = errno;

	end_time(thread);
	end_move(thread);
	errno = saved;
}
