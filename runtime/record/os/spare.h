/* SPDX-License-Identifier: MIT */
/*
 * A stack of the recorder's own, for what a signal handler's may be too small
 * for.
 *
 * A stack of MINSIGSTKSZ (sigaltstack) has some 700 bytes left when the kernel
 * has put the registers there.  What the hooks do at nearly every call takes a
 * third of that; what they do now and then (begin an extent, make a node, read
 * /proc) takes more, so it is done elsewhere.
 */
#ifndef MC_SPARE_H
#define MC_SPARE_H

/* Tells whether the caller runs on an alternate stack for signals.  A system
   call. */
int mc_spare_is_handler(void);

/* Calls FUNCTION on the other stack, signals blocked, one thread at a time.
   Take no lock before that might be taken there. */
void mc_spare_call(void (*function)(void *), void *argument);

/* In a forked child: nobody else is there. */
void mc_spare_reset(void);

#endif
