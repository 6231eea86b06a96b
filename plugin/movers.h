/* SPDX-License-Identifier: MIT */
/*
 * Calls that change what memory the process has without a page fault of user
 * code in this thread: the recorder would not notice (runtime/record/gate.h).
 */
#ifndef MC_MOVERS_H
#define MC_MOVERS_H

#include "gcc-compat.h"
#include "../runtime/memcall-abi.h"

enum mc_mover {
	NO_MOVER = -1,
	GROWS = MC_MOVE_GROWS,
	SHRINKS = MC_MOVE_SHRINKS,
	FREES_BLOCK = MC_MOVE_FREES,
	DELETES_BLOCK = MC_MOVE_DELETES,
};

/* What the statement does so, if it does. */
enum mc_mover mc_movers_kind(gimple *stmt);

#endif
