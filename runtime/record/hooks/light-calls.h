/* SPDX-License-Identifier: MIT */
/*
 * The hooks of light copies: `look`, `begin`, `end` and `tell` of struct
 * mc_hooks.  Any thread, any signal.
 */
#ifndef MC_LIGHT_CALLS_H
#define MC_LIGHT_CALLS_H

#include "../../memcall-abi.h"

void mc_light_calls_hook_look(struct mc_link *self, int is_entry);

void mc_light_calls_hook_begin(struct mc_function *function, uintptr_t from,
			       void *cfa, struct mc_call *call,
			       const void *light);
void mc_light_calls_hook_end(struct mc_call *call);
void mc_light_calls_hook_tell(struct mc_link *self, uint32_t number,
			      uintptr_t calling, uintptr_t target);

#endif
