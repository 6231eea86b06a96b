/* SPDX-License-Identifier: MIT */
/*
 * Tables of labels: static variables that hold where an interpreter goes on,
 *
 *	static const void *const table[] = {&&add, &&load};
 *	...
 *	goto *table[*instruction++];
 *
 * GCC does not copy a function whose labels are in such a table.  If the table
 * is private, that is, if nobody but its function reads it, and nobody writes
 * there, each copy can have one of its own.
 */
#ifndef MC_LABEL_TABLES_H
#define MC_LABEL_TABLES_H

#include "gcc-compat.h"

/* Forgets the tables of another unit. */
void mc_label_tables_begin(void);

/* Notes VAR, a static variable with labels in it, if it is a private table.
   Returns the function of those labels, else NULL_TREE. */
tree mc_label_tables_note(varpool_node *var);

/* True if VAR is a private table. */
bool mc_label_tables_has(tree var);

/* Allows GCC to copy FUNCTION, whose tables are all private. */
void mc_label_tables_release(tree function);

/* Gives NODE, a copy, tables of its own. */
void mc_label_tables_copy(cgraph_node *node);

/* All copies are made: GCC, which knows nothing of tables, makes no more. */
void mc_label_tables_end(void);

#endif
