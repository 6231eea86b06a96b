/* SPDX-License-Identifier: MIT */
/*
 * Puts chunks aside.  See aside.h.
 *
 * A chunk is put aside by moving its mapping.  That copies nothing, however
 * large the chunk is, and needs no descriptor, which the program may have
 * closed.  The same few pages are mapped in the place of all chunks.
 */
#include "aside.h"
#include "node.h"
#include "node.h"
#include "../os/own.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

/* The size of what covers chunks: that of the largest chunk of nodes
   (cct.c). */
#define MC_COVER_BYTES (1u << 20)

struct aside {
	char *address; /* where the chunk belongs */
	size_t bytes;
	char *source; /* where it is now, read-only */
};

static struct {
	/* In the order in which they were put aside.  A chunk that a child has
	   recalled in part is there twice when that child forks. */
	struct aside *chunks;
	size_t count;
	size_t capacity;
	void *cover; /* shared by all descendants */
} aside;

static void *find_cover(void)
{
	void *memory;

	if (aside.cover)
		return aside.cover;
	memory = mmap(NULL, MC_COVER_BYTES, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return NULL;
	aside.cover = memory;
	return memory;
}

int mc_aside_cover(void *memory, size_t size)
{
	void *cover = find_cover();

	/* An old size of 0 maps shared memory once more; mremap(2). */
	if (cover && size <= MC_COVER_BYTES &&
	    mremap(cover, 0, size, MREMAP_MAYMOVE | MREMAP_FIXED, memory) ==
		    memory)
		return 0;
	if (mmap(memory, size, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != memory)
		return -errno;
	return 0;
}

static int remember(struct mc_chunk *chunk, size_t bytes, void *source)
{
	if (aside.count == aside.capacity) {
		size_t size = aside.capacity * sizeof(*aside.chunks);
		void *grown = mc_own_double(aside.chunks, &size);

		if (!grown)
			return -ENOMEM;
		aside.chunks = grown;
		aside.capacity = size / sizeof(*aside.chunks);
	}
	aside.chunks[aside.count++] =
		(struct aside){(char *)chunk, bytes, source};
	return 0;
}

int mc_aside_put(struct mc_chunk *chunk)
{
	size_t bytes = chunk->bytes;
	void *place = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
			   -1, 0);
	void *source = MAP_FAILED;

	if (place != MAP_FAILED)
		source = mremap(chunk, bytes, bytes,
				MREMAP_MAYMOVE | MREMAP_FIXED, place);
	if (source == MAP_FAILED)
		return -errno;
	mprotect(source, bytes, PROT_READ);
	return mc_aside_cover(chunk, bytes) ?: remember(chunk, bytes, source);
}

/* Returns the last chunk around ADDRESS among the first BEFORE of them, or
   NULL. */
static const struct aside *find(const void *address, size_t before)
{
	while (before-- > 0)
		if ((size_t)((const char *)address -
			     aside.chunks[before].address) <
		    aside.chunks[before].bytes)
			return &aside.chunks[before];
	return NULL;
}

struct mc_chunk *mc_aside_chunk(const struct mc_node *node)
{
	return (struct mc_chunk *)find(node, aside.count)->address;
}

struct mc_chunk *mc_aside_around(const void *address, struct mc_chunk *header)
{
	const struct aside *chunk = find(address, aside.count);

	if (!chunk)
		return NULL;
	mc_own_copy(header, chunk->source, sizeof(*header));
	return (struct mc_chunk *)chunk->address;
}

struct mc_chunk *mc_aside_read(const struct mc_node *node,
			       struct mc_chunk *header, struct mc_node *copy)
{
	const struct aside *chunk = find(node, aside.count);

	for (; chunk; chunk = find(node, (size_t)(chunk - aside.chunks))) {
		size_t at = (size_t)((const char *)node - chunk->address);

		mc_own_copy(header, chunk->source, sizeof(*header));
		mc_own_copy(copy, chunk->source + at, sizeof(*copy));
		/* The pages that were read must not stay resident. */
		madvise(chunk->source, chunk->bytes, MADV_DONTNEED);
		if (copy->offset)
			return (struct mc_chunk *)chunk->address;
	}
	return NULL;
}

uint64_t mc_aside_lay_out(struct mc_chunk *chunk, const struct mc_chunk *old)
{
	static char page[MC_PAGE_BYTES];
	const struct aside *from = find(chunk, aside.count);
	uint64_t at = old->first, copied = UINT64_MAX;

	while (at + sizeof(struct mc_node) <= old->used) {
		struct mc_node *node = (void *)((char *)chunk + at);
		uint64_t slots = at + offsetof(struct mc_node, slots);

		if (slots / sizeof(page) != copied) {
			copied = slots / sizeof(page);
			mc_own_copy(page, from->source + copied * sizeof(page),
				    sizeof(page));
		}
		memcpy(&node->slots, page + slots % sizeof(page),
		       sizeof(node->slots));
		mc_node_number_slots(node);
		at += mc_node_room(node->slots);
	}
	madvise(from->source, from->bytes, MADV_DONTNEED);
	return at;
}
