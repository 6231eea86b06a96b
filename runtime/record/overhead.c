/* SPDX-License-Identifier: MIT */
/*
 * Measures the hooks.  See overhead.h.
 */
#include "overhead.h"
#include "cct.h"
#include "clock.h"
#include "guard.h"
#include "hooks.h"
#include "mapfile.h"
#include "options.h"

enum { ROUNDS = 16, CALLS = 64 };

/* A caller and its callee that no profile shows. */
static struct mc_function function = {.id = 1};
static struct mc_node caller, callee;

/* Before and after. */
static inline void look_twice(struct mc_slot *slot)
{
	for (int i = 0; i < 2; i++) {
		const volatile uintptr_t *faults =
			*(const volatile uintptr_t *volatile *)&slot->faults;

		if (faults && *faults + *slot->brk != slot->seen)
			mc_hooks_in_use()->look(slot);
	}
}

/* What compiled code does (memcall-abi.h), for a call that is not due. */
static __attribute__((noinline)) void count_call(struct mc_thread *thread)
{
	struct mc_link *volatile *current = &thread->position->slot.current;
	struct mc_link *parent = *current;
	struct mc_link *link = parent->kid[function.slot];

	look_twice(&thread->position->slot);
	if (link->function == function.id && --link->left)
		*current = link->target;
	*current = parent;
}

/* One call of the hooks; returns what it showed of itself. */
static uint64_t call_hooks(struct mc_thread *thread)
{
	/* The frame of a function, as the hook sees it. */
	void *stack[2] = {NULL, NULL};
	void *handle;

	callee.left = 1;
	callee.self_ticks = 0;
	handle = mc_hooks_in_use()->enter(&thread->position->slot, &function,
					  NULL, &stack[2]);
	if ((uintptr_t)handle & 1)
		mc_hooks_in_use()->leave(handle);
	return callee.self_ticks;
}

/* Ticks a thousand calls, of which *INSIDE they showed themselves.  The
   shortest of some rounds: what takes longer was disturbed. */
static uint64_t measure(struct mc_thread *thread, int is_timed,
			uint64_t *inside)
{
	uint64_t best = UINT64_MAX;

	for (int i = 0; i < ROUNDS; i++) {
		uint64_t shown = 0;
		uint64_t start = mc_clock_ticks();

		for (int j = 0; j < CALLS; j++) {
			if (is_timed) {
				shown += call_hooks(thread);
			} else {
				callee.left = CALLS;
				count_call(thread);
			}
		}

		uint64_t ticks = mc_clock_ticks() - start;

		if (ticks < best) {
			best = ticks;
			*inside = shown * 1000 / CALLS;
		}
	}
	return best * 1000 / CALLS;
}

static void prepare(void)
{
	struct mc_link *link = mc_node_link(&caller);

	for (int i = 0; i < MC_KIDS; i++)
		link->kid[i] = mc_node_link(&callee);
	mc_node_link(&callee)->target = mc_node_link(&callee);
	callee.function = function.id;
	mc_node_private(&callee)->gap = 1;
}

void mc_overhead_measure(struct mc_thread *thread)
{
	struct mc_file_header *header = mc_mapfile_header();
	struct mc_node *root = mc_thread_current(thread);
	uint64_t time = mc_options.time;
	int was_inside = mc_guard_inside;
	uint64_t inside, outside, none;

	mc_guard_inside = 0;
	prepare();
	thread->running = thread->timing = &caller;
	mc_thread_go(thread, &caller);
	mc_gate_shut(thread, UINT64_MAX);
	mc_options.time = MC_TIME_ALL;
	outside = measure(thread, 1, &inside) - inside;
	mc_options.time = time;
	header->cost_untimed_mticks = measure(thread, 0, &none);
	header->cost_inside_mticks = inside;
	header->cost_outside_mticks = outside;
	thread->running = thread->timing = root;
	mc_thread_go(thread, root);
	mc_gate_shut(thread, 0);
	thread->record->timed = 0;
	thread->record->top = 0;
	mc_guard_inside = was_inside;
	/* A rate for those that do not live long. */
	mc_mapfile_mark_time();
}
