/* SPDX-License-Identifier: MIT */
/*
 * Threads come and go.  See thread.h.
 */
#include "thread.h"
#include "gate.h"
#include "guard.h"
#include "hooks.h"
#include "log.h"
#include "mapfile.h"
#include "clock.h"
#include "own.h"
#include "raw.h"
#include "sample.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The root and a dozen functions; small programs have small profiles. */
#define MC_THREAD_FIRST_CHUNK (3u * MC_PAGE_BYTES)
/* 126 calls deep; from one chunk to the next costs a few system calls. */
#define MC_FRAMES_FIRST_CHUNK (4u * MC_PAGE_BYTES)
#define MC_FRAMES_LARGEST_CHUNK (1u << 20)

_Atomic uint32_t mc_thread_recording;

__thread struct mc_thread *mc_thread_of_caller;
struct mc_position mc_thread_nobody;
/* Its kids are itself, which is no function. */
struct mc_link mc_thread_arriving = {.function = MC_NODE_NOTHING};
static struct mc_thread *living;
static struct mc_thread *idle; /* their threads have ended */
static uint32_t last_number;

static pthread_key_t key;
static pthread_once_t key_once = PTHREAD_ONCE_INIT;

struct mc_thread *mc_thread_list(void)
{
	return living;
}

void mc_thread_count(struct mc_thread *thread, int is_recording)
{
	if (thread->is_counted != is_recording)
		atomic_fetch_add_explicit(&mc_thread_recording,
					  is_recording ? 1u : -1u,
					  memory_order_relaxed);
	thread->is_counted = is_recording;
}

static void unlink_living(struct mc_thread *thread)
{
	struct mc_thread **at = &living;

	while (*at && *at != thread)
		at = &(*at)->next;
	if (*at)
		*at = thread->next;
}

/* The thread is ending: what it left open ends here. */
static void end_thread(void *thread_of_key)
{
	struct mc_thread *thread = thread_of_key;
	struct mc_guard guard;

	mc_hooks_close_all(thread);
	mc_guard_lock(&guard);
	mc_gate_close_sources(thread);
	thread->record->flags |= MC_THREAD_ENDED;
	unlink_living(thread);
	thread->next = idle;
	idle = thread;
	mc_thread_of_caller = NULL;
	mc_guard_unlock(&guard);
}

static void make_key(void)
{
	if (pthread_key_create(&key, end_thread))
		mc_log("no thread-specific key is left: threads that end "
		       "within a marked function are taken to go on",
		       NULL);
}

static void fill_record(struct mc_thread *thread)
{
	struct mc_thread_record *record = thread->record;

	record->tid = (uint32_t)syscall(SYS_gettid);
	record->flags = 0;
	record->uses++;
	prctl(PR_GET_NAME, record->name, 0, 0, 0);
	if (!record->start_ticks)
		record->start_ticks = mc_clock_ticks();
	thread->thread_pointer = __builtin_thread_pointer();
	thread->stack = mc_stack_find();
	mc_gate_open_sources(thread);
}

static struct mc_frame *first_frame(const struct mc_chunk *chunk)
{
	return (struct mc_frame *)((char *)chunk + chunk->first);
}

static struct mc_frame *end_of_frames(const struct mc_chunk *chunk)
{
	return first_frame(chunk) +
	       (chunk->bytes - chunk->first) / sizeof(struct mc_frame);
}

static struct mc_chunk *new_frames(struct mc_thread *thread)
{
	uint32_t n = thread->frames_count;
	size_t bytes = mc_mapfile_next_size(n ? thread->frames[n - 1] : NULL,
					    MC_FRAMES_FIRST_CHUNK,
					    MC_FRAMES_LARGEST_CHUNK);
	struct mc_chunk *chunk;

	if (n == thread->frames_size) {
		size_t old = n * sizeof(*thread->frames);
		void *grown = n ? mc_own_grow(thread->frames, old, 2 * old)
				: mc_own_alloc(MC_PAGE_BYTES);

		if (!grown)
			return NULL;
		thread->frames = grown;
		thread->frames_size =
			n ? 2 * n : MC_PAGE_BYTES / sizeof(*thread->frames);
	}
	/* One frame's room before the very first: `top` of an idle thread. */
	chunk = mc_mapfile_chunk(MC_CHUNK_FRAMES, thread->record->number, bytes,
				 sizeof(struct mc_chunk) +
					 (n ? 0 : sizeof(struct mc_frame)));
	if (!chunk)
		return NULL;
	mc_frame_init(first_frame(chunk),
		      (size_t)(end_of_frames(chunk) - first_frame(chunk)),
		      &thread->own);
	thread->frames[thread->frames_count++] = chunk;
	return chunk;
}

/* Frames from now on come from the chunk numbered `at`. */
static void use_frames(struct mc_thread *thread, uint32_t at)
{
	const struct mc_chunk *chunk = thread->frames[at];

	thread->frames_at = at;
	thread->limit = end_of_frames(chunk);
}

/*
 * Zero in a child (Linux 4.14): compiled code asks the recorder then, and the
 * recorder finds out that it is in a child, however it was forked.
 */
static struct mc_position *new_position(void)
{
	static struct mc_position *page;
	static size_t left;

	if (!left) {
		page = mc_own_alloc(MC_PAGE_BYTES);
		if (!page)
			return NULL;
		madvise(page, MC_PAGE_BYTES, MADV_WIPEONFORK);
		left = MC_PAGE_BYTES / sizeof(*page);
	}
	return &page[--left];
}

static struct mc_thread *make_thread(void)
{
	struct mc_thread *thread = mc_own_alloc(sizeof(*thread));
	struct mc_chunk *chunk;

	if (!thread)
		return NULL;
	chunk = mc_mapfile_chunk(
		MC_CHUNK_THREAD, last_number + 1, MC_THREAD_FIRST_CHUNK,
		sizeof(struct mc_chunk) + sizeof(struct mc_thread_record) +
			2 * MC_LINE_BYTES /* cct.nothing */);
	if (!chunk) {
		/* It is tried again, at each beginning of an extent. */
		mc_own_free(thread, sizeof(*thread));
		return NULL;
	}
	thread->record = (struct mc_thread_record *)(chunk + 1);
	thread->record->number = ++last_number;
	thread->position = new_position();
	if (!thread->position ||
	    mc_cct_init(&thread->cct, chunk,
			(struct mc_link *)(thread->record + 1)) ||
	    !new_frames(thread))
		return NULL;
	thread->record->root_offset = thread->cct.root->offset;
	use_frames(thread, 0);
	mc_thread_set_base(thread, first_frame(thread->frames[0]) - 1);
	thread->random = MC_SAMPLE_SEED + thread->record->number;
	return thread;
}

void mc_thread_set_base(struct mc_thread *thread, struct mc_frame *frame)
{
	mc_frame_free(frame);
	mc_frame_private(frame)->link = thread->cct.root;
	thread->base = thread->top = frame;
	thread->timing = thread->cct.root;
	thread->strand = &thread->own;
	thread->own.thread = thread;
}

void mc_thread_take_position(struct mc_thread *thread, struct mc_node *node)
{
	thread->position->thread = thread;
	thread->position->slot.arriving = &mc_thread_arriving;
	mc_thread_go(thread, node);
}

struct mc_thread *mc_thread_get(void)
{
	struct mc_thread *thread = mc_thread_of_caller;

	if (thread)
		return thread;
	pthread_once(&key_once, make_key);
	thread = idle;
	if (thread)
		idle = thread->next;
	else
		thread = make_thread();
	if (!thread)
		return NULL;
	fill_record(thread);
	mc_thread_take_position(thread, thread->cct.root);
	thread->next = living;
	living = thread;
	mc_thread_of_caller = thread;
	pthread_setspecific(key, thread);
	mc_mapfile_header()->threads++;
	return thread;
}

struct mc_frame *mc_thread_next_frames(struct mc_thread *thread,
				       struct mc_place place)
{
	struct mc_guard guard;
	uint32_t at = thread->frames_at + 1;
	struct mc_frame *frame = NULL;

	/* Top and limit change together, as far as a handler sees. */
	mc_guard_lock(&guard);
	if (at < thread->frames_count || new_frames(thread)) {
		frame = first_frame(thread->frames[at]);
		mc_frame_form(frame, thread->top, place);
		use_frames(thread, at);
		thread->top = frame;
	}
	mc_guard_unlock(&guard);
	return frame;
}

void mc_thread_previous_frames(struct mc_thread *thread,
			       struct mc_frame *previous)
{
	struct mc_guard guard;

	mc_guard_lock(&guard);
	use_frames(thread, thread->frames_at - 1);
	thread->top = previous;
	mc_guard_unlock(&guard);
}

void mc_thread_after_fork(void)
{
	struct mc_thread *self = mc_thread_self();

	living = self;
	idle = NULL; /* their trees were the parent's */
	if (self) {
		self->next = NULL;
		self->thread_pointer = __builtin_thread_pointer();
		self->record->tid = (uint32_t)mc_raw_pid();
	}
}
