/* SPDX-License-Identifier: MIT */
/*
 * Threads that renounce what the hooks live on, system calls or the clock: what
 * they call afterwards is not recorded, but counted as lost.
 */
#ifndef MC_SECCOMP_H
#define MC_SECCOMP_H

/* Has all modules that are loaded by now call prctl by way of the recorder.
   Under the guard. */
void mc_seccomp_patch(void);

#endif
