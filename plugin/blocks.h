/* SPDX-License-Identifier: MIT */
/*
 * Building blocks of the GIMPLE that wrapper.cc and expand.cc put around
 * bodies, worlds.cc into entries, and tails.cc around calls.
 */
#ifndef MC_BLOCKS_H
#define MC_BLOCKS_H

#include "describe.h"

/* Loads HOOK into a new variable of a pointer to a function of TYPE. */
tree mc_blocks_hook(gimple_seq *seq, enum mc_hook hook, tree type);

/* True if CALL is of a hook, in a body that is not in SSA form yet. */
bool mc_blocks_is_hook(gcall *call);

/* A call of what is at ADDRESS, of TYPE.  It throws nothing. */
gcall *mc_blocks_call(tree address, tree type,
		      std::initializer_list<tree> args);

/* What compiled code shares with the recorder (runtime/memcall-abi.h).  It may
   be anything, for all that GCC's alias analysis can tell. */
tree mc_blocks_member(tree type, tree address, size_t offset);

#define MC_MEMBER(type, address, record, member) \
	mc_blocks_member(type, address, offsetof(struct record, member))

/* How far a thread's words are from its thread pointer, in a new variable; 0:
   there is no recorder, and there may be no thread pointer. */
tree mc_blocks_distance(gimple_seq *seq);

/* The address of the calling thread's words (struct mc_words), at that distance
   of its thread pointer, in a new variable. */
tree mc_blocks_words(gimple_seq *seq, tree distance);

/* A new block behind AFTER, of the same loop, that runs as often and holds
   SEQ. */
basic_block mc_blocks_add(basic_block after, gimple_seq seq);

/* The canonical frame address, in a new variable. */
tree mc_blocks_cfa(gimple_seq *seq);

/* An operand of an assembler statement. */
tree mc_blocks_operand(const char *constraint, tree value);

#endif
