/* SPDX-License-Identifier: MIT */
/*
 * Light calls: those that a light copy counts itself, in slots of its own node
 * (../../memcall-abi.h).  It does so as long as the slot is bound to the
 * callee's link.
 *
 * A slot is bound when its callee's calls need not be timed each.  With
 * time=auto it is unbound again for a moment, so that the next call comes to
 * the hook and is timed: at ticks, around the position (sampling by unlinking).
 * So light calls are picked at random in time, and the shorter of them are not
 * slowed down by a countdown.  Nothing is bound while the thread is paused, or
 * when its extent is over.
 *
 * A link may be bound to several slots: those of its caller, which may call it
 * by its name and through pointers, and of the links that lead back to that.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_LIGHT_H
#define MC_LIGHT_H

#include "thread.h"

/* Returns the slot that a call of FUNCTION was announced with, if it was; else
   NULL.  Nobody is told of it again. */
static inline struct mc_slot *mc_light_told(struct mc_position *position,
					    const struct mc_function *function)
{
	struct mc_slot *slot = position->slot;
	uintptr_t target = position->target;

	position->slot = NULL;
	return slot && (target == (uintptr_t)function ||
			(function->light &&
			 target == (uintptr_t)function->entry))
		       ? slot
		       : NULL;
}

/* Returns SLOT (may be NULL), by which a call of LINK has come to a hook, if it
   is one of the position's, and LINK may have light calls at all; else NULL.
   Takes notice of the light calls since it was last asked. */
struct mc_slot *mc_light_notice(struct mc_thread *thread, struct mc_node *link,
				struct mc_slot *slot);

/* Binds SLOT, which mc_light_notice has returned, to LINK, which is FUNCTION's,
   if its calls need not be timed each.  Returns 1 if it has. */
int mc_light_bind(struct mc_thread *thread, struct mc_node *link,
		  struct mc_slot *slot, const struct mc_function *function);

/* Unbinds the slots of LINK, or all slots of the thread. */
void mc_light_unbind(struct mc_thread *thread, struct mc_node *link);
void mc_light_unbind_all(struct mc_thread *thread);

/* A pause begins, and ends: unbinds all, and takes back what is counted for
   inner functions meanwhile by the calls that are open. */
void mc_light_pause(struct mc_thread *thread);
void mc_light_unpause(struct mc_thread *thread);

/* Unbinds the slots of all threads: code that some of them lead to is about to
   be unloaded.  Any thread may call this, but no signal handler.  Takes the
   guard. */
void mc_light_unbind_everywhere(void);

/* Unbinds the slot of SELF, which is running, and those of its callees, if
   enough time has passed since this was last done, at NOW. */
void mc_light_sample(struct mc_thread *thread, struct mc_node *self,
		     uint64_t now);

/* In a forked child: forgets what was bound in the parent. */
static inline void mc_light_forget(struct mc_thread *thread)
{
	thread->light.bound = 1;
	thread->light.paused = NULL;
}

#endif
