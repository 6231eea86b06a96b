/* SPDX-License-Identifier: MIT */
/*
 * Measures the hooks.  See overhead.h.
 */
#include "overhead.h"
#include "clock.h"
#include "guard.h"
#include "hooks.h"
#include "mapfile.h"

/*
 * The hooks, on a link of its own that no profile shows.  The shortest of some
 * rounds: what takes longer was disturbed.  Of what a pair of hooks costs, the
 * window that the call itself shows is "inside", the rest "outside".
 */
void mc_overhead_measure(struct mc_thread *thread)
{
	enum { ROUNDS = 16, CALLS = 64 };
	struct mc_file_header *header = mc_mapfile_header();
	static struct mc_function function = {.id = 1};
	static struct mc_node caller, link;
	struct mc_node *root = thread->current;
	void *stack[2] = {
		NULL, NULL}; /* the frame of a function, as the hook sees it */
	uint64_t best = UINT64_MAX, inside = 0;
	int was_inside = mc_guard_inside;

	mc_guard_inside = 0;
	link.function = function.id;
	mc_node_private(&link)->target = &link;
	mc_node_private(&caller)->kid[function.id & 7] = &link;
	thread->current = thread->running = &caller;
	mc_gate_close(&thread->gate, UINT64_MAX);
	for (int i = 0; i < ROUNDS; i++) {
		uint64_t start = mc_clock_ticks();

		link.edge_ticks = 0;
		for (int j = 0; j < CALLS; j++)
			mc_hooks.leave(
				mc_hooks.enter(thread, &function, &stack[2]));

		uint64_t ticks = mc_clock_ticks() - start;

		if (ticks < best) {
			best = ticks;
			inside = link.edge_ticks;
		}
	}
	header->cost_inside_mticks = inside * 1000 / CALLS;
	header->cost_outside_mticks = (best - inside) * 1000 / CALLS;
	thread->current = thread->running = root;
	mc_gate_close(&thread->gate, 0);
	thread->record->calls = 0;
	thread->record->top = 0;
	mc_guard_inside = was_inside;
	/* A rate for those that do not live long. */
	mc_mapfile_mark_time();
}
