/* SPDX-License-Identifier: MIT */
/*
 * Pieces of GIMPLE that wrappers, entries, sites and tails have in common.
 *
 * A new variable is a name where the current function is in SSA form.
 */
#ifndef MC_GIMPLE_BUILD_H
#define MC_GIMPLE_BUILD_H

#include "describe.h"

/* A new variable of TYPE; a name, if the function has names by now. */
tree mc_gimple_new_value(tree type, const char *name);

/* Loads HOOK into a new variable of a pointer to a function of TYPE. */
tree mc_gimple_load_hook(gimple_seq *seq, enum mc_hook hook, tree type);

/* True if CALL is of a hook, in a body that is not in SSA form yet. */
bool mc_gimple_is_hook_call(gcall *call);

/* A call of the function of TYPE at ADDRESS.  It throws nothing. */
gcall *mc_gimple_build_call(tree address, tree type,
			    std::initializer_list<tree> args);

/* The member at OFFSET of what ADDRESS points to, an lvalue of TYPE.  Compiled
   code shares it with the recorder (runtime/memcall-abi.h), so GCC's alias
   analysis must take it for anything. */
tree mc_gimple_build_member(tree type, tree address, size_t offset);

#define MC_MEMBER(type, address, record, member) \
	mc_gimple_build_member(type, address, offsetof(struct record, member))

/* Loads how far a thread's words are from its thread pointer into a new
   variable.  0: there is no recorder, and there may be no thread pointer. */
tree mc_gimple_load_distance(gimple_seq *seq);

/* Loads the address of the calling thread's words (struct mc_words), which are
   at DISTANCE from its thread pointer, into a new variable. */
tree mc_gimple_load_words(gimple_seq *seq, tree distance);

/* Loads VALUE, of TYPE, into a new variable. */
tree mc_gimple_add_load(gimple_seq *seq, tree type, tree value);

/* Adds a block behind AFTER, in the same loop, that holds SEQ and runs as often
   as AFTER. */
basic_block mc_gimple_add_block(basic_block after, gimple_seq seq);

/* Loads the canonical frame address into a new variable. */
tree mc_gimple_load_cfa(gimple_seq *seq);

/* An operand of an assembler statement. */
tree mc_gimple_build_operand(const char *constraint, tree value);

#endif
