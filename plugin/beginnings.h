/* SPDX-License-Identifier: MIT */
/*
 * The beginnings of light copies (light.h), which count their calls.
 */
#ifndef MC_BEGINNINGS_H
#define MC_BEGINNINGS_H

#include "parts.h"

/* Writes that of P's light copy.  The calls of its code are written. */
void mc_beginnings_write(const struct mc_parts *p);

/* Takes the beginning out of FUN, which is in SSA form and has been optimised,
   if it can be a few instructions in front of the first. */
void mc_beginnings_fold(function *fun);

/* Puts these in front of the current function.  It is RTL, and about to be
   written out. */
void mc_beginnings_insert(void);

#endif
