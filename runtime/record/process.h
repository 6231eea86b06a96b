/* SPDX-License-Identifier: MIT */
/*
 * The life of the recorder in a process: set up when the first unit registers,
 * begun with the first extent, carried over a fork, sealed at exit.
 */
#ifndef MC_PROCESS_H
#define MC_PROCESS_H

#include "thread.h"
#include "../memcall-abi.h"

/* Reads the environment and arms the hooks.  Under the guard; does nothing the
   second time. */
void mc_process_init(void);

/* The calling thread's state for an extent to begin.  The first call creates
   the profile.  NULL if nothing can be recorded (the reason has been said). */
struct mc_thread *mc_process_begin(void);

/*
 * 0 in a child that was made by _Fork, clone or the system call itself, so that
 * no handler of pthread_atfork ran.  The hooks look before they touch anything.
 */
extern const volatile uint32_t *mc_process_alive;

/* Does in such a child what else is done by fork.  Returns the hooks to use. */
const struct mc_hooks *mc_process_find_fork(void);

/* Makes the result of what has been recorded until now. */
void mc_process_flush(void);

#endif
