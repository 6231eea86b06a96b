/* SPDX-License-Identifier: MIT */
/*
 * Forks: the parent goes on, the child begins with the calls that are open.
 *
 * The child must not write to the parent's file.  What is open becomes private
 * at once, at the same addresses, so that it goes on.  The rest is put aside
 * (recall.h).  child.h says what becomes of the child.
 */
#ifndef MC_FORK_H
#define MC_FORK_H

#include "../../memcall-abi.h"

/* Prepares for forks.  Once, when the process is set up, under the guard. */
void mc_fork_init(void);

/* Has fork() call the recorder, from here on. */
void mc_fork_watch(void);

/*
 * A word that is 0 in a child that was made by _Fork, clone or the system call
 * itself, so that no handler of pthread_atfork ran.  The hooks look at it
 * before they touch anything.
 */
extern const volatile uint32_t *mc_fork_is_known;

/* Does in such a child what fork does otherwise.  Returns the hooks to use. */
const struct mc_hooks *mc_fork_find(void);

#endif
