/* SPDX-License-Identifier: MIT */
/*
 * The memory gate.  See gate.h.
 *
 * Resident memory is the process's, so with several threads in extents a look
 * charges what any of them has caused to the one that looks; such nodes are
 * marked as estimates too.
 */
#include "gate.h"
#include "clock.h"
#include "mapfile.h"
#include "memory.h"
#include "options.h"

#include <errno.h>
#include <stdatomic.h>

/* A look (1 us) in 20 us: at most 5 % of the run, and short functions that
   take turns in 20 us are told apart by other means only. */
#define MC_GATE_COST_SHARE 20

/* smaps_rollup costs 1 ms per 100 MB: not more than 1/50 of the time. */
#define MC_ROLLUP_SHARE 50

/* Both clocks are written down about once a millisecond. */
#define MC_MARK_COSTS 1000

static uint64_t look_ticks; /* what a look costs */
static uint64_t marked_ticks; /* when the clocks were written down */
static uint64_t rollup_ticks; /* spent in all on smaps_rollup */
static uint64_t start_ticks;
static int no_rollup; /* the kernel has none */

static _Atomic int64_t last_rss; /* of the process, at the last look */

void mc_gate_init(void)
{
	uint64_t best = UINT64_MAX;

	/* The first looks open files and touch pages of code. */
	for (int i = 0; i < 4; i++) {
		uint64_t before = mc_clock_ticks();

		atomic_store(&last_rss, mc_memory_rss());
		mc_memory_faults();

		uint64_t cost = mc_clock_ticks() - before;

		if (cost < best)
			best = cost;
	}
	look_ticks = best;
	start_ticks = mc_clock_ticks();
}

/* The next look is not before this much time of the thread has passed. */
static void schedule(struct mc_thread *thread, uint64_t now)
{
	thread->next_read = now + MC_GATE_COST_SHARE * look_ticks;
	thread->boundaries_skipped = 0;
}

static void charge(struct mc_thread *thread, int64_t bytes, uint64_t faults)
{
	struct mc_node *node = thread->running;
	struct mc_thread_record *record = thread->record;

	node->rss_self_bytes += bytes;
	node->self_faults += faults;
	record->rss_charged += bytes;
	record->faults_charged += faults;
	if (bytes && (thread->boundaries_skipped ||
		      atomic_load_explicit(&mc_thread_recording,
					   memory_order_relaxed) > 1))
		node->flags |= MC_NODE_RSS_ESTIMATED;
}

static void raise_peak(struct mc_frame *frame, int64_t before, int64_t now,
		       uint64_t faults)
{
	int64_t touched = before + (int64_t)faults * mc_memory_page_bytes();
	int64_t high = touched > now ? touched : now;

	if (frame && high > frame->rss_peak)
		frame->rss_peak = high;
}

static void look_at_memory(struct mc_thread *thread, struct mc_frame *frame,
			   int is_charged)
{
	struct mc_file_header *header = mc_mapfile_header();
	int64_t rss = mc_memory_rss();
	uint64_t faults = mc_memory_faults();
	int64_t last = atomic_exchange(&last_rss, rss);

	header->mem_reads++;
	if (rss != INT64_MIN && last != INT64_MIN) {
		uint64_t touched = faults - thread->last_faults;

		raise_peak(frame, last, rss, touched);
		if (is_charged)
			charge(thread, rss - last, touched);
		thread->rss = rss;
	}
	thread->last_faults = faults;
}

/* Looks at memory, if it is measured, and at the clocks now and then, so that a
   program that is killed leaves a recent reading. */
static void look(struct mc_thread *thread, struct mc_frame *frame,
		 int is_charged)
{
	uint64_t before = mc_clock_ticks();
	uint64_t after;

	if (mc_options.mem != MC_MEM_OFF)
		look_at_memory(thread, frame, is_charged);
	if (before - marked_ticks > MC_MARK_COSTS * look_ticks) {
		marked_ticks = before;
		mc_mapfile_mark_time();
	}
	after = mc_clock_ticks();
	thread->record->own_ticks += after - before;
	schedule(thread, after - thread->record->own_ticks);
}

void mc_gate_look(struct mc_thread *thread, struct mc_frame *frame)
{
	look(thread, frame, 1);
}

/* PSS and USS, if the time spent on them allows.  0, or -EAGAIN if it does not,
   or -ENOSYS if the kernel does not tell. */
static int read_rollup(struct mc_thread *thread, int64_t *pss, int64_t *uss)
{
	uint64_t before = mc_clock_ticks();
	struct mc_file_header *header = mc_mapfile_header();
	uint64_t cost;

	if (mc_options.mem != MC_MEM_FULL || no_rollup)
		return -ENOSYS;
	if (rollup_ticks * MC_ROLLUP_SHARE > before - start_ticks &&
	    header->rollup_reads >= 2)
		return -EAGAIN;
	no_rollup = mc_memory_rollup(pss, uss) != 0;
	header->rollup_reads++;
	cost = mc_clock_ticks() - before;
	rollup_ticks += cost;
	thread->record->own_ticks += cost;
	return no_rollup ? -ENOSYS : 0;
}

void mc_gate_begin_extent(struct mc_thread *thread, uint64_t now)
{
	thread->entry_rollup =
		read_rollup(thread, &thread->entry_pss, &thread->entry_uss);
	if (now - thread->left_ticks >= MC_GATE_COST_SHARE * look_ticks)
		look(thread, NULL, 0);
	thread->entry_rss = thread->rss;
}

void mc_gate_end_extent(struct mc_thread *thread, struct mc_node *link)
{
	int64_t pss = 0, uss = 0;
	int error = thread->entry_rollup;

	if (!error)
		error = read_rollup(thread, &pss, &uss);
	if (error == -ENOSYS)
		return;
	link->flags |= MC_NODE_PSS_MEASURED;
	if (error) {
		/* Not read at both ends: what is resident stands in. */
		link->flags |= MC_NODE_PSS_ESTIMATED;
		pss = uss = thread->rss - thread->entry_rss;
	} else {
		pss -= thread->entry_pss;
		uss -= thread->entry_uss;
	}
	link->edge_pss_bytes += pss;
	link->outer_pss_bytes += pss;
	link->edge_uss_bytes += uss;
	link->outer_uss_bytes += uss;
}
