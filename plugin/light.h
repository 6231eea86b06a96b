/* SPDX-License-Identifier: MIT */
/*
 * Light copies: the code of functions for extents, which gets the link of its
 * call as an argument and counts its own calls (runtime/inline-protocol.h).
 */
#ifndef MC_LIGHT_H
#define MC_LIGHT_H

#include "parts.h"

/* Decides which of the parted functions get a light copy, and which of those
   are tiny or even inner.  LEAVERS (tails.h) do not.  Adds the inner ones to
   INNER, each behind those that it calls. */
void mc_light_decide(hash_set<cgraph_node *> *leavers,
		     vec<struct mc_parts *> *inner);

/* True if control may come back by a jump in some function of the unit. */
bool mc_light_has_landings(void);

/* Makes P's light copy of its wrapped function. */
void mc_light_make(struct mc_parts *p);

#endif
