/* SPDX-License-Identifier: MIT */
/*
 * The hooks that light copies call: `look`, `begin` and `end` of struct
 * mc_hooks.  Any thread, any signal.
 */
#ifndef MC_LIGHT_CALLS_H
#define MC_LIGHT_CALLS_H

#include "../../memcall-abi.h"

void mc_light_calls_hook_look(struct mc_link *self, int is_entry);

void *mc_light_calls_hook_begin(struct mc_function *function,
				struct mc_link *caller, uint32_t number,
				void *cfa, struct mc_call *call);
void mc_light_calls_hook_end(struct mc_call *call);

#endif
