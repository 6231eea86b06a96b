/* SPDX-License-Identifier: MIT */
/*
 * The calling-context tree of a forked child: brings back what it needs of its
 * parent's.
 *
 * In the child the open calls are context, for what is called next; no number
 * is its own yet.  So its tree begins with the first chunk of the forking
 * thread, with all counts cleared.  The other chunks are put aside (aside.h).
 * A node of theirs comes back, with those above it, when the program returns to
 * where it is the position.  It also does if a frame is open there when the
 * child begins to record.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_RECALL_H
#define MC_RECALL_H

#include "thread.h"

/* Tells whether a child takes CHUNK along at once.  THREAD is the one that
   forks; NULL: it does not record. */
int mc_recall_keeps(const struct mc_thread *thread,
		    const struct mc_chunk *chunk);

/* Begins the child's tree with what has not been put aside.  Returns 0 or
   -errno.  Under the guard. */
int mc_recall_begin(struct mc_thread *thread);

/* Brings NODE back, with those above it, if it has no offset.  The child has a
   file.  Returns 0 or -errno.  Under the guard. */
int mc_recall_bring(struct mc_thread *thread, struct mc_node *node);

/* Brings back NODE, which has no offset, and returns it; or the thread's
   `other`, if there is no room for it.  Takes the guard. */
struct mc_node *mc_recall_node(struct mc_thread *thread, struct mc_node *node);

/* Numbers SLOT, which has no number since its chunk was put aside.  Takes the
   guard.  THREAD may be NULL. */
void mc_recall_slot(const struct mc_thread *thread, const struct mc_slot *slot);

/* Returns the number of the function of the innermost open call.  The child may
   have no file yet.  Takes the guard if the node is not there. */
uint32_t mc_recall_function(struct mc_thread *thread);

/* Returns the link of the innermost open call, as mc_thread_current does, but
   brings it back: it can be charged, too. */
static inline struct mc_node *mc_recall_current(struct mc_thread *thread)
{
	struct mc_node *node = mc_thread_current(thread);

	return __builtin_expect(node->offset != 0, 1)
		       ? node
		       : mc_recall_node(thread, node);
}

#endif
