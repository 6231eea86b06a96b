/* SPDX-License-Identifier: MIT */
/*
 * Looks for light copies, and begins and ends calls of what has one.  See
 * light-calls.h.
 */
#include "light-calls.h"
#include "../calls/calls.h"
#include "../calls/jumps.h"
#include "../life/fork.h"
#include "../os/guard.h"
#include "../profile/light.h"
#include "../profile/links.h"
#include "../profile/module.h"
#include "../profile/recall.h"
#include "../profile/stand-in.h"

/* Tells whether the light copy with the node SELF is of the tree of THREAD (may
   be NULL), the calling one.  A coroutine may have changed threads. */
static int is_its(struct mc_thread *thread, struct mc_node *self)
{
	return thread &&
	       mc_module_words(__builtin_thread_pointer())->own ==
		       thread->position &&
	       mc_thread_has(thread, mc_node_link(self));
}

static int is_recording(const struct mc_thread *thread)
{
	return thread->record->top && !thread->extent.is_paused;
}

/* Returns the node that was running until now: that of SELF's caller, if SELF
   has just been called. */
static struct mc_node *find_running(const struct mc_thread *thread,
				    struct mc_node *self, int is_entry)
{
	struct mc_node *caller = mc_node_private(self)->parent;

	return is_entry && caller && caller != thread->cct.root ? caller : self;
}

/* In a child that nobody told of: looks, and takes over the call of NODE, which
   has just been counted for the parent.  (If both count at the same instant,
   the parent may know of one call less.) */
static void look_after_fork(struct mc_node *node, int is_entry)
{
	struct mc_link *self = mc_node_link(node);
	struct mc_slot *slot =
		mc_thread_is_stand_in(self) ? NULL : mc_node_light(node)->slot;
	int is_counted = is_entry && slot && slot->kid == self;

	if (is_counted)
		__atomic_fetch_sub(&slot->count, 1, __ATOMIC_RELAXED);
	mc_fork_find()->look(self, is_entry);
	if (is_counted && node->offset)
		node->base++;
}

void mc_light_calls_hook_look(struct mc_link *self, int is_entry)
{
	struct mc_thread *thread = mc_thread_self();
	struct mc_node *node = mc_link_node(self);

	if (unlikely(!*mc_fork_is_known)) {
		look_after_fork(node, is_entry);
		return;
	}
	if (unlikely(mc_guard_inside))
		return;
	if (unlikely(!is_its(thread, node))) {
		mc_module_look_away();
		return;
	}
	if (unlikely(!is_recording(thread))) {
		/* A light copy may run on another stack when the extent is
		   over. */
		mc_light_unbind_all(thread);
		mc_module_look_away();
		return;
	}
	mc_jumps_find_strand(thread, (uintptr_t)__builtin_frame_address(0));
	if (unlikely(mc_thread_is_stand_in(self)))
		node = thread->beneath;
	if (unlikely(!node->offset))
		node = mc_recall_node(thread, node);
	mc_thread_go(thread, find_running(thread, node, is_entry));
	mc_gate_look(thread, thread->top);
	mc_light_sample(thread, node, mc_clock_ticks());
	mc_thread_go(thread, mc_link_node(self));
}

/* Begins a call of FUNCTION by FROM, where the position is by now.  Returns the
   handle. */
static void *enter(uintptr_t from, struct mc_function *function, void *cfa)
{
	const struct mc_module *module = mc_module_of_recorder();
	struct mc_position *position = mc_inline_position(module, NULL);
	struct mc_link *caller = mc_inline_owner(mc_inline_slot_from(from));

	/* Another thread may be counting the kids of a link of its own. */
	if (unlikely(caller && position->current &&
		     !mc_thread_has(mc_position_thread(position), caller)))
		return module->hooks.enter(position, function, NULL, cfa);
	return mc_inline_enter(module, position, function, cfa);
}

/* Lets other units call LIGHT in the place of FUNCTION's entry, which has
   called it. */
static void publish(struct mc_function *function, uintptr_t from,
		    const void *light)
{
	const void *entry = (const void *)mc_inline_entry(from);

	if (!entry || !light || !(function->flags & MC_FUNCTION_FAR))
		return;
	__atomic_store_n(&function->entry, entry, __ATOMIC_RELAXED);
	__atomic_store_n(&function->light, light, __ATOMIC_RELEASE);
}

void mc_light_calls_hook_begin(struct mc_function *function, uintptr_t from,
			       void *cfa, struct mc_call *call,
			       const void *light)
{
	const struct mc_module *module = mc_module_of_recorder();
	struct mc_slot *slot = mc_inline_slot_from(from);

	/* Before anything is counted for the parent. */
	if (unlikely(!*mc_fork_is_known)) {
		mc_fork_find()->begin(function, from, cfa, call, light);
		return;
	}
	if (unlikely(!function->light))
		publish(function, from, light);
	if (unlikely(slot && !slot->number))
		mc_recall_slot(mc_thread_self(), slot);
	mc_inline_come(module, from, function);
	call->handle = enter(from, function, cfa);
	call->back = mc_inline_words(module)->own->current;
	call->slot.kid =
		call->handle && mc_links_is_counted(call->back, function)
			? call->back
			: mc_stand_in_for(function);
}

void mc_light_calls_hook_end(struct mc_call *call)
{
	const struct mc_module *module = mc_module_of_recorder();
	/* The thread may be paused by now. */
	struct mc_position *own = mc_inline_words(module)->own;

	mc_inline_go_on(own, call->back);
	mc_inline_leave(module, own, call->handle);
}

void mc_light_calls_hook_tell(struct mc_link *self, uint32_t number,
			      uintptr_t calling, uintptr_t target)
{
	struct mc_position *own = mc_inline_words(mc_module_of_recorder())->own;
	struct mc_thread *thread = mc_thread_self();

	/* A coroutine may have changed threads. */
	if (likely(mc_thread_has(thread, self)))
		own->current = self;
	own->calling = calling;
	own->slot = mc_inline_slot(self, number);
	own->target = target;
}
