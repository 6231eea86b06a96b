/* SPDX-License-Identifier: MIT */
/*
 * Reads rings of events.  See absence.h.
 */
#include "absence.h"
#include "mapfile.h"
#include "recall.h"

/* Returns the ticks that the thread was off the processor. */
static uint64_t charge(struct mc_thread *thread, struct mc_ring_absence absence)
{
	struct mc_node *node;
	uint64_t ticks;

	if (!absence.off_ns)
		return 0;
	node = mc_recall_current(thread);
	/* The time of what has many callers is theirs. */
	if (node == thread->cct.other)
		node = thread->timing;
	node->wait_ns += absence.off_ns;
	node->preempted_ns += absence.preempted_ns;
	ticks = mc_mapfile_ticks(absence.off_ns);
	thread->record->off_ticks += ticks;
	thread->gate.waited_ticks +=
		mc_mapfile_ticks(absence.off_ns - absence.preempted_ns);
	return ticks;
}

void mc_absence_charge(struct mc_thread *thread)
{
	if (thread->gate.events)
		thread->record->own_ticks +=
			charge(thread, mc_ring_read(thread->gate.events,
						    &thread->gate.reader));
}

void mc_absence_charge_other(struct mc_thread *thread)
{
	if (thread->gate.events)
		thread->record->own_ticks += charge(
			thread, mc_ring_read_other(thread->gate.events,
						   &thread->gate.reader,
						   mc_clock_monotonic_ns()));
}

void mc_absence_charge_own(struct mc_thread *thread)
{
	struct mc_ring_absence absence;

	if (!thread->gate.events)
		return;
	absence = mc_ring_read(thread->gate.events, &thread->gate.reader);
	absence.off_ns = absence.preempted_ns;
	charge(thread, absence);
}

void mc_absence_forget(struct mc_thread *thread)
{
	if (thread->gate.events)
		mc_ring_read(thread->gate.events, &thread->gate.reader);
}
