/* SPDX-License-Identifier: MIT */
/*
 * Keeps a thread's strands.  See strands.h.
 *
 * The frames of the thread's own strand are in the profile (frames.c).  There
 * may be thousands of other strands, and more over time: their frames are in
 * the recorder's memory, in blocks that stay with a strand for its next use.
 *
 * The other strands are sorted by where their stacks end, so that the one above
 * an address is found by bisection.
 *
 * What changes several of the thread's members is done under the guard: a
 * signal handler finds all or nothing of it.
 */
#include "strands.h"
#include "frames.h"
#include "../os/guard.h"
#include "../os/own.h"

#include <string.h>

/* Frames of a strand's first block, and of those behind it. */
#define FIRST_FRAMES 5
#define MORE_FRAMES \
	((MC_PAGE_BYTES - sizeof(struct mc_frame_block)) / \
	 sizeof(struct mc_frame))

/* The bytes around the calls that were seen that are taken to be the stack's as
   well.  Callees without much of a stack frame are there, and other calls by
   the same caller. */
#define BELOW_BYTES 1024
#define ABOVE_BYTES 256

/* A call further down than this is taken to be on another stack.  If it is not,
   that does no harm (strands.h). */
#define FAR_BYTES ((uintptr_t)64 * 1024)

/* Strands are made this many bytes at a time. */
#define SLAB_BYTES ((size_t)8 * MC_PAGE_BYTES)

struct mc_frame_block {
	struct mc_frame_block *previous;
	struct mc_frame_block *next;
	struct mc_frame *end;
	struct mc_frame frame[];
};

/* A strand, with its first block. */
struct slab_item {
	struct mc_strand strand;
	struct mc_frame_block block;
	struct mc_frame frames[FIRST_FRAMES];
};

/* Finding */

static uintptr_t end_of(const struct mc_strand *strand)
{
	return strand->stack.low + strand->stack.size;
}

/* Returns the number of the first strand that ends above ADDRESS. */
static uint32_t bisect(const struct mc_thread *thread, uintptr_t address)
{
	uint32_t low = 0, high = thread->strands.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (end_of(thread->strands.others[middle]) > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Sets where STRAND's stack begins.  Of the running strand the thread has a
   copy. */
static void set_low(struct mc_thread *thread, struct mc_strand *strand,
		    uintptr_t low)
{
	strand->stack.size = end_of(strand) - low;
	strand->stack.low = low;
	if (strand == thread->strands.running)
		thread->stack = strand->stack;
}

struct mc_strand *mc_strands_find(struct mc_thread *thread, uintptr_t address,
				  int is_arriving)
{
	struct mc_strand *own = &thread->strands.own;
	struct mc_strand *strand;
	uint32_t at;

	if (thread->strands.running != own &&
	    address - own->stack.low < own->stack.size)
		return own;
	at = bisect(thread, address);
	if (at == thread->strands.count)
		return NULL;
	strand = thread->strands.others[at];
	if (address >= strand->stack.low)
		return strand;
	if (is_arriving || strand->stack.low - address > FAR_BYTES)
		return NULL;
	set_low(thread, strand, address - BELOW_BYTES);
	return strand;
}

/* Returns the thread of STRAND.  A coroutine that has changed threads asks in
   another thread than the frame's.  Only a thread itself says that a strand is
   its own, so it needs no order to find that. */
static struct mc_thread *owner_of(const struct mc_strand *strand)
{
	return __atomic_load_n(&strand->thread, __ATOMIC_RELAXED);
}

static void set_owner(struct mc_strand *strand, struct mc_thread *thread)
{
	__atomic_store_n(&strand->thread, thread, __ATOMIC_RELAXED);
}

struct mc_strand *mc_strands_of(const struct mc_thread *thread,
				struct mc_frame *frame)
{
	struct mc_strand *strand = mc_frame_private(frame)->strand;

	return strand && owner_of(strand) == thread ? strand : NULL;
}

/* Beginning */

static void init_block(struct mc_strand *strand, struct mc_frame_block *block,
		       size_t frames)
{
	block->end = block->frame + frames;
	mc_frame_init(block->frame, frames, strand);
}

static struct mc_strand *allocate(struct mc_thread *thread)
{
	struct slab_item *item;
	struct mc_strand *strand;

	if (!thread->strands.unused && (item = mc_own_alloc(SLAB_BYTES)))
		for (size_t i = 0; i < SLAB_BYTES / sizeof(*item); i++) {
			strand = &item[i].strand;
			strand->first = &item[i].block;
			init_block(strand, strand->first, FIRST_FRAMES);
			strand->from = thread->strands.unused;
			thread->strands.unused = strand;
		}
	strand = thread->strands.unused;
	if (strand)
		thread->strands.unused = strand->from;
	return strand;
}

static int make_room(struct mc_thread *thread)
{
	size_t size = thread->strands.size * sizeof(*thread->strands.others);
	void *grown;

	if (thread->strands.count < thread->strands.size)
		return 0;
	grown = mc_own_double(thread->strands.others, &size);
	if (!grown)
		return -1;
	thread->strands.others = grown;
	thread->strands.size =
		(uint32_t)(size / sizeof(*thread->strands.others));
	return 0;
}

static void insert(struct mc_thread *thread, struct mc_strand *strand)
{
	uint32_t at = bisect(thread, end_of(strand));
	struct mc_strand **place = &thread->strands.others[at];

	memmove(place + 1, place,
		(thread->strands.count - at) * sizeof(*place));
	*place = strand;
	thread->strands.count++;
}

static void fill(struct mc_thread *thread, struct mc_strand *strand,
		 uintptr_t address)
{
	struct mc_frame_private *none = mc_frame_private(&strand->none);

	none->link = thread->timing;
	none->strand = strand;
	mc_frame_free(&strand->none);
	set_owner(strand, thread);
	strand->none.rss_peak = thread->record->rss_charged;
	strand->from = thread->strands.running;
	strand->caller = thread->top;
	strand->stack.low = address - BELOW_BYTES;
	strand->stack.size = BELOW_BYTES + ABOVE_BYTES;
	strand->timing = thread->timing;
	strand->top = strand->base = &strand->none;
	/* The first call asks for room. */
	strand->limit = strand->top + 1;
	strand->block = NULL;
}

struct mc_strand *mc_strands_add(struct mc_thread *thread, uintptr_t address,
				 int is_handler)
{
	struct mc_strand *strand = NULL;
	struct mc_guard guard;

	mc_guard_lock(&guard);
	if (!make_room(thread))
		strand = allocate(thread);
	if (strand) {
		fill(thread, strand, address);
		strand->is_handler = is_handler;
		insert(thread, strand);
	}
	mc_guard_unlock(&guard);
	return strand;
}

/* Changing.  Under the guard. */

static void keep_running(struct mc_thread *thread)
{
	struct mc_strand *strand = thread->strands.running;

	strand->stack = thread->stack;
	strand->top = thread->top;
	strand->limit = thread->limit;
	strand->base = thread->base;
	strand->timing = thread->timing;
}

static void raise_peak(struct mc_thread *thread, int64_t peak)
{
	if (thread->top != thread->base && thread->top->rss_peak < peak)
		thread->top->rss_peak = peak;
}

static void run(struct mc_thread *thread, struct mc_strand *strand)
{
	thread->strands.running = strand;
	thread->stack = strand->stack;
	thread->top = strand->top;
	thread->limit = strand->limit;
	thread->base = strand->base;
	thread->timing = strand->timing;
	if (strand == &thread->strands.own)
		thread->record->flags &= ~(uint32_t)MC_THREAD_ELSEWHERE;
	else
		thread->record->flags |= MC_THREAD_ELSEWHERE;
	if (thread->record->top)
		thread->record->top = (uintptr_t)thread->top;
	/* A rise of memory while others ran shows here at the latest. */
	raise_peak(thread, thread->record->rss_charged);
}

static void free_strand(struct mc_thread *thread, struct mc_strand *strand)
{
	uint32_t at = bisect(thread, end_of(strand) - 1);
	struct mc_strand **place = &thread->strands.others[at];

	thread->strands.count--;
	memmove(place, place + 1,
		(thread->strands.count - at) * sizeof(*place));
	set_owner(strand, NULL);
	strand->from = thread->strands.unused;
	thread->strands.unused = strand;
}

/* Stops counting the calls of STRAND as open: nothing will be heard of them. */
static void drop_calls(struct mc_thread *thread, struct mc_strand *strand)
{
	struct mc_frame *frame = strand->top;

	for (; frame != strand->base;
	     frame = mc_frame_private(frame)->previous) {
		struct mc_node *link = mc_frame_private(frame)->link;

		if (!mc_frame_is_half_done(frame) &&
		    mc_node_private(link)->open_index)
			thread->cct.open[mc_node_private(link)->open_index]--;
	}
}

void mc_strands_go(struct mc_thread *thread, struct mc_strand *strand)
{
	struct mc_strand *left = thread->strands.running;
	struct mc_guard guard;

	if (strand == left)
		return;
	mc_guard_lock(&guard);
	keep_running(thread);
	run(thread, strand);
	if (left->is_handler && !strand->is_handler) {
		drop_calls(thread, left);
		free_strand(thread, left);
	}
	mc_guard_unlock(&guard);
}

void mc_strands_end(struct mc_thread *thread)
{
	struct mc_guard guard;

	if (!thread->strands.count)
		return;
	mc_guard_lock(&guard);
	keep_running(thread);
	if (thread->strands.running != &thread->strands.own)
		run(thread, &thread->strands.own);
	while (thread->strands.count) {
		struct mc_strand *last =
			thread->strands.others[thread->strands.count - 1];

		drop_calls(thread, last);
		free_strand(thread, last);
	}
	mc_guard_unlock(&guard);
}

/* Frames */

static struct mc_frame_block *next_block(struct mc_strand *strand)
{
	struct mc_frame_block *last = strand->block;
	struct mc_frame_block *block = last ? last->next : strand->first;

	if (block)
		return block;
	block = mc_own_alloc(MC_PAGE_BYTES);
	if (!block)
		return NULL;
	init_block(strand, block, MORE_FRAMES);
	block->previous = last;
	last->next = block;
	return block;
}

struct mc_frame *mc_strands_next_frames(struct mc_thread *thread,
					struct mc_place place)
{
	struct mc_strand *strand = thread->strands.running;
	struct mc_frame *frame = NULL;
	struct mc_frame_block *block;
	struct mc_guard guard;

	if (strand == &thread->strands.own)
		return mc_frames_next_chunk(thread, place);
	mc_guard_lock(&guard);
	block = next_block(strand);
	if (block) {
		frame = block->frame;
		mc_frame_form(frame, thread->top, place);
		strand->block = block;
		thread->limit = block->end;
		thread->top = frame;
	}
	mc_guard_unlock(&guard);
	return frame;
}

void mc_strands_previous_frames(struct mc_thread *thread,
				struct mc_frame *previous)
{
	struct mc_strand *strand = thread->strands.running,
			 *from = strand->from;
	struct mc_guard guard;

	if (strand == &thread->strands.own) {
		mc_frames_previous_chunk(thread, previous);
		return;
	}
	mc_guard_lock(&guard);
	if (previous == strand->base) {
		run(thread,
		    from->thread == thread ? from : &thread->strands.own);
		if (thread->top == strand->caller)
			raise_peak(thread, strand->none.rss_peak);
		free_strand(thread, strand);
	} else {
		strand->block = strand->block->previous;
		thread->limit = strand->block->end;
		thread->top = previous;
	}
	mc_guard_unlock(&guard);
}

static int visit_calls(struct mc_thread *thread, struct mc_frame *top,
		       struct mc_frame *base,
		       int (*visit)(struct mc_thread *, struct mc_frame *))
{
	int result = 0;

	for (; !result && top != base; top = mc_frame_private(top)->previous)
		result = visit(thread, top);
	return result;
}

int mc_strands_visit(struct mc_thread *thread,
		     int (*visit)(struct mc_thread *, struct mc_frame *))
{
	struct mc_strand *own = &thread->strands.own;
	int result = visit_calls(thread, thread->top, thread->base, visit);

	if (!result && thread->strands.running != own)
		result = visit_calls(thread, own->top, own->base, visit);
	for (uint32_t i = 0; !result && i < thread->strands.count; i++) {
		struct mc_strand *strand = thread->strands.others[i];

		if (strand != thread->strands.running)
			result = visit_calls(thread, strand->top, strand->base,
					     visit);
	}
	return result;
}
