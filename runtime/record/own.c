/* SPDX-License-Identifier: MIT */
/*
 * Mapped memory, counted.  See own.h.
 */
#include "own.h"
#include "../format.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif

static _Atomic uint64_t own_bytes;

static size_t round_up(size_t size)
{
	return (size + MC_PAGE_BYTES - 1) & ~(size_t)(MC_PAGE_BYTES - 1);
}

uint64_t mc_own_bytes(void)
{
	return atomic_load_explicit(&own_bytes, memory_order_relaxed);
}

int mc_own_touch(void *memory, size_t size)
{
	if (madvise(memory, size, MADV_POPULATE_WRITE)) {
		if (errno != EINVAL && errno != ENOSYS)
			return -errno;
		for (size_t i = 0; i < size; i += MC_PAGE_BYTES)
			((volatile char *)memory)[i] = 0;
	}
	return 0;
}

int mc_own_adopt(void *memory, size_t size)
{
	int error = mc_own_touch(memory, size);

	if (!error)
		atomic_fetch_add_explicit(&own_bytes, size,
					  memory_order_relaxed);
	return error;
}

void *mc_own_alloc(size_t size)
{
	void *memory;

	size = round_up(size);
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return NULL;
	if (mc_own_adopt(memory, size)) {
		munmap(memory, size);
		return NULL;
	}
	return memory;
}

void mc_own_free(void *memory, size_t size)
{
	size = round_up(size);
	munmap(memory, size);
	atomic_fetch_sub_explicit(&own_bytes, size, memory_order_relaxed);
}

void *mc_own_grow(void *old, size_t old_size, size_t new_size)
{
	void *memory = mc_own_alloc(new_size);

	if (!memory)
		return NULL;
	memcpy(memory, old, old_size);
	mc_own_free(old, old_size);
	return memory;
}
