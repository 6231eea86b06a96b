/* SPDX-License-Identifier: MIT */
/*
 * Finds the link of a call, counts the call, and decides what becomes of it.
 * This is what compiled code does not do itself on the hot path
 * (../../inline-protocol.h).
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_LINKS_H
#define MC_LINKS_H

#include "thread.h"
#include "options.h"

/* Returns the number of FUNCTION, MC_FUNCTION_UNNUMBERED if it has none.  All
   threads share a function: another one may number it or change its kid index
   meanwhile. */
static inline uint32_t mc_links_number(const struct mc_function *function)
{
	return __atomic_load_n(&function->id, __ATOMIC_RELAXED);
}

/* Returns the kid index of FUNCTION.  Any kid index will do. */
static inline uint32_t mc_links_kid(const struct mc_function *function)
{
	return __atomic_load_n(&function->kid, __ATOMIC_RELAXED);
}

/* Returns the link to FUNCTION from AT, the thread's position, where it is not
   at its kid index.  Makes it if need be; never NULL.  Takes the guard then. */
struct mc_node *mc_links_find_slowly(struct mc_thread *thread,
				     struct mc_node *at,
				     struct mc_function *function);

/* Returns the link to FUNCTION from the thread's position, wherever it is. */
static inline struct mc_node *mc_links_find(struct mc_thread *thread,
					    struct mc_function *function)
{
	struct mc_node *at = mc_thread_current(thread);
	struct mc_node *link = mc_cct_find(at, mc_links_number(function),
					   mc_links_kid(function));

	return __builtin_expect(!!link, 1)
		       ? link
		       : mc_links_find_slowly(thread, at, function);
}

/* Tells whether LINK (may be NULL) is FUNCTION's.  If so, compiled code has
   counted the call. */
static inline int mc_links_is_counted(const struct mc_link *link,
				      const struct mc_function *function)
{
	return link && link->function == mc_links_number(function);
}

/* Counts a call of LINK.  Returns 0 if it is due. */
static inline int mc_links_count(struct mc_node *link)
{
	return mc_inline_count_down(mc_node_link(link));
}

/* Tells whether each call of LINK that is due is timed, and nothing else is to
   be decided. */
static inline int mc_links_is_timed_when_due(const struct mc_node *link)
{
	return mc_options.time == MC_TIME_ALL ||
	       (mc_options.time == MC_TIME_AUTO &&
		!(link->flags & MC_NODE_FRAMED));
}

int mc_links_decide_slowly(struct mc_thread *thread, struct mc_node *link,
			   const struct mc_function *function,
			   struct mc_slot *slot);

/* Decides about a call of LINK, which is FUNCTION's, that is counted and due,
   and came by SLOT (may be NULL).  Sets when the next one is due, and tells
   whether this one is timed.  From now on calls by SLOT may be light ones. */
static inline int mc_links_decide(struct mc_thread *thread,
				  struct mc_node *link,
				  const struct mc_function *function,
				  struct mc_slot *slot)
{
	if (mc_options.time != MC_TIME_ALL || link->left ||
	    link->function == MC_OTHER_FUNCTION)
		return mc_links_decide_slowly(thread, link, function, slot);
	mc_cct_look_again(link);
	return 1;
}

#endif
