/* SPDX-License-Identifier: MIT */
/*
 * Maps memory and counts it.  See own.h.
 */
#include "own.h"
#include "clock.h"
#include "page.h"
#include "../../format.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#define MADV_POPULATE_READ 22
#endif

static _Atomic uint64_t private_bytes;
static _Atomic uint64_t profile_bytes;
static int profile_is_private;
static __thread uint64_t own_faults;

/* The bounds of this library, from the linker. */
extern const char __ehdr_start[] __attribute__((visibility("hidden")));
extern const char _end[] __attribute__((visibility("hidden")));

void mc_own_load_code(void)
{
	uintptr_t start = mc_page_of((uintptr_t)__ehdr_start);
	size_t size = mc_page_round_up((uintptr_t)_end - start);

	if (!madvise((void *)start, size, MADV_POPULATE_READ))
		return;
	for (size_t i = 0; i < size; i += MC_PAGE_BYTES)
		(void)((volatile const char *)start)[i];
}

uint64_t mc_own_bytes(void)
{
	return atomic_load_explicit(&private_bytes, memory_order_relaxed) +
	       atomic_load_explicit(&profile_bytes, memory_order_relaxed);
}

uint64_t mc_own_shared_bytes(void)
{
	if (profile_is_private)
		return 0;
	return atomic_load_explicit(&profile_bytes, memory_order_relaxed);
}

void mc_own_unshare(size_t size)
{
	atomic_store_explicit(&profile_bytes, size, memory_order_relaxed);
	profile_is_private = 1;
}

void mc_own_share(void)
{
	profile_is_private = 0;
}

static uint64_t faults_so_far(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_THREAD, &usage) ? 0 : (uint64_t)usage.ru_minflt;
}

uint64_t mc_own_faults(void)
{
	return own_faults;
}

static int touch(char *memory, size_t size)
{
	if (!madvise(memory, size, MADV_POPULATE_WRITE))
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -errno;
	for (size_t i = 0; i < size; i += MC_PAGE_BYTES)
		((volatile char *)memory)[i] = 0;
	return 0;
}

int mc_own_touch(void *memory, size_t size)
{
	uint64_t before = faults_so_far();
	int error = touch(memory, size);

	own_faults += faults_so_far() - before;
	return error;
}

/* Returns how long one of the page faults takes that touching MEMORY causes; 0
   if there are none. */
static uint64_t time_faults(char *memory, size_t size)
{
	uint64_t before = faults_so_far(), faults, start, passed;

	start = mc_clock_monotonic_ns();
	for (size_t i = 0; i < size; i += MC_PAGE_BYTES)
		((volatile char *)memory)[i] = 0;
	passed = mc_clock_monotonic_ns() - start;
	faults = faults_so_far() - before;
	own_faults += faults;
	return faults ? passed / faults : 0;
}

/* The shortest of a few tries counts: others may have had the processor. */
uint64_t mc_own_time_fault(void)
{
	enum { TRIES = 4 };
	const size_t bytes = 8 * mc_page_bytes();
	uint64_t best = 0;
	char *memory = mmap(NULL, TRIES * bytes, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return 0;
	for (int i = 0; i < TRIES; i++) {
		uint64_t ns = time_faults(memory + (size_t)i * bytes, bytes);

		if (ns && (!best || ns < best))
			best = ns;
	}
	munmap(memory, TRIES * bytes);
	return best;
}

void mc_own_copy(void *to, const void *from, size_t size)
{
	uint64_t before = faults_so_far();

	memcpy(to, from, size);
	own_faults += faults_so_far() - before;
}

int mc_own_adopt(void *memory, size_t size)
{
	int error = mc_own_touch(memory, size);

	if (!error)
		atomic_fetch_add_explicit(&profile_bytes, size,
					  memory_order_relaxed);
	return error;
}

void *mc_own_alloc(size_t size)
{
	void *memory;

	size = mc_page_round_up(size);
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return NULL;
	if (mc_own_touch(memory, size)) {
		munmap(memory, size);
		return NULL;
	}
	atomic_fetch_add_explicit(&private_bytes, size, memory_order_relaxed);
	return memory;
}

void mc_own_free(void *memory, size_t size)
{
	size = mc_page_round_up(size);
	munmap(memory, size);
	atomic_fetch_sub_explicit(&private_bytes, size, memory_order_relaxed);
}

void *mc_own_double(void *old, size_t *size)
{
	size_t doubled = *size ? 2 * *size : MC_PAGE_BYTES;
	void *memory = mc_own_alloc(doubled);

	if (!memory)
		return NULL;
	if (*size) {
		memcpy(memory, old, *size);
		mc_own_free(old, *size);
	}
	*size = doubled;
	return memory;
}
