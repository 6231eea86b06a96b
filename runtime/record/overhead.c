/* SPDX-License-Identifier: MIT */
/*
 * Measures the hooks.  See overhead.h.
 *
 * What a call costs depends on what is around it: in a loop that does nothing
 * else much of it hides behind the rest.  So it is measured in something like a
 * program: functions that call others, picked at random, in a tree of a few
 * hundred contexts.  Taken off is the same without hooks, where the functions
 * that call none are inlined: hooks keep GCC from that, and it is most calls.
 */
#include "overhead.h"
#include "cct.h"
#include "clock.h"
#include "guard.h"
#include "hooks.h"
#include "mapfile.h"
#include "options.h"
#include "own.h"

#include <string.h>

enum { ROUNDS = 8, NODES = 256, DEPTH = 5, CALLEES = 3, PICKS = 512 };

/* Timed: all calls, or with time=auto some, among others. */
enum way { WITHOUT, COUNTED, TIMED };

#define GAP 16

/* A program, with contexts that no profile shows. */
struct program {
	struct mc_thread *thread;
	struct mc_node *nodes;
	enum way way;
	uint32_t random;
	uint8_t picks[PICKS]; /* which function is called next */
	uint64_t calls;
	uint64_t leaves; /* timed calls that made none, */
	uint64_t inside; /* and what they showed themselves */
};

static struct mc_function functions[MC_KIDS];

static uint32_t draw(struct program *p)
{
	p->random ^= p->random << 13;
	p->random ^= p->random >> 17;
	p->random ^= p->random << 5;
	return p->random;
}

/* Before and after a call, what compiled code does (memcall-abi.h). */
static inline int is_changed(const struct mc_slot *slot)
{
	const volatile uintptr_t *faults = slot->faults;

	return faults && *faults + *slot->brk != slot->seen;
}

static inline void *enter(struct mc_slot *slot, struct mc_function *function,
			  void *cfa)
{
	struct mc_link *parent = *(struct mc_link *volatile *)&slot->current;
	struct mc_link *link = NULL;

	if (!is_changed(slot)) {
		link = mc_cct_kid(parent, function->slot);
		if (link->function == function->id && --link->left) {
			slot->current = link;
			return parent;
		}
	}
	return mc_hooks_in_use()->enter(slot, function, link, cfa);
}

static inline void leave(struct mc_slot *slot, void *handle)
{
	if ((uintptr_t)handle & 1 || is_changed(slot))
		mc_hooks_in_use()->leave(slot, handle);
	else
		slot->current = handle;
}

static inline struct mc_function *next_function(struct program *p)
{
	return &functions[p->picks[p->calls++ % PICKS]];
}

static struct mc_node *link_of(void *handle)
{
	struct mc_frame *frame = (struct mc_frame *)((char *)handle - 1);

	return mc_frame_private(frame)->link;
}

/* A call that makes none. */
static __attribute__((noinline)) void run_leaf(struct program *p)
{
	struct mc_slot *slot = &p->thread->position->slot;
	/* The frame of a function, as the hook sees it. */
	void *stack[2] = {NULL, NULL};
	void *handle = enter(slot, next_function(p), &stack[2]);
	struct mc_node *link = NULL;

	if ((uintptr_t)handle & 1) {
		link = link_of(handle);
		p->inside -= link->self_ticks;
		p->leaves++;
	}
	leave(slot, handle);
	if (link)
		p->inside += link->self_ticks;
}

static __attribute__((noinline)) void run(struct program *p, int depth)
{
	struct mc_slot *slot = &p->thread->position->slot;
	void *stack[2] = {NULL, NULL};
	struct mc_function *function = next_function(p);
	void *handle = NULL;

	if (p->way != WITHOUT)
		handle = enter(slot, function, &stack[2]);
	for (int i = 0; i < CALLEES; i++) {
		if (depth > 1)
			run(p, depth - 1);
		else if (p->way == WITHOUT)
			next_function(p);
		else
			run_leaf(p);
	}
	if (p->way != WITHOUT)
		leave(slot, handle);
}

/* As one that has been called for a while. */
static void prepare_node(struct program *p, struct mc_node *node)
{
	struct mc_node_private *own = mc_node_private(node);

	node->timed = node->stratum_timed = 1000;
	node->self_ticks = node->stratum_ticks = 0;
	own->gap = mc_options.time == MC_TIME_AUTO ? GAP : 1;
	node->left = (int32_t)(1 + draw(p) % (2 * own->gap - 1));
	if (p->way == COUNTED)
		node->left = INT32_MAX;
}

static void prepare(struct program *p)
{
	for (uint32_t i = 0; i < MC_KIDS; i++) {
		functions[i].id = i + 1;
		functions[i].slot = i;
	}
	for (uint32_t i = 0; i < PICKS; i++)
		p->picks[i] = draw(p) % MC_KIDS;
	for (uint32_t i = 0; i < NODES; i++) {
		struct mc_node *node = &p->nodes[i];

		node->function = i % MC_KIDS + 1;
		prepare_node(p, node);
		for (uint32_t k = 0; k < MC_KIDS; k++) {
			uint32_t row = draw(p) % (NODES / MC_KIDS);

			mc_cct_put(mc_node_link(node), k,
				   mc_node_link(&p->nodes[row * MC_KIDS + k]));
		}
	}
}

/* What a round took, and the calls it timed, to be compared with others. */
struct round {
	uint64_t ticks;
	uint64_t timed;
	uint64_t inside; /* ticks a thousand calls */
};

/* The shortest of some rounds: what takes longer was disturbed. */
static struct round measure(struct program *p, enum way way)
{
	struct round best = {.ticks = UINT64_MAX};

	p->way = way;
	for (int i = 0; i < ROUNDS; i++) {
		uint64_t timed = p->thread->record->timed;

		p->random = 2463534242u;
		p->calls = p->leaves = p->inside = 0;
		prepare(p);

		uint64_t start = mc_clock_ticks();

		run(p, DEPTH);

		uint64_t ticks = mc_clock_ticks() - start;

		if (ticks >= best.ticks)
			continue;
		best.ticks = ticks;
		best.timed = p->thread->record->timed - timed;
		if (p->leaves)
			best.inside = p->inside * 1000 / p->leaves;
	}
	return best;
}

static uint64_t above(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

static void measure_all(struct program *p, struct mc_file_header *header)
{
	struct round base = measure(p, WITHOUT);
	struct round counted = measure(p, COUNTED);
	struct round timed;
	uint64_t time = mc_options.time;
	uint64_t others, whole;

	if (time == MC_TIME_OFF)
		mc_options.time = MC_TIME_ALL;
	timed = measure(p, TIMED);
	mc_options.time = time;
	header->cost_untimed_mticks =
		above(counted.ticks, base.ticks) * 1000 / p->calls;
	/* The calls that were only counted took as long as they did before. */
	others = (p->calls - timed.timed) * header->cost_untimed_mticks / 1000;
	whole = above(timed.ticks, base.ticks + others) * 1000 /
		(timed.timed ? timed.timed : 1);
	header->cost_inside_mticks = timed.inside;
	header->cost_outside_mticks = above(whole, timed.inside);
}

void mc_overhead_measure(struct mc_thread *thread)
{
	struct mc_file_header *header = mc_mapfile_header();
	struct mc_node *root = mc_thread_current(thread);
	struct program program = {.thread = thread};
	const size_t bytes = NODES * sizeof(struct mc_node);
	int was_inside = mc_guard_inside;

	program.nodes = mc_own_alloc(bytes);
	if (!program.nodes)
		return;
	mc_guard_inside = 0;
	thread->timing = program.nodes;
	mc_thread_go(thread, program.nodes);
	mc_gate_shut(thread, UINT64_MAX);
	measure_all(&program, header);
	thread->timing = root;
	mc_thread_go(thread, root);
	mc_gate_shut(thread, 0);
	thread->record->timed = 0;
	thread->record->top = 0;
	thread->interval_shift = 0;
	thread->seen_timed = 0;
	thread->seen_ticks = mc_clock_ticks();
	mc_guard_inside = was_inside;
	mc_own_free(program.nodes, bytes);
	/* A rate for those that do not live long. */
	mc_mapfile_mark_time();
}
