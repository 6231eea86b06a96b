/* SPDX-License-Identifier: MIT */
/*
 * Binds slots.  See light.h.
 *
 * The nodes that have bound slots, or had some, are in a list.  It begins at
 * light.bound of the thread and ends with 1.  A node that is in none has 0.  A
 * signal handler may bind slots at any time: each step leaves a list that holds
 * all but what is being added.
 */
#include "light.h"
#include "../os/guard.h"
#include "mapfile.h"
#include "options.h"
#include "sample.h"

#include <stdatomic.h>

/* The end of the list. */
#define LAST 1u

/* So many callees of one link are unbound at a time. */
#define MC_LIGHT_CALLEES 16u

/* From one time to the next, where the clock that ticks is not the thread's. */
#define MC_LIGHT_INTERVAL_NS 1000000u

/* Links with these flags need the hook at each call. */
#define HOOKED \
	(MC_NODE_FRAMED | MC_NODE_THREAD | MC_NODE_COROUTINE | \
	 MC_NODE_RESUMED | MC_NODE_HANDED)

/* Tells whether SLOT is one of AT's. */
static int is_slot_of(struct mc_node *at, const struct mc_slot *slot)
{
	uintptr_t distance = (uintptr_t)slot - (uintptr_t)mc_node_slots(at);

	return distance / sizeof(*slot) >= at->unbound &&
	       distance / sizeof(*slot) < at->slots &&
	       distance % sizeof(*slot) == 0;
}

/* Returns the node that SLOT, which is a pointer's, was last bound to. */
static struct mc_node *find_before(const struct mc_slot *slot)
{
	struct mc_node *node;
	struct mc_guard guard;

	mc_guard_lock(&guard);
	node = mc_mapfile_record(mc_node_offset(slot->link));
	mc_guard_unlock(&guard);
	return node;
}

/* Tells whether calls by AT's code are of LINK: it hangs below AT's target or,
   in the zone, below any node of its function. */
static int is_callee(struct mc_node *at, struct mc_node *link)
{
	const struct mc_node *parent = mc_node_private(link)->parent;

	return parent == mc_node_target(at) ||
	       (link->flags & MC_NODE_ZONE && parent->function == at->function);
}

static int may_be_light(struct mc_node *at, struct mc_node *link)
{
	return !(link->flags & HOOKED) && link->function != MC_OTHER_FUNCTION &&
	       link->offset && at->offset && is_callee(at, link);
}

/* Takes the calls out of SLOT, which are of LINK.  A signal handler may count
   there meanwhile. */
static void collect(struct mc_node *link, struct mc_slot *slot)
{
	uint64_t calls = __atomic_load_n(&slot->count, __ATOMIC_RELAXED);

	if (!calls)
		return;
	link->light += calls;
	__atomic_fetch_sub(&slot->count, calls, __ATOMIC_RELAXED);
}

struct mc_slot *mc_light_notice(struct mc_thread *thread, struct mc_node *link,
				struct mc_slot *slot)
{
	struct mc_node *at = mc_thread_current(thread);
	uint32_t line = mc_node_line(link->offset);

	if (!slot || !is_slot_of(at, slot) || !may_be_light(at, link))
		return NULL;
	/* Calls through a pointer have been bound to another link meanwhile. */
	if (slot->link != line && slot->kid)
		return NULL;
	if (slot->link)
		collect(slot->link == line ? link : find_before(slot), slot);
	return slot;
}

/* Tells whether something ticks, so that unbound slots are to be had. */
static int has_ticks(const struct mc_thread *thread)
{
	const struct mc_gate *gate = &thread->gate;

	return gate->events ? gate->clock.pin.memory != NULL
			    : gate->coarse.jiffy != NULL;
}

/* Tells whether calls of LINK need no hook.  On a stack that is not the
   thread's own they do: another thread may go on there while this one counts in
   the same slots. */
static int is_wanted(const struct mc_thread *thread, struct mc_node *link)
{
	if (thread->extent.is_paused || mc_options.time == MC_TIME_ALL ||
	    thread->strands.running != &thread->strands.own)
		return 0;
	return mc_options.time == MC_TIME_OFF ||
	       (mc_node_private(link)->gap > 1 && has_ticks(thread));
}

/* Puts AT into the list, unless it is there. */
static void list(struct mc_thread *thread, struct mc_node *at)
{
	struct mc_node_light *light = mc_node_light(at);
	uintptr_t first = thread->light.bound;

	if (light->next)
		return;
	do
		light->next = first;
	while (!__atomic_compare_exchange_n(&thread->light.bound, &first,
					    (uintptr_t)at, 0, __ATOMIC_RELAXED,
					    __ATOMIC_RELAXED));
}

int mc_light_bind(struct mc_thread *thread, struct mc_node *link,
		  struct mc_slot *slot, const struct mc_function *function)
{
	struct mc_node *at = mc_thread_current(thread);

	if (!is_wanted(thread, link))
		return 0;
	list(thread, at);
	slot->link = mc_node_line(link->offset);
	mc_node_light(link)->slot = slot;
	mc_node_light(link)->callee = function;
	atomic_signal_fence(memory_order_seq_cst);
	*(struct mc_link *volatile *)&slot->kid = mc_node_link(link);
	return 1;
}

/* Unbinds the slots of AT that are bound to LINK; NULL: all. */
static void unbind_at(struct mc_node *at, const struct mc_node *link)
{
	struct mc_slot *slots = mc_node_slots(at);

	for (uint32_t i = at->unbound; i < at->slots; i++)
		if (!link || slots[i].kid == (const struct mc_link *)link)
			slots[i].kid = NULL;
}

void mc_light_unbind(struct mc_thread *thread, struct mc_node *link)
{
	uintptr_t at = thread->light.bound;

	if (!mc_node_light(link)->slot)
		return;
	for (; at != LAST; at = mc_node_light((struct mc_node *)at)->next)
		unbind_at((struct mc_node *)at, link);
	mc_node_light(link)->slot = NULL;
}

void mc_light_unbind_all(struct mc_thread *thread)
{
	uintptr_t at = __atomic_exchange_n(&thread->light.bound, LAST,
					   __ATOMIC_RELAXED);

	while (at != LAST) {
		struct mc_node *node = (struct mc_node *)at;

		at = mc_node_light(node)->next;
		mc_node_light(node)->next = 0;
		unbind_at(node, NULL);
	}
}

/* Puts the counts of NODE's inner functions aside, where other slots have their
   links, or restores them. */
static void put_aside(struct mc_node *node)
{
	struct mc_slot *slots = mc_node_slots(node);

	for (uint32_t i = 0; i < node->unbound; i++)
		slots[i].kid = (struct mc_link *)(uintptr_t)slots[i].count;
}

static void restore(struct mc_node *node)
{
	struct mc_slot *slots = mc_node_slots(node);

	for (uint32_t i = 0; i < node->unbound; i++) {
		slots[i].count = (uintptr_t)slots[i].kid;
		slots[i].kid = NULL;
	}
}

/* Light copies do not ask before they count.  Those whose calls are open are of
   the position and of what is above it; what is called from now on is given
   links that are nobody's. */
void mc_light_pause(struct mc_thread *thread)
{
	struct mc_node *node = mc_thread_current(thread);

	mc_light_unbind_all(thread);
	if (thread->light.paused)
		return;
	thread->light.paused = node;
	for (; node; node = mc_node_private(node)->parent)
		put_aside(node);
}

void mc_light_unpause(struct mc_thread *thread)
{
	struct mc_node *node = thread->light.paused;

	thread->light.paused = NULL;
	for (; node; node = mc_node_private(node)->parent)
		restore(node);
}

void mc_light_unbind_everywhere(void)
{
	struct mc_guard guard;
	struct mc_thread *thread;
	uintptr_t at;

	mc_guard_lock(&guard);
	/* A thread may take nodes out of its list meanwhile: unbound ones. */
	for (thread = mc_thread_living; thread; thread = thread->next)
		for (at = thread->light.bound; at && at != LAST;
		     at = mc_node_light((struct mc_node *)at)->next)
			unbind_at((struct mc_node *)at, NULL);
	mc_guard_unlock(&guard);
}

/* Unbinds slots of SELF: so many, from a random one on. */
static void unbind_callees(struct mc_thread *thread, struct mc_node *self)
{
	struct mc_slot *slots = mc_node_slots(self) + self->unbound;
	uint32_t all = self->slots - (uint32_t)self->unbound;
	uint32_t count = all, first = 0;

	if (count > MC_LIGHT_CALLEES) {
		first = mc_sample_draw(&thread->sampling.random) % count;
		count = MC_LIGHT_CALLEES;
	}
	for (uint32_t i = 0; i < count; i++)
		slots[(first + i) % all].kid = NULL;
}

void mc_light_sample(struct mc_thread *thread, struct mc_node *self,
		     uint64_t now)
{
	struct mc_slot *slot = mc_node_light(self)->slot;

	if (mc_options.time != MC_TIME_AUTO || now < thread->light.next_ticks)
		return;
	thread->light.next_ticks = now + mc_mapfile_ticks(MC_LIGHT_INTERVAL_NS);
	/* It is another link's if SELF was brought back since. */
	if (slot && slot->kid == mc_node_link(self))
		slot->kid = NULL;
	unbind_callees(thread, self);
}
