/* SPDX-License-Identifier: MIT */
/*
 * The link that a light copy is given where its call is not recorded.  Its
 * slots lead nowhere.
 *
 * Any thread, any signal.
 */
#ifndef MC_STAND_IN_H
#define MC_STAND_IN_H

#include "../../memcall-abi.h"

/* Returns the link for FUNCTION.  It is the same for all. */
struct mc_link *mc_stand_in_for(const struct mc_function *function);

#endif
