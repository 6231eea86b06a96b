/* SPDX-License-Identifier: MIT */
/*
 * The recorder's state of a thread: where it is in its tree, which calls are
 * open, and the tables that folding needs.  Owned by the thread; nobody else
 * writes to it while the thread lives.
 *
 * A thread gets its state when it first enters a marked function.  When it
 * ends, the state (tree included) is kept for the next thread that needs one,
 * so that many short threads cost no more than a few at a time.
 */
#ifndef MC_THREAD_H
#define MC_THREAD_H

#include "cct.h"
#include "frame.h"
#include "stack.h"
#include "../format.h"
#include "../memcall-abi.h"

struct mc_frame_block;
struct mc_waiting;

/* When to look at memory (gate.h). */
struct mc_gate {
	uint32_t is_unwatched; /* no ring: boundaries go by unseen */
	uint64_t next_look; /* in ticks of the thread */
};

/* The open calls of one stack (strands.h). */
struct mc_strand {
	struct mc_thread *thread; /* NULL: not in use */
	struct mc_strand *from; /* what ran when it began, or the next unused */
	struct mc_frame *caller; /* the call on top then */
	int is_handler; /* it is on an alternate stack for signals */

	/* The thread's, kept while another strand runs. */
	struct mc_stack stack;
	struct mc_frame *top;
	struct mc_frame *limit;
	struct mc_frame *base;
	struct mc_node *timing;

	/* Of all but the thread's own. */
	struct mc_frame none; /* the base: no call */
	struct mc_frame_block *first;
	struct mc_frame_block *block; /* the one that `top` is in */
};

struct mc_thread {
	/* Holds the node the next call hangs below, where compiled code reads
	   and writes it. */
	struct mc_position *position;

	/* The link of the innermost timed call, charged with time. */
	struct mc_node *timing;

	/* The innermost open call, and the end of the frames of its chunk. */
	struct mc_frame *top;
	struct mc_frame *limit;
	struct mc_frame *base; /* what `top` is when no call is open */

	struct mc_thread_record *record; /* in the file */

	struct mc_cct cct; /* its tree */

	uintptr_t starting; /* the stack frame of a call that begins an extent,
			       while it does */
	int is_counted; /* in mc_thread_recording */
	int is_paused; /* by memcall_pause */

	struct mc_node *at_fork; /* current, kept while the thread forks */

	/* Which calls are timed (sample.c). */
	uint32_t random;
	uint32_t interval_shift;
	uint64_t seen_timed;
	uint64_t seen_ticks;
	uint64_t switches;
	uint64_t long_ticks; /* longer windows are looked at twice */

	/* Memory (gate.c). */
	struct mc_gate gate;
	void *ring;
	uint64_t last_faults; /* at the last look */
	int64_t moved_bytes; /* found around calls that move memory */
	int64_t level; /* of resident memory, as last asked around one */
	int64_t move_from; /* the level before such a call */
	uint64_t rough; /* estimates of PSS and USS so far */

	/* When the extent began, or why PSS and USS were not read then. */
	int rollup_error;
	int64_t entry_resident; /* for peak=reset */
	int64_t entry_pss;
	int64_t entry_uss;
	int64_t pss_at_entry; /* what had been charged: */
	int64_t uss_at_entry;
	uint64_t rough_at_entry;
	uint64_t left_ticks; /* when the last extent ended */
	char scratch[2048]; /* for smaps_rollup */

	/* What runs, what is on the thread's own stack, and all others, sorted
	   by where they end. */
	struct mc_strand *strand;
	struct mc_strand own;
	struct mc_strand **strands;
	uint32_t strand_count;
	uint32_t strand_size;
	struct mc_strand *unused_strands;

	/* Chunks of frames of its own strand, in order; `frames_at` is the one
	   `top` is in. */
	struct mc_chunk **frames;
	uint32_t frames_count;
	uint32_t frames_size;
	uint32_t frames_at;

	/* Coroutines (coroutine.h). */
	struct mc_waiting *waiting;
	uint32_t waiting_size;
	uint32_t waiting_count; /* up to here they are open runs' */
	const void *handed_to; /* the frame of what was handed over to, by the
				  last in `handed_over`; NULL: nothing */
	struct mc_span handed_over;
	int handed_reason;
	const void *stays; /* the frame of the coroutine that the extent is a
			      run of, if it has handed over */

	struct mc_stack stack; /* of what runs */
	char *thread_pointer; /* __builtin_thread_pointer() of the thread */
	struct mc_thread *next; /* in the list of living, or of free ones */
};

/* What compiled code knows a thread by; a cache line of its own. */
struct mc_position {
	struct mc_slot slot;
	struct mc_thread *thread; /* NULL: nobody, or a child's before it is
				     found out */
} __attribute__((aligned(64)));

_Static_assert(offsetof(struct mc_position, thread) == sizeof(struct mc_slot),
	       "mc_position_thread");
_Static_assert(sizeof(struct mc_position) == MC_SLOT_WORDS * sizeof(void *),
	       "__memcall_nobody");

/* Whose position a slot is the beginning of.  A module's own nobody is one as
   well, but for the alignment. */
static inline struct mc_thread *mc_position_thread(const struct mc_slot *slot)
{
	return *(struct mc_thread *const *)(slot + 1);
}

/* The position between the arrival of a call from code that is not instrumented
   and the hook: a link in which nothing is found. */
extern struct mc_link mc_thread_arriving;

static inline int mc_thread_is_arriving(const struct mc_thread *thread)
{
	return thread->position->slot.current == &mc_thread_arriving;
}

/* The link of the innermost call that is open. */
static inline struct mc_node *mc_thread_current(const struct mc_thread *thread)
{
	if (__builtin_expect(mc_thread_is_arriving(thread), 0))
		return mc_link_node(thread->position->slot.arrived);
	return mc_link_node(thread->position->slot.current);
}

static inline void mc_thread_go(struct mc_thread *thread, struct mc_node *node)
{
	*(struct mc_link *volatile *)&thread->position->slot.current =
		mc_node_link(node);
}

/* The thread's position, which nobody had or which was wiped, is NODE. */
void mc_thread_take_position(struct mc_thread *thread, struct mc_node *node);

extern __thread struct mc_thread *mc_thread_of_caller;

/* The position of whoever does not record. */
extern struct mc_position mc_thread_nobody;

/* The state of the calling thread; NULL if it has none. */
static inline struct mc_thread *mc_thread_self(void)
{
	return mc_thread_of_caller;
}

/* The same, made if there is none.  NULL if there is no memory or disk for it.
   Call it under the guard. */
struct mc_thread *mc_thread_get(void);

/* The innermost call that is open, or what ran before its strand began. */
static inline struct mc_frame *mc_thread_caller(const struct mc_thread *thread)
{
	if (thread->top != thread->base || thread->strand == &thread->own)
		return thread->top;
	return thread->strand->caller;
}

/* No call is open: FRAME, which is none, is below the first. */
void mc_thread_set_base(struct mc_thread *thread, struct mc_frame *frame);

/* Puts a frame on top, forming, in the next chunk.  NULL if there is none to be
   had.  Takes the guard. */
struct mc_frame *mc_thread_next_frames(struct mc_thread *thread,
				       struct mc_place place);

/* PREVIOUS, in the chunk before, is on top again.  Takes the guard. */
void mc_thread_previous_frames(struct mc_thread *thread,
			       struct mc_frame *previous);

/* The living threads, linked by `next`.  Under the guard. */
struct mc_thread *mc_thread_list(void);

/* In a forked child: only the calling thread lives on. */
void mc_thread_after_fork(void);

/* How many threads are in an extent now, and counts the thread in or out. */
extern _Atomic uint32_t mc_thread_recording;
void mc_thread_count(struct mc_thread *thread, int is_recording);

#endif
