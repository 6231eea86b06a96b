/* SPDX-License-Identifier: MIT */
/*
 * The ledger of the heap (mem=heap): charges nodes with what is allocated and
 * freed ("heap" in ../../format.h).
 *
 * A block is the node's where it was allocated, until it is freed, by whatever
 * thread.  Who frees it is charged for that alone.  Blocks that were allocated
 * outside of extents are nobody's: freeing them changes nothing.
 *
 * Any thread, any signal in which the program may allocate.
 */
#ifndef MC_LEDGER_H
#define MC_LEDGER_H

#include "blocks.h"
#include "../profile/thread.h"

/* True while the process records, and the ledger is kept. */
extern int mc_ledger_is_open;

/* Begins the ledger of a new profile, if mem=heap.  Under the guard. */
void mc_ledger_begin(void);

/* Closes it: nothing changes from now on.  Under the guard. */
void mc_ledger_end(void);

/* In a forked child: closes it, and forgets the blocks of the parent.  THREAD
   is the one that has forked; NULL: it has never recorded.  Under the guard. */
void mc_ledger_forget(struct mc_thread *thread);

/* The calling thread, which has the state THREAD, ends. */
void mc_ledger_end_thread(struct mc_thread *thread);

/* Notes that THREAD, which records, has allocated a BLOCK of SIZE bytes at
   NODE. */
void mc_ledger_add(struct mc_thread *thread, struct mc_node *node,
		   const void *block, size_t size);

/* Takes BLOCK off, which THREAD (NULL: one that has never recorded) is about to
   free or to give to realloc, and returns what it was.  It counts as alive
   until it is freed. */
struct mc_block mc_ledger_lift(struct mc_thread *thread, const void *block);

/* Puts it back: nothing has come of that. */
void mc_ledger_put_back(struct mc_thread *thread, const void *block,
			const struct mc_block *lifted);

/* Notes that THREAD has freed it, at NODE (NULL: it does not record now). */
void mc_ledger_free(struct mc_thread *thread, struct mc_node *node,
		    const struct mc_block *lifted);

#endif
