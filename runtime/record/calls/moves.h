/* SPDX-License-Identifier: MIT */
/*
 * Calls that may move memory without a page fault of user code: munmap, read,
 * free of a large block and the like, which the plugin announces.
 *
 * Such a call opens the gate.  Where the thread is charged with what it did
 * itself (other threads record, too), memory is measured before and after the
 * call.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_MOVES_H
#define MC_MOVES_H

#include "../profile/thread.h"

/* Prepares for a call that may move memory.  KIND is MC_MOVE_*, BLOCK what
   free, realloc or delete is given.  Returns the thread if mc_moves_after is to
   be called after that call, else NULL. */
void *mc_moves_before(struct mc_thread *thread, void *block, int kind);

/* Finds out how much memory that call has moved. */
void mc_moves_after(struct mc_thread *thread);

/* Ends the thread's turn to move memory, if it has it: the thread ends, or this
   is a forked child. */
void mc_moves_end_turn(struct mc_thread *thread);

#endif
