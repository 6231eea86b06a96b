/* SPDX-License-Identifier: MIT */
/*
 * The hooks that compiled code calls: struct mc_hooks of ../../memcall-abi.h.
 * It says who may call them.
 */
#ifndef MC_HOOKS_H
#define MC_HOOKS_H

#include "../../memcall-abi.h"

/* Returns the hooks of a process that records, for the options as they are. */
const struct mc_hooks *mc_hooks_by_options(void);

#endif
