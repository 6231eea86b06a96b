/* SPDX-License-Identifier: MIT */
/*
 * Opens the ring of page faults.  See ring.h.
 */
#include "ring.h"
#include "raw.h"
#include "spawn.h"

#include <linux/perf_event.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* One page describes the ring, and one is for samples, which nobody reads.  The
   mapping is read-only, so the kernel writes over them again and again. */
#define RING_PAGES 2

static size_t ring_bytes(void)
{
	return RING_PAGES * (size_t)sysconf(_SC_PAGESIZE);
}

MC_ON_SPAWNED_STACK static int open_event(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_PAGE_FAULTS,
		.sample_period = 1,
		.exclude_kernel = 1,
		.exclude_hv = 1,
		.watermark = 1,
		.wakeup_watermark = 0x7fffffff,
	};

	return (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1,
			    PERF_FLAG_FD_CLOEXEC);
}

MC_ON_SPAWNED_STACK static void try_event(void)
{
	mc_raw_close(open_event());
}

/* Tells whether the kernel may be asked for a ring.  A filter of system calls
   (seccomp) may kill whoever asks, so it is tried in another process first.
   The answer is kept: a filter that is added later is not noticed. */
static int may_ask(void)
{
	static int is_known, is_survived;

	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) != SECCOMP_MODE_FILTER)
		return 1;
	if (!is_known++)
		is_survived = mc_spawn_survives(try_event);
	return is_survived;
}

void *mc_ring_open(void)
{
	void *ring;
	int fd = may_ask() ? open_event() : -1;

	if (fd < 0)
		return NULL;
	ring = mmap(NULL, ring_bytes(), PROT_READ, MAP_SHARED, fd, 0);
	mc_raw_close(fd); /* the mapping keeps it */
	return ring == MAP_FAILED ? NULL : ring;
}

void mc_ring_close(void *ring)
{
	if (ring)
		munmap(ring, ring_bytes());
}

const volatile uint64_t *mc_ring_head(void *ring)
{
	struct perf_event_mmap_page *page = ring;

	return (const volatile uint64_t *)&page->data_head;
}
