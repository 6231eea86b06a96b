/* SPDX-License-Identifier: MIT */
/*
 * Guards: entries that are a few instructions in front of a function's first.
 *
 *	f:	is there a recorder, and the thread in an extent?
 *			jump to f.entered
 *	inner:	f's code
 *
 * To GCC's optimisers f is what the source says: it is inlined, and its
 * registers, its purity, its counters for gcov and -fprofile-use are what they
 * are without the plugin.  Code that is known to run outside of extents may
 * call `inner`.  All of it goes by the name of f, to dladdr as to a debugger.
 */
#ifndef MC_GUARD_H
#define MC_GUARD_H

#include "gcc-compat.h"

/* True if NODE can have a guard, in this unit. */
bool mc_guard_is_possible(cgraph_node *node);

/* Gives NODE a guard that jumps to WAY_IN, a function of the same type, which
   is kept as long as NODE is.  IS_TOLD: WAY_IN has a static chain, by which it
   is told NODE's address (MC_FROM_ENTRY). */
void mc_guard_add(cgraph_node *node, cgraph_node *way_in, bool is_told);

/* The address of NODE, which has a guard, in a new variable.  GCC does not see
   that it is taken: a way in alone is no reason to keep its function. */
tree mc_guard_address(cgraph_node *node, gimple_seq *seq);

/* Lets go of the ways in of functions that do not exist any more.  To be called
   when GCC has decided what it inlines. */
void mc_guard_drop_unused(void);

/* Inserts PATTERN in front of the current function's instructions, but behind
   one that must be the first.  The function is RTL. */
void mc_guard_insert(rtx pattern);

/* The assembler name NAME as it stands in a template for assembly. */
std::string mc_guard_template_name(tree name);

/* Puts the guard of the current function in front of it, and has it call others
   behind theirs.  The function is RTL, and about to be written out. */
void mc_guard_write(void);

#endif
