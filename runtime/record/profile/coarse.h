/* SPDX-License-Identifier: MIT */
/*
 * Time on and off the processor where the kernel grants no ring of events.
 *
 * The thread's CPU clock is read at boundaries some time apart: at the first
 * one after the kernel's own clock has ticked (jiffy.h), which compiled code
 * sees, and where the recorder looks at memory for time's sake.  What
 * wall-clock time passed more than that was spent off the processor, by the
 * position: it has been waiting for long, or it would not be the first
 * boundary.  A wait is known to some 50 us.
 *
 * Where time is shared out by ticks, those of the kernel's clock count as
 * those of the CPU clock would: as many as the time on the processor since the
 * last one has periods.  They come at random while the thread runs or others
 * preempt it.  What comes first after a wait is no random place, so a tick in a
 * wait counts for nobody.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_COARSE_H
#define MC_COARSE_H

#include "thread.h"

/* Begins to read the clocks of the calling thread.  Under the guard. */
void mc_coarse_open(struct mc_thread *thread);

/* Moves *LAST, a reading of a clock, on to NOW, and returns by how much.  If a
   signal handler has read the clock after NOW, that time is charged: 0 then. */
uint64_t mc_coarse_move_on(uint64_t *last, uint64_t now);

/* Returns what the clocks tell since this was last asked. */
struct mc_ring_news mc_coarse_read(struct mc_thread *thread);

#endif
