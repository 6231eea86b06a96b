/* SPDX-License-Identifier: MIT */
/*
 * Where the process runs: its host, and its rank in a parallel job.  Any thread
 * may read them after mc_origin_init.
 */
#ifndef MC_ORIGIN_H
#define MC_ORIGIN_H

#include <stdint.h>

/* Finds them out.  Once, under the guard, before the program can change its
   environment. */
void mc_origin_init(void);

/* Returns the name of the host; "" if it is not known. */
const char *mc_origin_host(void);

/* Returns the rank as format.h has it: from 1 on; 0: there is none. */
uint32_t mc_origin_rank(void);

#endif
