/* SPDX-License-Identifier: MIT */
/*
 * Finds the link of a call, counts the call, and decides what becomes of it: on
 * the hot path, what compiled code does not do itself
 * (../../inline-protocol.h).
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_LINKS_H
#define MC_LINKS_H

#include "thread.h"
#include "options.h"

/* Functions are all threads': one may number them or change their slot while
   another looks.  Any slot will do. */
static inline uint32_t mc_links_number(const struct mc_function *function)
{
	return __atomic_load_n(&function->id, __ATOMIC_RELAXED);
}

static inline uint32_t mc_links_slot(const struct mc_function *function)
{
	return __atomic_load_n(&function->slot, __ATOMIC_RELAXED);
}

/* The link to FUNCTION from the thread's position, where it is not in its slot;
   made if need be, never NULL. */
struct mc_node *mc_links_find_slowly(struct mc_thread *thread,
				     struct mc_node *at,
				     struct mc_function *function);

/* The same, wherever it is. */
static inline struct mc_node *mc_links_find(struct mc_thread *thread,
					    struct mc_function *function)
{
	struct mc_node *at = mc_thread_current(thread);
	struct mc_node *link = mc_cct_find(at, mc_links_number(function),
					   mc_links_slot(function));

	return __builtin_expect(!!link, 1)
		       ? link
		       : mc_links_find_slowly(thread, at, function);
}

/* Whether compiled code has found the link of FUNCTION, and counted it. */
static inline int mc_links_is_counted(const struct mc_link *link,
				      const struct mc_function *function)
{
	return link && link->function == mc_links_number(function);
}

/* Counts a call; 0 if it is due. */
static inline int mc_links_count(struct mc_node *link)
{
#ifdef __x86_64__
	int is_due;

	__asm__ volatile("subl $1, %0" : "+m"(link->left), "=@ccz"(is_due));
	return !is_due;
#else
	return --link->left != 0;
#endif
}

/* Whether mc_links_decide finds nothing but that a call of LINK is timed. */
static inline int mc_links_is_timed_when_due(const struct mc_node *link)
{
	return mc_options.time == MC_TIME_ALL ||
	       (mc_options.time == MC_TIME_AUTO &&
		!(link->flags & MC_NODE_FRAMED));
}

int mc_links_decide_slowly(struct mc_thread *thread, struct mc_node *link);

/* A call of LINK, counted, is due.  Sets when the next one is, and tells
   whether this one is timed. */
static inline int mc_links_decide(struct mc_thread *thread,
				  struct mc_node *link)
{
	if (mc_options.time != MC_TIME_ALL || link->left ||
	    link->function == MC_OTHER_FUNCTION)
		return mc_links_decide_slowly(thread, link);
	mc_cct_look_again(link);
	return 1;
}

#endif
