/* SPDX-License-Identifier: MIT */
/*
 * The recorder's state of a thread: where it is in its tree, which calls are
 * open, and what each module of the recorder keeps of it, in a struct of that
 * module's own.
 *
 * A thread gets its state when it first enters a marked function.  When it
 * ends, the state (tree included) is kept for the next thread that needs one,
 * so that many short threads cost no more than a few at a time (threads.h).
 *
 * While a thread lives, only the thread and its signal handlers write its
 * state.
 */
#ifndef MC_THREAD_H
#define MC_THREAD_H

#include "cct.h"
#include "frame.h"
#include "../os/ring.h"
#include "../os/stack.h"
#include "../../format.h"
#include "../../memcall-abi.h"

struct mc_frame_block;
struct mc_waiting;

/* The extent that the thread is in (extents.c). */
struct mc_extent {
	uintptr_t starting; /* cfa of the call that begins one, while it does */
	int is_counted; /* in mc_thread_recording */
	int is_paused; /* by memcall_pause */
};

/* The state that decides which calls are timed (sample.c). */
struct mc_sampling {
	uint32_t random;
	uint32_t interval_shift; /* doubles the intervals: timing costs less */
	uint64_t seen_timed; /* calls, at the last look at the thread */
	uint64_t seen_ticks; /* when that was */
	uint64_t interval_ticks; /* from one timed call of a hot link to the
				    next, before that */
};

/* What is bound for light calls (light.c). */
struct mc_bound {
	uintptr_t bound; /* the first node that has bound slots; 1: none */
	uint64_t next_ticks; /* when to unbind some again */
	struct mc_node *paused; /* the position when memcall_pause was called */
};

/* PSS and USS when the extent began. */
struct mc_rollup_at_entry {
	int error; /* why they were not read, or 0 */
	int64_t pss;
	int64_t uss;
	int64_t pss_charged; /* to the thread until then */
	int64_t uss_charged;
	uint64_t estimates; /* made until then */
};

/* PSS and USS (rollup.c). */
struct mc_rollup {
	uint64_t estimates; /* made so far */
	struct mc_rollup_at_entry at_entry;
};

/* Calls that move memory (moves.c). */
struct mc_moves {
	int64_t level; /* of resident memory, at the last such call */
	int64_t from; /* the level before such a call */
	int is_moving; /* such a call is being made */
	uint64_t since; /* when a system call began that is timed, else 0; in
			   ticks of the thread */
};

/* What was told since these clocks were read. */
struct mc_told {
	uint64_t wall_ns;
	uint64_t cpu_ns;
	uint64_t off_ns; /* off the processor */
	uint64_t ticks;
};

/* What a clock that ticks costs the thread, since it was started. */
struct mc_ticking {
	uint64_t started_ns;
	uint64_t off_ns; /* off the processor */
	uint64_t switches;
	uint64_t before_ns; /* on it, while others ticked: of threads that had
			       the record before */
};

/* Clocks that are read where there is no ring of events (coarse.c). */
struct mc_coarse {
	int is_open;
	int has_waited; /* since the last tick */
	uint64_t wall_ns; /* when they were last read */
	uint64_t cpu_ns;
	uint64_t waits; /* then */
	const volatile uint64_t *jiffy; /* NULL: nothing ticks */
	uint64_t seen; /* *jiffy, at the last tick */
	uint32_t period_ns;
	uint64_t ran_ns; /* since then */
};

/* When to look at memory, and what was found (gate.c). */
struct mc_gate {
	/* The word that light copies look at: what the position's `head` leads
	   to. */
	const volatile uintptr_t *head;
	uint32_t is_unwatched; /* no ring: changes go by unseen */
	uint64_t next_look; /* in ticks of the thread */
	void *events; /* the ring that the position shows; NULL: none */
	void *faults; /* the ring of faults alone; NULL: none */
	struct mc_ring_reader reader; /* of `events` */
	struct mc_ring_clock clock; /* that ticks into `events` */
	struct mc_told told;
	struct mc_ticking ticking;
	struct mc_coarse coarse;
	uint64_t kernel_ns; /* time in the kernel, not yet charged as ticks */
	uint64_t fault_ns; /* what a page fault takes there; 0: not asked */
	uint64_t changes; /* signs that memory may have changed, since the last
			     look; see also seen_brk */
	uintptr_t seen_brk; /* the end of the heap, then */
	uint64_t waited_ticks; /* time off the processor, but for preemption */
	uint64_t last_faults; /* at the last look */
	int64_t moved_bytes; /* by calls that move memory, not charged yet */
	uint64_t left_ticks; /* when the last extent ended */
	int64_t resident_at_entry; /* of the extent, for peak=reset */
};

/* The open calls of one stack (strands.h). */
struct mc_strand {
	struct mc_thread *thread; /* NULL: not in use */
	struct mc_strand *from; /* what ran when it began, or the next unused */
	struct mc_frame *caller; /* the call on top then */
	int is_handler; /* it is on an alternate stack for signals */

	/* The thread's words of these names, while another strand runs. */
	struct mc_stack stack;
	struct mc_frame *top;
	struct mc_frame *limit;
	struct mc_frame *base;
	struct mc_node *timing;

	/* Not used by the thread's own strand. */
	struct mc_frame none; /* the base: no call */
	struct mc_frame_block *first;
	struct mc_frame_block *block; /* the one that `top` is in */
};

/* All strands of the thread (strands.c). */
struct mc_strands {
	struct mc_strand *running;
	struct mc_strand own; /* on the thread's own stack */
	struct mc_strand **others; /* sorted by where they end */
	uint32_t count;
	uint32_t size;
	struct mc_strand *unused;
};

/* Chunks of frames of the thread's own strand, in order (frames.c). */
struct mc_frames {
	struct mc_chunk **chunks;
	uint32_t count;
	uint32_t size;
	uint32_t at; /* the one that `top` is in */
};

/* Coroutines that wait, and what was handed over to last (coroutine.c). */
struct mc_coroutines {
	struct mc_waiting *waiting;
	uint32_t size;
	uint32_t count; /* end of the spans of open runs */
	const void *handed_to; /* frame of the coroutine that was handed over
				  to; NULL: none */
	struct mc_span handed_over; /* those that wait then, the last of which
				       has handed over */
	int handed_reason;
	const void *stays; /* frame of the coroutine that the extent is a run
			      of, if it has handed over */
};

/* What the thread has allocated (../heap/ledger.c). */
struct mc_thread_heap {
	const void *last; /* the block, unless it has been freed since */
	uint64_t added; /* how many so far */
	uint64_t untold; /* bytes that are in no sum yet; may be below 0 */
	size_t wanted; /* what operator new is asked for, which may ask malloc
			  for more, plus 1; 0: it is not */
};

struct mc_thread {
	/* Holds the node below which the next call hangs, for compiled code. */
	struct mc_position *position;

	/* The link of the innermost timed call, charged with time. */
	struct mc_node *timing;

	/* The innermost open call, and the end of the frames of its chunk. */
	struct mc_frame *top;
	struct mc_frame *limit;
	struct mc_frame *base; /* what `top` is when no call is open */

	struct mc_thread_record *record; /* in the file */
	struct mc_cct cct; /* its tree */
	struct mc_extent extent;
	struct mc_sampling sampling;
	struct mc_bound light;
	struct mc_strands strands;
	struct mc_frames frames;
	struct mc_coroutines coroutines;

	struct mc_node *at_fork; /* the position, kept while it forks */
	struct mc_node *beneath; /* the position, where calls that are not
				    recorded began */
	struct mc_stack stack; /* of the running strand */
	char *thread_pointer; /* __builtin_thread_pointer() of the thread */
	struct mc_thread *next; /* in the list of living, or of free ones */

	struct mc_thread_heap heap;
	struct mc_gate gate;
	struct mc_rollup rollup;
	struct mc_moves moves;
	char scratch[2048]; /* for what is read from /proc */
};

/* A thread's position, with the thread behind it.  It has a cache line of its
   own. */
struct mc_thread_position {
	struct mc_position position;
	struct mc_thread *thread; /* NULL: nobody's position, or a child's that
				     was wiped */
} __attribute__((aligned(64)));

_Static_assert(offsetof(struct mc_thread_position, thread) ==
		       sizeof(struct mc_position),
	       "mc_position_thread");
_Static_assert(sizeof(struct mc_thread_position) ==
		       MC_POSITION_WORDS * sizeof(void *),
	       "__memcall_nobody");

/* Returns the thread that has POSITION, NULL for nobody's.  It may be a
   module's
   __memcall_nobody, which is a struct mc_thread_position except for its
   alignment. */
static inline struct mc_thread *mc_position_thread(
	const struct mc_position *position)
{
	return *(struct mc_thread *const *)(position + 1);
}

/* The position of a thread from the arrival of a call by code that is not
   instrumented until the hook: a link in which nothing is found. */
extern struct mc_link mc_thread_arriving;

static inline int mc_thread_is_arriving(const struct mc_thread *thread)
{
	return thread->position->current == &mc_thread_arriving;
}

/* Tells whether LINK is of the tree of THREAD (may be NULL), or stands in for
   such a link, or was one before a fork. */
static inline int mc_thread_has(const struct mc_thread *thread,
				const struct mc_link *link)
{
	return !link->thread ||
	       (thread && link->thread == thread->record->number);
}

/* Tells whether LINK is what a light copy has that is not recorded. */
static inline int mc_thread_is_stand_in(const struct mc_link *link)
{
	return link->function == MC_FUNCTION_STAND_IN;
}

/* Returns the link of the innermost call that is open. */
static inline struct mc_node *mc_thread_current(const struct mc_thread *thread)
{
	struct mc_link *link = thread->position->current;

	if (__builtin_expect(mc_thread_is_arriving(thread), 0))
		link = thread->position->arrived;
	return __builtin_expect(mc_thread_is_stand_in(link), 0)
		       ? thread->beneath
		       : mc_link_node(link);
}

/* A call begins that is not recorded.  Until it ends, what is recorded all the
   same is charged to the position, which compiled code may not show any
   more. */
static inline void mc_thread_begin_unrecorded(struct mc_thread *thread)
{
	thread->beneath = mc_thread_current(thread);
}

/* Makes NODE the thread's position. */
static inline void mc_thread_go(struct mc_thread *thread, struct mc_node *node)
{
	*(struct mc_link *volatile *)&thread->position->current =
		mc_node_link(node);
}

/* Fills the thread's position, which is new or was wiped, and makes it NODE. */
void mc_thread_take_position(struct mc_thread *thread, struct mc_node *node);

/* The state of the calling thread; NULL: it has none.  Only threads.c and
   overhead.c set it. */
extern __thread struct mc_thread *mc_thread_of_caller;

static inline struct mc_thread *mc_thread_self(void)
{
	return mc_thread_of_caller;
}

/* The position of a thread that does not record. */
extern struct mc_thread_position mc_thread_nobody;

/* The position of a thread that has none of its own, for light copies, which
   may be left over from a thread that has: they may write to it, and nobody
   reads that. */
extern struct mc_thread_position mc_thread_anyone;

/* Returns the innermost open call of the running strand; if there is none, the
   call that was on top when the strand began. */
static inline struct mc_frame *mc_thread_caller(const struct mc_thread *thread)
{
	const struct mc_strands *strands = &thread->strands;

	if (thread->top != thread->base || strands->running == &strands->own)
		return thread->top;
	return strands->running->caller;
}

/* Prepares a thread of which no call is open.  FRAME, which is no call, is
   below the first. */
void mc_thread_set_base(struct mc_thread *thread, struct mc_frame *frame);

/* The living threads, linked by `next`.  Under the guard. */
extern struct mc_thread *mc_thread_living;

/* The number of threads that are in an extent now. */
extern _Atomic uint32_t mc_thread_recording;
/* Counts THREAD in or out, unless it is already. */
void mc_thread_count(struct mc_thread *thread, int is_recording);

/* Tells whether several threads are in extents now. */
static inline int mc_thread_are_several(void)
{
	return __atomic_load_n(&mc_thread_recording, __ATOMIC_RELAXED) > 1;
}

#endif
