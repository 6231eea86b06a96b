/* SPDX-License-Identifier: MIT */
/*
 * Writes a ring of events as the kernel does, for tests of who reads it.
 */
#ifndef MC_RING_WRITER_H
#define MC_RING_WRITER_H

#include "record/os/ring.h"

#include <linux/perf_event.h>
#include <string.h>

enum { MC_RING_WRITER_OFFSET = 4096, MC_RING_WRITER_MOST = 4096 };

/* One page that describes the ring, and room for up to 256 records. */
union mc_ring_writer {
	struct perf_event_mmap_page page;
	char bytes[MC_RING_WRITER_OFFSET + MC_RING_WRITER_MOST];
};

/* Empties RING, which has room for RECORDS. */
static inline void mc_ring_writer_begin(union mc_ring_writer *ring,
					unsigned records)
{
	memset(ring, 0, sizeof(*ring));
	ring->page.data_offset = MC_RING_WRITER_OFFSET;
	ring->page.data_size = records * MC_RING_EVENT_BYTES;
}

static inline void mc_ring_writer_add(union mc_ring_writer *ring, uint32_t type,
				      uint16_t misc, uint64_t value)
{
	const struct perf_event_header header = {
		.type = type, .misc = misc, .size = MC_RING_EVENT_BYTES};
	char *at = ring->bytes + MC_RING_WRITER_OFFSET +
		   ring->page.data_head % ring->page.data_size;

	memcpy(at, &header, sizeof(header));
	memcpy(at + sizeof(header), &value, sizeof(value));
	ring->page.data_head += MC_RING_EVENT_BYTES;
}

#endif
