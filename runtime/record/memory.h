/* SPDX-License-Identifier: MIT */
/*
 * Readings of the process's memory, from the kernel.  Each costs a system call
 * or more: 1 us for resident memory, 1 ms per 100 MB for the rest.
 *
 * errno is kept by the caller (hooks.c).  Any thread, any signal.
 */
#ifndef MC_MEMORY_H
#define MC_MEMORY_H

#include <stdint.h>

/* Resident bytes of the process without the recorder's, or INT64_MIN if /proc
   cannot be read. */
int64_t mc_memory_rss(void);

/* The size of a page. */
int64_t mc_memory_page_bytes(void);

/* Pages that this thread has touched for the first time (minor faults). */
uint64_t mc_memory_faults(void);

/* Proportional and unique set size in bytes, without the recorder's.  Returns
   0, or -1 if the kernel does not tell. */
int mc_memory_rollup(int64_t *pss, int64_t *uss);

#endif
