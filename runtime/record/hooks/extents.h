/* SPDX-License-Identifier: MIT */
/*
 * Begins extents: with a call of a marked function, or with a thread that a
 * recorded function has started.  They end with their outermost call (calls.h).
 *
 * Any thread, any signal.
 */
#ifndef MC_EXTENTS_H
#define MC_EXTENTS_H

#include "../profile/stack-place.h"

/* Begins an extent with a call of FUNCTION, which is marked, at PLACE.  Returns
   the handle, or NULL if nothing can be recorded. */
void *mc_extents_start(struct mc_function *function, struct mc_place place);

/* Begins the extent of a thread that the function numbered CREATOR has started.
   Returns the handle to leave when the thread ends, or NULL. */
void *mc_extents_begin_thread(uint32_t creator);

/* The hooks `start`, `pause` and `unpause` of struct mc_hooks. */
void *mc_extents_hook_start(struct mc_position *position,
			    struct mc_function *function, struct mc_link *link,
			    void *cfa);
void mc_extents_hook_pause(void);
void mc_extents_hook_unpause(void);

/* Has the calling thread record or pause, as record= says now.  In a signal
   handler, too. */
void mc_extents_follow(void);

#endif
