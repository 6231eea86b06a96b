/* SPDX-License-Identifier: MIT */
/*
 * The spare stack: the recorder's own, for work that a signal handler's stack
 * may be too small for.
 *
 * A stack of MINSIGSTKSZ (sigaltstack) has some 700 bytes left when the kernel
 * has put the registers there.  What the hooks do at nearly every call takes a
 * third of that.  What they do now and then (begin an extent, make a node, read
 * /proc) takes more, so it is done on the spare stack.
 *
 * Any thread, any signal.
 */
#ifndef MC_SPARE_H
#define MC_SPARE_H

/* Tells whether the caller runs on an alternate stack for signals.  Costs a
   system call. */
int mc_spare_is_handler(void);

/* Calls FUNCTION (ARGUMENT) on the spare stack, signals blocked, one thread at
   a time.  The caller must hold no lock that FUNCTION may take. */
void mc_spare_call(void (*function)(void *), void *argument);

/* Frees the spare stack in a forked child: the thread that used it is not
   there. */
void mc_spare_reset(void);

#endif
