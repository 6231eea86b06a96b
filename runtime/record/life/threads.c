/* SPDX-License-Identifier: MIT */
/*
 * Gives threads their states, and takes them back.  See threads.h.
 */
#include "threads.h"
#include "../calls/calls.h"
#include "../os/clock.h"
#include "../profile/frames.h"
#include "../calls/gate.h"
#include "../calls/moves.h"
#include "../heap/ledger.h"
#include "../os/guard.h"
#include "../os/log.h"
#include "../profile/light.h"
#include "../profile/mapfile.h"
#include "../profile/module.h"
#include "../os/own.h"
#include "../os/raw.h"
#include "../profile/sample.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Room for the root and a dozen functions: small programs have small
   profiles. */
#define MC_THREAD_FIRST_CHUNK (3u * MC_PAGE_BYTES)

static struct mc_thread *idle; /* of threads that have ended */
static uint32_t last_number;

static pthread_key_t key;
static pthread_once_t key_once = PTHREAD_ONCE_INIT;

static void unlink_living(struct mc_thread *thread)
{
	struct mc_thread **at = &mc_thread_living;

	while (*at && *at != thread)
		at = &(*at)->next;
	if (*at)
		*at = thread->next;
}

/* Ends the calls that an ending thread left open, and keeps its state for
   another. */
static void end_thread(void *thread_of_key)
{
	struct mc_thread *thread = thread_of_key;
	struct mc_guard guard;

	mc_calls_close_all(thread);
	/* The next thread may have no clock that ticks. */
	mc_light_unbind_all(thread);
	mc_guard_lock(&guard);
	mc_moves_end_turn(thread);
	mc_ledger_end_thread(thread);
	mc_module_set_own(thread->thread_pointer, NULL);
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

/*
 * Returns a position that the kernel wipes in a child (Linux 4.14): compiled
 * code asks the recorder then, and the recorder finds out that it is in a
 * child, however it was forked.
 */
static struct mc_position *new_position(void)
{
	static struct mc_thread_position *page;
	static size_t left;

	if (!left) {
		page = mc_own_alloc(MC_PAGE_BYTES);
		if (!page)
			return NULL;
		madvise(page, MC_PAGE_BYTES, MADV_WIPEONFORK);
		left = MC_PAGE_BYTES / sizeof(*page);
	}
	return &page[--left].position;
}

/* Lays out the tree of a new thread in CHUNK.  0 or -errno. */
static int make_tree(struct mc_thread *thread, struct mc_chunk *chunk)
{
	struct mc_thread_record *record = thread->record;
	int error = mc_cct_init(&thread->cct, chunk,
				(struct mc_link *)(record + 1));

	if (!error)
		record->root_offset = thread->cct.root->offset;
	return error;
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
			MC_LINE_BYTES /* cct.nothing */);
	if (!chunk) {
		/* This is tried again at each beginning of an extent. */
		mc_own_free(thread, sizeof(*thread));
		return NULL;
	}
	thread->record = (struct mc_thread_record *)(chunk + 1);
	thread->record->number = ++last_number;
	thread->position = new_position();
	if (!thread->position || make_tree(thread, chunk) ||
	    mc_frames_init(thread))
		return NULL;
	thread->sampling.random = mc_sample_seed(thread->record->number);
	mc_light_forget(thread);
	return thread;
}

struct mc_thread *mc_threads_get(void)
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
	mc_module_set_own(thread->thread_pointer, thread->position);
	thread->next = mc_thread_living;
	mc_thread_living = thread;
	mc_thread_of_caller = thread;
	pthread_setspecific(key, thread);
	mc_mapfile_header()->threads++;
	return thread;
}

void mc_threads_after_fork(void)
{
	struct mc_thread *self = mc_thread_self();

	mc_thread_living = self;
	idle = NULL; /* their trees were the parent's */
	if (self) {
		self->next = NULL;
		self->thread_pointer = __builtin_thread_pointer();
		mc_module_set_own(self->thread_pointer, self->position);
		self->record->tid = (uint32_t)mc_raw_pid();
	}
}
