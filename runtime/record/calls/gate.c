/* SPDX-License-Identifier: MIT */
/*
 * Looks at memory, and charges nodes with what is found.  See gate.h.
 */
#include "gate.h"
#include "../os/clock.h"
#include "../os/guard.h"
#include "../os/heap.h"
#include "../profile/mapfile.h"
#include "../os/memory.h"
#include "../profile/options.h"
#include "overhead.h"
#include "../os/own.h"
#include "../profile/recall.h"
#include "../os/ring.h"
#include "../profile/strands.h"
#include "../profile/thread.h"
#include "../../memcall-abi.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/single_threaded.h>

/* Looks for time's sake cost at most 1 % of the run with a ring, when they are
   a precaution, and 5 % without, when they are all there is. */
#define MC_WATCHED_COSTS 100
#define MC_UNWATCHED_COSTS 20

/* smaps_rollup costs 1 ms per 100 MB: not more than 1/50 of the time, after the
   first 5 ms, which nobody notices. */
#define MC_ROLLUP_SHARE 50
#define MC_ROLLUP_FREE_NS 5000000u

/* The PSS of a child, until it is read. */
#define PSS_UNKNOWN INT64_MIN

/* Both clocks are written down about once a millisecond. */
#define MC_MARK_COSTS 1000

/* The end of the heap, as malloc of the C library knows it. */
extern char *__curbrk __attribute__((weak));

static const uint64_t no_faults;
static const uintptr_t no_brk;

static uint64_t look_ticks; /* what a look costs */
static _Atomic uint64_t marked_ticks; /* when the clocks were written down */
static _Atomic uint64_t rollup_ns; /* spent in all on smaps_rollup */
static uint64_t start_ns;
static int no_rollup; /* the kernel has none, or may not be asked */
static _Atomic int has_forked; /* pages may be a parent's or child's, too */

static uint64_t faults_of_ended; /* threads that have ended, by their rings;
				    under the guard */

/* The process's memory at the last look of any thread, and that thread. */
static _Atomic int64_t last_resident;
static _Atomic int64_t last_shared;
static _Atomic(const struct mc_thread *) last_looker;

/* PSS as it should be: as last read, and what was charged since. */
static _Atomic int64_t expected_pss;

/* Tells whether several threads are in extents now. */
static int is_shared_run(void)
{
	return atomic_load_explicit(&mc_thread_recording,
				    memory_order_relaxed) > 1;
}

/* Tells whether the thread is charged with what it did itself: others are in
   extents, or have looked since its last look. */
static int counts_own(const struct mc_thread *thread)
{
	return is_shared_run() || atomic_load(&last_looker) != thread;
}

/* Keeps what THREAD has read.  The looker is stored first: a thread that reads
   the values and finds itself to be the last looker has read its own. */
static void keep(const struct mc_thread *thread, const struct mc_memory *memory)
{
	atomic_store(&last_looker, thread);
	atomic_store(&last_resident, memory->resident);
	atomic_store(&last_shared, memory->shared);
}

static void end_turn(struct mc_thread *thread);

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
	if (mc_options.mem != MC_MEM_OFF)
		position->faults = (const volatile uintptr_t *)faults;
}

/* Returns how many page faults the thread's ring tells of.  A ring counts
   bytes, 8 for each (ring.h). */
static uint64_t faults_of(const struct mc_thread *thread)
{
	const volatile uintptr_t *faults = thread->position->faults;

	return faults ? *faults / 8 : 0;
}

void mc_gate_init(void)
{
	struct mc_file_header *header = mc_mapfile_header();
	static char text[2048];
	struct mc_memory_rollup rollup;
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
	start_ns = mc_clock_monotonic_ns();
	no_rollup = mc_options.mem != MC_MEM_FULL ||
		    !(mc_options.gate & MC_GATE_ROLLUP) ||
		    mc_memory_read_rollup(&rollup, text, sizeof(text));
	if (!no_rollup)
		header->gate |= MC_GATE_ROLLUP;
	/* The ring counts as had until a thread is refused one. */
	header->gate |= mc_options.gate & (MC_GATE_RING | MC_GATE_CALLS);
	if (&__curbrk)
		header->gate |= mc_options.gate & MC_GATE_BRK;
}

void mc_gate_open_sources(struct mc_thread *thread)
{
	struct mc_file_header *header = mc_mapfile_header();
	struct mc_gate *gate = &thread->gate;

	gate->is_unwatched = 0;
	thread->cct.node_flags = 0;
	if (mc_options.mem == MC_MEM_OFF)
		return;
	if (mc_options.gate & MC_GATE_RING)
		thread->gate.ring = mc_ring_open();
	if (!thread->gate.ring) {
		header->gate &= ~(uint64_t)MC_GATE_RING;
		gate->is_unwatched = 1;
		thread->cct.node_flags = MC_NODE_RSS_ESTIMATED;
	}
	show_sources(thread, thread->gate.ring ? mc_ring_head(thread->gate.ring)
					       : &no_faults);
	mc_gate_shut(thread, 0);
}

void mc_gate_close_sources(struct mc_thread *thread)
{
	end_turn(thread);
	faults_of_ended += faults_of(thread);
	show_sources(thread, NULL);
	mc_ring_close(thread->gate.ring);
	thread->gate.ring = NULL;
}

void mc_gate_before_fork(struct mc_thread *thread)
{
	atomic_store_explicit(&has_forked, 1, memory_order_relaxed);
	if (!thread)
		return;
	show_sources(thread, NULL);
}

void mc_gate_after_fork(struct mc_thread *thread, int is_child)
{
	struct mc_memory memory;

	if (is_child) {
		/* The parent's ring is not inherited.  Something else may be
		   where it was, by now. */
		show_sources(thread, NULL);
		thread->gate.ring = NULL;
		mc_gate_close_sources(thread);
		mc_gate_open_sources(thread);
		rollup_ns = 0;
		expected_pss = PSS_UNKNOWN;
		start_ns = mc_clock_monotonic_ns();
		if (!mc_memory_read(&memory))
			keep(thread, &memory);
		thread->gate.last_faults = mc_memory_faults();
		/* What was read at the start of the extent was the parent's. */
		thread->gate.at_entry.error = -EAGAIN;
	} else {
		show_sources(thread, thread->gate.ring
					     ? mc_ring_head(thread->gate.ring)
					     : &no_faults);
	}
	mc_gate_open(thread);
}

/* Charging */

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
	thread->gate.estimates++;
}

/* Adds to a counter of the header, which all threads share. */
static void add_shared(uint64_t *counter, uint64_t value)
{
	__atomic_fetch_add(counter, value, __ATOMIC_RELAXED);
}

/* Tells whether too much time was spent on smaps_rollup already. */
static int is_too_dear(void)
{
	uint64_t spent = atomic_load(&rollup_ns);

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

	if (no_rollup)
		return -ENOSYS;
	if (is_too_dear())
		return -EAGAIN;

	uint64_t before_ns = mc_clock_monotonic_ns();
	uint64_t before = mc_clock_ticks();

	error = mc_memory_read_rollup(rollup, thread->gate.scratch,
				      sizeof(thread->gate.scratch))
			? -ENOSYS
			: 0;
	add_shared(&mc_mapfile_header()->rollup_reads, 1);
	atomic_fetch_add(&rollup_ns, mc_clock_monotonic_ns() - before_ns);
	thread->record->own_ticks += mc_clock_ticks() - before;
	errno = saved;
	return error;
}

/*
 * Charges PSS and USS for a change of ANON bytes of private and SHARED bytes of
 * shared memory.  Private memory belongs to nobody else, unless a fork has
 * shared it: then a page that is written is copied, and adds the half that was
 * another's.
 */
static void charge_pss(struct mc_thread *thread, int64_t anon, int64_t shared,
		       uint64_t faults)
{
	struct mc_memory_rollup rollup = {.pss = PSS_UNKNOWN};
	int64_t expected = atomic_load(&expected_pss);
	int64_t copied = 0;

	if (no_rollup)
		return;
	if (shared && !is_shared_run() && !read_rollup(thread, &rollup) &&
	    expected != PSS_UNKNOWN) {
		charge_rollup(thread, rollup.pss - expected, anon, 0);
		return;
	}
	if (atomic_load_explicit(&has_forked, memory_order_relaxed))
		copied = (int64_t)faults * mc_memory_page_bytes() - anon -
			 (shared > 0 ? shared : 0);
	if (copied < 0)
		copied = 0;
	charge_rollup(thread, anon + shared + copied / 2, anon + copied,
		      shared || copied || is_shared_run());
	if (expected == PSS_UNKNOWN)
		atomic_store(&expected_pss, rollup.pss);
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

	if (mc_memory_read(&now))
		return;
	add_shared(&header->mem_reads, 1);
	bytes = now.resident - atomic_load(&last_resident);
	shared = now.shared - atomic_load(&last_shared);
	is_own = counts_own(thread);
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
		charge_pss(thread, bytes - shared, shared, faults);
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
	uint64_t own = thread->record->own_ticks;
	uint64_t before = mc_clock_ticks();
	uint64_t after, costs;
	int saved = errno;

	if (mc_options.mem != MC_MEM_OFF)
		look_at_memory(thread, frame, is_charged);
	mark_time(thread, before);
	after = mc_clock_ticks();
	/* What read_rollup has added is part of this. */
	thread->record->own_ticks = own + after - before;
	costs = thread->gate.is_unwatched ? MC_UNWATCHED_COSTS
					  : MC_WATCHED_COSTS;
	mc_gate_shut(thread,
		     after - thread->record->own_ticks + costs * look_ticks);
	errno = saved;
}

struct look {
	struct mc_thread *thread;
	struct mc_frame *frame;
};

static void look_charging(void *argument)
{
	const struct look *l = argument;

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
	struct mc_memory_rollup rollup;

	thread->gate.at_entry.error = read_rollup(thread, &rollup);
	if (!thread->gate.at_entry.error) {
		thread->gate.at_entry.pss = rollup.pss;
		thread->gate.at_entry.uss = rollup.uss;
		atomic_store(&expected_pss, rollup.pss);
	}
	thread->gate.at_entry.pss_charged = thread->record->pss_charged;
	thread->gate.at_entry.uss_charged = thread->record->uss_charged;
	thread->gate.at_entry.estimates = thread->gate.estimates;
	if (mc_gate_has_signal(thread) ||
	    now - thread->gate.left_ticks >= MC_UNWATCHED_COSTS * look_ticks)
		look(thread, NULL, 0);
	if (mc_options.peak && mc_options.mem != MC_MEM_OFF) {
		mc_memory_reset_peak();
		thread->gate.resident_at_entry = atomic_load(&last_resident);
	}
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
	int64_t pss = rollup->pss - thread->gate.at_entry.pss -
		      (record->pss_charged - thread->gate.at_entry.pss_charged);
	int64_t uss = rollup->uss - thread->gate.at_entry.uss -
		      (record->uss_charged - thread->gate.at_entry.uss_charged);

	if (thread->gate.estimates != thread->gate.at_entry.estimates &&
	    !is_shared_run()) {
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

/* Raises the peak to the kernel's high-water mark.  That is the whole
   process's, so it is of no use to several threads. */
static void ask_for_peak(struct mc_thread *thread)
{
	struct mc_frame *frame = thread->top;
	int64_t peak = mc_memory_read_peak(thread->gate.scratch,
					   sizeof(thread->gate.scratch));
	int64_t level =
		frame->rss_before + peak - thread->gate.resident_at_entry;

	if (peak && !is_shared_run() && level > frame->rss_peak)
		frame->rss_peak = level;
}

void mc_gate_end_extent(struct mc_thread *thread)
{
	struct mc_memory_rollup rollup;

	if (mc_options.peak && mc_options.mem != MC_MEM_OFF)
		ask_for_peak(thread);
	if (!thread->gate.at_entry.error && !read_rollup(thread, &rollup)) {
		settle_rollup(thread, &rollup);
		/* The nodes below stay estimates; their sum is none. */
		if (!is_shared_run())
			thread->gate.estimates =
				thread->gate.at_entry.estimates;
	}
	thread->gate.left_ticks = thread->record->mark_ticks;
	if (thread->gate.estimates != thread->gate.at_entry.estimates)
		outermost_link(thread)->flags |= MC_NODE_PSS_UNSETTLED;
}

/* Moves */

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

static void end_turn(struct mc_thread *thread)
{
	struct mc_thread *expected = thread;

	atomic_compare_exchange_strong(&mover, &expected, NULL);
}

/* Returns the page faults of all threads that record or have recorded, but this
   one. */
static uint64_t faults_of_others(const struct mc_thread *thread)
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

/*
 * Returns resident memory as this thread alone would see it: without what the
 * others touch, and what it touches itself, which is counted as faults.  The
 * others go on meanwhile.  So of a few tries the one with the fewest faults
 * around it counts, with half of these before the reading.
 */
static int64_t level_of(const struct mc_thread *thread)
{
	enum { TRIES = 6 };
	uint64_t before = faults_of_others(thread), fewest = UINT64_MAX;
	int64_t level = 0;

	for (int i = 0; i < TRIES && fewest > 0; i++) {
		struct mc_memory memory = {0, 0};

		mc_memory_read(&memory);

		uint64_t after = faults_of_others(thread);

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

	thread->gate.level = level_of(thread);
}

static void find_level(struct mc_thread *thread)
{
	if (mc_strands_is_handler(thread))
		mc_spare_call(set_level, thread);
	else
		set_level(thread);
}

/* A part of the heap that is given back shows in brk.  A block that is mapped
   on its own does not show at all. */
void *mc_gate_before_move(struct mc_thread *thread, void *block, int kind)
{
	int saved = errno;

	if (!(mc_options.gate & MC_GATE_CALLS) || mc_options.mem == MC_MEM_OFF)
		return NULL;
	if ((kind == MC_MOVE_FREES && !mc_heap_is_mapped(block)) ||
	    (kind == MC_MOVE_DELETES && !mc_heap_is_mapped_new(block)))
		return NULL;
	mc_gate_open(thread);
	/* Growth is found as faults. */
	if (kind == MC_MOVE_GROWS || !counts_own(thread) || !take_turn(thread))
		return NULL;
	find_level(thread);
	thread->gate.move_from =
		thread->gate.level - atomic_load(&moved_in_all);
	errno = saved;
	return thread;
}

void mc_gate_after_move(struct mc_thread *thread)
{
	int saved = errno;
	int64_t level, moved;

	find_level(thread);
	/* Without what was moved by a thread that took the turn away. */
	level = thread->gate.level - atomic_load(&moved_in_all);
	moved = level - thread->gate.move_from;
	thread->gate.moved_bytes += moved;
	atomic_fetch_add(&moved_in_all, moved);
	end_turn(thread);
	errno = saved;
}
