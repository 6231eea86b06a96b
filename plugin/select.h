/* SPDX-License-Identifier: MIT */
/*
 * Which functions are recorded, and why.  select.cc has the rules.
 */
#ifndef MC_SELECT_H
#define MC_SELECT_H

#include "gcc-compat.h"

/*
 * Why nothing of this unit can be recorded, or NULL.  To be asked once GCC has
 * settled its options and read the unit.
 */
const char *mc_select_why_not_unit(void);

/* Says once why nothing of this unit can be recorded, if so: of 32-bit code
   always, of other code if something is marked (IS_MARKED, or by root=), or for
   `verbose`.  Compilers of kernels are given flags for all they compile. */
void mc_select_report_unit(bool is_marked);

/* True if root=GLOB names DECL. */
bool mc_select_root_matches(const char *glob, tree decl);

/* True if DECL begins an extent: it has the attribute, or root= names it. */
bool mc_select_is_marked(tree decl);

/*
 * Why the function DECL, whose body is about to be lowered, may not become a
 * node, for `verbose`; NULL: it may.  If it may not, what it calls is recorded
 * as called by its caller.
 */
const char *mc_select_why_not(tree decl);

/* True if nothing is put into DECL, wherever it is defined. */
bool mc_select_is_opaque(tree decl);

/* True if DECL, which is no node, may still run as part of one: the recorder
   wants to know what it does to memory, and where it comes back from another
   stack. */
bool mc_select_is_watched(tree decl);

/*
 * The functions of this unit that a marked function can reach, as far as
 * scope= asks.  Call it once the call graph is built.  The set holds
 * cgraph_nodes; the caller deletes it.
 */
hash_set<cgraph_node *> *mc_select_closure(void);

/* Says for `verbose` what became of DECL, and why. */
void mc_select_report(tree decl, const char *what, const char *why);

#endif
