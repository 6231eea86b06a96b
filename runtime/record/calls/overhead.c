/* SPDX-License-Identifier: MIT */
/*
 * Measures the hooks, and what compiled code does before and after it calls
 * them (../../inline-protocol.h).  See overhead.h.
 *
 * What a call costs depends on what is around it: in a loop that does nothing
 * else much of it hides behind the rest.  So it is measured in something like a
 * program: functions that call others, picked at random, in a tree of a few
 * hundred contexts.  The time of the same program without hooks is taken off.
 * There the functions that call none are inlined, which are most calls: it is
 * hooks that keep GCC from that.
 */
#include "overhead.h"
#include "../os/clock.h"
#include "../os/guard.h"
#include "../profile/mapfile.h"
#include "../profile/module.h"
#include "../profile/options.h"
#include "../os/own.h"
#include "../profile/stack-place.h"
#include "../profile/sample.h"
#include "../../inline-protocol.h"

#include <string.h>

enum { NODES = 256, DEPTH = 5, CALLEES = 3, PICKS = 512 };

/* The program's functions.  Their links stand in the first line of a node, as
   most do. */
enum { FUNCTIONS = MC_KIDS };

/* The program's frames, with one below the first, and one that is never
   reached. */
enum { FRAMES = DEPTH + 3 };

/* The size of what is taken to be the stack, around where the program runs. */
enum { STACK_BYTES = 128 * 1024 };

/* Rounds of the first time, which is all there is of a short program, and of
   later times. */
enum { FIRST_ROUNDS = 8, ROUNDS = 3 };

/* Time from one measurement to the next.  Each takes some 0.2 ms. */
#define INTERVAL_NS 50000000u

/* The ways to run the program: without hooks, with calls that are counted, with
   light calls, or with calls that are timed; with time=auto only some of those
   are. */
enum way { WITHOUT, COUNTED, LIGHT, TIMED };

/* Calls from a timed one to the next with time=auto, on average. */
#define GAP 16

/* A node with its slots.  Few callees are all that most light copies have. */
struct slotted {
	struct mc_node node;
	struct mc_slot slots[CALLEES];
} __attribute__((aligned(MC_LINE_BYTES)));

/* A program, run by a thread that no profile shows. */
struct program {
	struct mc_thread_position position;
	struct slotted nodes[NODES];
	struct mc_frame frames[FRAMES];
	struct mc_thread_record record;
	struct mc_thread thread;
	uintptr_t quiet; /* both sources of the gate: it never changes */
	enum way way;
	uint32_t random;
	uint8_t picks[PICKS]; /* which function is called next */
	uint64_t calls;
	uint64_t leaves; /* timed calls that called nothing */
	uint64_t inside; /* ticks that these showed themselves */
};

/* All but last_ns are under the guard. */
static struct program *program;
static struct mc_function functions[FUNCTIONS];
static struct mc_module module;
static uint64_t last_ns; /* when it was measured */

/* The sums of all measurements, in 1/1000 tick a call. */
static struct costs {
	uint64_t inside;
	uint64_t outside;
	uint64_t untimed;
	uint64_t light;
	uint64_t times;
} costs;

static inline struct mc_function *next_function(struct program *p)
{
	return &functions[p->picks[p->calls++ % PICKS]];
}

static struct mc_node *link_of(void *handle)
{
	return mc_frame_private(mc_frame_of(handle))->link;
}

/* Makes a call that calls nothing. */
static __attribute__((noinline)) void run_leaf(struct program *p)
{
	struct mc_position *position = &p->position.position;
	/* The frame of a function, as the hook sees it. */
	void *stack[2] = {NULL, NULL};
	void *handle =
		mc_inline_enter(&module, position, next_function(p), &stack[2]);
	struct mc_node *link = NULL;

	if ((uintptr_t)handle & 1) {
		link = link_of(handle);
		p->inside -= link->self_ticks;
		p->leaves++;
	}
	mc_inline_leave(&module, position, handle);
	if (link)
		p->inside += link->self_ticks;
}

static __attribute__((noinline)) void run(struct program *p, int depth)
{
	struct mc_position *position = &p->position.position;
	void *stack[2] = {NULL, NULL};
	struct mc_function *function = next_function(p);
	void *handle = NULL;

	if (p->way != WITHOUT)
		handle =
			mc_inline_enter(&module, position, function, &stack[2]);
	for (int i = 0; i < CALLEES; i++) {
		if (depth > 1)
			run(p, depth - 1);
		else if (p->way == WITHOUT)
			next_function(p);
		else
			run_leaf(p);
	}
	if (p->way != WITHOUT)
		mc_inline_leave(&module, position, handle);
}

/* Makes a light call that calls nothing. */
static __attribute__((noinline)) void run_light_leaf(struct program *p,
						     struct mc_link *self)
{
	mc_inline_look(&module, self, 1);
	next_function(p);
	mc_inline_look(&module, self, 0);
}

static __attribute__((noinline)) void run_light(struct program *p,
						struct mc_link *self, int depth)
{
	mc_inline_look(&module, self, 1);
	next_function(p);
	for (uint32_t i = 0; i < CALLEES; i++) {
		struct mc_slot *slot = mc_inline_slot(self, i);
		struct mc_link *kid = mc_inline_count(slot);

		/* All are bound. */
		if (!kid)
			continue;
		if (depth > 1)
			run_light(p, kid, depth - 1);
		else
			run_light_leaf(p, kid);
	}
	mc_inline_look(&module, self, 0);
}

/* Prepares NODE as one that has been called for a while. */
static void prepare_node(struct program *p, struct mc_node *node)
{
	struct mc_node_private *own = mc_node_private(node);

	node->timed = node->stratum_timed = 1000;
	node->self_ticks = node->stratum_ticks = 0;
	own->gap = mc_options.time == MC_TIME_AUTO ? GAP : 1;
	node->left =
		(int32_t)(1 + mc_sample_draw(&p->random) % (2 * own->gap - 1));
	if (p->way == COUNTED)
		node->left = INT32_MAX;
}

static void prepare(struct program *p)
{
	module.hooks = *mc_module_usual_hooks();
	module.words = mc_module_of_recorder()->words;
	for (uint32_t i = 0; i < FUNCTIONS; i++) {
		functions[i].id = i + 1;
		functions[i].kid = i;
	}
	for (uint32_t i = 0; i < PICKS; i++)
		p->picks[i] = mc_sample_draw(&p->random) % FUNCTIONS;
	for (uint32_t i = 0; i < NODES; i++) {
		struct mc_node *node = &p->nodes[i].node;

		node->function = i % FUNCTIONS + 1;
		prepare_node(p, node);
		for (uint32_t k = 0; k < FUNCTIONS; k++) {
			uint32_t row = mc_sample_draw(&p->random) %
				       (NODES / FUNCTIONS);

			mc_cct_put(
				mc_node_link(node), k,
				mc_node_link(
					&p->nodes[row * FUNCTIONS + k].node));
		}
		for (uint32_t k = 0; k < CALLEES; k++)
			p->nodes[i].slots[k].kid = mc_inline_kid(
				mc_node_link(node),
				mc_sample_draw(&p->random) % FUNCTIONS);
	}
}

/* The time of a round, and the calls it timed. */
struct round {
	uint64_t ticks;
	uint64_t timed;
	uint64_t inside; /* ticks a thousand calls */
};

/* Returns the shortest of ROUNDS: what takes longer was disturbed. */
static struct round measure(struct program *p, enum way way, int rounds)
{
	struct round best = {.ticks = UINT64_MAX};

	p->way = way;
	for (int i = 0; i < rounds; i++) {
		uint64_t timed = p->record.timed;

		p->random = MC_SAMPLE_SEED;
		p->calls = p->leaves = p->inside = 0;
		prepare(p);

		uint64_t start = mc_clock_ticks();

		if (way == LIGHT)
			run_light(p, mc_node_link(&p->nodes[0].node), DEPTH);
		else
			run(p, DEPTH);

		uint64_t ticks = mc_clock_ticks() - start;

		if (ticks >= best.ticks)
			continue;
		best.ticks = ticks;
		best.timed = p->record.timed - timed;
		if (p->leaves)
			best.inside = p->inside * 1000 / p->leaves;
	}
	return best;
}

static uint64_t above(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

static void measure_all(struct program *p, int rounds)
{
	struct round base = measure(p, WITHOUT, rounds);
	struct round counted = measure(p, COUNTED, rounds);
	struct round light = measure(p, LIGHT, rounds);
	struct round timed = measure(p, TIMED, rounds);
	uint64_t untimed, others, whole;

	untimed = above(counted.ticks, base.ticks) * 1000 / p->calls;
	/* The calls that were only counted took as long as they did before. */
	others = (p->calls - timed.timed) * untimed / 1000;
	whole = above(timed.ticks, base.ticks + others) * 1000 /
		(timed.timed ? timed.timed : 1);
	costs.untimed += untimed;
	costs.light += above(light.ticks, base.ticks) * 1000 / p->calls;
	costs.inside += timed.inside;
	costs.outside += above(whole, timed.inside);
	costs.times++;
}

/* Prepares the program's thread, which runs on the stack of the calling one. */
static void prepare_thread(struct program *p, const struct mc_thread *caller)
{
	struct mc_thread *thread = &p->thread;
	struct mc_position *position = &p->position.position;
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	thread->position = &p->position.position;
	thread->record = &p->record;
	thread->cct.root = &p->nodes[0].node;
	thread->limit = p->frames + FRAMES;
	mc_thread_set_base(thread, p->frames);
	for (int i = 0; i < FRAMES; i++)
		mc_frame_private(&p->frames[i])->strand = &thread->strands.own;
	/* The present stack, whatever it is. */
	thread->stack = (struct mc_stack){here - STACK_BYTES / 2, STACK_BYTES};
	thread->sampling.random = MC_SAMPLE_SEED;
	thread->gate.next_look = UINT64_MAX;
	position->faults = position->brk =
		caller->position->faults ? &p->quiet : NULL;
	thread->gate.head = &p->quiet;
	position->head = (const volatile char *)thread->gate.head -
			 (char *)mc_module_words(caller->thread_pointer);
	position->looked = p->quiet;
	mc_thread_take_position(thread, &p->nodes[0].node);
}

/* Writes the means into the header.  sample.c reads them meanwhile, and so do
   readers of the file: they may find one of this time and another of the time
   before. */
static void publish(struct mc_file_header *header)
{
	__atomic_store_n(&header->cost_untimed_mticks,
			 costs.untimed / costs.times, __ATOMIC_RELAXED);
	__atomic_store_n(&header->cost_light_mticks, costs.light / costs.times,
			 __ATOMIC_RELAXED);
	__atomic_store_n(&header->cost_outside_mticks,
			 costs.outside / costs.times, __ATOMIC_RELAXED);
	__atomic_store_n(&header->cost_inside_mticks,
			 costs.inside / costs.times, __ATOMIC_RELAXED);
}

static void measure_on(struct mc_thread *caller, int rounds)
{
	int was_inside = mc_guard_inside;

	mc_guard_inside = 0;
	prepare_thread(program, caller);
	mc_thread_of_caller = &program->thread;
	mc_module_set_own(caller->thread_pointer, &program->position.position);
	measure_all(program, rounds);
	mc_module_set_own(caller->thread_pointer, caller->position);
	mc_thread_of_caller = caller;
	mc_guard_inside = was_inside;
	publish(mc_mapfile_header());
	__atomic_store_n(&last_ns, mc_clock_monotonic_ns(), __ATOMIC_RELAXED);
}

void mc_overhead_measure(struct mc_thread *thread)
{
	int is_untimed = mc_options.time == MC_TIME_OFF;

	if (!program)
		program = mc_own_alloc(sizeof(*program));
	if (!program)
		return;
	memset(&costs, 0, sizeof(costs));
	/* Nobody records yet, so nobody sees this. */
	if (is_untimed)
		mc_options.time = MC_TIME_ALL;
	measure_on(thread, FIRST_ROUNDS);
	if (is_untimed)
		mc_options.time = MC_TIME_OFF;
	/* A program that does not live long has a rate of the clock by this. */
	mc_mapfile_mark_time();
}

static int is_due(void)
{
	return mc_clock_monotonic_ns() -
		       __atomic_load_n(&last_ns, __ATOMIC_RELAXED) >=
	       INTERVAL_NS;
}

void mc_overhead_follow(struct mc_thread *thread)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);
	struct mc_guard guard;

	/* On another stack the hooks take other ways. */
	if (mc_options.time == MC_TIME_OFF || mc_guard_inside ||
	    !mc_place_is_on_stack(thread, here) || !is_due())
		return;
	mc_guard_lock(&guard);
	/* Another thread may have been faster. */
	if (costs.times && is_due())
		measure_on(thread, ROUNDS);
	mc_guard_unlock(&guard);
}
