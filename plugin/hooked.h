/* SPDX-License-Identifier: MIT */
/*
 * The clones of functions that have a light copy (light.h): they have the
 * hooks, and the light copy has the code.
 */
#ifndef MC_HOOKED_H
#define MC_HOOKED_H

#include "parts.h"

/* Makes P's clone, of its function without hooks. */
void mc_hooked_make(struct mc_parts *p);

/* Writes it.  It is known how many slots all light copies have. */
void mc_hooked_write(struct mc_parts *p);

#endif
