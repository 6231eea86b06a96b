/* SPDX-License-Identifier: MIT */
/*
 * Calls that may move memory without a page fault of user code (munmap, read,
 * free of a large block and the like), and other system calls (write, stat).
 * The plugin announces them.
 *
 * A call that may move memory opens the gate.  Where the thread is charged with
 * what it did itself (other threads record, too), memory is measured before and
 * after the call.
 *
 * Where the thread's CPU clock does not tick in the kernel, the call is timed,
 * and the position has the ticks that it would have had.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_MOVES_H
#define MC_MOVES_H

#include "../profile/thread.h"

/* Prepares for a call.  KIND is MC_MOVE_*, BLOCK what free, realloc or delete
   is given.  Returns the thread if mc_moves_after is to be called after that
   call, else NULL. */
void *mc_moves_before(struct mc_thread *thread, void *block, int kind);

/* Finds out how much memory that call has moved, and how long it took. */
void mc_moves_after(struct mc_thread *thread);

/* Ends the thread's turn to move memory, if it has it, and forgets the call
   that is being made: it is over, the thread ends, or this is a forked child.
 */
void mc_moves_end_turn(struct mc_thread *thread);

#endif
