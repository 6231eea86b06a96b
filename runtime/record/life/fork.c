/* SPDX-License-Identifier: MIT */
/*
 * Carries the recorder over a fork.  See fork.h.
 *
 * The parent waits in fork until the child has what it needs of the profile.
 * The mapping is shared: what the parent calls next would be in it, on top of
 * the child's own open calls, and with numbers that the child gives to other
 * functions.  The wait counts as the recorder's own time.
 */
#include "fork.h"
#include "child.h"
#include "../os/clock.h"
#include "../calls/gate.h"
#include "../calls/moves.h"
#include "../heap/ledger.h"
#include "../os/guard.h"
#include "../calls/calls.h"
#include "../profile/mapfile.h"
#include "../profile/module.h"
#include "../profile/recall.h"
#include "../os/spare.h"
#include "threads.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static uint32_t alive = 1; /* until there is a page for it */
static volatile uint32_t *alive_page = &alive;
const volatile uint32_t *mc_fork_is_known = &alive;

static struct mc_guard held; /* the guard, across a fork */
static atomic_int *copied; /* shared with the children; 1: one has its copy */

/* The parent */

/* The time that the parent waits.  The copy takes 10 us for each megabyte of
   the profile, more where many run.  A child that was stopped or killed is
   never done. */
#define MC_CHILD_PATIENCE_S 1

/* Makes the page that this process shares with its children.  It is touched
   before memory is read. */
static void make_shared_page(void)
{
	void *page = mmap(NULL, MC_PAGE_BYTES, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	copied = page == MAP_FAILED ? NULL : page;
	if (copied)
		atomic_init(copied, 0);
}

static void wait_for_child(void)
{
	const struct timespec patience = {.tv_sec = MC_CHILD_PATIENCE_S};

	/* Acquire: pairs with the release in tell_parent.  All signals are
	   blocked, so what ends the wait is the child, or time. */
	if (!atomic_load_explicit(copied, memory_order_acquire))
		syscall(SYS_futex, copied, FUTEX_WAIT, 0, &patience, NULL, 0);
}

/* Stops the thread's clock for the time since SINCE.  THREAD may be NULL. */
static void stop_clock(struct mc_thread *thread, uint64_t since)
{
	if (thread)
		thread->record->own_ticks += mc_clock_ticks() - since;
}

static void before_fork(void)
{
	struct mc_thread *self = mc_thread_self();
	uint64_t start = mc_clock_ticks();
	struct mc_guard guard;

	mc_guard_lock(&guard);
	held = guard; /* several threads may fork at once */
	if (copied)
		atomic_store_explicit(copied, 0, memory_order_relaxed);
	if (self)
		self->at_fork = mc_thread_current(self);
	mc_gate_before_fork(self);
	stop_clock(self, start);
	errno = 0;
}

/* Lets the parent go on.  errno was 0 before: the C library has set it if there
   is no child. */
static void after_fork_in_parent(void)
{
	struct mc_thread *self = mc_thread_self();
	uint64_t start = mc_clock_ticks();
	struct mc_guard guard = held;

	if (!errno && copied && mc_mapfile_header() && !mc_module_has_failed())
		wait_for_child();
	if (self) {
		self->at_fork = NULL;
		mc_gate_after_fork(self, 0);
	}
	stop_clock(self, start);
	mc_guard_unlock(&guard);
}

/* The child */

/* Clears what was counted, as it was counted in the parent.  Returns 0 or
   -errno. */
static int reset_profile(void)
{
	struct mc_file_header *header = mc_mapfile_header();
	struct mc_thread *self = mc_thread_self();
	int error;

	mc_cct_renew_budget();
	error = self ? mc_recall_begin(self) : 0;
	header->extents = self && self->record->top ? 1 : 0;
	header->threads = 0;
	header->mem_reads = 0;
	header->rollup_reads = 0;
	header->lost_calls = 0;
	header->folded_contexts = 0;
	header->external_pss_bytes = 0;
	header->unsure_bytes = 0;
	mc_ledger_forget(self);
	mc_threads_after_fork();
	mc_spare_reset();
	atomic_store(&mc_thread_recording, (uint32_t)header->extents);
	if (self) {
		mc_moves_end_turn(self);
		mc_gate_after_fork(self, 1);
		mc_calls_after_fork(self);
	}
	return error;
}

/* Finds the thread's position, which the fork has wiped.  If nobody announced
   the fork, compiled code may have set it again; or else all that is left is
   the innermost frame. */
static void find_position(struct mc_thread *self)
{
	if (!self->at_fork && self->position->current)
		self->at_fork = mc_thread_current(self);
	if (!self->at_fork)
		self->at_fork = mc_frame_private(self->top)->link;
	mc_thread_take_position(self, self->at_fork);
	self->at_fork = NULL;
}

static void become_child(void)
{
	struct mc_thread *self = mc_thread_self();

	*alive_page = 1;
	if (!mc_mapfile_header() || mc_module_has_failed())
		return;
	if (mc_mapfile_detach(mc_recall_keeps, self)) {
		mc_child_give_up();
		return;
	}
	if (self)
		find_position(self);
	if (reset_profile())
		mc_child_give_up();
	else
		mc_child_begin();
}

/* Tells the parent, through the page that was shared with it, that it can go
   on. */
static void tell_parent(atomic_int *with_parent)
{
	atomic_store_explicit(with_parent, 1, memory_order_release);
	syscall(SYS_futex, with_parent, FUTEX_WAKE, 1, NULL, NULL, 0);
	munmap(with_parent, MC_PAGE_BYTES);
}

static void after_fork_in_child(void)
{
	atomic_int *with_parent = copied;

	make_shared_page();
	become_child();
	if (with_parent)
		tell_parent(with_parent);
	mc_guard_unlock(&held);
}

const struct mc_hooks *mc_fork_find(void)
{
	struct mc_guard guard;

	mc_guard_reset();
	mc_guard_lock(&guard);
	make_shared_page();
	become_child();
	mc_guard_unlock(&guard);
	return mc_child_hooks();
}

/* Set-up */

/* Makes a page that is zero in a child, however the child was made (Linux
   4.14). */
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
	mc_fork_is_known = page;
}

void mc_fork_init(void)
{
	make_alive_page();
	make_shared_page();
}

void mc_fork_watch(void)
{
	pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
}
