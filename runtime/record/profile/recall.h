/* SPDX-License-Identifier: MIT */
/*
 * The calling-context tree of a forked child: what it needs of its parent's.
 *
 * In the child all calls that are open are context, for what is called next; no
 * number is its own yet.  So it begins with the first chunk of the forking
 * thread, its counts cleared; the others are put aside (aside.h).  A node from
 * there comes back, with those above it, when the program returns to where that
 * is the position, or when a frame is open there and the child begins to
 * record.
 */
#ifndef MC_RECALL_H
#define MC_RECALL_H

#include "thread.h"

/* Whether a child of THREAD (NULL: of a thread that does not record) takes
   CHUNK along at once. */
int mc_recall_keeps(const struct mc_thread *thread,
		    const struct mc_chunk *chunk);

/* In the child, when the others have been put aside: begins with what there is.
   0 or -errno.  Under the guard. */
int mc_recall_begin(struct mc_thread *thread);

/* The child has a file now: brings NODE back, with those above it, if it has no
   offset.  0 or -errno.  Under the guard. */
int mc_recall_bring(struct mc_thread *thread, struct mc_node *node);

/* NODE, which has no offset, brought back; or the thread's `other`, if there is
   no room for it.  Takes the guard. */
struct mc_node *mc_recall_node(struct mc_thread *thread, struct mc_node *node);

/* The number of the function of the innermost call that is open; in a child
   that has no file yet, too. */
uint32_t mc_recall_function(struct mc_thread *thread);

/* The link of the innermost call that is open, as mc_thread_current, but good
   for more than a position. */
static inline struct mc_node *mc_recall_current(struct mc_thread *thread)
{
	struct mc_node *node = mc_thread_current(thread);

	return __builtin_expect(node->offset != 0, 1)
		       ? node
		       : mc_recall_node(thread, node);
}

#endif
