/* SPDX-License-Identifier: MIT */
/*
 * Makes links, finds them elsewhere than at their kid index, and decides what
 * is rare.  See links.h.
 */
#include "links.h"
#include "events.h"
#include "../os/clock.h"
#include "functions.h"
#include "light.h"
#include "../os/guard.h"
#include "options.h"
#include "recall.h"
#include "sample.h"

/* Calls of a link that is not timed until the recorder is asked all the
   same. */
#define MC_FAR_AWAY (1u << 30)

/* The same where it may be called by a slot as well: only a call that comes to
   the recorder can bind one.  Odd, as calls of two kinds may alternate. */
#define MC_SELDOM 1021u

/* A function may get another kid index at each multiple of so many misses, and
   at each power of two. */
#define MC_MISSES 64

/* Marks LINK as what a thread was started for, if AT is the context of such a
   thread (creator.h). */
static void mark_start(const struct mc_thread *thread, const struct mc_node *at,
		       struct mc_node *link)
{
	struct mc_frame *caller = mc_thread_caller(thread);

	if (caller->flags & MC_FRAME_THREAD &&
	    at == mc_frame_private(caller)->link)
		link->flags |= MC_NODE_THREAD;
}

static struct mc_node *make_link(struct mc_thread *thread, struct mc_node *at,
				 struct mc_function *function)
{
	uint64_t before = mc_events_begin_own(thread);
	uint32_t number = mc_links_number(function);
	struct mc_guard guard;
	struct mc_node *link;

	if (number == MC_FUNCTION_UNNUMBERED) {
		mc_guard_lock(&guard);
		number = mc_functions_number(function);
		mc_guard_unlock(&guard);
	}
	link = mc_cct_callee(&thread->cct, at, number, mc_links_kid(function));
	if (function->flags & MC_FUNCTION_FRAMED)
		link->flags |= MC_NODE_FRAMED;
	if (function->flags & MC_FUNCTION_COROUTINE)
		link->flags |= MC_NODE_COROUTINE;
	if (function->flags & MC_FUNCTION_RESUMED)
		link->flags |= MC_NODE_RESUMED | MC_NODE_FRAMED;
	mark_start(thread, at, link);
	mc_events_end_own(thread, before);
	return link;
}

/* Returns the kid index of AT whose link was called least since this was last
   asked. */
static uint32_t find_quietest_kid(struct mc_node *at)
{
	uint32_t fewest = UINT32_MAX;
	uint32_t quietest = 0;

	for (uint32_t i = 0; i < MC_KIDS; i++) {
		struct mc_link *kid = mc_cct_kid(mc_node_link(at), i);
		struct mc_node *link = mc_link_node(kid);
		uint32_t calls, news;

		if (mc_cct_is_free(kid))
			return i;
		calls = (uint32_t)mc_node_calls(link);
		news = calls - mc_node_private(link)->calls_seen;
		mc_node_private(link)->calls_seen = calls;
		if (news < fewest) {
			fewest = news;
			quietest = i;
		}
	}
	return quietest;
}

/*
 * Counts a miss: FUNCTION's link from AT was not at its kid index, as another
 * callee is.  Now and then the function gets the kid index that AT needs least.
 * Kid indices are colours of a graph in which callees of one caller are
 * neighbours.  A caller may have more callees than there are colours, but
 * seldom in one phase of a program.
 */
static void find_better_kid(struct mc_node *at, struct mc_function *function)
{
	uint32_t misses =
		__atomic_load_n(&function->misses, __ATOMIC_RELAXED) + 1;

	/* All threads share a function.  A miss less makes no difference. */
	__atomic_store_n(&function->misses, misses, __ATOMIC_RELAXED);
	if (misses % MC_MISSES && misses & (misses - 1))
		return;
	if (!mc_cct_is_free(
		    mc_cct_kid(mc_node_link(at), mc_links_kid(function))))
		__atomic_store_n(&function->kid, find_quietest_kid(at),
				 __ATOMIC_RELAXED);
}

struct mc_node *mc_links_find_slowly(struct mc_thread *thread,
				     struct mc_node *at,
				     struct mc_function *function)
{
	struct mc_node *link;

	if (!at->offset)
		at = mc_recall_node(thread, at);
	link = mc_cct_look_up(&thread->cct, at, mc_links_number(function));

	find_better_kid(at, function);
	if (!link)
		return make_link(thread, at, function);
	mark_start(thread, at, link);
	mc_cct_put(mc_node_link(at), mc_links_kid(function),
		   mc_node_link(link));
	return link;
}

/* Decides for a link whose calls all have frames.  There, calls that are not
   timed are due as well. */
static int decide_framed(struct mc_thread *thread, struct mc_node *link)
{
	struct mc_node_private *own = mc_node_private(link);

	mc_cct_look_again(link);
	if (link->flags & MC_NODE_HANDED)
		return 1;
	if (own->skip) {
		own->skip--;
		return 0;
	}
	own->skip = mc_sample_next(thread, link) - 1;
	return 1;
}

/* Draws when the next call of LINK is timed.  A link of which all are has no
   light ones. */
static uint32_t draw_next(struct mc_thread *thread, struct mc_node *link)
{
	uint32_t next = mc_sample_next(thread, link);

	if (mc_node_private(link)->gap == 1)
		mc_light_unbind(thread, link);
	return next;
}

int mc_links_decide_slowly(struct mc_thread *thread, struct mc_node *link,
			   const struct mc_function *function,
			   struct mc_slot *slot)
{
	int is_framed = link->flags & MC_NODE_FRAMED;
	uint32_t next = 1;

	/* `other` has many callers, and is no callee of theirs in the tree.
	   Its time is theirs, as if it were not instrumented. */
	if (link->function == MC_OTHER_FUNCTION) {
		mc_cct_put_off(link, MC_FAR_AWAY);
		return 0;
	}
	slot = mc_light_notice(thread, link, slot);
	if (link->left < 0) {
		/* A handler that came in between has counted on. */
		mc_cct_put_off(link, 1 - (uint32_t)link->left);
		return mc_options.time != MC_TIME_OFF;
	}
	if (mc_options.time == MC_TIME_AUTO) {
		if (is_framed)
			return decide_framed(thread, link);
		next = draw_next(thread, link);
	} else if (!is_framed && mc_options.time == MC_TIME_OFF) {
		next = mc_thread_current(thread)->slots ? MC_SELDOM
							: MC_FAR_AWAY;
	}
	/* When it is unbound, the next call shall come here. */
	if (slot && mc_light_bind(thread, link, slot, function))
		next = 1;
	if (next == 1)
		mc_cct_look_again(link);
	else
		mc_cct_put_off(link, next);
	return mc_options.time != MC_TIME_OFF;
}
