/* SPDX-License-Identifier: MIT */
/*
 * The relay: code in each module that does what hooked.h says of a clone, for
 * all those whose arguments and results are in registers.  Such a clone is
 *
 *	lea	descriptor, %r11
 *	lea	light copy, %rax
 *	jmp	__memcall_relay
 *
 * For x86-64.
 */
#ifndef MC_RELAY_H
#define MC_RELAY_H

#include "gcc-compat.h"

/* True if the relay can do the work of CLONE. */
bool mc_relay_is_possible(cgraph_node *clone);

/* Has it do that, with DESCRIPTOR, a variable, and LIGHT.  SEQ, which is to be
   part of CLONE's code, then keeps these in the unit. */
void mc_relay_use(cgraph_node *clone, tree descriptor, cgraph_node *light,
		  gimple_seq *seq);

/* Puts the jump in front of the current function, if it is such a clone.  The
   function is RTL, and about to be written out. */
void mc_relay_insert(void);

#endif
