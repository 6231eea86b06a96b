/* SPDX-License-Identifier: MIT */
/*
 * Opens a profile: the file as a whole, its header and its clock.
 *
 * What makes a file unreadable as such (not a profile, another version, cut
 * within the header) is an error with its remedy.  Everything behind the
 * header is read as far as it goes, and what was lost is one warning a kind.
 */
#include "report/reader.h"
#include "report/alloc.h"
#include "report/link.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_BYTES (64u << 10)

/* Reads everything up to the end of the file, which may still grow. */
static int read_file(int fd, unsigned char **data, size_t *size)
{
	size_t capacity = FIRST_BYTES;
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		capacity = (size_t)st.st_size + 1;
	*size = 0;
	*data = malloc(capacity);
	while (*data) {
		unsigned char *grown;
		ssize_t got = read(fd, *data + *size, capacity - *size);

		if (got == 0)
			return 0;
		if (got < 0 && errno != EINTR)
			return -1;
		*size += got > 0 ? (size_t)got : 0;
		if (*size < capacity)
			continue;
		capacity *= 2;
		grown = realloc(*data, capacity);
		if (!grown)
			break;
		*data = grown;
	}
	errno = ENOMEM;
	return -1;
}

/* Checks the magic first, so that nothing huge is read in vain. */
static int check_magic(const char *path, const unsigned char *data, size_t size,
		       struct mc_error *error)
{
	if (!size)
		return mc_error_set(error,
				    "%s is empty: run the program again with "
				    "MEMCALL_OUT set",
				    path);
	if (size < 8 || memcmp(data, MC_FILE_MAGIC, 8) != 0)
		return mc_error_set(error,
				    "%s is not a memcall profile: give the "
				    ".memcall file that a run left "
				    "(MEMCALL_OUT=FILE.memcall leaves it)",
				    path);
	return 0;
}

int mc_reader_check(const char *path, const unsigned char *data, size_t size,
		    struct mc_file_header *h, struct mc_error *error)
{
	if (check_magic(path, data, size, error) < 0)
		return -1;
	if (size < sizeof(*h))
		return mc_error_set(error,
				    "%s is cut off after %zu bytes, within its "
				    "header: nothing is left to read, run the "
				    "program again",
				    path, size);
	memcpy(h, data, sizeof(*h));
	if (h->byte_order != MC_BYTE_ORDER &&
	    h->byte_order != __builtin_bswap32(MC_BYTE_ORDER))
		return mc_error_set(error,
				    "%s has a damaged header: run the program "
				    "again",
				    path);
	if (h->byte_order != MC_BYTE_ORDER)
		return mc_error_set(error,
				    "%s was written on a machine of the other "
				    "byte order: convert it there",
				    path);
	if (h->version != MC_FILE_VERSION)
		return mc_error_set(error,
				    "%s is of profile version %" PRIu32
				    ", this is memcall %s for version %u: use "
				    "the memcall that the program was built "
				    "with",
				    path, h->version, MC_VERSION,
				    MC_FILE_VERSION);
	if (h->header_bytes < sizeof(*h) || h->header_bytes % MC_PAGE_BYTES)
		return mc_error_set(error,
				    "%s has a damaged header: run the program "
				    "again",
				    path);
	h->program[sizeof(h->program) - 1] = 0;
	h->command[sizeof(h->command) - 1] = 0;
	h->host[sizeof(h->host) - 1] = 0;
	return 0;
}

/*
 * Finds the rate of the clock from its two pairs.  A program that was killed
 * at once has only one; then times cannot be known, and are absent.
 */
static void find_rate(struct mc_profile *p)
{
	const struct mc_file_header *h = &p->header;
	const struct mc_clock_pair *first = &h->clock_pair[0], *last;

	if (h->clock == MC_CLOCK_MONOTONIC) {
		p->rate_ns = p->rate_ticks = 1;
		return;
	}
	if (h->time_mode == MC_TIME_OFF)
		return;
	if (!h->clock_last) {
		mc_error_warn(&p->warnings,
			      "%s: the program ended before its clock could "
			      "be measured; the graph has no times",
			      p->path);
		return;
	}
	last = &h->clock_pair[h->clock_last <= 2 ? h->clock_last : 0];
	if (last->ticks <= first->ticks || last->ns <= first->ns) {
		mc_error_warn(&p->warnings,
			      "%s: its clock readings are damaged; the graph "
			      "has no times",
			      p->path);
		return;
	}
	p->rate_ns = last->ns - first->ns;
	p->rate_ticks = last->ticks - first->ticks;
}

static void warn_about(struct mc_profile *p, const struct mc_chunks *c)
{
	const struct mc_file_header *h = &p->header;
	bool is_short = h->state == MC_STATE_SEALED && p->size < h->file_bytes;

	if (c->cut || is_short)
		mc_error_warn(&p->warnings,
			      "%s is cut off: read %zu functions and %zu "
			      "contexts from its first %" PRIu64 " bytes; "
			      "numbers may be missing",
			      p->path, p->function_count, p->node_count,
			      c->end);
	else if (c->rest)
		mc_error_warn(&p->warnings,
			      "%s is unreadable beyond byte %" PRIu64
			      ": read %zu functions and %zu contexts; numbers "
			      "may be missing",
			      p->path, c->end, p->function_count,
			      p->node_count);
	if (h->heap_untracked)
		mc_error_warn(
			&p->warnings,
			"%s: %" PRIu64 " blocks (%" PRIu64 " bytes) of the "
			"heap were not followed and are in no number: "
			"raise MEMCALL_OPTIONS=limit=",
			p->path, h->heap_untracked, h->heap_untracked_bytes);
	/* A thread that was stopped may leave a node half linked. */
	if (c->bad_chunks || c->bad_functions || c->bad_frames ||
	    c->bad_slots ||
	    (c->bad_nodes &&
	     (h->state == MC_STATE_SEALED || c->bad_nodes > p->thread_count)))
		mc_error_warn(&p->warnings,
			      "%s is damaged: left out %" PRIu64 " chunks, "
			      "%" PRIu64 " functions, %" PRIu64 " contexts, "
			      "%" PRIu64 " open calls, %" PRIu64
			      " counts of light calls",
			      p->path, c->bad_chunks, c->bad_functions,
			      c->bad_nodes, c->bad_frames, c->bad_slots);
}

int mc_reader_parse(const char *path, unsigned char *data, size_t size,
		    struct mc_profile **profile, struct mc_error *error)
{
	struct mc_profile *p = mc_alloc_zeroed(1, sizeof(*p));
	struct mc_chunks chunks = {.profile = p};

	p->path = mc_alloc_zeroed(strlen(path) + 1, 1);
	strcpy(p->path, path);
	p->data = data;
	p->size = size;
	*profile = NULL;
	if (mc_reader_check(path, data, size, &p->header, error) < 0) {
		mc_profile_close(p);
		return -1;
	}
	mc_chunks_walk(&chunks);
	mc_link_nodes(&chunks);
	mc_link_frames(&chunks);
	find_rate(p);
	warn_about(p, &chunks);
	mc_chunks_free(&chunks);
	*profile = p;
	return 0;
}

/* Says why the file cannot be read. The profile is gone once what MEMCALL_OUT
   named is written. */
static int fail_to_open(const char *path, struct mc_error *error)
{
	static const char end[] = ".memcall";
	size_t length = strlen(path), tail = sizeof(end) - 1;
	int cause = errno;
	const char *why = strerror(cause);
	char *result = strdup(path);
	bool is_written = false;

	if (cause == ENOENT && result && length > tail &&
	    !strcmp(path + length - tail, end)) {
		result[length - tail] = 0;
		is_written = access(result, F_OK) == 0;
	}
	if (is_written)
		mc_error_set(error,
			     "cannot read %s: it is removed when %s is "
			     "written; MEMCALL_OUT=FILE.memcall keeps one",
			     path, result);
	else
		mc_error_set(error, "cannot read %s: %s%s", path, why,
			     cause == ENOENT ? ": give the .memcall file that "
					       "a run left (MEMCALL_OUT="
					       "FILE.memcall leaves it)"
					     : "");
	free(result);
	return -1;
}

/* Reads standard input, and keeps it: diff wants its profiles more than once,
   and a pipe has them once. */
static int read_stdin(struct mc_reader_start *start, struct mc_error *error)
{
	static unsigned char *data;
	static size_t size;

	if (!data && read_file(STDIN_FILENO, &data, &size) < 0) {
		int cause = errno;

		free(data);
		data = NULL;
		return mc_error_set(error, "cannot read %s: %s", start->name,
				    strerror(cause));
	}
	start->all = mc_alloc_zeroed(size + 1, 1);
	memcpy(start->all, data, size);
	start->size = size;
	return 0;
}

/* Reads what there is of the header, or all of what has no places. */
static int read_start(int fd, struct mc_reader_start *start)
{
	ssize_t got;

	if (lseek(fd, 0, SEEK_CUR) < 0)
		return read_file(fd, &start->all, &start->size);
	got = pread(fd, start->head, sizeof(start->head), 0);
	start->size = got > 0 ? (size_t)got : 0;
	return got < 0 ? -1 : 0;
}

int mc_reader_begin(const char *path, struct mc_reader_start *start,
		    struct mc_error *error)
{
	int fd, result, cause;

	memset(start, 0, sizeof(*start));
	start->name = strcmp(path, "-") ? path : "standard input";
	if (start->name != path)
		return read_stdin(start, error);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_to_open(path, error);
	result = read_start(fd, start);
	cause = errno;
	close(fd);
	if (!result)
		return 0;
	free(start->all);
	start->all = NULL;
	return mc_error_set(error, "cannot read %s: %s", path, strerror(cause));
}

unsigned char *mc_reader_read(const char *path, size_t *size,
			      struct mc_error *error)
{
	unsigned char *data = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC), result, cause;

	if (fd < 0) {
		fail_to_open(path, error);
		return NULL;
	}
	result = read_file(fd, &data, size);
	cause = errno;
	close(fd);
	if (!result)
		return data;
	free(data);
	mc_error_set(error, "cannot read %s: %s", path, strerror(cause));
	return NULL;
}
