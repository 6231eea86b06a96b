/* SPDX-License-Identifier: MIT */
/*
 * Remembers which coroutines wait.  See coroutine.h.
 *
 * A thread has one array of waiting coroutines.  Each open run has a span of
 * it: the coroutines that wait while it runs.  What the run calls may resume
 * others, whose spans are behind that one.  Those are over before the run goes
 * on.
 */
#include "coroutine.h"
#include "../os/guard.h"
#include "links.h"
#include "../os/own.h"
#include "sample.h"

/* A coroutine that waits. */
struct mc_waiting {
	const void *frame;
	struct mc_function *function;
	struct mc_node *link;
	uint32_t depth; /* waiting coroutines of the function, up to this one */
};

/* GCC's index of a coroutine whose code has not run yet. */
#define MC_INDEX_FRESH 2

static int grow(struct mc_thread *thread)
{
	size_t old =
		thread->coroutines.size * sizeof(*thread->coroutines.waiting);
	struct mc_waiting *grown;
	struct mc_guard guard;

	mc_guard_lock(&guard);
	grown = mc_own_alloc(old ? 2 * old : MC_PAGE_BYTES);
	if (grown) {
		for (uint32_t i = 0; i < thread->coroutines.size; i++)
			grown[i] = thread->coroutines.waiting[i];
		/* The old array stays: a search that a signal has interrupted
		   may be in it. */
		thread->coroutines.waiting = grown;
		thread->coroutines.size =
			(uint32_t)((old ? 2 * old : MC_PAGE_BYTES) /
				   sizeof(*grown));
	}
	mc_guard_unlock(&guard);
	return grown ? 0 : -1;
}

/* Returns the link to FUNCTION for a run that AT calls. */
static struct mc_node *find_link(struct mc_thread *thread, struct mc_node *at,
				 struct mc_function *function)
{
	struct mc_node *link = mc_cct_find(at, mc_links_number(function),
					   mc_links_kid(function));

	return link ?: mc_links_find_slowly(thread, at, function);
}

/* Returns the index of the waiting coroutine with FRAME in the array, or SPAN's
   end if it is not in SPAN. */
static uint32_t find_waiting(const struct mc_thread *thread,
			     struct mc_span span,
			     const struct mc_function *function,
			     const void *frame)
{
	for (uint32_t i = span.end; i-- > span.first;)
		if (thread->coroutines.waiting[i].frame == frame &&
		    thread->coroutines.waiting[i].function == function)
			return i;
	return span.end;
}

/* Returns the link by which the waiting coroutine NUMBER goes on.  If this is
   its first resumption, it has run as a part of its call until now, by another
   link. */
static struct mc_node *go_on(struct mc_thread *thread, uint32_t number)
{
	struct mc_waiting *waiting = &thread->coroutines.waiting[number];

	if (waiting->link->flags & MC_NODE_RESUMED)
		return waiting->link;
	return find_link(thread, mc_node_private(waiting->link)->parent,
			 waiting->function);
}

/* Returns how many of the first END waiting coroutines run FUNCTION.  Returns 0
   if LINK, which is one to FUNCTION, is not recursive. */
static uint32_t count_waiting(struct mc_thread *thread, uint32_t end,
			      const struct mc_function *function,
			      struct mc_node *link)
{
	if (!mc_node_private(link)->open_index)
		return 0;
	while (end-- > 0)
		if (thread->coroutines.waiting[end].function == function)
			return thread->coroutines.waiting[end].depth;
	return 0;
}

/* Notes how many calls of FUNCTION are open as LINK runs: they wait or have
   frames. */
static void note_depth(struct mc_thread *thread, uint32_t end,
		       const struct mc_function *function, struct mc_node *link)
{
	uint32_t depth = 1 + count_waiting(thread, end, function, link) +
			 thread->cct.open[mc_node_private(link)->open_index];

	if (mc_node_private(link)->open_index && depth > link->depth)
		link->depth = depth;
}

static struct mc_node *find(struct mc_thread *thread,
			    struct mc_function *function, const void *frame,
			    uint32_t index, struct mc_span *waiting)
{
	int is_fresh = index == MC_INDEX_FRESH;
	uint32_t number;

	if (thread->coroutines.handed_to != frame) {
		thread->coroutines.handed_to = NULL;
		waiting->first = waiting->end = thread->coroutines.count;
		return find_link(thread, mc_thread_current(thread), function);
	}
	thread->coroutines.handed_to = NULL;
	*waiting = thread->coroutines.handed_over;
	number = is_fresh ? waiting->end
			  : find_waiting(thread, *waiting, function, frame);
	if (number != waiting->end) {
		waiting->end = number;
		return go_on(thread, number);
	}
	/* No coroutine yields a value to one that has not run yet. */
	if (thread->coroutines.handed_reason == MC_ENDS ||
	    (thread->coroutines.handed_reason == MC_YIELDS && !is_fresh))
		waiting->end--;
	return find_link(
		thread,
		waiting->end != waiting->first
			? thread->coroutines.waiting[waiting->end - 1].link
			: mc_thread_current(thread),
		function);
}

struct mc_node *mc_coroutine_find(struct mc_thread *thread,
				  struct mc_function *function,
				  const void *frame, uint32_t index,
				  struct mc_span *waiting)
{
	int is_handed_over = thread->coroutines.handed_to == frame;
	struct mc_node *link = find(thread, function, frame, index, waiting);

	note_depth(thread, waiting->end, function, link);
	if (is_handed_over && !(link->flags & MC_NODE_HANDED)) {
		mc_sample_stop(thread, link);
		link->flags |= MC_NODE_HANDED;
	}
	return link;
}

void mc_coroutine_hand_over(struct mc_thread *thread, struct mc_node *link,
			    struct mc_span waiting,
			    struct mc_function *function, const void *frame,
			    const void *to, int reason)
{
	uint32_t before = count_waiting(thread, waiting.end, function, link);

	thread->coroutines.handed_to = NULL;
	if (waiting.end == thread->coroutines.size && grow(thread))
		return;
	thread->coroutines.waiting[waiting.end++] = (struct mc_waiting){
		.frame = frame,
		.function = function,
		.link = link,
		.depth = before + 1,
	};
	thread->coroutines.handed_over = waiting;
	thread->coroutines.handed_reason = reason;
	thread->coroutines.handed_to = to;
}

/* Raises the peaks of those that wait in SPAN: memory rose by at least RISE
   while they waited. */
static void raise_peaks(struct mc_thread *thread, struct mc_span span,
			int64_t rise)
{
	for (uint32_t i = span.end; i-- > span.first;) {
		struct mc_node *link = thread->coroutines.waiting[i].link;

		if (link->rss_peak_bytes >= rise)
			break;
		link->rss_peak_bytes = rise;
		link->flags |= MC_NODE_PEAK_ESTIMATED;
	}
}

void mc_coroutine_end(struct mc_thread *thread, const struct mc_frame *frame)
{
	struct mc_span span =
		mc_frame_private((struct mc_frame *)frame)->waiting;

	raise_peaks(thread, span, frame->rss_peak - frame->rss_before);
	thread->coroutines.count = span.first;
}

struct mc_node *mc_coroutine_waiting(const struct mc_thread *thread,
				     uint32_t number)
{
	uint32_t count = thread->coroutines.count;

	if (thread->coroutines.handed_to &&
	    thread->coroutines.handed_over.end > count)
		count = thread->coroutines.handed_over.end;
	return number < count ? thread->coroutines.waiting[number].link : NULL;
}
