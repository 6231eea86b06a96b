/* SPDX-License-Identifier: MIT */
/*
 * Reads PSS and USS, and charges nodes with them.  See rollup.h.
 */
#include "rollup.h"
#include "../os/clock.h"
#include "../os/memory.h"
#include "../profile/events.h"
#include "../profile/mapfile.h"
#include "../profile/options.h"
#include "../profile/recall.h"

#include <errno.h>
#include <stdatomic.h>

/* smaps_rollup costs 1 ms per 100 MB: not more than 1/50 of the time, after the
   first 5 ms, which nobody notices. */
#define MC_ROLLUP_SHARE 50
#define MC_ROLLUP_FREE_NS 5000000u

/* The PSS of a child, until it is read. */
#define PSS_UNKNOWN INT64_MIN

static _Atomic uint64_t spent_ns; /* in all on smaps_rollup */
static uint64_t start_ns;
static int is_off; /* the kernel has none, or may not be asked */
static _Atomic int has_forked; /* pages may be a parent's or child's, too */

/* PSS as it should be: as last read, and what was charged since. */
static _Atomic int64_t expected_pss;

void mc_rollup_init(void)
{
	static char text[2048];
	struct mc_memory_rollup rollup;

	start_ns = mc_clock_monotonic_ns();
	is_off = mc_options.mem < MC_MEM_FULL ||
		 !(mc_options.gate & MC_GATE_ROLLUP) ||
		 mc_memory_read_rollup(&rollup, text, sizeof(text));
	if (!is_off)
		mc_mapfile_header()->gate |= MC_GATE_ROLLUP;
}

void mc_rollup_before_fork(void)
{
	atomic_store_explicit(&has_forked, 1, memory_order_relaxed);
}

void mc_rollup_in_child(struct mc_thread *thread)
{
	spent_ns = 0;
	expected_pss = PSS_UNKNOWN;
	start_ns = mc_clock_monotonic_ns();
	/* What was read at the start of the extent was the parent's. */
	thread->rollup.at_entry.error = -EAGAIN;
}

static void charge_rollup(struct mc_thread *thread, int64_t pss, int64_t uss,
			  int is_estimate)
{
	struct mc_node *node = mc_recall_current(thread);

	node->pss_self_bytes += pss;
	node->uss_self_bytes += uss;
	thread->record->pss_charged += pss;
	thread->record->uss_charged += uss;
	atomic_fetch_add_explicit(&expected_pss, pss, memory_order_relaxed);
	if (!is_estimate)
		return;
	node->flags |= MC_NODE_PSS_ESTIMATED;
	thread->rollup.estimates++;
}

/* Tells whether too much time was spent on smaps_rollup already. */
static int is_too_dear(void)
{
	uint64_t spent = atomic_load(&spent_ns);

	if (spent <= MC_ROLLUP_FREE_NS ||
	    __atomic_load_n(&mc_mapfile_header()->rollup_reads,
			    __ATOMIC_RELAXED) < 2)
		return 0;
	return spent > (mc_clock_monotonic_ns() - start_ns) / MC_ROLLUP_SHARE;
}

/* Reads PSS and USS, if the time spent on them allows.  Returns 0, or -EAGAIN
   if it does not, or -ENOSYS if the kernel does not tell. */
static int read_rollup(struct mc_thread *thread,
		       struct mc_memory_rollup *rollup)
{
	int saved = errno;
	int error;

	if (is_off)
		return -ENOSYS;
	if (is_too_dear())
		return -EAGAIN;

	uint64_t before_ns = mc_clock_monotonic_ns();
	uint64_t before = mc_events_begin_own(thread);

	error = mc_memory_read_rollup(rollup, thread->scratch,
				      sizeof(thread->scratch))
			? -ENOSYS
			: 0;
	__atomic_fetch_add(&mc_mapfile_header()->rollup_reads, 1,
			   __ATOMIC_RELAXED);
	atomic_fetch_add(&spent_ns, mc_clock_monotonic_ns() - before_ns);
	mc_events_end_own(thread, before);
	errno = saved;
	return error;
}

void mc_rollup_charge(struct mc_thread *thread, int64_t anon, int64_t shared,
		      uint64_t faults)
{
	struct mc_memory_rollup rollup = {.pss = PSS_UNKNOWN};
	int64_t expected = atomic_load(&expected_pss);
	int64_t copied = 0;

	if (is_off)
		return;
	if (shared && !mc_thread_are_several() &&
	    !read_rollup(thread, &rollup) && expected != PSS_UNKNOWN) {
		charge_rollup(thread, rollup.pss - expected, anon, 0);
		return;
	}
	if (atomic_load_explicit(&has_forked, memory_order_relaxed))
		copied = (int64_t)faults * mc_memory_page_bytes() - anon -
			 (shared > 0 ? shared : 0);
	if (copied < 0)
		copied = 0;
	charge_rollup(thread, anon + shared + copied / 2, anon + copied,
		      shared || copied || mc_thread_are_several());
	if (expected == PSS_UNKNOWN)
		atomic_store(&expected_pss, rollup.pss);
}

void mc_rollup_begin_extent(struct mc_thread *thread)
{
	struct mc_rollup_at_entry *entry = &thread->rollup.at_entry;
	struct mc_memory_rollup rollup;

	entry->error = read_rollup(thread, &rollup);
	if (!entry->error) {
		entry->pss = rollup.pss;
		entry->uss = rollup.uss;
		atomic_store(&expected_pss, rollup.pss);
	}
	entry->pss_charged = thread->record->pss_charged;
	entry->uss_charged = thread->record->uss_charged;
	entry->estimates = thread->rollup.estimates;
}

/* Returns the link of the extent's outermost call.  A thread's start is
   nobody's call: the root then. */
static struct mc_node *outermost_link(const struct mc_thread *thread)
{
	struct mc_frame *first = thread->base + 1;

	return first->flags & MC_FRAME_THREAD ? thread->cct.root
					      : mc_frame_private(first)->link;
}

/*
 * Settles PSS and USS of the extent, of which both ends have been read.  If
 * what was charged in between was estimated, the difference puts it right.  If
 * it was not, other processes have changed what they share with this one.
 */
static void settle_rollup(struct mc_thread *thread,
			  const struct mc_memory_rollup *rollup)
{
	struct mc_thread_record *record = thread->record;
	int64_t pss =
		rollup->pss - thread->rollup.at_entry.pss -
		(record->pss_charged - thread->rollup.at_entry.pss_charged);
	int64_t uss =
		rollup->uss - thread->rollup.at_entry.uss -
		(record->uss_charged - thread->rollup.at_entry.uss_charged);

	if (thread->rollup.estimates != thread->rollup.at_entry.estimates &&
	    !mc_thread_are_several()) {
		record->pss_charged += pss;
		record->uss_charged += uss;
		outermost_link(thread)->pss_self_bytes += pss;
		outermost_link(thread)->uss_self_bytes += uss;
	} else {
		__atomic_fetch_add(&mc_mapfile_header()->external_pss_bytes,
				   pss, __ATOMIC_RELAXED);
	}
	atomic_store(&expected_pss, rollup->pss);
}

void mc_rollup_end_extent(struct mc_thread *thread)
{
	struct mc_rollup *own = &thread->rollup;
	struct mc_memory_rollup rollup;

	if (!own->at_entry.error && !read_rollup(thread, &rollup)) {
		settle_rollup(thread, &rollup);
		/* The nodes below stay estimates; their sum is none. */
		if (!mc_thread_are_several())
			own->estimates = own->at_entry.estimates;
	}
	if (own->estimates != own->at_entry.estimates)
		outermost_link(thread)->flags |= MC_NODE_PSS_UNSETTLED;
}
