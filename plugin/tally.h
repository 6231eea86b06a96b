/* SPDX-License-Identifier: MIT */
/*
 * Counting, in the code that is compiled.
 *
 * A signal handler may count in the same word: one that was called by its name
 * before, or in the zone.  So a count must not fall between a load and a store.
 * One instruction does it on x86, on RISC-V (amoadd) and on AArch64 with LSE
 * (ldadd).  Without LSE a pair of exclusive accesses does: the store fails, and
 * the pair is tried again, if an exception came in between (Arm Architecture
 * Reference Manual, B2.12: an exception return clears the local monitor).
 *
 * Only the owning thread counts, so no order is asked for, and no barrier is
 * paid for.
 */
#ifndef MC_TALLY_H
#define MC_TALLY_H

#include "gimple-build.h"

/* Adds 1 to the uint64_t at OFFSET from ADDRESS. */
void mc_tally_add(gimple_seq *seq, tree address, size_t offset);

/* Takes 1 off the int32_t there.  Returns a new variable: not 0 if that leaves
   0. */
tree mc_tally_take(gimple_seq *seq, tree address, size_t offset);

#endif
