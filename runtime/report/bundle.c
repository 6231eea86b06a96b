/* SPDX-License-Identifier: MIT */
/*
 * Packs and unpacks.  See bundle.h.
 *
 * A profile is mostly zeros and shrinks to a tenth or less at zlib's lowest
 * level; higher ones take three times as long to save another fifth.
 */
#include "report/bundle.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* The most that zlib makes of a byte (zlib.net, "Technical Details"), and what
   its frame may come to. */
#define MOST_GROWTH 1032u
#define FRAME 64u

static uint64_t pad(uint64_t bytes)
{
	return (bytes + MC_BUNDLE_ALIGN - 1) & ~(uint64_t)(MC_BUNDLE_ALIGN - 1);
}

bool mc_bundle_is(const unsigned char *data, size_t size)
{
	return size >= 8 && !memcmp(data, MC_BUNDLE_MAGIC, 8);
}

int mc_bundle_check(const char *path, const unsigned char *data, size_t size,
		    struct mc_bundle_header *h, struct mc_error *error)
{
	if (size < sizeof(*h))
		return mc_error_set(error,
				    "%s is cut off after %zu bytes, within its "
				    "header: nothing is left to read, merge "
				    "its profiles again",
				    path, size);
	memcpy(h, data, sizeof(*h));
	if (h->byte_order == __builtin_bswap32(MC_BYTE_ORDER))
		return mc_error_set(error,
				    "%s was written on a machine of the other "
				    "byte order: convert it there",
				    path);
	if (h->byte_order != MC_BYTE_ORDER || h->header_bytes < sizeof(*h) ||
	    h->header_bytes % MC_BUNDLE_ALIGN)
		return mc_error_set(error,
				    "%s has a damaged header: merge its "
				    "profiles again",
				    path);
	if (h->version != MC_BUNDLE_VERSION)
		return mc_error_set(error,
				    "%s is of bundle version %" PRIu32
				    ", this is memcall %s for version %d: use "
				    "the memcall that merged it",
				    path, h->version, MC_VERSION,
				    MC_BUNDLE_VERSION);
	return 0;
}

uint64_t mc_bundle_room(const struct mc_bundle_member *m, uint64_t room)
{
	if (m->mark != MC_BUNDLE_MARK || !m->packed_bytes ||
	    m->packed_bytes > room || pad(m->packed_bytes) > room ||
	    m->raw_bytes / MOST_GROWTH > m->packed_bytes + FRAME)
		return 0;
	return pad(m->packed_bytes);
}

void mc_bundle_name(const struct mc_file_header *h, struct mc_bundle_member *m)
{
	*m = (struct mc_bundle_member){
		.mark = MC_BUNDLE_MARK,
		.start_realtime_ns = h->start_realtime_ns,
		.pid = h->pid,
		.rank = h->rank,
	};
	_Static_assert(sizeof(m->host) == sizeof(h->host), "layout");
	memcpy(m->host, h->host, sizeof(m->host));
	m->host[sizeof(m->host) - 1] = 0;
}

void mc_bundle_sum(const unsigned char *data, size_t size,
		   struct mc_bundle_member *m)
{
	m->raw_bytes = size;
	m->crc = (uint32_t)crc32_z(0, data, size);
}

unsigned char *mc_bundle_pack(const unsigned char *data, size_t size,
			      struct mc_bundle_member *m)
{
	uLongf length = compressBound(size);
	unsigned char *packed = calloc(1, pad(length));

	mc_bundle_sum(data, size, m);
	if (packed &&
	    compress2(packed, &length, data, size, Z_BEST_SPEED) == Z_OK) {
		/* What is behind may have been written to on the way. */
		memset(packed + length, 0, pad(length) - length);
		m->packed_bytes = length;
		return packed;
	}
	free(packed);
	return NULL;
}

unsigned char *mc_bundle_unpack(const struct mc_bundle_member *m,
				const unsigned char *packed)
{
	uLongf length = m->raw_bytes;
	unsigned char *data = malloc(m->raw_bytes + 1);

	if (data &&
	    uncompress(data, &length, packed, m->packed_bytes) == Z_OK &&
	    length == m->raw_bytes &&
	    (uint32_t)crc32_z(0, data, length) == m->crc)
		return data;
	free(data);
	return NULL;
}

#define COMPARE(a, b) \
	do { \
		if ((a) != (b)) \
			return (a) < (b) ? -1 : 1; \
	} while (0)

int mc_bundle_compare(const struct mc_bundle_member *x,
		      const struct mc_bundle_member *y)
{
	int order;

	COMPARE(x->rank, y->rank);
	COMPARE(x->start_realtime_ns, y->start_realtime_ns);
	order = strncmp(x->host, y->host, sizeof(x->host));
	if (order)
		return order;
	COMPARE(x->pid, y->pid);
	COMPARE(x->raw_bytes, y->raw_bytes);
	COMPARE(x->crc, y->crc);
	return 0;
}
