/* SPDX-License-Identifier: MIT */
/*
 * Reads, merges and damages bundles.  See fuzz-bundle.h.
 *
 * Bundles are files, so an input becomes one, in memory.  Most bits of a bundle
 * are packed and have a checksum: what changes a profile is done to one that is
 * unpacked, and packed again.
 */
#include "fuzz-bundle.h"
#include "report/sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST_MEMBERS 64
/* A member of this size does not fit an input: reading it takes time only. */
#define MOST_RAW (4u << 20)

struct place {
	size_t at; /* of its struct mc_bundle_member */
	size_t size; /* with that */
};

/* Makes a file of the input; returns its name. */
static const char *keep(const uint8_t *data, size_t size)
{
	static char path[64];
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("input", MFD_CLOEXEC);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	if (fd < 0 || ftruncate(fd, 0) < 0 ||
	    pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	return path;
}

size_t fuzz_bundle_add(const uint8_t *data, size_t size, struct mc_draft *draft,
		       enum mc_model_split by)
{
	char *path = (char *)keep(data, size);
	struct mc_sources sources;
	struct mc_profile *profile;
	struct mc_error error;
	size_t added = 0;

	if (!mc_sources_find(&path, 1, &sources, NULL, &error)) {
		mc_build_split(draft, by);
		if (sources.count > 1 && !by)
			mc_build_compare(draft,
					 mc_sources_have_ranks(&sources));
		for (size_t i = 0; i < sources.count; i++)
			if (sources.list[i].key.raw_bytes <= MOST_RAW &&
			    !mc_sources_open(&sources, i, &profile, &error)) {
				mc_build_add(draft, profile);
				added++;
			}
	}
	mc_sources_free(&sources);
	return added;
}

/* Bundles a file COUNT times.  Returns what is written, to be freed; NULL: it
   cannot be. */
static unsigned char *bundle(const char *path, size_t count, size_t *size)
{
	static char out[64];
	char *paths[] = {(char *)path, (char *)path};
	struct mc_sources sources;
	struct mc_error error;
	unsigned char *written = NULL;

	if (!*out)
		snprintf(out, sizeof(out), "/dev/shm/fuzz-%d.memcall",
			 (int)getpid());
	if (!mc_sources_find(paths, count, &sources, NULL, &error) &&
	    !mc_sources_bundle(&sources, out, NULL, &error)) {
		written = mc_reader_read(out, size, &error);
		unlink(out);
	}
	mc_sources_free(&sources);
	return written;
}

void fuzz_bundle_merge(const uint8_t *data, size_t size)
{
	size_t once_size, again_size;
	unsigned char *once = bundle(keep(data, size), 2, &once_size);
	unsigned char *again;

	if (!once)
		return;
	again = bundle(keep(once, once_size), 1, &again_size);
	if (!again || once_size != again_size ||
	    memcmp(once, again, once_size) != 0)
		abort();
	free(once);
	free(again);
}

/* Lists the members that are whole. */
static size_t find_places(const uint8_t *data, size_t size,
			  struct place *places)
{
	struct mc_bundle_member m;
	size_t at = sizeof(struct mc_bundle_header), count = 0;

	while (count < MOST_MEMBERS && at + sizeof(m) <= size) {
		uint64_t room;

		memcpy(&m, data + at, sizeof(m));
		room = mc_bundle_room(&m, size - at - sizeof(m));
		if (!room)
			break;
		places[count++] = (struct place){at, sizeof(m) + room};
		at += sizeof(m) + room;
	}
	return count;
}

/* Puts MEMBER in place of what is there; returns the new size. */
static size_t replace(uint8_t *data, size_t size, size_t most,
		      struct place there, const uint8_t *member, size_t length)
{
	size_t rest = size - there.at - there.size;

	if (there.at + length > most || rest > most - there.at - length)
		return size;
	memmove(data + there.at + length, data + there.at + there.size, rest);
	memcpy(data + there.at, member, length);
	return there.at + length + rest;
}

static size_t change_packed(uint8_t *data, size_t size, size_t most,
			    struct place there,
			    size_t (*change)(uint8_t *data, size_t size,
					     size_t most))
{
	struct mc_bundle_member m;
	unsigned char *raw, *packed;
	size_t length;
	uint8_t *member;

	memcpy(&m, data + there.at, sizeof(m));
	if (m.raw_bytes > MOST_RAW)
		return size;
	raw = mc_bundle_unpack(&m, data + there.at + sizeof(m));
	if (!raw)
		return size;
	length = change(raw, m.raw_bytes, m.raw_bytes);
	packed = mc_bundle_pack(raw, length, &m);
	free(raw);
	if (!packed)
		abort();
	length = mc_bundle_room(&m, UINT64_MAX);
	member = malloc(sizeof(m) + length);
	if (!member)
		abort();
	memcpy(member, &m, sizeof(m));
	memcpy(member + sizeof(m), packed, length);
	size = replace(data, size, most, there, member, sizeof(m) + length);
	free(packed);
	free(member);
	return size;
}

/* A field of the member's head becomes another number. */
static void change_head(uint8_t *data, struct place there,
			uint64_t (*draw)(uint64_t below))
{
	static const uint64_t values[] = {
		0, 1, 2, 8, INT32_MAX, UINT32_MAX, INT64_MAX, UINT64_MAX,
	};
	struct mc_bundle_member m;
	uint64_t value = values[draw(sizeof(values) / sizeof(*values))];

	memcpy(&m, data + there.at, sizeof(m));
	switch (draw(8)) {
	case 0:
		m.packed_bytes = draw(2) ? value : m.packed_bytes + draw(9) - 4;
		break;
	case 1:
		m.raw_bytes = draw(2) ? value : m.raw_bytes + draw(9) - 4;
		break;
	case 2:
		m.mark ^= 1;
		break;
	case 3:
		m.crc ^= 1;
		break;
	case 4:
		m.start_realtime_ns = value;
		break;
	case 5:
		m.pid = value;
		break;
	case 6:
		memset(m.host, draw(2) ? 'h' : (int)draw(256), sizeof(m.host));
		break;
	default:
		m.rank = draw(2) ? (uint32_t)value : (uint32_t)draw(4);
	}
	memcpy(data + there.at, &m, sizeof(m));
}

static void mend_header(uint8_t *data, uint64_t members)
{
	struct mc_bundle_header h = {
		.magic = MC_BUNDLE_MAGIC,
		.version = MC_BUNDLE_VERSION,
		.byte_order = MC_BYTE_ORDER,
		.header_bytes = sizeof(h),
		.members = members,
	};

	memcpy(data, &h, sizeof(h));
}

size_t fuzz_bundle_change(uint8_t *data, size_t size, size_t most,
			  uint64_t (*draw)(uint64_t below),
			  size_t (*change)(uint8_t *data, size_t size,
					   size_t most))
{
	struct place places[MOST_MEMBERS], one, other;
	size_t count = find_places(data, size, places);
	uint8_t *copy;

	if (!count)
		return size;
	one = places[draw(count)];
	other = places[draw(count)];
	switch (draw(8)) {
	case 0:
		change_head(data, one, draw);
		break;
	case 1: /* one instead of another, or none */
		copy = malloc(other.size);
		if (!copy)
			abort();
		memcpy(copy, data + other.at, other.size);
		size = replace(data, size, most, one, copy,
			       draw(4) ? other.size : 0);
		free(copy);
		break;
	case 2: /* another one */
		copy = malloc(other.size);
		if (!copy)
			abort();
		memcpy(copy, data + other.at, other.size);
		size = replace(data, size, most, (struct place){one.at, 0},
			       copy, other.size);
		free(copy);
		break;
	case 3:
		size -= draw(4) ? 0
				: draw(size - sizeof(struct mc_bundle_header));
		break;
	default:
		size = change_packed(data, size, most, one, change);
	}
	if (draw(16))
		mend_header(data, find_places(data, size, places) +
					  (draw(8) ? 0 : draw(3)));
	return size;
}
