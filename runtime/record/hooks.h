/* SPDX-License-Identifier: MIT */
/*
 * What compiled code calls (struct mc_hooks in ../memcall-abi.h), and what the
 * rest of the recorder needs of it.
 */
#ifndef MC_HOOKS_H
#define MC_HOOKS_H

#include "thread.h"
#include "../memcall-abi.h"

/* Returns the hooks of a process that records, for the options as they are. */
const struct mc_hooks *mc_hooks_by_options(void);

/* Begins the extent of a thread that the function numbered CREATOR has started.
   Returns the handle to leave when the thread ends, or NULL. */
void *mc_hooks_begin_thread(uint32_t creator);

/* Closes all calls that are open in the thread, as if they returned now. */
void mc_hooks_close_all(struct mc_thread *thread);

/* Brings the thread's record up to now without closing anything. */
void mc_hooks_sync(struct mc_thread *thread);

/* In a forked child: the open calls begin anew, as context. */
void mc_hooks_after_fork(struct mc_thread *thread);

#endif
