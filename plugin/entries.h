/* SPDX-License-Identifier: MIT */
/*
 * Entries: the code under a function's own name that decides between its body
 * and its clone.
 */
#ifndef MC_ENTRIES_H
#define MC_ENTRIES_H

#include "parts.h"

/*
 * Puts in front of the body of NODE, which is P's function or stands for it,
 *
 *	if (in an extent) return clone(...);
 *
 * If there is a copy of the body for direct calls, the entry passes on to that,
 * too, and its own goes.
 */
void mc_entries_add(struct mc_parts *p, cgraph_node *node);

/*
 * Gives P's function a guard (guard.h), and in the place of the body of P's way
 * in puts
 *
 *	return clone(...);
 *
 * unless that is the clone itself.
 */
void mc_entries_add_guard(struct mc_parts *p);

/* True if code of other units may call the light copy of P's function in the
   place of its entry. */
bool mc_entries_are_published(const struct mc_parts *p);

#endif
