/* SPDX-License-Identifier: MIT */
/*
 * Time that a thread is off the processor.  Its clock stands still meanwhile,
 * and the position is charged with the time: it waits.
 *
 * The clock stands still for the recorder's own work, too (own_ticks).  What
 * that waits for is nobody's time.  But a slice that others get meanwhile is
 * the program's: it would have lost it a moment later.  Threads are often
 * preempted when they come back from a system call, and the recorder makes
 * some.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_ABSENCE_H
#define MC_ABSENCE_H

#include "thread.h"
#include "../os/clock.h"

/* Charges the position with the time that the thread was off the processor
   since this was last asked. */
void mc_absence_charge(struct mc_thread *thread);

/* The same for another thread, which may be off the processor now.  That thread
   must not go on for long. */
void mc_absence_charge_other(struct mc_thread *thread);

/* Forgets the time that the thread was off the processor: it is nobody's. */
void mc_absence_forget(struct mc_thread *thread);

/* Begins work of the recorder's own.  Returns a time for mc_absence_end_own. */
static inline uint64_t mc_absence_begin_own(struct mc_thread *thread)
{
	mc_absence_charge(thread);
	return mc_clock_ticks();
}

/* Charges the position with preemption within work of the recorder's own, which
   has been taken out of the thread's clock already. */
void mc_absence_charge_own(struct mc_thread *thread);

/* Ends the work that began at SINCE. */
static inline void mc_absence_end_own(struct mc_thread *thread, uint64_t since)
{
	thread->record->own_ticks += mc_clock_ticks() - since;
	mc_absence_charge_own(thread);
}

#endif
