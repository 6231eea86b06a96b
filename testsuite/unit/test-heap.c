/* SPDX-License-Identifier: MIT */
/*
 * Blocks of the heap, and the ledger: driven by addresses that are nobody's.
 */
#include "record/heap/ledger.h"
#include "record/os/guard.h"
#include "record/profile/mapfile.h"
#include "record/profile/options.h"
#include "recorder.h"
#include "unit.h"

#include <string.h>

enum { OWN = 7, OTHER = 8 };

/* A node with what it has of the heap, as in the file. */
struct own {
	struct mc_node node;
	struct mc_node_heap heap;
} __attribute__((aligned(MC_NODE_LINE)));

static struct own f, g;
static struct mc_thread thread, other;
static struct mc_thread_record record, other_record;

static const void *at(uintptr_t address)
{
	return (const void *)address;
}

static void forget(void)
{
	struct mc_guard guard;

	mc_guard_lock(&guard);
	mc_blocks_forget();
	mc_guard_unlock(&guard);
}

static void begin_ledger(void)
{
	struct mc_guard guard;

	mc_recorder_thread();
	memset(&f, 0, sizeof(f));
	memset(&g, 0, sizeof(g));
	memset(&thread, 0, sizeof(thread));
	memset(&other, 0, sizeof(other));
	record.number = OWN;
	other_record.number = OTHER;
	thread.record = &record;
	other.record = &other_record;
	f.heap.thread = g.heap.thread = OWN;
	mc_options.mem = MC_MEM_HEAP;
	mc_guard_lock(&guard);
	mc_ledger_begin();
	mc_guard_unlock(&guard);
}

static void end_ledger(void)
{
	mc_ledger_end();
	mc_options.mem = MC_MEM_OFF;
	forget();
}

static void add(struct own *of, uintptr_t block, size_t size)
{
	mc_ledger_add(&thread, &of->node, at(block), size);
}

static void free_by(struct mc_thread *by, struct own *here, uintptr_t block)
{
	struct mc_block lifted = mc_ledger_lift(by, at(block));

	mc_ledger_free(by, here ? &here->node : NULL, &lifted);
}

static uint64_t live_of(const struct own *of)
{
	return mc_node_heap_live(&of->heap);
}

MC_TEST(a_block_is_found_where_it_begins_and_nowhere_else)
{
	static struct mc_node_heap heap __attribute__((aligned(MC_NODE_LINE)));
	const uintptr_t addresses[] = {0x1000, 0x555555554010, 0x7fffffffdff0,
				       0xfffffffffff0};
	struct mc_block block;
	uint64_t *word;

	for (int i = 0; i < 4; i++) {
		CU_ASSERT_PTR_NULL(mc_blocks_find(at(addresses[i])));
		word = mc_blocks_make(at(addresses[i]));
		CU_ASSERT_PTR_NOT_NULL_FATAL(word);
		CU_ASSERT_EQUAL(*word, 0);
		CU_ASSERT_EQUAL(mc_blocks_put(word, at(addresses[i]), 5, &heap),
				0);
		CU_ASSERT_PTR_EQUAL(mc_blocks_find(at(addresses[i])), word);
		CU_ASSERT_EQUAL(*mc_blocks_find(at(addresses[i] ^ 16)), 0);
	}
	for (int i = 0; i < 4; i++) {
		word = mc_blocks_find(at(addresses[i]));
		block = mc_blocks_take(word, at(addresses[i]));
		CU_ASSERT_PTR_EQUAL(block.of, &heap);
		CU_ASSERT_EQUAL(block.size, 5);
		CU_ASSERT_EQUAL(*word, 0);
	}
	CU_ASSERT_PTR_NULL(mc_blocks_make(at((uintptr_t)1 << 50)));
	CU_ASSERT_PTR_NULL(mc_blocks_find(at((uintptr_t)1 << 50)));
	forget();
	CU_ASSERT_PTR_NULL(mc_blocks_find(at(addresses[0])));
}

MC_TEST(blocks_of_any_size_are_known_to_the_byte)
{
	static struct mc_node_heap heap __attribute__((aligned(MC_NODE_LINE)));
	const uint64_t sizes[] = {0,
				  1,
				  MC_BLOCK_LARGE - 1,
				  MC_BLOCK_LARGE,
				  MC_BLOCK_LARGE + 1,
				  UINT64_C(1) << 40};
	/* The last word of a page: the size of a large one is in the next. */
	const void *block = at(0x20000 - 16);

	for (int i = 0; i < 6; i++) {
		uint64_t *word = mc_blocks_make(block);

		CU_ASSERT_EQUAL(mc_blocks_put(word, block, sizes[i], &heap), 0);
		CU_ASSERT_EQUAL(mc_blocks_take(word, block).size, sizes[i]);
		/* Nothing is left where another block may begin. */
		CU_ASSERT_EQUAL(*mc_blocks_make((const char *)block + 16), 0);
	}
	forget();
}

MC_TEST(without_room_there_is_no_word)
{
	uint64_t limit = mc_options.limit;

	mc_options.limit = 0;
	CU_ASSERT_PTR_NULL(mc_blocks_make(at(0x1000)));
	mc_options.limit = limit;
	CU_ASSERT_PTR_NOT_NULL(mc_blocks_make(at(0x1000)));
	forget();
}

MC_TEST(a_block_is_of_the_node_that_allocated_it_and_freed_by_another)
{
	begin_ledger();
	add(&f, 0x1000, 100);
	add(&f, 0x2000, 50);
	free_by(&thread, &g, 0x1000);
	CU_ASSERT_EQUAL(f.heap.allocs, 2);
	CU_ASSERT_EQUAL(f.heap.alloc_bytes, 150);
	CU_ASSERT_EQUAL(f.heap.gone_blocks, 1);
	CU_ASSERT_EQUAL(live_of(&f), 50);
	CU_ASSERT_EQUAL(f.heap.frees, 0);
	CU_ASSERT_EQUAL(g.heap.frees, 1);
	CU_ASSERT_EQUAL(g.heap.freed_bytes, 100);
	CU_ASSERT_EQUAL(f.heap.temporary, 0);
	/* It is gone, and what nobody allocated changes nothing. */
	free_by(&thread, &g, 0x1000);
	free_by(&thread, &g, 0x3000);
	CU_ASSERT_EQUAL(g.heap.frees, 1);
	/* By one that records nothing. */
	free_by(NULL, NULL, 0x2000);
	CU_ASSERT_EQUAL(live_of(&f), 0);
	CU_ASSERT_EQUAL(f.heap.taken_blocks, 1);
	CU_ASSERT_EQUAL(mc_mapfile_header()->heap_live_bytes, 0);
	end_ledger();
}

MC_TEST(what_another_thread_frees_is_no_longer_alive)
{
	begin_ledger();
	add(&f, 0x1000, 100);
	free_by(&other, &g, 0x1000);
	CU_ASSERT_EQUAL(f.heap.gone_blocks, 0);
	CU_ASSERT_EQUAL(f.heap.taken_bytes, 100);
	CU_ASSERT_EQUAL(live_of(&f), 0);
	CU_ASSERT_EQUAL(f.heap.temporary, 0);
	end_ledger();
}

MC_TEST(a_block_that_is_freed_before_the_next_allocation_was_temporary)
{
	begin_ledger();
	add(&f, 0x1000, 1);
	free_by(&thread, &g, 0x1000);
	CU_ASSERT_EQUAL(f.heap.temporary, 1);
	add(&f, 0x1000, 1);
	add(&f, 0x2000, 1);
	free_by(&thread, &g, 0x1000);
	CU_ASSERT_EQUAL(f.heap.temporary, 1);
	free_by(&thread, &g, 0x2000);
	CU_ASSERT_EQUAL(f.heap.temporary, 2);
	end_ledger();
}

MC_TEST(a_block_that_realloc_leaves_alone_stays_what_it_was)
{
	struct mc_block lifted;

	begin_ledger();
	add(&f, 0x1000, 100);
	lifted = mc_ledger_lift(&thread, at(0x1000));
	CU_ASSERT_EQUAL(live_of(&f), 100);
	mc_ledger_put_back(&thread, at(0x1000), &lifted);
	CU_ASSERT_EQUAL(f.heap.allocs, 1);
	free_by(&thread, &g, 0x1000);
	CU_ASSERT_EQUAL(live_of(&f), 0);
	CU_ASSERT_EQUAL(f.heap.temporary, 1);
	end_ledger();
}

MC_TEST(a_block_that_was_freed_unseen_is_gone_when_its_place_is_used)
{
	begin_ledger();
	add(&f, 0x1000, 100);
	add(&g, 0x1000, 30);
	CU_ASSERT_EQUAL(live_of(&f), 0);
	CU_ASSERT_EQUAL(live_of(&g), 30);
	CU_ASSERT_EQUAL(mc_mapfile_header()->heap_live_bytes, 30);
	end_ledger();
}

static uint64_t at_peak(const struct own *of)
{
	return of->heap.peak_epoch == mc_mapfile_header()->heap_epoch
		       ? of->heap.peak_bytes
		       : live_of(of);
}

MC_TEST(each_node_knows_what_it_had_when_the_heap_was_largest)
{
	begin_ledger();
	add(&f, 0x1000, 100);
	add(&g, 0x2000, 30); /* 130 */
	CU_ASSERT_EQUAL(at_peak(&f), 100);
	CU_ASSERT_EQUAL(at_peak(&g), 30);
	free_by(&thread, NULL, 0x1000);
	add(&g, 0x3000, 50); /* 80 */
	CU_ASSERT_EQUAL(at_peak(&f), 100);
	CU_ASSERT_EQUAL(at_peak(&g), 30);
	add(&g, 0x4000, 51); /* 131 */
	CU_ASSERT_EQUAL(at_peak(&f), 0);
	CU_ASSERT_EQUAL(at_peak(&g), 131);
	free_by(&thread, NULL, 0x2000);
	free_by(&thread, NULL, 0x3000);
	free_by(&thread, NULL, 0x4000);
	CU_ASSERT_EQUAL(at_peak(&g), 131);
	CU_ASSERT_EQUAL(mc_mapfile_header()->heap_peak_bytes, 131);
	end_ledger();
}

MC_TEST(blocks_without_room_are_counted_as_not_followed)
{
	struct mc_file_header *header;
	uint64_t limit = mc_options.limit;

	begin_ledger();
	header = mc_mapfile_header();
	forget();
	mc_options.limit = 0;
	add(&f, 0x1000, 100);
	mc_options.limit = limit;
	CU_ASSERT_EQUAL(header->heap_untracked, 1);
	CU_ASSERT_EQUAL(header->heap_untracked_bytes, 100);
	CU_ASSERT_EQUAL(f.heap.allocs, 0);
	header->heap_untracked = header->heap_untracked_bytes = 0;
	end_ledger();
}
