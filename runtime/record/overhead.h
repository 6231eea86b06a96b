/* SPDX-License-Identifier: MIT */
/*
 * What the hooks themselves cost.
 */
#ifndef MC_OVERHEAD_H
#define MC_OVERHEAD_H

#include "thread.h"

/* Measures it, for the header.  Once, on the first thread, before its first
   extent. */
void mc_overhead_measure(struct mc_thread *thread);

#endif
