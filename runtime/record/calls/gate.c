/* SPDX-License-Identifier: MIT */
/*
 * Looks at memory, and charges nodes with what is found.  See gate.h.
 */
#include "gate.h"
#include "../os/clock.h"
#include "../os/guard.h"
#include "../profile/events.h"
#include "../profile/mapfile.h"
#include "../profile/module.h"
#include "../os/memory.h"
#include "../profile/options.h"
#include "overhead.h"
#include "rollup.h"
#include "stops.h"
#include "../os/own.h"
#include "../profile/recall.h"
#include "../os/ring.h"
#include "../profile/strands.h"
#include "../profile/thread.h"
#include "../../memcall-abi.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/single_threaded.h>

/* Looks for time's sake cost at most 1 % of the run with a ring, when they are
   a precaution, and 5 % without, when they are all there is. */
#define MC_WATCHED_COSTS 100
#define MC_UNWATCHED_COSTS 20

/* Both clocks are written down about once a millisecond. */
#define MC_MARK_COSTS 1000

/* The end of the heap, as malloc of the C library knows it. */
extern char *__curbrk __attribute__((weak));

static const uint64_t no_faults;
static const uintptr_t no_brk;

static uint64_t look_ticks; /* what a look costs */
static _Atomic uint64_t marked_ticks; /* when the clocks were written down */

static uint64_t faults_of_ended; /* threads that have ended, by their rings;
				    under the guard */

/* The process's memory at the last look of any thread, and that thread. */
static _Atomic int64_t last_resident;
static _Atomic int64_t last_shared;
static _Atomic(const struct mc_thread *) last_looker;

int mc_gate_counts_own(const struct mc_thread *thread)
{
	return mc_thread_are_several() || atomic_load(&last_looker) != thread;
}

/* Keeps what THREAD has read.  The looker is stored first: a thread that reads
   the values and finds itself to be the last looker has read its own. */
static void keep(const struct mc_thread *thread, const struct mc_memory *memory)
{
	atomic_store(&last_looker, thread);
	atomic_store(&last_resident, memory->resident);
	atomic_store(&last_shared, memory->shared);
}

/* Has light copies look at what the position shows as faults. */
static void watch(struct mc_thread *thread)
{
	struct mc_position *position = thread->position;

	thread->gate.head =
		position->faults ?: (const volatile uintptr_t *)&no_faults;
	position->looked = *thread->gate.head;
	position->head = (const volatile char *)thread->gate.head -
			 (char *)mc_module_words(thread->thread_pointer);
}

/* Shows the thread's sources to compiled code and to the hooks, in its
   position.  FAULTS may be NULL, for nothing. */
static void show_sources(struct mc_thread *thread,
			 const volatile uint64_t *faults)
{
	struct mc_position *position = thread->position;

	position->faults = NULL;
	position->brk = mc_mapfile_header()->gate & MC_GATE_BRK
				? (const volatile uintptr_t *)&__curbrk
				: &no_brk;
	if (mc_options.mem != MC_MEM_OFF || thread->gate.events ||
	    thread->gate.coarse.jiffy)
		position->faults = (const volatile uintptr_t *)faults;
	watch(thread);
}

/* Returns how many page faults the thread's rings tell of (ring.h). */
static uint64_t faults_of(const struct mc_thread *thread)
{
	const struct mc_gate *gate = &thread->gate;

	if (!thread->position->faults)
		return 0;
	if (gate->faults)
		return *mc_ring_head(gate->faults) / MC_RING_FAULT_BYTES;
	/* All events count as faults, too. */
	return gate->events ? *mc_ring_head(gate->events) / MC_RING_EVENT_BYTES
			    : 0;
}

/* Returns what tells compiled code that there is something to look at. */
static const volatile uint64_t *watched_head(const struct mc_thread *thread)
{
	if (thread->gate.events)
		return mc_ring_head(thread->gate.events);
	if (thread->gate.faults)
		return mc_ring_head(thread->gate.faults);
	return thread->gate.coarse.jiffy ?: &no_faults;
}

void mc_gate_init(void)
{
	struct mc_file_header *header = mc_mapfile_header();
	struct mc_memory memory;
	uint64_t best = UINT64_MAX;

	mc_own_load_code();
	if (mc_options.mem != MC_MEM_OFF && mc_memory_is_exact())
		header->gate |= MC_GATE_EXACT;
	for (int i = 0; i < 4; i++) {
		uint64_t before = mc_clock_ticks();

		if (!mc_memory_read(&memory))
			keep(NULL, &memory);
		mc_memory_faults();

		uint64_t cost = mc_clock_ticks() - before;

		if (cost < best)
			best = cost;
	}
	look_ticks = best;
	mc_rollup_init();
	/* The ring counts as had until a thread is refused one. */
	header->gate |= mc_options.gate & (MC_GATE_RING | MC_GATE_CALLS);
	if (mc_options.gate & MC_GATE_RING)
		header->gate |= MC_GATE_SWITCHES;
	if (&__curbrk)
		header->gate |= mc_options.gate & MC_GATE_BRK;
}

void mc_gate_open_sources(struct mc_thread *thread)
{
	struct mc_file_header *header = mc_mapfile_header();
	struct mc_gate *gate = &thread->gate;
	int has_memory = mc_options.mem != MC_MEM_OFF;

	gate->is_unwatched = 0;
	thread->cct.node_flags = 0;
	mc_events_open(thread, has_memory);
	if (!gate->events)
		header->gate &= ~(uint64_t)MC_GATE_SWITCHES;
	if (gate->coarse.is_open)
		header->gate |= MC_GATE_CLOCKS;
	if (has_memory && !gate->events && !gate->faults) {
		header->gate &= ~(uint64_t)MC_GATE_RING;
		gate->is_unwatched = 1;
		thread->cct.node_flags = MC_NODE_RSS_ESTIMATED;
	}
	show_sources(thread, watched_head(thread));
	mc_gate_shut(thread, 0);
}

void mc_gate_close_sources(struct mc_thread *thread)
{
	faults_of_ended += faults_of(thread);
	show_sources(thread, NULL);
	mc_events_close(thread);
}

uint64_t mc_gate_faults_of_others(const struct mc_thread *thread)
{
	struct mc_guard guard;
	uint64_t sum;

	mc_guard_lock(&guard);
	sum = faults_of_ended;
	for (struct mc_thread *t = mc_thread_living; t; t = t->next)
		if (t != thread)
			sum += faults_of(t);
	mc_guard_unlock(&guard);
	return sum;
}

void mc_gate_before_fork(struct mc_thread *thread)
{
	mc_rollup_before_fork();
	if (!thread)
		return;
	mc_events_charge(thread);
	show_sources(thread, NULL);
}

void mc_gate_after_fork(struct mc_thread *thread, int is_child)
{
	struct mc_memory memory;

	if (is_child) {
		/* The parent's ring is not inherited.  Something else may be
		   where it was, by now. */
		show_sources(thread, NULL);
		mc_events_forget_rings(thread);
		mc_gate_close_sources(thread);
		mc_gate_open_sources(thread);
		mc_rollup_in_child(thread);
		if (!mc_memory_read(&memory))
			keep(thread, &memory);
		thread->gate.last_faults = mc_memory_faults();
	} else {
		/* The fork was the recorder's time. */
		mc_events_forget(thread);
		show_sources(thread, watched_head(thread));
	}
	mc_gate_open(thread);
}

/* Charging */

/* Adds to a counter of the header, which all threads share. */
static void add_shared(uint64_t *counter, uint64_t value)
{
	__atomic_fetch_add(counter, value, __ATOMIC_RELAXED);
}

static void charge(struct mc_thread *thread, int64_t bytes, uint64_t faults)
{
	struct mc_node *node = mc_recall_current(thread);

	node->rss_self_bytes += bytes;
	node->self_faults += faults;
	if (thread->gate.is_unwatched)
		node->flags |= MC_NODE_RSS_ESTIMATED;
	thread->record->rss_charged += bytes;
	thread->record->faults_charged += faults;
}

static void raise_peak(struct mc_thread *thread, struct mc_frame *frame,
		       uint64_t faults)
{
	int64_t level = thread->record->rss_charged +
			(int64_t)faults * mc_memory_page_bytes();

	if (frame && level > frame->rss_peak)
		frame->rss_peak = level;
}

/* Raises the peaks of the open calls above FRAME, which have no frames.
   Nothing is known of what memory rose by before in them: it rose by at least
   BYTES, which were found now. */
static void raise_peaks_without_frames(struct mc_thread *thread,
				       struct mc_frame *frame, int64_t bytes)
{
	struct mc_node *node = mc_recall_current(thread);
	const struct mc_node *last =
		frame ? mc_node_target(mc_frame_private(frame)->link)
		      : thread->cct.root;

	if (bytes <= 0)
		return;
	for (; node && node != last; node = mc_node_private(node)->parent) {
		node->flags |= MC_NODE_PEAK_ESTIMATED;
		if (bytes > node->rss_peak_bytes)
			node->rss_peak_bytes = bytes;
	}
}

/* Marks BYTES as unsure: they were found because time has passed, and may
   belong to a call before. */
static void doubt(struct mc_thread *thread, int64_t bytes)
{
	if (!bytes)
		return;
	mc_recall_current(thread)->flags |= MC_NODE_RSS_ESTIMATED;
	add_shared(&mc_mapfile_header()->unsure_bytes,
		   (uint64_t)(bytes < 0 ? -bytes : bytes));
}

static void look_at_memory(struct mc_thread *thread, struct mc_frame *frame,
			   int is_charged)
{
	struct mc_file_header *header = mc_mapfile_header();
	int has_signal = mc_gate_has_signal(thread);
	uint64_t all_faults = mc_memory_faults();
	uint64_t faults = all_faults - thread->gate.last_faults;
	struct mc_memory now;
	int64_t bytes, shared, own;
	int is_own;

	/* A child of vfork has this memory, but not these faults. */
	if ((int64_t)faults < 0 || mc_memory_read(&now))
		return;
	add_shared(&header->mem_reads, 1);
	bytes = now.resident - atomic_load(&last_resident);
	shared = now.shared - atomic_load(&last_shared);
	is_own = mc_gate_counts_own(thread);
	keep(thread, &now);
	thread->gate.last_faults = all_faults;
	if (!is_charged)
		return;
	own = (int64_t)faults * mc_memory_page_bytes() +
	      thread->gate.moved_bytes;
	if (is_own) {
		bytes = own;
		shared = 0;
		mc_recall_current(thread)->flags |= MC_NODE_RSS_ESTIMATED;
	} else if (!has_signal || (!__libc_single_threaded && bytes != own)) {
		/* These bytes are late, or of another thread that is in no
		   extent. */
		doubt(thread, bytes - (has_signal ? own : 0));
	}
	/* First the peak that what was touched has made: it may have been given
	   back since. */
	raise_peak(thread, frame, faults);
	charge(thread, bytes, faults);
	raise_peak(thread, frame, 0);
	raise_peaks_without_frames(thread, frame,
				   bytes > own - thread->gate.moved_bytes
					   ? bytes
					   : own - thread->gate.moved_bytes);
	thread->gate.moved_bytes = 0;
	if (bytes || faults)
		mc_rollup_charge(thread, bytes - shared, shared, faults);
	if (mc_trigger.kind)
		mc_stops_look(thread, frame, now.resident);
}

/* Writes the clocks down now and then, so that a program that is killed leaves
   a recent reading, and has the hooks measured.  If several threads come here
   at once, one of them does so.  A thread whose NOW is before another's mark
   has nothing to do. */
static void mark_time(struct mc_thread *thread, uint64_t now)
{
	uint64_t last =
		atomic_load_explicit(&marked_ticks, memory_order_relaxed);

	if ((int64_t)(now - last) > (int64_t)(MC_MARK_COSTS * look_ticks) &&
	    atomic_compare_exchange_strong(&marked_ticks, &last, now)) {
		mc_mapfile_mark_time();
		mc_overhead_follow(thread);
	}
}

/* Looks at memory, if it is measured, and at the clocks. */
static void look(struct mc_thread *thread, struct mc_frame *frame,
		 int is_charged)
{
	uint64_t own, before, after, costs;
	int saved = errno;

	if (!is_charged)
		mc_events_forget(thread);
	before = mc_events_begin_own(thread);
	own = thread->record->own_ticks;
	if (mc_options.mem != MC_MEM_OFF)
		look_at_memory(thread, frame, is_charged);
	mark_time(thread, before);
	after = mc_events_settle(thread, is_charged ? mc_events_charge_own
						    : mc_events_forget);
	/* What read_rollup has added is part of it. */
	thread->record->own_ticks = own + after - before;
	costs = thread->gate.is_unwatched ? MC_UNWATCHED_COSTS
					  : MC_WATCHED_COSTS;
	mc_gate_shut(thread,
		     after - thread->record->own_ticks + costs * look_ticks);
	errno = saved;
}

/* Charges the position with what the ring tells.  Returns 0 if that is all
   there is to see. */
static int has_more(struct mc_thread *thread)
{
	struct mc_position *position = thread->position;
	struct mc_gate *gate = &thread->gate;
	uintptr_t seen, looked, brk;

	if (!(gate->events || gate->coarse.jiffy) || !position->faults ||
	    gate->changes)
		return 1;
	brk = *position->brk;
	looked = *position->faults;
	seen = looked + brk;
	mc_events_charge(thread);
	if (gate->changes || brk != gate->seen_brk)
		return 1;
	/* A record that came in between is seen the next time. */
	position->seen = seen;
	position->looked = looked;
	return mc_clock_ticks() - thread->record->own_ticks >= gate->next_look;
}

struct look {
	struct mc_thread *thread;
	struct mc_frame *frame;
};

static void look_charging(void *argument)
{
	const struct look *l = argument;

	if (has_more(l->thread))
		look(l->thread, l->frame, 1);
}

void mc_gate_look(struct mc_thread *thread, struct mc_frame *frame)
{
	struct look l = {thread, frame};

	if (mc_strands_is_handler(thread))
		mc_spare_call(look_charging, &l);
	else
		look_charging(&l);
}

/* Extents */

void mc_gate_begin_extent(struct mc_thread *thread, uint64_t now)
{
	mc_rollup_begin_extent(thread);
	if (mc_gate_has_signal(thread) ||
	    now - thread->gate.left_ticks >= MC_UNWATCHED_COSTS * look_ticks)
		look(thread, NULL, 0);
	if (mc_options.peak && mc_options.mem != MC_MEM_OFF) {
		mc_memory_reset_peak();
		thread->gate.resident_at_entry = atomic_load(&last_resident);
	}
}

/* Raises the peak to the kernel's high-water mark.  That is the whole
   process's, so it is of no use to several threads. */
static void ask_for_peak(struct mc_thread *thread)
{
	struct mc_frame *frame = thread->top;
	int64_t peak =
		mc_memory_read_peak(thread->scratch, sizeof(thread->scratch));
	int64_t level =
		frame->rss_before + peak - thread->gate.resident_at_entry;

	if (peak && !mc_thread_are_several() && level > frame->rss_peak)
		frame->rss_peak = level;
}

void mc_gate_end_extent(struct mc_thread *thread)
{
	if (mc_options.peak && mc_options.mem != MC_MEM_OFF)
		ask_for_peak(thread);
	mc_rollup_end_extent(thread);
	thread->gate.left_ticks = thread->record->mark_ticks;
}
