/* SPDX-License-Identifier: MIT */
/*
 * Modules: the executable and the shared libraries that have instrumented
 * units.  Each has a struct mc_module (see ../memcall-abi.h) to fill, by which
 * its code finds the calling thread's words, kept here, and the hooks.
 */
#ifndef MC_MODULE_H
#define MC_MODULE_H

#include "thread.h"
#include "../memcall-abi.h"

/* Takes in a unit. */
void mc_module_register(struct mc_unit *unit);

/* The unit's code goes away. */
void mc_module_forget(struct mc_unit *unit);

/* Sets the words of the thread with that thread pointer: its position
   while it records, and while it is in an extent, or NULL. */
void mc_module_set_recording(char *thread_pointer,
			     struct mc_position *recording,
			     struct mc_position *extent);

/* Puts HOOKS into the tables of all modules.  Under the guard. */
void mc_module_use_hooks(const struct mc_hooks *hooks);

/* Marked functions stop looking for the recorder. */
void mc_module_stop(void);

#endif
