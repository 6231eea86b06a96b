/* SPDX-License-Identifier: MIT */
/*
 * Calls of light copies that leave the unit, or go through a pointer, and are
 * light where the recorder knows a light copy to call (runtime/memcall-abi.h,
 * struct mc_slot).
 */
#ifndef MC_FAR_CALLS_H
#define MC_FAR_CALLS_H

#include "gcc-compat.h"

/* True if CALL, of what has no light copy in the unit, may have a slot. */
bool mc_far_calls_is_possible(gcall *call);

/* Makes CALL one that is counted in the slot NUMBER of SELF as long as that has
   a link.  CALL is announced as CALLING.  *PAIR is a variable of the function
   that such calls share: NULL_TREE at first. */
void mc_far_calls_write(gcall *call, tree self, unsigned number, tree calling,
			tree *pair);

#endif
