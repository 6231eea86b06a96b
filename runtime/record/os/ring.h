/* SPDX-License-Identifier: MIT */
/*
 * The kernel's count of a thread's page faults, readable without a system call.
 *
 * perf_event_open(2) with PERF_COUNT_SW_PAGE_FAULTS, a sample for every fault
 * of user code and nothing in the samples but their header of 8 bytes: the
 * ring buffer's data_head moves 8 bytes a fault.  It costs the kernel 0.4 us a
 * fault.  Refused where perf_event_paranoid is above 2, in most containers, and
 * when RLIMIT_MEMLOCK is used up.
 */
#ifndef MC_RING_H
#define MC_RING_H

#include <stdint.h>

/* Opens a ring for the calling thread.  NULL if there is none to be had.  Under
   the guard. */
void *mc_ring_open(void);

/* Closes RING (may be NULL): in the thread that opened it, or after its end. */
void mc_ring_close(void *ring);

/* Returns the word that moves by 8 with every fault.  It must not be read in a
   forked child: the ring is not inherited. */
const volatile uint64_t *mc_ring_head(void *ring);

#endif
