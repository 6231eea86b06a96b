/* SPDX-License-Identifier: MIT */
/*
 * The rarer part of links.h.
 */
#include "links.h"
#include "clock.h"
#include "functions.h"
#include "guard.h"
#include "options.h"
#include "sample.h"

/* With time=off, calls until the recorder is asked all the same. */
#define MC_FAR_AWAY (1u << 30)

/* LINK leads to what a thread was started for, if PARENT is the context of one
   that was. */
static void mark_start(const struct mc_thread *thread,
		       const struct mc_node *parent, struct mc_node *link)
{
	if (thread->top->flags & MC_FRAME_THREAD &&
	    parent == mc_frame_private(thread->top)->inside)
		link->flags |= MC_NODE_THREAD;
}

static struct mc_node *make_child(struct mc_thread *thread,
				  struct mc_node *parent,
				  struct mc_function *function)
{
	uint64_t before = mc_clock_ticks();
	uint32_t number = function->id;
	struct mc_guard guard;
	struct mc_node *link;

	if (!number) {
		mc_guard_lock(&guard);
		number = mc_functions_number(function);
		mc_guard_unlock(&guard);
	}
	link = mc_cct_child(thread, parent, number, function->slot);
	if (function->flags & MC_FUNCTION_FRAMED)
		link->flags |= MC_NODE_FRAMED;
	mark_start(thread, parent, link);
	thread->record->own_ticks += mc_clock_ticks() - before;
	return link;
}

/*
 * Another callee of PARENT is in the slot of FUNCTION.  If PARENT has a slot
 * that nobody uses, that becomes the function's: slots are colours of a graph
 * in which callees of one caller are neighbours.  Only so many times, as more
 * than there are slots may be needed.
 */
static void find_free_slot(struct mc_node *parent, struct mc_function *function)
{
	enum { MOST_MOVES = 8 };
	struct mc_link *link = mc_node_link(parent);

	if (mc_cct_is_free(link->kid[function->slot]) ||
	    function->moves == MOST_MOVES)
		return;
	for (uint32_t i = 1; i < MC_KIDS; i++) {
		uint32_t slot = (function->slot + i) % MC_KIDS;

		if (!mc_cct_is_free(link->kid[slot]))
			continue;
		function->moves++;
		function->slot = slot;
		return;
	}
}

struct mc_node *mc_links_find_slowly(struct mc_thread *thread,
				     struct mc_node *parent,
				     struct mc_function *function)
{
	struct mc_node *link = mc_cct_look_up(thread, parent, function->id);

	find_free_slot(parent, function);
	if (!link)
		return make_child(thread, parent, function);
	mark_start(thread, parent, link);
	mc_node_link(parent)->kid[function->slot] = mc_node_link(link);
	return link;
}

/* With a frame for each call, calls that are not timed are due as well. */
static int decide_framed(struct mc_thread *thread, struct mc_node *link)
{
	struct mc_node_private *own = mc_node_private(link);

	mc_cct_look_again(link);
	if (own->skip) {
		own->skip--;
		return 0;
	}
	own->skip = mc_sample_next(thread, link) - 1;
	return 1;
}

int mc_links_decide_slowly(struct mc_thread *thread, struct mc_node *link)
{
	int is_framed = link->flags & MC_NODE_FRAMED;
	uint32_t next = 1;

	if (link->left < 0) {
		/* A handler that came in between has counted on. */
		mc_cct_put_off(link, 1 - (uint32_t)link->left);
		return mc_options.time != MC_TIME_OFF;
	}
	if (mc_options.time == MC_TIME_AUTO) {
		if (is_framed)
			return decide_framed(thread, link);
		next = mc_sample_next(thread, link);
	} else if (!is_framed && mc_options.time == MC_TIME_OFF) {
		next = MC_FAR_AWAY;
	}
	if (next == 1)
		mc_cct_look_again(link);
	else
		mc_cct_put_off(link, next);
	return mc_options.time != MC_TIME_OFF;
}
