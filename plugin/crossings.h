/* SPDX-License-Identifier: MIT */
/*
 * Crossings: statements by which control may leave what is instrumented, or
 * come back from there.  Bodies are not lowered yet.
 */
#ifndef MC_CROSSINGS_H
#define MC_CROSSINGS_H

#include "gcc-compat.h"

/* True if control may come to STMT from a call that is open above: by longjmp,
   or by the goto of a nested function. */
bool mc_crossings_is_landing(gimple *stmt);

/* True if STMT is a call that must stay the last thing that is done.  By such a
   call a coroutine hands over to the next one (symmetric transfer): with
   anything behind it the stack would grow each time. */
bool mc_crossings_is_tail_call(gimple *stmt);

/* True if STMT may lead to code that is not instrumented and calls back, jumps,
   or changes stacks: to none that is defined here and instrumented, nor to what
   its header promises to be a leaf. */
bool mc_crossings_leaves_unit(gimple *stmt);

/* True if STMT, in a function that is no node, may lead to code that changes
   stacks. */
bool mc_crossings_may_change_stacks(gimple *stmt);

/* True if STMT is assembly that calls, or that changes stacks. */
bool mc_crossings_may_come_back(gimple *stmt);

#endif
