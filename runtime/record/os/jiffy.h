/* SPDX-License-Identifier: MIT */
/*
 * A word in memory that changes whenever the kernel's own clock ticks, 100 to
 * 1000 times a second: so code can ask at no cost whether time has passed.
 *
 * It is the time of CLOCK_MONOTONIC_COARSE, which the kernel shows to the C
 * library's clock_gettime, vdso(7).  Where in those pages it stands differs
 * from kernel to kernel, so it is looked for.
 */
#ifndef MC_JIFFY_H
#define MC_JIFFY_H

#include <stdint.h>

/* Returns that word, NULL if it cannot be found.  Sets *PERIOD_NS to the time
   from tick to tick.  It is the same for all threads.  Under the guard. */
const volatile uint64_t *mc_jiffy_find(uint32_t *period_ns);

#endif
