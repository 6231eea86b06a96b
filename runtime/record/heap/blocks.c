/* SPDX-License-Identifier: MIT */
/*
 * Makes the pages of the shadow.  See blocks.h.
 *
 * They come out of pools, each twice as large as the one before.  A pool is
 * touched as a whole, so that none of it looks like growth of the program.
 */
#include "blocks.h"
#include "../os/guard.h"
#include "../os/own.h"
#include "../profile/options.h"

#include <string.h>

/* Addresses that a program can have have 48 bits, less those of four pages and
   of the smallest blocks. */
#define MC_TOP_WORDS (1u << (48 - 4 * MC_BLOCKS_BITS - 3))

#define MC_PAGE_OF_WORDS (MC_BLOCKS_WORDS * sizeof(uint64_t))
#define MC_FIRST_POOL (16 * MC_PAGE_OF_WORDS)
#define MC_LARGEST_POOL (1024 * MC_PAGE_OF_WORDS)
#define MC_POOLS 4096

__thread struct mc_blocks_found mc_blocks_found = {.part = MC_BLOCKS_NO_PART};
unsigned mc_blocks_shift = 4;

/* The uppermost of the pointers. */
static void *top[MC_TOP_WORDS];

/* All that follows is under the guard. */
static struct {
	char *memory[MC_POOLS];
	size_t bytes[MC_POOLS];
	unsigned count;
	size_t used; /* of the last one */
	uint64_t all; /* bytes of all */
} pools;

void mc_blocks_are_small(void)
{
	mc_blocks_shift = 3;
}

/* Returns what the word numbered INDEX of a page leads to, the index without
   its upper bits; NULL: nothing yet. */
static void *follow(void *page, uintptr_t index)
{
	void **pointers = page;

	return page ? __atomic_load_n(&pointers[index % MC_BLOCKS_WORDS],
				      __ATOMIC_ACQUIRE)
		    : NULL;
}

uint64_t **mc_blocks_page(uintptr_t part)
{
	uintptr_t above = part >> (2 * MC_BLOCKS_BITS);
	uint64_t **page;

	if (above >= MC_TOP_WORDS)
		return NULL;
	page = follow(follow(follow(top, above), part >> MC_BLOCKS_BITS), part);
	if (page) {
		/* A signal handler finds either pair, or none. */
		mc_blocks_found.part = MC_BLOCKS_NO_PART;
		__atomic_signal_fence(__ATOMIC_SEQ_CST);
		mc_blocks_found.page = page;
		__atomic_signal_fence(__ATOMIC_SEQ_CST);
		mc_blocks_found.part = part;
	}
	return page;
}

/* Adds a pool.  Returns 0, or -1: there is no room. */
static int add_pool(void)
{
	size_t bytes =
		pools.count ? 2 * pools.bytes[pools.count - 1] : MC_FIRST_POOL;

	if (bytes > MC_LARGEST_POOL)
		bytes = MC_LARGEST_POOL;
	if (pools.count == MC_POOLS || pools.all + bytes > mc_options.limit)
		return -1;
	pools.memory[pools.count] = mc_own_alloc(bytes);
	if (!pools.memory[pools.count])
		return -1;
	pools.bytes[pools.count++] = bytes;
	pools.all += bytes;
	pools.used = 0;
	return 0;
}

static void *new_page(void)
{
	void *page;

	if ((!pools.count || pools.used == pools.bytes[pools.count - 1]) &&
	    add_pool())
		return NULL;
	page = pools.memory[pools.count - 1] + pools.used;
	pools.used += MC_PAGE_OF_WORDS;
	return page;
}

/* The same as `follow`, but makes what is not there; NULL: there is no room. */
static void *make(void *page, uintptr_t index)
{
	void **pointer = (void **)page + index % MC_BLOCKS_WORDS;

	/* Release: who finds the page finds it empty. */
	if (!*pointer)
		__atomic_store_n(pointer, new_page(), __ATOMIC_RELEASE);
	return *pointer;
}

uint64_t *mc_blocks_make_held(const void *address)
{
	uintptr_t word = (uintptr_t)address >> mc_blocks_shift;
	void *page = top;

	if (word >> (4 * MC_BLOCKS_BITS) >= MC_TOP_WORDS)
		return NULL;
	for (unsigned level = 4; page && level; level--)
		page = make(page, word >> (level * MC_BLOCKS_BITS));
	return page ? (uint64_t *)page + word % MC_BLOCKS_WORDS : NULL;
}

uint64_t *mc_blocks_make(const void *address)
{
	struct mc_guard guard;
	uint64_t *word;

	mc_guard_lock(&guard);
	word = mc_blocks_make_held(address);
	mc_guard_unlock(&guard);
	return word;
}

int mc_blocks_put_large(uint64_t *word, const void *address, uint64_t size,
			struct mc_node_heap *of)
{
	const char *behind =
		(const char *)address + ((size_t)1 << mc_blocks_shift);
	uint64_t *next = mc_blocks_find(behind);

	if (!next)
		next = mc_blocks_make(behind);
	if (!next)
		return -1;
	*next = size;
	*word = (uintptr_t)of / MC_NODE_LINE << MC_BLOCK_SIZE_BITS |
		MC_BLOCK_LARGE;
	return 0;
}

void mc_blocks_forget(void)
{
	memset(top, 0, sizeof(top));
	mc_blocks_found.part = MC_BLOCKS_NO_PART;
	for (unsigned i = 0; i < pools.count; i++)
		mc_own_free(pools.memory[i], pools.bytes[i]);
	pools.count = 0;
	pools.used = 0;
	pools.all = 0;
}
