/* SPDX-License-Identifier: MIT */
/*
 * Set-up, fork, end.  See process.h.
 *
 * After a fork the child must not write to the parent's file.  Its mapping is
 * made private at once, at the same addresses, so that open calls go on; the
 * hooks are exchanged for ones that give the child a file of its own when it
 * first calls or leaves a recorded function.  A child that only calls exec
 * thus leaves no file.
 *
 * The parent waits in fork until the child has its copy: the mapping is shared,
 * and what the parent calls next would be in it, on top of the child's own open
 * calls, and with numbers that the child gives to other functions.
 */
#include "process.h"
#include "clock.h"
#include "functions.h"
#include "gate.h"
#include "guard.h"
#include "heap.h"
#include "hooks.h"
#include "log.h"
#include "mapfile.h"
#include "module.h"
#include "options.h"
#include "overhead.h"
#include "result.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static uint32_t alive = 1; /* until there is a page to tell */
static volatile uint32_t *alive_page = &alive;
const volatile uint32_t *mc_process_alive = &alive;

static struct {
	int initialised;
	int failed; /* nothing can be recorded; it has been said */
	int sealed;
	int forked; /* a child that has not recorded anything yet */
	struct mc_guard guard; /* held across a fork */
	atomic_int *copied; /* shared with children: one has its copy */
} process;

/* No extent can begin, so no other hook is ever called. */
static void fail(void)
{
	process.failed = 1;
	mc_module_stop();
}

static int create_profile(void)
{
	if (mc_result_create())
		return -1;
	mc_gate_init();
	return 0;
}

struct mc_thread *mc_process_begin(void)
{
	struct mc_thread *thread = mc_thread_self();
	struct mc_guard guard;

	if (process.failed || process.sealed)
		return NULL;
	if (thread)
		return thread;
	mc_guard_lock(&guard);
	if (!mc_mapfile_header() && create_profile())
		fail();
	if (!process.failed)
		thread = mc_thread_get();
	if (!thread && !process.failed && !mc_mapfile_header()->threads) {
		mc_result_discard();
		fail();
	}
	if (thread && !mc_mapfile_header()->cost_inside_mticks)
		mc_overhead_measure(thread);
	mc_guard_unlock(&guard);
	return thread;
}

/* Fork */

/* The copy takes a millisecond for each megabyte.  A child that was stopped or
   killed never has it. */
#define MC_CHILD_PATIENCE_S 1

/* Each process shares one with its children, touched before memory is read. */
static void make_shared_page(void)
{
	void *page = mmap(NULL, MC_PAGE_BYTES, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	process.copied = page == MAP_FAILED ? NULL : page;
	if (process.copied)
		atomic_init(process.copied, 0);
}

static void wait_for_child(void)
{
	const struct timespec patience = {.tv_sec = MC_CHILD_PATIENCE_S};

	/* Acquire: pairs with the release in tell_parent.  All signals are
	   blocked, so what ends the wait is the child, or time. */
	if (!atomic_load_explicit(process.copied, memory_order_acquire))
		syscall(SYS_futex, process.copied, FUTEX_WAIT, 0, &patience,
			NULL, 0);
}

/* Through the page that was shared with it. */
static void tell_parent(atomic_int *copied)
{
	atomic_store_explicit(copied, 1, memory_order_release);
	syscall(SYS_futex, copied, FUTEX_WAKE, 1, NULL, NULL, 0);
	munmap(copied, MC_PAGE_BYTES);
}

static void before_fork(void)
{
	struct mc_thread *self = mc_thread_self();
	struct mc_guard guard;

	mc_guard_lock(&guard);
	process.guard = guard; /* several threads may fork at once */
	if (process.copied)
		atomic_store_explicit(process.copied, 0, memory_order_relaxed);
	if (self)
		self->at_fork = mc_thread_current(self);
	mc_gate_before_fork(self);
	errno = 0;
}

/* The C library has set errno if there is no child. */
static void after_fork_in_parent(void)
{
	struct mc_thread *self = mc_thread_self();
	struct mc_guard guard = process.guard;

	if (!errno && process.copied && mc_mapfile_header() && !process.failed)
		wait_for_child();
	if (self) {
		self->at_fork = NULL;
		mc_gate_after_fork(self, 0);
	}
	mc_guard_unlock(&guard);
}

/* All that was counted was counted in the parent.  What remains of a node is
   its place. */
static void clear_counts(struct mc_node *node)
{
	const uint32_t kept = MC_NODE_THREAD | MC_NODE_RSS_MEASURED |
			      MC_NODE_PSS_MEASURED | MC_NODE_CUT |
			      MC_NODE_FRAMED;
	struct mc_node cleared = {
		.due = 1,
		.left = 1,
		.function = node->function,
		.min_ticks = UINT64_MAX,
		.flags = node->flags & kept,
		.offset = node->offset,
		.parent = node->parent,
		.target = node->target,
		.edge = node->edge,
	};

	memcpy(cleared.link_words, node->link_words,
	       sizeof(cleared.link_words));
	memcpy(cleared.private_words, node->private_words,
	       sizeof(cleared.private_words));
	*node = cleared;
	mc_node_private(node)->gap = 1;
	mc_node_private(node)->skip = 0;
	mc_node_private(node)->calls_seen = 0;
}

static void clear_chunk(struct mc_chunk *chunk, const struct mc_thread *self)
{
	struct mc_node *node = (void *)((char *)chunk + chunk->first);
	struct mc_node *end = (void *)((char *)chunk + chunk->used);

	if (chunk->type == MC_CHUNK_THREAD &&
	    (!self || (void *)self->record != (void *)(chunk + 1)))
		memset(chunk + 1, 0, sizeof(struct mc_thread_record));
	if (chunk->type == MC_CHUNK_THREAD || chunk->type == MC_CHUNK_NODES)
		for (; node < end; node++)
			clear_counts(node);
}

/* For a child that cannot have a profile. */
static void *enter_nothing(struct mc_slot *slot, struct mc_function *function,
			   struct mc_link *link, void *cfa)
{
	(void)slot;
	(void)function;
	(void)link;
	(void)cfa;
	return NULL;
}

static void leave_nothing(struct mc_slot *slot, void *handle)
{
	(void)slot;
	(void)handle;
}

static void resume_nothing(struct mc_slot *slot, void *handle, void *cfa)
{
	(void)slot;
	(void)handle;
	(void)cfa;
}

static void *keep(void *handle)
{
	(void)handle;
	return NULL;
}

static void *move_nothing(struct mc_slot *slot, void *block, int kind)
{
	(void)slot;
	(void)block;
	(void)kind;
	return NULL;
}

static const struct mc_hooks no_hooks = {
	.enter = enter_nothing,
	.start = enter_nothing,
	.leave = leave_nothing,
	.resume = resume_nothing,
	.tail = keep,
	.moving = move_nothing,
	.forget = mc_module_forget,
};

/* Gives the child a file and the usual hooks, or none.  Returns them. */
static const struct mc_hooks *settle(void)
{
	const struct mc_hooks *hooks = mc_hooks_in_use();
	struct mc_guard guard;

	mc_guard_lock(&guard);
	if (process.forked) {
		process.forked = 0;
		if (mc_result_create()) {
			process.failed = 1;
			hooks = &no_hooks;
			mc_module_set_recording(__builtin_thread_pointer(),
						NULL, NULL);
		} else if (mc_thread_self()) {
			mc_mapfile_header()->threads = 1;
		}
		mc_module_use_hooks(hooks);
	}
	mc_guard_unlock(&guard);
	return process.failed ? &no_hooks : mc_hooks_in_use();
}

static void *start_in_child(struct mc_slot *slot, struct mc_function *function,
			    struct mc_link *link, void *cfa)
{
	return settle()->start(slot, function, link, cfa);
}

static void *enter_in_child(struct mc_slot *slot, struct mc_function *function,
			    struct mc_link *link, void *cfa)
{
	return settle()->enter(slot, function, link, cfa);
}

static void leave_in_child(struct mc_slot *slot, void *handle)
{
	settle()->leave(slot, handle);
}

static void resume_in_child(struct mc_slot *slot, void *handle, void *cfa)
{
	settle()->resume(slot, handle, cfa);
}

static void *tail_in_child(void *handle)
{
	return settle()->tail(handle);
}

static void *moving_in_child(struct mc_slot *slot, void *block, int kind)
{
	return settle()->moving(slot, block, kind);
}

static void moved_in_child(void *thread)
{
	(void)thread;
}

static void flush_in_child(void)
{
	void (*flush)(void) = settle()->flush;

	if (flush)
		flush();
}

static void pause_in_child(void)
{
	void (*pause)(void) = settle()->pause;

	if (pause)
		pause();
}

static void unpause_in_child(void)
{
	void (*unpause)(void) = settle()->unpause;

	if (unpause)
		unpause();
}

static const struct mc_hooks child_hooks = {
	.start = start_in_child,
	.enter = enter_in_child,
	.leave = leave_in_child,
	.resume = resume_in_child,
	.tail = tail_in_child,
	.moving = moving_in_child,
	.moved = moved_in_child,
	.flush = flush_in_child,
	.pause = pause_in_child,
	.unpause = unpause_in_child,
	.forget = mc_module_forget,
};

static void reset_profile(void)
{
	struct mc_file_header *header = mc_mapfile_header();
	struct mc_thread *self = mc_thread_self();
	struct mc_chunk *chunk;

	header->extents = self && self->record->top ? 1 : 0;
	header->threads = 0;
	header->mem_reads = 0;
	header->rollup_reads = 0;
	header->lost_calls = 0;
	header->folded_contexts = 0;
	header->external_pss_bytes = 0;
	header->unsure_bytes = 0;
	for (chunk = mc_mapfile_first(); chunk; chunk = mc_mapfile_next(chunk))
		clear_chunk(chunk, self);
	mc_thread_after_fork();
	atomic_store(&mc_thread_recording, (uint32_t)header->extents);
	if (self) {
		mc_gate_after_fork(self, 1);
		mc_hooks_after_fork(self);
	}
}

/* The slot was wiped.  Of a fork that nobody announced the innermost frame is
   all that is left. */
static void find_position(struct mc_thread *self)
{
	if (!self->at_fork)
		self->at_fork = mc_frame_private(self->top)->link;
	mc_thread_take_position(self, self->at_fork);
	self->at_fork = NULL;
}

static void become_child(void)
{
	struct mc_thread *self = mc_thread_self();

	*alive_page = 1;
	if (!mc_mapfile_header() || process.failed)
		return;
	if (mc_mapfile_detach()) {
		process.failed = 1;
		mc_module_use_hooks(&no_hooks);
		mc_module_set_recording(__builtin_thread_pointer(), NULL, NULL);
	} else {
		if (self)
			find_position(self);
		process.forked = 1;
		reset_profile();
		mc_module_use_hooks(&child_hooks);
	}
}

static void after_fork_in_child(void)
{
	atomic_int *with_parent = process.copied;

	make_shared_page();
	become_child();
	if (with_parent)
		tell_parent(with_parent);
	mc_guard_unlock(&process.guard);
}

const struct mc_hooks *mc_process_find_fork(void)
{
	struct mc_guard guard;

	mc_guard_reset();
	mc_guard_lock(&guard);
	make_shared_page();
	become_child();
	mc_guard_unlock(&guard);
	return process.failed ? &no_hooks : &child_hooks;
}

/* Set-up and end */

/* A page that is zero in a child, however it was made (Linux 4.14). */
static void make_alive_page(void)
{
	void *page = mmap(NULL, MC_PAGE_BYTES, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return;
	if (madvise(page, MC_PAGE_BYTES, MADV_WIPEONFORK)) {
		munmap(page, MC_PAGE_BYTES);
		return;
	}
	alive_page = page;
	*alive_page = 1;
	mc_process_alive = page;
}

void mc_process_init(void)
{
	if (process.initialised++)
		return;
	make_alive_page();
	make_shared_page();
	mc_options_read(secure_getenv("MEMCALL_OPTIONS"));
	mc_clock_init();
	mc_heap_init();
	if (mc_result_init(secure_getenv("MEMCALL_OUT"))) {
		fail();
		return;
	}
	pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
	mc_module_use_hooks(mc_hooks_in_use());
}

void mc_process_flush(void)
{
	struct mc_thread *self = mc_thread_self();
	struct mc_guard guard;

	if (!mc_mapfile_header() || process.failed || process.forked)
		return;
	mc_guard_lock(&guard);
	if (self)
		mc_hooks_sync(self);
	mc_mapfile_mark_time();
	mc_result_write();
	mc_guard_unlock(&guard);
}

/* The last destructor of the process, as nothing depends on this library. */
__attribute__((destructor)) static void seal(void)
{
	struct mc_file_header *header = mc_mapfile_header();
	struct mc_guard guard;

	if (!process.initialised || process.failed || process.sealed ||
	    !*mc_process_alive || mc_guard_inside)
		return;
	mc_guard_lock(&guard);
	process.sealed = 1;
	if (header && !process.forked) {
		for (struct mc_thread *t = mc_thread_list(); t; t = t->next)
			mc_hooks_sync(t);
		mc_mapfile_mark_time();
		header->state = MC_STATE_SEALED;
	}
	mc_guard_unlock(&guard);
	if (process.forked)
		return;
	if (header)
		mc_result_finish();
	else
		mc_result_say_nothing_ran();
}

#ifdef MC_STATIC
/* What libmemcall.a asks the linker for. */
extern const char __memcall_static;
const char __memcall_static = 1;
#endif

__attribute__((visibility("default"))) void __memcall_register(
	struct mc_unit *unit, void **recording)
{
	mc_module_register(unit, recording);
}
