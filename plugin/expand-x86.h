/* SPDX-License-Identifier: MIT */
/*
 * What each call runs through, as one assembler statement for 64-bit x86.
 */
#ifndef MC_EXPAND_X86_H
#define MC_EXPAND_X86_H

#include "gcc-compat.h"

/* False if this GCC is for another machine, or the flags ask for GIMPLE. */
bool mc_expand_x86_is_possible(void);

/*
 *	parent = position->current;
 *	link = 0B;
 *	if (parent == 0B || CHANGED) goto slow;
 *	link = (char *)parent + 64 * parent->kid[function.kid];
 *	if (link->function != function.id) goto slow;
 *	if (--link->left == 0) goto slow;
 *	position->current = link;
 *
 * CHANGED is mc_inline_is_changed of runtime/inline-protocol.h.  Defines the
 * names PARENT and LINK.
 */
gasm *mc_expand_x86_entry(tree position, tree function, tree parent, tree link,
			  tree slow);

/*
 *	if (handle != 0B)
 *		{
 *			if (handle & 1 || CHANGED) goto slow;
 *			position->current = handle;
 *		}
 */
gasm *mc_expand_x86_exit(tree position, tree handle, tree slow);

/* A statement that goes to SLOW if the word that a light copy looks at has
   changed (mc_inline_look), else to the fallthrough. */
gasm *mc_expand_x86_look(tree slow);

#endif
