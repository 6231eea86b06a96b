/* SPDX-License-Identifier: MIT */
/*
 * Keeps the ledger.  See ledger.h.
 *
 * A node's own thread adds to its numbers without a lock.  Others have words of
 * their own there, and the sum of all that is alive is in the header.
 *
 * What each node has at the peak is not copied when a new one is reached: that
 * would be all nodes at each allocation.  The header's epoch goes up instead.
 * When a node changes for the first time in an epoch, it notes what it had.
 */
#include "ledger.h"
#include "../os/clock.h"
#include "../profile/mapfile.h"
#include "../profile/options.h"

#include <sys/single_threaded.h>

/* Of the bytes that are alive a thread may keep this part to itself, and so
   many in any case. */
#define MC_UNTOLD_PART 64
#define MC_UNTOLD_LEAST 1024

int mc_ledger_is_open;

static struct mc_file_header *header;

void mc_ledger_end(void)
{
	__atomic_store_n(&mc_ledger_is_open, 0, __ATOMIC_RELEASE);
}

void mc_ledger_forget(struct mc_thread *thread)
{
	if (mc_options.mem != MC_MEM_HEAP)
		return;
	if (thread)
		thread->heap = (struct mc_thread_heap){0};
	mc_ledger_end();
	mc_blocks_forget();
	header = mc_mapfile_header();
	header->heap_live_bytes = 0;
	header->heap_peak_bytes = 0;
	header->heap_epoch = 0;
	header->heap_untracked = 0;
	header->heap_untracked_bytes = 0;
}

/* Adds to a word that all threads add to, and returns the sum. */
static uint64_t add_to(uint64_t *word, uint64_t n)
{
	if (!__libc_single_threaded)
		return __atomic_add_fetch(word, n, __ATOMIC_RELAXED);
	mc_arch_add64(word, n);
	return *word;
}

/* Notes what HEAP has, as it is about to change, if that is what it has at the
   peak.  Two threads that do so at once may note what was there a moment
   before. */
static void keep_peak(struct mc_node_heap *heap)
{
	uint64_t epoch = __atomic_load_n(&header->heap_epoch, __ATOMIC_RELAXED);

	if (__atomic_load_n(&heap->peak_epoch, __ATOMIC_RELAXED) == epoch)
		return;
	__atomic_store_n(&heap->peak_bytes, mc_node_heap_live(heap),
			 __ATOMIC_RELAXED);
	__atomic_store_n(&heap->peak_epoch, epoch, __ATOMIC_RELAXED);
}

/* All that is alive is more than ever: LIVE.  Of two threads that come here at
   once, one may note its peak alone; what nodes have of it is of either. */
static void raise_peak(uint64_t live)
{
	uint64_t peak =
		__atomic_load_n(&header->heap_peak_bytes, __ATOMIC_RELAXED);
	uint64_t epoch;

	if (__libc_single_threaded)
		header->heap_peak_bytes = live;
	else
		while (peak < live &&
		       !__atomic_compare_exchange_n(
			       &header->heap_peak_bytes, &peak, live, 0,
			       __ATOMIC_RELAXED, __ATOMIC_RELAXED))
			;
	epoch = __atomic_load_n(&header->heap_epoch, __ATOMIC_RELAXED);
	__atomic_store_n(&header->heap_epoch, epoch + 1, __ATOMIC_RELAXED);
}

/* Adds CHANGE bytes to the sum of all that is alive. */
static void add_live(uint64_t change)
{
	uint64_t live = add_to(&header->heap_live_bytes, change);

	if ((int64_t)change > 0 &&
	    live > __atomic_load_n(&header->heap_peak_bytes, __ATOMIC_RELAXED))
		raise_peak(live);
}

/* Adds what the thread has kept to itself. */
static void tell_all(struct mc_thread *thread)
{
	uint64_t change = thread->heap.untold;

	add_live(change);
	/* At one stroke: a signal handler may have changed it, too. */
	mc_arch_add64(&thread->heap.untold, -change);
}

/* Tells whether UNTOLD bytes are so few that the thread may keep them to
   itself: less than would be a new peak, and a small part of all. */
static int is_little(int64_t untold)
{
	int64_t live = (int64_t)__atomic_load_n(&header->heap_live_bytes,
						__ATOMIC_RELAXED);
	int64_t peak = (int64_t)__atomic_load_n(&header->heap_peak_bytes,
						__ATOMIC_RELAXED);
	int64_t little = live / MC_UNTOLD_PART;

	if (little < MC_UNTOLD_LEAST)
		little = MC_UNTOLD_LEAST;
	return live + untold <= peak && untold < little && -untold < little;
}

/*
 * CHANGE bytes more are alive, by the doing of THREAD (NULL: one that has never
 * recorded).  If all threads wrote this sum at each allocation, most of their
 * time would go into that.  So where there are several, each keeps what is
 * little of the sum to itself.
 */
static void change_live(struct mc_thread *thread, uint64_t change)
{
	if (!thread || (__libc_single_threaded && !thread->heap.untold)) {
		add_live(change);
		return;
	}
	mc_arch_add64(&thread->heap.untold, change);
	if (__libc_single_threaded || !is_little((int64_t)thread->heap.untold))
		tell_all(thread);
}

void mc_ledger_end_thread(struct mc_thread *thread)
{
	if (mc_ledger_is_open)
		tell_all(thread);
	thread->heap.last = NULL;
}

/* Takes BLOCK from the node that has it.  THREAD (may be NULL) is the calling
   one. */
static void take_from_node(struct mc_thread *thread,
			   const struct mc_block *block)
{
	struct mc_node_heap *heap = block->of;

	keep_peak(heap);
	if (thread && heap->thread == thread->record->number) {
		mc_arch_add64(&heap->gone_blocks, 1);
		mc_arch_add64(&heap->gone_bytes, block->size);
		if (block->is_last)
			mc_arch_add64(&heap->temporary, 1);
	} else {
		__atomic_fetch_add(&heap->taken_blocks, 1, __ATOMIC_RELAXED);
		__atomic_fetch_add(&heap->taken_bytes, block->size,
				   __ATOMIC_RELAXED);
	}
	change_live(thread, -block->size);
}

/* Makes the word of ADDRESS.  The time is the recorder's own. */
static __attribute__((noinline)) uint64_t *make_word(struct mc_thread *thread,
						     const void *address)
{
	uint64_t before = mc_clock_ticks();
	uint64_t *word = mc_blocks_make(address);

	thread->record->own_ticks += mc_clock_ticks() - before;
	return word;
}

static void count_untracked(size_t size)
{
	__atomic_fetch_add(&header->heap_untracked, 1, __ATOMIC_RELAXED);
	__atomic_fetch_add(&header->heap_untracked_bytes, size,
			   __ATOMIC_RELAXED);
}

void mc_ledger_add(struct mc_thread *thread, struct mc_node *node,
		   const void *block, size_t size)
{
	struct mc_node_heap *heap = mc_node_heap(node);
	uint64_t *word = mc_blocks_find(block);

	if (__builtin_expect(!word, 0))
		word = make_word(thread, block);
	/* It was freed by code that calls an allocator of its own. */
	if (__builtin_expect(word && *word, 0)) {
		struct mc_block old = mc_blocks_take(word, block);

		take_from_node(thread, &old);
	}
	if (__builtin_expect(!word || mc_blocks_put(word, block, size, heap),
			     0)) {
		count_untracked(size);
		return;
	}
	keep_peak(heap);
	mc_arch_add64(&heap->allocs, 1);
	mc_arch_add64(&heap->alloc_bytes, size);
	thread->heap.last = block;
	thread->heap.added++;
	change_live(thread, size);
}

struct mc_block mc_ledger_lift(struct mc_thread *thread, const void *block)
{
	uint64_t *word = mc_blocks_find(block);
	struct mc_block lifted = {NULL, 0, 0};

	if (!word || !*word)
		return lifted;
	lifted = mc_blocks_take(word, block);
	if (thread && thread->heap.last == block) {
		lifted.is_last = 1;
		thread->heap.last = NULL;
	}
	return lifted;
}

void mc_ledger_put_back(struct mc_thread *thread, const void *block,
			const struct mc_block *lifted)
{
	if (!lifted->of)
		return;
	mc_blocks_put(mc_blocks_find(block), block, lifted->size, lifted->of);
	if (lifted->is_last)
		thread->heap.last = block;
}

void mc_ledger_free(struct mc_thread *thread, struct mc_node *node,
		    const struct mc_block *lifted)
{
	struct mc_node_heap *heap;

	if (!lifted->of)
		return;
	take_from_node(thread, lifted);
	if (!node)
		return;
	heap = mc_node_heap(node);
	mc_arch_add64(&heap->frees, 1);
	mc_arch_add64(&heap->freed_bytes, lifted->size);
}

/* What keeping the ledger costs: blocks of a few sizes are noted and forgotten,
   by a thread and a node that no profile shows. */

enum { TRIES = 5, PAIRS = 500, SIZES = 8 };

/* The part that is seen here; the rest is around it (allocators.c). */
#define MC_SEEN_PART 0.6

static uint64_t time_pairs(struct mc_thread *thread, struct mc_node *node,
			   char *blocks)
{
	uint64_t start = mc_clock_ticks();

	for (size_t i = 0; i < PAIRS; i++) {
		const char *block = blocks + i % SIZES * MC_NODE_LINE;
		struct mc_block lifted;

		mc_ledger_add(thread, node, block, 100);
		lifted = mc_ledger_lift(thread, block);
		mc_ledger_free(thread, node, &lifted);
	}
	return mc_clock_ticks() - start;
}

static void measure(void)
{
	static struct {
		struct mc_node node;
		struct mc_node_heap heap;
		char blocks[SIZES * MC_NODE_LINE];
	} __attribute__((aligned(MC_NODE_LINE))) own;
	static struct mc_thread thread;
	static struct mc_thread_record record;
	uint64_t best = UINT64_MAX;

	if (!mc_blocks_make_held(own.blocks) ||
	    !mc_blocks_make_held(own.blocks + sizeof(own.blocks) - 1))
		return;
	thread.record = &record;
	for (int i = 0; i < TRIES; i++) {
		uint64_t ticks = time_pairs(&thread, &own.node, own.blocks);

		best = ticks < best ? ticks : best;
	}
	header->cost_heap_mticks =
		(uint64_t)((double)best * 1000 / PAIRS / MC_SEEN_PART);
	header->heap_live_bytes = 0;
	header->heap_peak_bytes = 0;
	header->heap_epoch = 0;
}

void mc_ledger_begin(void)
{
	header = mc_mapfile_header();
	if (mc_options.mem != MC_MEM_HEAP)
		return;
	measure();
	__atomic_store_n(&mc_ledger_is_open, 1, __ATOMIC_RELEASE);
}
