/* SPDX-License-Identifier: MIT */
/*
 * The hooks `run` and `hand_over` of struct mc_hooks, which bodies of
 * coroutines call.  coroutine.h says who calls a coroutine.  Any thread, any
 * signal.
 */
#ifndef MC_RUNS_H
#define MC_RUNS_H

#include "../../memcall-abi.h"

void *mc_runs_hook_run(struct mc_position *position,
		       struct mc_function *function, void *coroutine,
		       uint32_t index, void *cfa);
int mc_runs_hook_hand_over(struct mc_position *position, void *handle,
			   struct mc_function *function, void *coroutine,
			   void *to, int reason);

#endif
