/* SPDX-License-Identifier: MIT */
/*
 * Looks into the recorder, which is linked into the program, and writes down
 * the state of the calling thread: what its words say, its position, its open
 * calls, and its tree with all kids and counts.
 *
 * The text must be the same for every form of the inline protocol.  So
 * pointers are written as what they point to: a node by its place in the order
 * in which nodes were made, a function by its name.  Left out are
 *
 *	times		ticks, and what is computed from them
 *	memory		bytes and faults as the kernel tells them, and the flags
 *			that say how well they are known
 *	addresses	where a call's stack frame and code are
 *
 * The linker's --wrap leads through here when the recorder looks for a link and
 * when it looks at memory: that a call asks where another form does not would
 * not always show in the state.
 */
#include "watch.h"
#include "cct.h"
#include "functions.h"
#include "gate.h"
#include "links.h"
#include "moves.h"
#include "thread.h"
#include "inline-protocol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	MOST_NODES = 500,
	MOST_FUNCTIONS = 100,
	MOST_TEXT = 1024,
	PUT_OFF = 1000
};

extern struct mc_module __memcall_module __attribute__((visibility("hidden")));

/* What watch_touch tells of. */
static uint64_t faults = 40;
static uintptr_t brk_now = 1000;

void (*volatile watch_pointed_to)(int);

/* All functions that the recorder has looked for, by number. */
static const struct mc_function *known[MOST_FUNCTIONS];

/* The thread's nodes in the order in which they were made. */
static struct mc_node *nodes[MOST_NODES];
static size_t node_count;

static struct mc_thread *self(void)
{
	return mc_thread_self();
}

static void add(struct mc_node *node)
{
	if (node_count == MOST_NODES)
		abort();
	nodes[node_count++] = node;
}

static int compare(const void *a, const void *b)
{
	const struct mc_node *first = *(struct mc_node *const *)a;
	const struct mc_node *second = *(struct mc_node *const *)b;

	return first->offset < second->offset	? -1
	       : first->offset > second->offset ? 1
						: 0;
}

static void find_nodes(void)
{
	const struct mc_node_table *table = self()->cct.nodes;

	node_count = 0;
	add(self()->cct.root);
	add(self()->cct.other);
	for (uint64_t i = 0; i < table->size; i++)
		if (table->node[i])
			add(table->node[i]);
	qsort(nodes, node_count, sizeof(*nodes), compare);
}

static const char *name_of(uint32_t number)
{
	return number < MOST_FUNCTIONS && known[number] ? known[number]->names
							: "?";
}

/* A node, or what stands for one, in words. */
static const char *show(const void *link)
{
	static char texts[8][64];
	static unsigned next;
	char *text = texts[next++ % 8];

	if (!link)
		return "NULL";
	if (link == &mc_thread_arriving)
		return "arriving";
	/* Calls that are not recorded are made from there. */
	if (mc_thread_is_stand_in(link))
		link = self()->beneath;
	if (link == self()->cct.nothing)
		return "nothing";
	for (size_t i = 0; i < node_count; i++) {
		if (nodes[i] != link)
			continue;
		snprintf(text, sizeof(texts[0]), "%zu:%s", i,
			 name_of(nodes[i]->function));
		return text;
	}
	return "unknown";
}

static const char *show_slot(const struct mc_position *position)
{
	if (!position)
		return "NULL";
	if (position == &mc_thread_nobody.position)
		return "nobody";
	return self() && position == self()->position ? "position" : "unknown";
}

static const char *show_source(const volatile void *source)
{
	if (!source)
		return "NULL";
	return source == &faults ? "faults" : source == &brk_now ? "brk" : "-";
}

static const char *show_calling(uintptr_t calling)
{
	static char text[32];

	if (calling && calling == (uintptr_t)watch_pointed_to)
		return "pointed_to";
	snprintf(text, sizeof(text), "%#lx", (unsigned long)calling);
	return text;
}

static void print_slot(const char *name, const struct mc_position *position)
{
	printf("  %s: current=%s calling=%s arriving=%s arrived=%s "
	       "faults=%s brk=%s",
	       name, show(position->current), show_calling(position->calling),
	       show(position->arriving), show(position->arrived),
	       show_source(position->faults), show_source(position->brk));
	/* The real sources, before watch_begin, count what they count. */
	if (position->brk == &brk_now)
		printf(" seen=%lu", (unsigned long)position->seen);
	printf("\n");
}

static int depth_of(const struct mc_frame *frame)
{
	int depth = 0;

	while (frame != self()->base) {
		frame = mc_frame_private((struct mc_frame *)frame)->previous;
		depth++;
	}
	return depth;
}

static void print_thread(const struct mc_thread *thread)
{
	const struct mc_thread_record *record = thread->record;

	printf("  thread: top=%d recorded_top=%s timing=%s root=%s other=%s "
	       "own_strand=%d starting=%d counted=%d paused=%d\n",
	       depth_of(thread->top),
	       record->top == (uintptr_t)thread->top ? "top"
	       : record->top			     ? "another"
						     : "none",
	       show(thread->timing), show(thread->cct.root),
	       show(thread->cct.other),
	       thread->strands.running == &thread->strands.own,
	       !!thread->extent.starting, thread->extent.is_counted,
	       thread->extent.is_paused);
	printf("  record: flags=%u uses=%u timed=%lu\n", record->flags,
	       record->uses, (unsigned long)record->timed);
	printf("  tree: nodes=%u edges=%u marks=%u\n", thread->cct.node_count,
	       thread->cct.edge_count, thread->cct.last_mark);
	printf("  open:");
	for (uint32_t i = 0; i < thread->cct.open_size; i++)
		if (thread->cct.open[i])
			printf(" %s=%u", name_of(i), thread->cct.open[i]);
	printf("\n");
}

static void print_frame(struct mc_frame *frame)
{
	struct mc_frame_private *own = mc_frame_private(frame);

	printf("  frame %d: node=%s flags=%u link=%s current=%s timing=%s\n",
	       depth_of(frame),
	       frame->node == own->link->offset ? "link's" : "another",
	       frame->flags, show(own->link), show(own->current),
	       show(own->timing));
}

/* A line about one function or node, and prints it if it is not the one that
   was printed LAST about that. */
static char line[MOST_TEXT];

static void print_change(char *last)
{
	if (!strcmp(line, last))
		return;
	memcpy(last, line, sizeof(line));
	printf("%s\n", line);
}

static void print_function(const struct mc_function *function)
{
	static char last[MOST_FUNCTIONS][MOST_TEXT];

	snprintf(line, sizeof(line),
		 "  function %u: %s flags=%u kid=%u misses=%lu", function->id,
		 function->names, function->flags & ~(MC_FUNCTION_LIGHT | MC_FUNCTION_FAR),
		 function->kid,
		 (unsigned long)function->misses);
	print_change(last[function->id]);
}

static void print_node(size_t number)
{
	static char last[MOST_NODES][MOST_TEXT];
	const uint32_t flags_of_memory =
		MC_NODE_RSS_ESTIMATED | MC_NODE_PSS_MEASURED |
		MC_NODE_PSS_ESTIMATED | MC_NODE_PSS_UNSETTLED |
		MC_NODE_PEAK_ESTIMATED;
	struct mc_node *node = nodes[number];
	struct mc_node_private *own = mc_node_private(node);

	int length = snprintf(
		line, sizeof(line),
		"  node %s: due=%u left=%d base=%lu timed=%lu depth=%u "
		"flags=%u edge=%u parent=%s target=%s open=%s gap=%u skip=%u "
		"seen=%u kids",
		show(node), node->due, node->left, (unsigned long)node->base,
		(unsigned long)node->timed, node->depth,
		node->flags & ~flags_of_memory, node->edge, show(own->parent),
		show(own->target),
		own->open_index ? name_of(own->open_index) : "-", own->gap,
		own->skip, own->calls_seen);

	for (uint32_t i = 0; i < MC_KIDS; i++) {
		struct mc_link *kid = mc_inline_kid(mc_node_link(node), i);

		if (kid != self()->cct.nothing && length < MOST_TEXT)
			length += snprintf(line + length, MOST_TEXT - length,
					   " %u=%s", i, show(kid));
	}
	if (length >= MOST_TEXT)
		abort();
	print_change(last[number]);
}

static void print_calls(struct mc_frame *frame)
{
	if (frame == self()->base)
		return;
	print_calls(mc_frame_private(frame)->previous);
	print_frame(frame);
}

void watch_step(const char *name)
{
	struct mc_words *words = mc_inline_words(&__memcall_module);

	fflush(stdout); /* in case that what comes crashes */
	printf("step: %s\n", name);
	node_count = 0;
	if (self())
		find_nodes();
	printf("  words: recording=%s extent=%s\n", show_slot(words->recording),
	       show_slot(words->extent));
	printf("  nobody: calling=%#lx\n",
	       (unsigned long)mc_thread_nobody.position.calling);
	if (!self())
		return;
	print_slot("position", self()->position);
	print_thread(self());
	print_calls(self()->top);
	for (uint32_t i = 0; i < MOST_FUNCTIONS; i++)
		if (known[i])
			print_function(known[i]);
	for (size_t i = 0; i < node_count; i++)
		print_node(i);
}

void watch_quietly(const char *name)
{
	watch_step(name);
}

void watch_begin(void)
{
	struct mc_thread *thread = self();

	thread->position->faults = (const volatile uintptr_t *)&faults;
	thread->position->brk = &brk_now;
	thread->gate.head = thread->position->faults;
	thread->position->head = (const volatile char *)thread->gate.head -
				 (char *)mc_inline_words(&__memcall_module);
	mc_gate_shut(thread, UINT64_MAX);
}

void watch_touch(void)
{
	faults += 8;
}

void watch_put_off(void)
{
	find_nodes();
	for (size_t i = 0; i < node_count; i++)
		mc_cct_put_off(nodes[i], PUT_OFF);
}

void watch_make_due(void)
{
	find_nodes();
	for (size_t i = 0; i < node_count; i++) {
		nodes[i]->due -= (uint32_t)nodes[i]->left - 1;
		nodes[i]->left = 1;
	}
}

void watch_call(void (*function)(int), int n)
{
	function(n);
}

void watch_pause(void)
{
	__memcall_module.hooks.pause();
}

void watch_unpause(void)
{
	__memcall_module.hooks.unpause();
}

void watch_pretend_other(int is_there)
{
	mc_thread_recording += is_there ? 1 : -1;
}

/* The recorder's own, by way of the linker.  Memory is not looked at because
   time has passed: next_look is put off for good. */

#define WRAPPED(type, name, ...) \
	type __real_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__)

static int has_begun(const struct mc_thread *thread)
{
	return thread->position->brk == &brk_now;
}

WRAPPED(struct mc_node *, mc_links_find_slowly, struct mc_thread *thread,
	struct mc_node *at, struct mc_function *function)
{
	struct mc_node *link =
		__real_mc_links_find_slowly(thread, at, function);

	if (function->id >= MOST_FUNCTIONS)
		abort();
	known[function->id] = function;
	printf("  looks for the link to %s\n", function->names);
	return link;
}

WRAPPED(void, mc_gate_look, struct mc_thread *thread, struct mc_frame *frame)
{
	if (has_begun(thread))
		printf("  looks at memory\n");
	__real_mc_gate_look(thread, frame);
	if (has_begun(thread))
		thread->gate.next_look = UINT64_MAX;
}

WRAPPED(void, mc_gate_begin_extent, struct mc_thread *thread, uint64_t now)
{
	__real_mc_gate_begin_extent(thread, now);
	if (has_begun(thread))
		thread->gate.next_look = UINT64_MAX;
}

WRAPPED(void *, mc_moves_before, struct mc_thread *thread, void *block,
	int kind)
{
	void *mover = __real_mc_moves_before(thread, block, kind);

	printf("  before a move of kind %d of %p: %s\n", kind, block,
	       mover ? "measured" : "not measured");
	return mover;
}

WRAPPED(void, mc_moves_after, struct mc_thread *thread)
{
	printf("  after the move\n");
	__real_mc_moves_after(thread);
}
