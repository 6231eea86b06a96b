/* SPDX-License-Identifier: MIT */
/*
 * Marks: calls of functions that do not exist.  Each stands for code that
 * expand.cc writes out in the end.
 *
 *	position = POSITION ();		words->recording, or nobody's
 *	extent = EXTENT ();		words->extent, or NULL
 *	own = OWN ();			words->own
 *	handle = ENTRY (position, descriptor, is_marked, ...);
 *	EXIT (position, handle, ...);
 *	GO (own, self);			own->current = self, if it is OWN ()
 *	LOOK (self, is_entry);		the hook, if there is something to see
 *	thread = MOVING (block, kind);	the hook in an extent, else NULL
 *	thread = MOVING (block, kind, self);	the same in a light copy
 *	MOVED (thread);			the hook, unless NULL
 *	kid = BEGIN (slot);		slot->kid
 *	TALLY (slot);			slot->count++;
 */
#ifndef MC_MARKS_H
#define MC_MARKS_H

#include "gcc-compat.h"

enum mc_mark {
	MC_MARK_POSITION,
	MC_MARK_EXTENT,
	MC_MARK_OWN,
	MC_MARK_ENTRY,
	MC_MARK_EXIT,
	MC_MARK_GO,
	MC_MARK_LOOK,
	MC_MARK_MOVING,
	MC_MARK_MOVED,
	MC_MARK_BEGIN,
	MC_MARK_TALLY,
	MC_MARK_COUNT
};

/* Registers the functions kept here with GCC's garbage collector.
   `plugin_name` is what GCC calls the plugin. */
void mc_marks_init(const char *plugin_name);

/* The function that MARK is a call of. */
tree mc_marks_function(enum mc_mark mark);

/* True if DECL is the function of a mark. */
bool mc_marks_has(tree decl);

/* True if STMT is a call of MARK. */
bool mc_marks_is(gimple *stmt, enum mc_mark mark);

/* VAR = MARK (); for one of those that load a word. */
gcall *mc_marks_load(tree var, enum mc_mark mark);

#endif
