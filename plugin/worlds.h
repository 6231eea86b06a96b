/* SPDX-License-Identifier: MIT */
/*
 * Two worlds: code that runs while the thread is in an extent, and code that
 * runs otherwise.  instrument.cc shows what they look like.
 */
#ifndef MC_WORLDS_H
#define MC_WORLDS_H

#include "gcc-compat.h"

/*
 * Parts the worlds, and returns how many functions were cloned.  CLOSURE: the
 * functions of the unit that a marked function can reach; those of them that
 * are to have hooks are wrapped.  Bodies are control flow graphs, not in SSA
 * form yet.
 */
unsigned mc_worlds_part(hash_set<cgraph_node *> *closure);

#endif
