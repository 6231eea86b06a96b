/* SPDX-License-Identifier: MIT */
/*
 * Slots of light copies (struct mc_slot), as GIMPLE.  The function is a control
 * flow graph, but not in SSA form yet.
 */
#ifndef MC_SLOTS_H
#define MC_SLOTS_H

#include "gcc-compat.h"

/* Registers what is kept with GCC's garbage collector.  `plugin_name` is what
   GCC calls the plugin. */
void mc_slots_init(const char *plugin_name);

/* The slot NUMBER's link of SELF as a word: 0, if calls are not light ones. */
tree mc_slots_kid(tree self, unsigned number);

/* The link of the slot at an ADDRESS. */
tree mc_slots_kid_at(tree address);

/* The address of that slot. */
tree mc_slots_address(tree self, unsigned number, gimple_seq *seq);

/* slot[NUMBER].count++; by one instruction where that can be had: a signal
   handler may count in the same slot. */
gimple_seq mc_slots_count(tree self, unsigned number);
gimple_seq mc_slots_count_at(tree address);

/* The same for an inner function: GCC may keep the count elsewhere meanwhile.
 */
gimple_seq mc_slots_count_inner(tree self, unsigned number);

/* A link whose slot 0 is SELF's slot NUMBER. */
tree mc_slots_link_from(tree self, unsigned number, gimple_seq *seq);

/* Ends BB, which one edge leaves, in a test of KID: that edge is for what is
   not 0, and another one leads to SLOW. */
void mc_slots_test(basic_block bb, gimple_seq seq, tree kid, basic_block slow);

/* Parts the block of CALL before that, and returns the first half. */
basic_block mc_slots_part_before(gcall *call);

#endif
