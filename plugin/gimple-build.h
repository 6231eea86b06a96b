/* SPDX-License-Identifier: MIT */
/*
 * Building blocks of the GIMPLE that wrapper.cc and expand.cc put around
 * bodies, worlds.cc into entries, and tails.cc around calls.
 */
#ifndef MC_GIMPLE_BUILD_H
#define MC_GIMPLE_BUILD_H

#include "describe.h"

/* Loads HOOK into a new variable of a pointer to a function of TYPE. */
tree mc_gimple_load_hook(gimple_seq *seq, enum mc_hook hook, tree type);

/* True if CALL is of a hook, in a body that is not in SSA form yet. */
bool mc_gimple_is_hook_call(gcall *call);

/* A call of what is at ADDRESS, of TYPE.  It throws nothing. */
gcall *mc_gimple_build_call(tree address, tree type,
			    std::initializer_list<tree> args);

/* What compiled code shares with the recorder (runtime/memcall-abi.h).  It may
   be anything, for all that GCC's alias analysis can tell. */
tree mc_gimple_build_member(tree type, tree address, size_t offset);

#define MC_MEMBER(type, address, record, member) \
	mc_gimple_build_member(type, address, offsetof(struct record, member))

/* How far a thread's words are from its thread pointer, in a new variable; 0:
   there is no recorder, and there may be no thread pointer. */
tree mc_gimple_load_distance(gimple_seq *seq);

/* The address of the calling thread's words (struct mc_words), at that distance
   of its thread pointer, in a new variable. */
tree mc_gimple_load_words(gimple_seq *seq, tree distance);

/* A new block behind AFTER, of the same loop, that runs as often and holds
   SEQ. */
basic_block mc_gimple_add_block(basic_block after, gimple_seq seq);

/* The canonical frame address, in a new variable. */
tree mc_gimple_load_cfa(gimple_seq *seq);

/* An operand of an assembler statement. */
tree mc_gimple_build_operand(const char *constraint, tree value);

#endif
