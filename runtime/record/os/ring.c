/* SPDX-License-Identifier: MIT */
/*
 * Opens rings, and reads their records.  See ring.h.
 */
#include "ring.h"
#include "raw.h"
#include "spawn.h"

#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
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

/* Opening */

MC_ON_SPAWNED_STACK static int open_event(const struct perf_event_attr *attr)
{
	return (int)syscall(SYS_perf_event_open, attr, 0, -1, -1,
			    PERF_FLAG_FD_CLOEXEC);
}

/* Returns what all events have.  The clock must be the same for all that write
   into one ring. */
MC_ON_SPAWNED_STACK static struct perf_event_attr event_of(uint64_t config)
{
	return (struct perf_event_attr){
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(struct perf_event_attr),
		.config = config,
		.sample_period = 1,
		.exclude_kernel = 1,
		.exclude_hv = 1,
		.watermark = 1,
		.wakeup_watermark = 0x7fffffff,
		.use_clockid = 1,
		.clockid = CLOCK_MONOTONIC,
	};
}

MC_ON_SPAWNED_STACK static void try_event(void)
{
	struct perf_event_attr attr = event_of(PERF_COUNT_SW_PAGE_FAULTS);
	int fd = open_event(&attr);

	ioctl(fd, PERF_EVENT_IOC_SET_OUTPUT, -1);
	mc_raw_close(fd);
}

/* Tells whether the kernel may be asked for a ring. */
static int may_ask(void)
{
	static struct mc_spawn_trial trial = {.function = try_event};

	return mc_spawn_allows(&trial);
}

static void *map_ring(int fd)
{
	void *ring = mmap(NULL, ring_bytes(), PROT_READ, MAP_SHARED, fd, 0);

	return ring == MAP_FAILED ? NULL : ring;
}

void *mc_ring_open_faults(void)
{
	struct perf_event_attr attr = event_of(PERF_COUNT_SW_PAGE_FAULTS);
	int fd = may_ask() ? open_event(&attr) : -1;
	void *ring;

	if (fd < 0)
		return NULL;
	ring = map_ring(fd);
	mc_raw_close(fd); /* the mapping keeps it */
	return ring;
}

/* Keeps the clock at FD, which writes into a ring that is mapped.  Another
   mapping of the ring does so, but not since Linux 6.17. */
static int keep_clock(struct mc_pin *pin, int fd)
{
	void *ring = map_ring(fd);

	if (!ring)
		return mc_pin_file(pin, fd);
	*pin = (struct mc_pin){ring, ring_bytes()};
	return 0;
}

/* Has CLOCK tick into the ring of RING_FD.  A tick has its period where faults
   have a time. */
static int start_clock(struct mc_ring_clock *clock, int ring_fd)
{
	struct perf_event_attr attr = event_of(PERF_COUNT_SW_TASK_CLOCK);
	int fd, is_kept;

	attr.sample_period = clock->period_ns;
	attr.sample_type = PERF_SAMPLE_PERIOD;
	attr.exclude_kernel = 0;
	fd = open_event(&attr);
	clock->is_user_only = fd < 0;
	if (fd < 0) {
		attr.exclude_kernel = 1;
		fd = open_event(&attr);
	}
	if (fd < 0)
		return 0;
	is_kept = !ioctl(fd, PERF_EVENT_IOC_SET_OUTPUT, ring_fd) &&
		  !keep_clock(&clock->pin, fd);
	mc_raw_close(fd);
	return is_kept;
}

void *mc_ring_open_events(int has_faults, struct mc_ring_clock *clock)
{
	struct perf_event_attr attr = event_of(
		has_faults ? PERF_COUNT_SW_PAGE_FAULTS : PERF_COUNT_SW_DUMMY);
	void *ring;
	int fd;

	attr.context_switch = 1;
	attr.sample_id_all = 1;
	attr.sample_type = PERF_SAMPLE_TIME;
	fd = may_ask() ? open_event(&attr) : -1;
	ring = fd < 0 ? NULL : map_ring(fd);
	if (!ring || (clock->period_ns && !start_clock(clock, fd)))
		*clock = (struct mc_ring_clock){0};
	if (fd >= 0)
		mc_raw_close(fd);
	return ring;
}

void mc_ring_close(void *ring, struct mc_ring_clock *clock)
{
	if (clock)
		mc_pin_release(&clock->pin);
	if (ring)
		munmap(ring, ring_bytes());
}

void mc_ring_stop(struct mc_ring_clock *clock)
{
	mc_pin_release(&clock->pin);
	clock->is_user_only = 0;
}

const volatile uint64_t *mc_ring_head(void *ring)
{
	struct perf_event_mmap_page *page = ring;

	return (const volatile uint64_t *)&page->data_head;
}

/* Reading */

/* A record of a ring of events, perf_event_open(2). */
struct record {
	struct perf_event_header header;
	uint64_t value; /* a time, or a tick's period */
};

/* Adds to NEWS the time until NOW_NS, if the thread has left. */
static void come_back(const struct mc_ring_reader *reader, uint64_t now_ns,
		      struct mc_ring_news *news)
{
	uint64_t off = now_ns - reader->left_ns;

	if (!reader->left_ns || now_ns < reader->left_ns)
		return;
	news->off_ns += off;
	news->preempted_ns += reader->is_preempted ? off : 0;
}

/* Adds to NEWS what RECORD tells. */
static void note(struct mc_ring_reader *reader, const struct record *record,
		 struct mc_ring_news *news)
{
	if (record->header.type != PERF_RECORD_SWITCH) {
		if (record->value == reader->tick_ns)
			news->ticks++;
		else
			news->faults++;
		return;
	}
	if (record->header.misc & PERF_RECORD_MISC_SWITCH_OUT) {
		reader->left_ns = record->value;
		reader->is_preempted = record->header.misc &
				       PERF_RECORD_MISC_SWITCH_OUT_PREEMPT;
		return;
	}
	come_back(reader, record->value, news);
	news->switches++;
	reader->left_ns = 0;
}

/* Finds how many of the records that were lost were no faults. */
static void find_lost_ticks(struct mc_ring_reader *reader,
			    struct mc_ring_news *news)
{
	uint64_t head, faults;

	news->lost_ticks = news->lost;
	if (!reader->faults)
		return;
	head = *reader->faults;
	faults = (head - reader->faults_read) / MC_RING_FAULT_BYTES;
	reader->faults_read = head;
	if (faults <= news->faults)
		return;
	faults -= news->faults;
	news->lost_ticks -= faults < news->lost ? faults : news->lost;
}

/* Moves the reader on to data_head, which *HEAD is set to.  Returns where it
   was.  If a signal handler reads on in between, it is tried again, as the
   reader would go back. */
static uint64_t take_records(const struct perf_event_mmap_page *page,
			     struct mc_ring_reader *reader, uint64_t *head)
{
	uint64_t at = reader->read;

	/* Acquire: the records were written before data_head. */
	do
		*head = __atomic_load_n(&page->data_head, __ATOMIC_ACQUIRE);
	while (!__atomic_compare_exchange_n(&reader->read, &at, *head, 0,
					    __ATOMIC_RELAXED,
					    __ATOMIC_RELAXED));
	return at;
}

struct mc_ring_news mc_ring_read(void *ring, struct mc_ring_reader *reader)
{
	const struct perf_event_mmap_page *page = ring;
	const char *data = (const char *)ring + page->data_offset;
	struct mc_ring_news news = {0};
	uint64_t head, at = take_records(page, reader, &head);
	/* A copy, as a signal handler may read on. */
	struct mc_ring_reader now = *reader;

	if (head - at > page->data_size) {
		now.left_ns = 0;
		news.lost = (head - at - page->data_size) / MC_RING_EVENT_BYTES;
		at = head - page->data_size;
	}
	for (; at < head; at += MC_RING_EVENT_BYTES)
		note(&now, (const void *)(data + at % page->data_size), &news);
	reader->left_ns = now.left_ns;
	reader->is_preempted = now.is_preempted;
	find_lost_ticks(reader, &news);
	return news;
}

struct mc_ring_news mc_ring_read_other(void *ring,
				       struct mc_ring_reader *reader,
				       uint64_t now_ns)
{
	struct mc_ring_news news = mc_ring_read(ring, reader);

	come_back(reader, now_ns, &news);
	if (reader->left_ns)
		reader->left_ns = now_ns;
	return news;
}
