/* SPDX-License-Identifier: MIT */
/*
 * What the kernel tells of a thread, by its ring of events, and who is charged
 * with it: the position.  Compiled code looks at the ring's head whenever a
 * call begins or ends, so whatever has come was before that of the position.
 *
 *	ticks     of the thread's CPU clock: a sample of where its time goes.
 *	          Where the clock stands still in the kernel, system calls are
 *	          timed (moves.h) and page faults counted instead
 *	absence   time off the processor.  The thread's clock stands still, and
 *	          the position waits
 *
 * The clock stands still for the recorder's own work, too (own_ticks).  What
 * that waits for is nobody's time, and ticks within it are nobody's.  But a
 * slice that others get meanwhile is the program's: it would have lost it a
 * moment later.  Threads are often preempted when they come back from a system
 * call, and the recorder makes some.
 *
 * Where there is no ring, clocks are read (coarse.h).
 *
 * Page faults are only counted here, in gate.changes: gate.h has what they
 * mean.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_EVENTS_H
#define MC_EVENTS_H

#include "thread.h"
#include "../os/clock.h"

/* Opens the thread's rings, as far as they are to be had, or else its clocks
   (coarse.h).  With MEMORY rings tell of page faults.  Under the guard. */
void mc_events_open(struct mc_thread *thread, int memory);
/* Closes them.  Under the guard. */
void mc_events_close(struct mc_thread *thread);
/* Forgets those of the parent in a forked child, which has not inherited
   them. */
void mc_events_forget_rings(struct mc_thread *thread);

/* Charges the position with what has come since this was last asked. */
void mc_events_charge(struct mc_thread *thread);

/* Charges the position with the time since SINCE, in ticks of the thread: as
   many ticks of its CPU clock as would have come if it ticked in the kernel.
   Those that have come since are part of that. */
void mc_events_charge_kernel(struct mc_thread *thread, uint64_t since);

/* The same for another thread, which may be off the processor now.  That thread
   must not go on for long. */
void mc_events_charge_other(struct mc_thread *thread);

/* Forgets what has come: it is nobody's. */
void mc_events_forget(struct mc_thread *thread);

/* Charges the position with preemption within work of the recorder's own, which
   is taken out of the thread's clock as a whole. */
void mc_events_charge_own(struct mc_thread *thread);

/* Has CHARGE, one of the above, take what has come, and returns the time in
   ticks until which it has.  A thread that is preempted between the two would
   have that time twice, or not at all. */
uint64_t mc_events_settle(struct mc_thread *thread,
			  void (*charge)(struct mc_thread *thread));

/* Begins work of the recorder's own.  Returns a time for mc_events_end_own. */
static inline uint64_t mc_events_begin_own(struct mc_thread *thread)
{
	return mc_events_settle(thread, mc_events_charge);
}

/* Ends the work that began at SINCE. */
static inline void mc_events_end_own(struct mc_thread *thread, uint64_t since)
{
	thread->record->own_ticks +=
		mc_events_settle(thread, mc_events_charge_own) - since;
}

#endif
