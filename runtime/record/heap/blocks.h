/* SPDX-License-Identifier: MIT */
/*
 * Blocks of the program's heap that are alive: for each address whose block it
 * is, and how large.
 *
 * The entries are a shadow of the program's memory: each 16 bytes (8, if the
 * allocator's blocks may begin there) have a word of their own, which is 0
 * where no block begins.  So nothing is searched, nothing moves, and there is
 * no lock: who allocates a block, or frees it, has it for itself.  The words
 * are in pages of 512 words that are made as they are needed, below four
 * levels of pages of pointers.
 *
 *	the word of a block	63     22 21     0
 *				node / 64   size
 *
 * The size of a block that is too large for that is in the next word, where no
 * block can begin.
 *
 * This memory is the recorder's own, and bounded by limit=.  Any thread, any
 * signal.
 */
#ifndef MC_BLOCKS_H
#define MC_BLOCKS_H

#include "../../format.h"

#include <stddef.h>

#define MC_BLOCK_SIZE_BITS 22
#define MC_BLOCK_LARGE (((uint64_t)1 << MC_BLOCK_SIZE_BITS) - 1)

/* Each page has so many words. */
#define MC_BLOCKS_BITS 9
#define MC_BLOCKS_WORDS (1u << MC_BLOCKS_BITS)

/* A block: the numbers of the node that it was allocated in (NULL: there is no
   such block), its size, and whether it is the last that the calling thread has
   allocated (ledger.h). */
struct mc_block {
	struct mc_node_heap *of;
	uint64_t size;
	int is_last;
};

/* The last page of pointers that a thread has found, and what it is of. */
struct mc_blocks_found {
	uintptr_t part; /* the address without its lower bits; or
			   MC_BLOCKS_NO_PART */
	uint64_t **page;
};

#define MC_BLOCKS_NO_PART UINTPTR_MAX

extern __thread struct mc_blocks_found mc_blocks_found;
extern unsigned mc_blocks_shift; /* of an address, to number of a word */

/* Says that blocks may begin at multiples of 8.  Before any is noted. */
void mc_blocks_are_small(void);

/* Returns the page of pointers for PART; NULL: there is none. */
uint64_t **mc_blocks_page(uintptr_t part);

/* Returns the word of ADDRESS; NULL: its page has not been made. */
static inline uint64_t *mc_blocks_find(const void *address)
{
	uintptr_t word = (uintptr_t)address >> mc_blocks_shift;
	uintptr_t part = word >> (2 * MC_BLOCKS_BITS);
	uint64_t **page = mc_blocks_found.page;
	uint64_t *words;

	if (__builtin_expect(mc_blocks_found.part != part, 0))
		page = mc_blocks_page(part);
	if (__builtin_expect(!page, 0))
		return NULL;
	/* Acquire: pairs with the release in mc_blocks_make. */
	words = __atomic_load_n(
		&page[(word >> MC_BLOCKS_BITS) % MC_BLOCKS_WORDS],
		__ATOMIC_ACQUIRE);
	return words ? &words[word % MC_BLOCKS_WORDS] : NULL;
}

/* Returns the word of ADDRESS, and makes its page.  NULL: there is no room.
   Takes the guard. */
uint64_t *mc_blocks_make(const void *address);
/* The same under the guard. */
uint64_t *mc_blocks_make_held(const void *address);

/* Notes a block of SIZE bytes in its WORD.  Returns 0, or -1: there is no room.
   Takes the guard if the block is larger than most. */
int mc_blocks_put_large(uint64_t *word, const void *address, uint64_t size,
			struct mc_node_heap *of);

static inline int mc_blocks_put(uint64_t *word, const void *address,
				uint64_t size, struct mc_node_heap *of)
{
	if (__builtin_expect(size >= MC_BLOCK_LARGE, 0))
		return mc_blocks_put_large(word, address, size, of);
	*word = (uintptr_t)of / MC_NODE_LINE << MC_BLOCK_SIZE_BITS | size;
	return 0;
}

/* Forgets the block at ADDRESS, whose word is WORD, and returns it. */
static inline struct mc_block mc_blocks_take(uint64_t *word,
					     const void *address)
{
	uint64_t both = *word;
	uintptr_t line = (uintptr_t)(both >> MC_BLOCK_SIZE_BITS);
	struct mc_block block = {(void *)(line * MC_NODE_LINE),
				 both & MC_BLOCK_LARGE, 0};

	*word = 0;
	if (__builtin_expect(block.size == MC_BLOCK_LARGE, 0)) {
		word = mc_blocks_find((const char *)address +
				      ((size_t)1 << mc_blocks_shift));
		block.size = *word;
		*word = 0; /* a block may begin here next time */
	}
	return block;
}

/* In a forked child: forgets all blocks.  Under the guard. */
void mc_blocks_forget(void);

#endif
