/* SPDX-License-Identifier: MIT */
/*
 * Mends what a jump out of a signal handler has left, if the handler came in
 * the middle of a hook.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_REPAIR_H
#define MC_REPAIR_H

#include "../profile/thread.h"

/* Drops the frame on top, which is half done, and makes the counts of open
   calls anew. */
void mc_repair_drop_top(struct mc_thread *thread);

#endif
