/* SPDX-License-Identifier: MIT */
/*
 * Memory calls: calls that change what memory the process has without a page
 * fault of this thread's own code, so that the recorder has to be told of them
 * (gate.h of the recorder).  It is told of other system calls as well, as it
 * may have to time them (moves.h).
 */
#ifndef MC_MEMORY_CALLS_H
#define MC_MEMORY_CALLS_H

#include "gcc-compat.h"
#include "../runtime/memcall-abi.h"

enum mc_memory_call {
	NO_MEMORY_CALL = -1,
	GROWS = MC_MOVE_GROWS,
	SHRINKS = MC_MOVE_SHRINKS,
	FREES_BLOCK = MC_MOVE_FREES,
	DELETES_BLOCK = MC_MOVE_DELETES,
	SYSTEM_CALL = MC_MOVE_NOTHING,
};

/* Which of them STMT is. */
enum mc_memory_call mc_memory_calls_kind(gimple *stmt);

#endif
