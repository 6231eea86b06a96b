/* SPDX-License-Identifier: MIT */
/*
 * The calls that light copies make (light.h).
 */
#ifndef MC_LIGHT_CALLS_H
#define MC_LIGHT_CALLS_H

#include "parts.h"

/* Has P's light copy count its calls, and leads them to the right copies.  The
   parts of all functions are made, and the calls of the inner functions that P
   calls are written. */
void mc_light_calls_write(struct mc_parts *p);

#endif
