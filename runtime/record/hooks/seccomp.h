/* SPDX-License-Identifier: MIT */
/*
 * Threads that give up what the hooks need, system calls or the clock.  What
 * they call afterwards is not recorded, but counted as lost.
 */
#ifndef MC_SECCOMP_H
#define MC_SECCOMP_H

/* Points the got slots for prctl of all modules that are loaded by now here.
   Under the guard. */
void mc_seccomp_patch(void);

#endif
