/* SPDX-License-Identifier: MIT */
/*
 * Opens rings, and reads their records.  See ring.h.
 */
#include "ring.h"
#include "raw.h"
#include "spawn.h"

#include <linux/perf_event.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* One page describes the ring, and one is for records: 256 events.  The mapping
   is read-only, so the kernel writes over them again and again. */
#define RING_PAGES 2

static size_t ring_bytes(void)
{
	return RING_PAGES * (size_t)sysconf(_SC_PAGESIZE);
}

MC_ON_SPAWNED_STACK static int open_event(int has_switches)
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

	if (has_switches) {
		attr.context_switch = 1;
		attr.sample_id_all = 1;
		attr.sample_type = PERF_SAMPLE_TIME;
		attr.use_clockid = 1;
		attr.clockid = CLOCK_MONOTONIC;
	}
	return (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1,
			    PERF_FLAG_FD_CLOEXEC);
}

MC_ON_SPAWNED_STACK static void try_event(void)
{
	mc_raw_close(open_event(0));
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

static void *open_ring(int has_switches)
{
	void *ring;
	int fd = may_ask() ? open_event(has_switches) : -1;

	if (fd < 0)
		return NULL;
	ring = mmap(NULL, ring_bytes(), PROT_READ, MAP_SHARED, fd, 0);
	mc_raw_close(fd); /* the mapping keeps it */
	return ring == MAP_FAILED ? NULL : ring;
}

void *mc_ring_open_faults(void)
{
	return open_ring(0);
}

void *mc_ring_open_events(void)
{
	return open_ring(1);
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

/* A record of a ring of events, perf_event_open(2). */
struct record {
	struct perf_event_header header;
	uint64_t time;
};

/* Adds to ABSENCE the time until NOW_NS, if the thread has left. */
static void come_back(const struct mc_ring_reader *reader, uint64_t now_ns,
		      struct mc_ring_absence *absence)
{
	uint64_t off = now_ns - reader->left_ns;

	if (!reader->left_ns || now_ns < reader->left_ns)
		return;
	absence->off_ns += off;
	absence->preempted_ns += reader->is_preempted ? off : 0;
}

/* Adds to ABSENCE what RECORD tells, if the thread came back. */
static void note(struct mc_ring_reader *reader, const struct record *record,
		 struct mc_ring_absence *absence)
{
	if (record->header.type != PERF_RECORD_SWITCH)
		return;
	if (record->header.misc & PERF_RECORD_MISC_SWITCH_OUT) {
		reader->left_ns = record->time;
		reader->is_preempted = record->header.misc &
				       PERF_RECORD_MISC_SWITCH_OUT_PREEMPT;
		return;
	}
	come_back(reader, record->time, absence);
	reader->left_ns = 0;
}

struct mc_ring_absence mc_ring_read(void *ring, struct mc_ring_reader *reader)
{
	const struct perf_event_mmap_page *page = ring;
	const char *data = (const char *)ring + page->data_offset;
	struct mc_ring_absence absence = {0, 0};
	/* Acquire: the records were written before data_head. */
	uint64_t head = __atomic_load_n(&page->data_head, __ATOMIC_ACQUIRE);
	uint64_t at =
		__atomic_exchange_n(&reader->read, head, __ATOMIC_RELAXED);
	/* A copy, as a signal handler may read on. */
	struct mc_ring_reader now = *reader;

	if (head - at > page->data_size) {
		now.left_ns = 0;
		at = head - page->data_size;
	}
	for (; at < head; at += MC_RING_EVENT_BYTES)
		note(&now, (const void *)(data + at % page->data_size),
		     &absence);
	reader->left_ns = now.left_ns;
	reader->is_preempted = now.is_preempted;
	return absence;
}

struct mc_ring_absence mc_ring_read_other(void *ring,
					  struct mc_ring_reader *reader,
					  uint64_t now_ns)
{
	struct mc_ring_absence absence = mc_ring_read(ring, reader);

	come_back(reader, now_ns, &absence);
	if (reader->left_ns)
		reader->left_ns = now_ns;
	return absence;
}
