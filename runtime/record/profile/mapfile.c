/* SPDX-License-Identifier: MIT */
/*
 * Maps the profile.  See mapfile.h.
 *
 * The descriptor is kept open, at a high number, and checked before each use: a
 * program may close all descriptors and open files of its own in their place.
 */
#include "mapfile.h"
#include "aside.h"
#include "claim.h"
#include "../os/clock.h"
#include "../os/log.h"
#include "options.h"
#include "../os/origin.h"
#include "../os/own.h"
#include "../os/page.h"
#include "../os/program.h"
#include "../os/raw.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
	struct mc_file_header *header;
	int fd; /* -1: none */
	struct stat identity;
	char path[PATH_MAX];
	int told; /* that the file cannot grow */
	int is_private; /* detached, and not attached yet */
	/* The chunks' addresses, in the order of the file. */
	struct mc_chunk **chunks;
	size_t count;
	size_t capacity;
} file = {.fd = -1};

struct mc_file_header *mc_mapfile_header(void)
{
	return file.header;
}

const char *mc_mapfile_path(void)
{
	return file.path;
}

int mc_mapfile_is_full(void)
{
	return file.told;
}

/* Returns the descriptor of the file, or -1 if it has been closed and cannot be
   opened again. */
static int checked_fd(void)
{
	struct stat now;

	if (!fstat(file.fd, &now) && now.st_dev == file.identity.st_dev &&
	    now.st_ino == file.identity.st_ino)
		return file.fd;
	/* Something else may be there by now, even a device. */
	file.fd = mc_claim_is_at(&file.identity, file.path)
			  ? mc_raw_open(file.path,
					O_RDWR | O_CLOEXEC | O_NOFOLLOW |
						O_NONBLOCK | O_NOCTTY,
					0)
			  : -1;
	if (file.fd >= 0)
		file.fd = mc_raw_move_up(file.fd);
	if (fstat(file.fd, &now) || now.st_dev != file.identity.st_dev ||
	    now.st_ino != file.identity.st_ino)
		file.fd = -1;
	return file.fd;
}

/* Reserves the blocks of a part of the file, filled with zeros.  A file system
   that cannot reserve is written to.  Returns 0 or -errno. */
static int reserve(int fd, off_t offset, size_t size)
{
	static const char zeros[MC_PAGE_BYTES];
	struct rlimit most;

	/* The kernel would send SIGXFSZ. */
	if (!getrlimit(RLIMIT_FSIZE, &most) &&
	    (uint64_t)offset + size > most.rlim_cur)
		return -EFBIG;
	if (!fallocate(fd, 0, offset, (off_t)size))
		return 0;
	if (errno != EOPNOTSUPP && errno != ENOSYS)
		return -errno;
	for (size_t done = 0; done < size; done += sizeof(zeros))
		if (pwrite(fd, zeros, sizeof(zeros), offset + (off_t)done) !=
		    (ssize_t)sizeof(zeros))
			return errno ? -errno : -ENOSPC;
	return 0;
}

/* Maps a part of the file, at ADDRESS unless NULL, with its pages present.
   NULL on failure, which errno tells. */
static void *map_part(off_t offset, size_t size, void *address)
{
	int fd = checked_fd();
	int error = fd < 0 ? -EBADF : reserve(fd, offset, size);
	void *memory;

	if (error) {
		errno = -error;
		return NULL;
	}
	memory = mmap(address, size, PROT_READ | PROT_WRITE,
		      MAP_SHARED | (address ? MAP_FIXED : 0), fd, offset);
	if (memory == MAP_FAILED)
		return NULL;
	error = mc_own_adopt(memory, size);
	if (error) {
		munmap(memory, size);
		errno = -error;
		return NULL;
	}
	return memory;
}

static void copy_name(char *to, size_t size, const char *from)
{
	struct mc_log_text text = {.at = to, .size = size};

	mc_log_add(&text, from);
}

static void fill_header(struct mc_file_header *header)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	memcpy(header->magic, MC_FILE_MAGIC, sizeof(header->magic));
	header->header_bytes = (uint32_t)mc_page_bytes();
	header->page_bytes = (uint32_t)mc_page_bytes();
	header->byte_order = MC_BYTE_ORDER;
	header->state = MC_STATE_RECORDING;
	header->file_bytes = mc_page_bytes();
	header->pid = (uint64_t)mc_raw_pid();
	header->start_realtime_ns =
		(uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
	header->clock = mc_clock_kind;
	header->clock_pair[0] = mc_clock_pair();
	header->time_mode = (uint32_t)mc_options.time;
	header->mem_mode = (uint32_t)mc_options.mem;
	header->prune = mc_options.prune;
	header->contexts = mc_options.contexts;
	copy_name(header->program, sizeof(header->program), mc_program_name());
	copy_name(header->command, sizeof(header->command),
		  mc_program_command());
	copy_name(header->host, sizeof(header->host), mc_origin_host());
	header->rank = mc_origin_rank();
	header->version = MC_FILE_VERSION;
}

static int open_file(const char *path)
{
	int fd = path ? mc_claim_create(path)
		      : memfd_create("memcall-profile", MFD_CLOEXEC);
	struct mc_log_text name = MC_LOG_TEXT(file.path);

	if (fd < 0)
		return path ? fd : -errno;
	file.fd = mc_raw_move_up(fd);
	fstat(file.fd, &file.identity);
	if (path) {
		mc_log_add(&name, path);
	} else {
		mc_log_add(&name, "/proc/");
		mc_log_add_number(&name, (uint64_t)mc_raw_pid());
		mc_log_add(&name, "/fd/");
		mc_log_add_number(&name, (uint64_t)file.fd);
	}
	return 0;
}

void mc_mapfile_remove(void)
{
	if (mc_claim_is_at(&file.identity, file.path))
		unlink(file.path);
}

/* Leaves nothing behind of a file that could not be used. */
static int abandon(int error)
{
	mc_mapfile_remove();
	if (file.fd >= 0)
		mc_raw_close(file.fd);
	file.fd = -1;
	return error;
}

int mc_mapfile_create(const char *path)
{
	int error = open_file(path);

	if (error)
		return error;
	file.header = map_part(0, mc_page_bytes(), NULL);
	if (!file.header)
		return abandon(-errno);
	fill_header(file.header);
	file.count = 0;
	return 0;
}

/* Says once that the profile cannot grow. */
static void tell_full(const char *reason)
{
	const char *result = "further functions and calling contexts are "
			     "counted as (other), further threads not at all";

	if (file.told++)
		return;
	if (!file.header->threads)
		result = "nothing is recorded";
	mc_log("the profile ", file.path, " cannot grow (", reason,
	       "): ", result,
	       "; free disk space, or raise MEMCALL_OPTIONS=limit=", NULL);
}

static int remember(struct mc_chunk *chunk)
{
	if (file.count == file.capacity) {
		size_t size = file.capacity * sizeof(*file.chunks);
		void *grown = mc_own_double(file.chunks, &size);

		if (!grown)
			return -ENOMEM;
		file.chunks = grown;
		file.capacity = size / sizeof(*file.chunks);
	}
	file.chunks[file.count++] = chunk;
	return 0;
}

/* Adds a chunk, mapped at ADDRESS unless NULL. */
static struct mc_chunk *add_chunk(uint32_t type, uint32_t number, size_t size,
				  size_t first, void *address)
{
	uint64_t offset = file.header->file_bytes;
	struct mc_chunk *chunk;

	if (offset + size > mc_options.limit) {
		tell_full("its limit is reached");
		return NULL;
	}
	chunk = map_part((off_t)offset, size, address);
	if (!chunk || remember(chunk)) {
		tell_full(mc_log_error(errno));
		if (chunk)
			munmap(chunk, size);
		return NULL;
	}
	chunk->thread = number;
	chunk->bytes = size;
	chunk->address = (uintptr_t)chunk;
	chunk->first = first;
	chunk->used = first;
	chunk->offset = offset;
	file.header->own_bytes = mc_own_bytes();
	/* A reader, which is another process, stops at a chunk without a type,
	   so that is written last.  Release: pairs with the kernel, which
	   copies the file in order. */
	__atomic_store_n(&chunk->type, type, __ATOMIC_RELEASE);
	file.header->file_bytes = offset + size;
	return chunk;
}

struct mc_chunk *mc_mapfile_chunk(uint32_t type, uint32_t number, size_t size,
				  size_t first)
{
	return add_chunk(type, number, mc_page_round_up(size), first, NULL);
}

int mc_mapfile_recall(struct mc_chunk *address, const struct mc_chunk *old)
{
	struct mc_chunk *chunk = add_chunk(MC_CHUNK_NODES, old->thread,
					   old->bytes, old->first, address);

	if (!chunk)
		return mc_aside_cover(address, old->bytes) ?: -ENOMEM;
	chunk->used = mc_aside_lay_out(chunk, old);
	return 0;
}

size_t mc_mapfile_next_size(const struct mc_chunk *last, size_t first,
			    size_t largest)
{
	size_t bytes = last ? 2 * last->bytes : first;

	return bytes < largest ? bytes : largest;
}

uint64_t mc_mapfile_offset(const struct mc_chunk *chunk, const void *record)
{
	return chunk->offset +
	       (uint64_t)((const char *)record - (const char *)chunk);
}

void *mc_mapfile_record(uint64_t offset)
{
	size_t from = 0, to = file.count;

	/* The last chunk that does not begin behind it. */
	while (to - from > 1) {
		size_t middle = from + (to - from) / 2;

		if (file.chunks[middle]->offset <= offset)
			from = middle;
		else
			to = middle;
	}
	if (!to ||
	    offset - file.chunks[from]->offset >= file.chunks[from]->bytes)
		return NULL;
	return (char *)file.chunks[from] + (offset - file.chunks[from]->offset);
}

void mc_mapfile_mark_time(void)
{
	struct mc_file_header *header = file.header;
	uint32_t last = __atomic_load_n(&header->clock_last, __ATOMIC_RELAXED);
	uint32_t next = last == 1 ? 2 : 1;
	struct mc_clock_pair pair = mc_clock_pair();

	/* One thread at a time comes here (gate.c), and the one that ends the
	   program.  sample.c reads these words meanwhile, and so do readers of
	   the file. */
	__atomic_store_n(&header->clock_pair[next].ticks, pair.ticks,
			 __ATOMIC_RELAXED);
	__atomic_store_n(&header->clock_pair[next].ns, pair.ns,
			 __ATOMIC_RELAXED);
	__atomic_store_n(&header->clock_last, next, __ATOMIC_RELEASE);
}

/* Replaces a shared mapping by a private copy at the same address.  Returns 0
   or -errno. */
static int make_private(void *memory, size_t size)
{
	void *copy = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (copy == MAP_FAILED)
		return -errno;
	memcpy(copy, memory, size);
	if (mremap(copy, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, memory) ==
	    MAP_FAILED)
		return -errno;
	return 0;
}

static int put_aside(struct mc_chunk *chunk)
{
	if (chunk->type == MC_CHUNK_THREAD || chunk->type == MC_CHUNK_NODES)
		return mc_aside_put(chunk);
	return munmap(chunk, chunk->bytes) ? -errno : 0;
}

int mc_mapfile_detach(int (*keeps)(const struct mc_thread *thread,
				   const struct mc_chunk *chunk),
		      const struct mc_thread *thread)
{
	uint64_t end = mc_page_bytes();
	size_t kept = 0;
	int error;

	if (file.is_private)
		return 0;
	error = make_private(file.header, mc_page_bytes());
	for (size_t i = 0; !error && i < file.count; i++) {
		struct mc_chunk *chunk = file.chunks[i];

		if (!keeps(thread, chunk)) {
			error = put_aside(chunk);
			continue;
		}
		error = make_private(chunk, chunk->bytes);
		chunk->offset = end;
		end += chunk->bytes;
		file.chunks[kept++] = chunk;
	}
	file.count = kept;
	file.header->file_bytes = end;
	if (checked_fd() >= 0)
		mc_raw_close(file.fd);
	file.fd = -1;
	file.is_private = 1;
	mc_own_unshare(end);
	return error;
}

/* Moves SIZE bytes of private memory into the file, at OFFSET, and maps them at
   the same address.  Returns 0 or -errno. */
static int move_to_file(void *memory, size_t size, uint64_t offset)
{
	int fd = checked_fd();
	int error = reserve(fd, (off_t)offset, size);

	if (error)
		return error;
	if (pwrite(fd, memory, size, (off_t)offset) != (ssize_t)size)
		return errno ? -errno : -ENOSPC;
	if (mmap(memory, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
		 fd, (off_t)offset) == MAP_FAILED)
		return -errno;
	return mc_own_touch(memory, size);
}

int mc_mapfile_attach(const char *path)
{
	struct mc_clock_pair first = file.header->clock_pair[0];
	int error = open_file(path);

	if (error)
		return error;
	fill_header(file.header);
	file.header->file_bytes = mc_page_bytes();
	/* The clocks run at the same rate as in the parent.  A child that does
	   not live long gets a better reading of it from the parent's first
	   pair. */
	file.header->clock_pair[0] = first;
	mc_mapfile_mark_time();
	error = move_to_file(file.header, mc_page_bytes(), 0);
	for (size_t i = 0; !error && i < file.count; i++) {
		struct mc_chunk *chunk = file.chunks[i];

		error = move_to_file(chunk, chunk->bytes, chunk->offset);
		file.header->file_bytes = chunk->offset + chunk->bytes;
	}
	mc_own_share();
	file.is_private = 0;
	return error ? abandon(error) : 0;
}

/* Returns how much the two clocks have gone on since the start. */
static struct mc_clock_pair rate_of_clocks(void)
{
	const struct mc_file_header *header = mc_mapfile_header();
	const struct mc_clock_pair *first = &header->clock_pair[0];
	/* This pair is written again only when it has not been the last for a
	   while. */
	const struct mc_clock_pair *last = &header->clock_pair[__atomic_load_n(
		&header->clock_last, __ATOMIC_ACQUIRE)];

	return (struct mc_clock_pair){
		.ns = __atomic_load_n(&last->ns, __ATOMIC_RELAXED) - first->ns,
		.ticks = __atomic_load_n(&last->ticks, __ATOMIC_RELAXED) -
			 first->ticks,
	};
}

uint64_t mc_mapfile_ticks(uint64_t ns)
{
	struct mc_clock_pair rate = rate_of_clocks();

	if (!rate.ns)
		return ns;
	return (uint64_t)((unsigned __int128)ns * rate.ticks / rate.ns);
}

uint64_t mc_mapfile_ns(uint64_t ticks)
{
	struct mc_clock_pair rate = rate_of_clocks();

	if (!rate.ticks)
		return ticks;
	return (uint64_t)((unsigned __int128)ticks * rate.ns / rate.ticks);
}
