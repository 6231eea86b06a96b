/* SPDX-License-Identifier: MIT */
/*
 * Lists profiles, and reads them one by one.  See sources.h.
 *
 * Only headers are read to list them, so the list takes some 200 bytes for
 * each.  Where two have the same header, as copies of a profile do, the whole
 * of it decides about their order.
 */
#include "report/sources.h"
#include "report/alloc.h"
#include "report/output.h"
#include "report/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail_to_read(const struct mc_source_file *f, struct mc_error *error)
{
	return mc_error_set(error, "cannot read %s: %s", f->start.name,
			    strerror(errno));
}

/* Opens the file, unless it is in memory (-1, too). */
static int open_file(const struct mc_source_file *f, struct mc_error *error)
{
	int fd = f->start.all ? -1 : open(f->path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 && !f->start.all)
		fail_to_read(f, error);
	return fd;
}

/* Reads SIZE bytes at an offset; returns how many there are. */
static size_t read_at(const struct mc_source_file *f, int fd, uint64_t at,
		      void *to, size_t size)
{
	size_t done = 0;

	if (f->start.all) {
		uint64_t rest = at < f->start.size ? f->start.size - at : 0;

		done = rest < size ? (size_t)rest : size;
		memcpy(to, f->start.all + at, done);
		return done;
	}
	while (done < size) {
		ssize_t got = pread(fd, (char *)to + done, size - done,
				    (off_t)(at + done));

		if (got <= 0 && !(got < 0 && errno == EINTR))
			break;
		done += got > 0 ? (size_t)got : 0;
	}
	return done;
}

static struct mc_source *add_source(struct mc_sources *s)
{
	s->list = mc_alloc_append(s->list, s->count, sizeof(*s->list));
	memset(&s->list[s->count], 0, sizeof(*s->list));
	s->list[s->count].file = (uint32_t)(s->file_count - 1);
	return &s->list[s->count++];
}

/* Adds the members from the offset AT on; returns where they end. */
static uint64_t add_members(struct mc_sources *s, int fd, uint64_t at,
			    uint64_t end, uint64_t *count)
{
	const struct mc_source_file *f = &s->files[s->file_count - 1];
	struct mc_bundle_member m;
	uint64_t wanted = *count;

	for (*count = 0; *count < wanted; ++*count) {
		struct mc_source *source;
		uint64_t room;

		if (at > end || read_at(f, fd, at, &m, sizeof(m)) < sizeof(m))
			break;
		room = mc_bundle_room(&m, end - at - sizeof(m));
		if (!room)
			break;
		m.host[sizeof(m.host) - 1] = 0;
		source = add_source(s);
		source->is_member = source->is_summed = true;
		source->at = at + sizeof(m);
		source->key = m;
		at += sizeof(m) + room;
	}
	return at;
}

static int add_bundle(struct mc_sources *s, const unsigned char *data,
		      struct mc_error *error)
{
	const struct mc_source_file *f = &s->files[s->file_count - 1];
	struct mc_bundle_header h;
	struct stat status;
	uint64_t end = f->start.size, there, at;
	int fd;

	if (mc_bundle_check(f->start.name, data, f->start.size, &h, error) < 0)
		return -1;
	fd = open_file(f, error);
	if (fd < 0 && !f->start.all)
		return -1;
	if (fd >= 0 && fstat(fd, &status) == 0)
		end = (uint64_t)status.st_size;
	there = h.members;
	at = add_members(s, fd, h.header_bytes, end, &there);
	if (fd >= 0)
		close(fd);
	if (there < h.members)
		mc_error_warn(&s->warnings,
			      "%s is cut off or damaged at byte %" PRIu64
			      ": %" PRIu64 " of its %" PRIu64
			      " profiles are lost; merge them again",
			      f->start.name, at, h.members - there, h.members);
	else if (at < end)
		mc_error_warn(&s->warnings,
			      "%s has %" PRIu64 " bytes behind its profiles: "
			      "they are left out",
			      f->start.name, end - at);
	if (h.lost)
		mc_error_warn(&s->warnings,
			      "%s lacks %" PRIu64 " profiles: it was merged "
			      "from files that were cut off",
			      f->start.name, h.lost);
	s->lost += h.members - there + h.lost;
	return 0;
}

static int add_file(struct mc_sources *s, const char *path,
		    struct mc_error *error)
{
	struct mc_source_file *f;
	const unsigned char *data;
	struct mc_file_header h;

	s->files = mc_alloc_append(s->files, s->file_count, sizeof(*s->files));
	f = &s->files[s->file_count];
	f->path = path;
	if (mc_reader_begin(path, &f->start, error) < 0)
		return -1;
	s->file_count++;
	data = f->start.all ? f->start.all : f->start.head;
	if (mc_bundle_is(data, f->start.size))
		return add_bundle(s, data, error);
	if (mc_reader_check(f->start.name, data, f->start.size, &h, error) < 0)
		return -1;
	mc_bundle_name(&h, &add_source(s)->key);
	return 0;
}

/* Returns the bytes of a profile that is no member, to be freed; NULL if it
   cannot be read. */
static unsigned char *read_all(const struct mc_source_file *f, size_t *size,
			       struct mc_error *error)
{
	unsigned char *copy;

	if (!f->start.all)
		return mc_reader_read(f->path, size, error);
	copy = mc_alloc_zeroed(f->start.size + 1, 1);
	memcpy(copy, f->start.all, f->start.size);
	*size = f->start.size;
	return copy;
}

/* Returns the packed bytes of a member, with padding, to be freed; or NULL. */
static unsigned char *read_packed(const struct mc_sources *s,
				  const struct mc_source *source, size_t *size,
				  struct mc_error *error)
{
	const struct mc_source_file *f = &s->files[source->file];
	int fd = open_file(f, error);
	unsigned char *packed;

	if (fd < 0 && !f->start.all)
		return NULL;
	*size = (size_t)mc_bundle_room(&source->key, UINT64_MAX);
	packed = mc_alloc_zeroed(*size, 1);
	errno = 0;
	if (read_at(f, fd, source->at, packed, *size) < *size) {
		if (errno)
			fail_to_read(f, error);
		else
			mc_error_set(error,
				     "%s became shorter while it was read",
				     f->start.name);
		free(packed);
		packed = NULL;
	}
	if (fd >= 0)
		close(fd);
	return packed;
}

/* Fills in length and checksum of profiles whose headers are the same. */
static int sum_equal(struct mc_sources *s, struct mc_error *error)
{
	for (size_t i = 0; i < s->count; i++) {
		struct mc_source *source = &s->list[i];
		struct mc_bundle_member here = source->key;
		unsigned char *data;
		bool is_equal = false;
		size_t size;

		here.raw_bytes = here.crc = 0;
		for (size_t k = i ? i - 1 : 1; k <= i + 1 && k < s->count;
		     k += 2) {
			struct mc_bundle_member next = s->list[k].key;

			next.raw_bytes = next.crc = 0;
			is_equal |= !mc_bundle_compare(&here, &next);
		}
		if (!is_equal || source->is_summed)
			continue;
		data = read_all(&s->files[source->file], &size, error);
		if (!data)
			return -1;
		mc_bundle_sum(data, size, &source->key);
		free(data);
	}
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct mc_source *x = a, *y = b;
	int order = mc_bundle_compare(&x->key, &y->key);

	/* They are the same then. */
	return order ? order : (int)x->is_member - (int)y->is_member;
}

int mc_sources_find(char *const *paths, size_t count, struct mc_sources *s,
		    void (*report)(size_t done, size_t count, const char *path),
		    struct mc_error *error)
{
	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < count; i++) {
		if (report)
			report(i, count, paths[i]);
		if (add_file(s, paths[i], error) < 0)
			return -1;
	}
	if (!s->count)
		return mc_error_set(error,
				    "no profile is left in %s: merge its "
				    "profiles again",
				    s->files[0].start.name);
	qsort(s->list, s->count, sizeof(*s->list), compare);
	if (sum_equal(s, error) < 0)
		return -1;
	qsort(s->list, s->count, sizeof(*s->list), compare);
	return 0;
}

void mc_sources_free(struct mc_sources *s)
{
	for (size_t i = 0; i < s->file_count; i++)
		free(s->files[i].start.all);
	free(s->files);
	free(s->list);
	mc_error_clear(&s->warnings);
}

bool mc_sources_have_ranks(const struct mc_sources *s)
{
	return s->count && s->list[s->count - 1].key.rank;
}

/* Says which profile of its file it is. */
static void name_source(const struct mc_sources *s,
			const struct mc_source *source, struct mc_text *name)
{
	mc_text_print(name, "%s", s->files[source->file].start.name);
	if (!source->is_member)
		return;
	mc_text_print(name, " (");
	if (source->key.rank)
		mc_text_print(name, "rank %" PRIu32 ", ", source->key.rank - 1);
	mc_text_print(name, "process %" PRIu64, source->key.pid);
	if (source->key.host[0])
		mc_text_print(name, " on %s", source->key.host);
	mc_text_print(name, ")");
}

static unsigned char *read_member(const struct mc_sources *s,
				  const struct mc_source *source,
				  const char *name, struct mc_error *error)
{
	size_t size;
	unsigned char *packed = read_packed(s, source, &size, error);
	unsigned char *data;

	if (!packed)
		return NULL;
	data = mc_bundle_unpack(&source->key, packed);
	if (!data)
		mc_error_set(error,
			     "%s is damaged: merge the profiles again, or "
			     "leave the file out",
			     name);
	free(packed);
	return data;
}

int mc_sources_open(const struct mc_sources *s, size_t index,
		    struct mc_profile **profile, struct mc_error *error)
{
	const struct mc_source *source = &s->list[index];
	size_t size = (size_t)source->key.raw_bytes;
	struct mc_text name = {0};
	unsigned char *data;
	int result = -1;

	name_source(s, source, &name);
	data = source->is_member
		       ? read_member(s, source, mc_text_get(&name), error)
		       : read_all(&s->files[source->file], &size, error);
	if (data)
		result = mc_reader_parse(mc_text_get(&name), data, size,
					 profile, error);
	mc_text_free(&name);
	return result;
}

/* Checks a profile that is packed, and keeps what there is to say.  Takes DATA
   over. */
static int check_profile(struct mc_sources *s, const char *name,
			 unsigned char *data, size_t size,
			 struct mc_error *error)
{
	struct mc_profile *p;

	if (mc_reader_parse(name, data, size, &p, error) < 0)
		return -1;
	for (size_t i = 0; i < p->warnings.count; i++)
		mc_error_warn(&s->warnings, "%s", p->warnings.line[i]);
	mc_profile_close(p);
	return 0;
}

/* Returns the profile as a member of a bundle has it, or NULL. */
static unsigned char *pack(struct mc_sources *s, struct mc_source *source,
			   size_t *size, struct mc_error *error)
{
	const struct mc_source_file *f = &s->files[source->file];
	unsigned char *data, *packed;
	size_t raw;

	if (source->is_member)
		return read_packed(s, source, size, error);
	data = read_all(f, &raw, error);
	if (!data)
		return NULL;
	packed = mc_bundle_pack(data, raw, &source->key);
	*size = (size_t)mc_bundle_room(&source->key, UINT64_MAX);
	if (check_profile(s, f->start.name, data, raw, error) < 0) {
		free(packed);
		return NULL;
	}
	if (!packed)
		mc_error_set(error, "out of memory reading %s", f->start.name);
	return packed;
}

static int put_member(struct mc_sources *s, size_t index,
		      struct mc_output *output, struct mc_error *error)
{
	struct mc_source *source = &s->list[index];
	size_t size;
	unsigned char *packed = pack(s, source, &size, error);

	if (!packed)
		return -1;
	mc_output_put(output, &source->key, sizeof(source->key));
	mc_output_put(output, packed, size);
	free(packed);
	return 0;
}

int mc_sources_bundle(struct mc_sources *s, const char *path,
		      void (*report)(size_t done, size_t count),
		      struct mc_error *error)
{
	const struct mc_bundle_header h = {
		.magic = MC_BUNDLE_MAGIC,
		.version = MC_BUNDLE_VERSION,
		.byte_order = MC_BYTE_ORDER,
		.header_bytes = sizeof(h),
		.members = s->count,
		.lost = s->lost,
	};
	struct mc_output output;
	int result = 0;

	if (mc_output_open(&output, path, error) < 0)
		return -1;
	mc_output_put(&output, &h, sizeof(h));
	for (size_t i = 0; i < s->count && !result && !output.failed; i++) {
		if (report)
			report(i, s->count);
		result = put_member(s, i, &output, error);
	}
	return mc_output_close(&output, !result, error) < 0 ? -1 : result;
}
