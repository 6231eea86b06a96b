/* SPDX-License-Identifier: MIT */
/*
 * Modules: the executable and the shared libraries that have instrumented
 * units.  Each has a struct mc_module (../../memcall-abi.h), which the recorder
 * fills: by it the module's code finds the hooks, and the calling thread's
 * words, which are kept here.
 *
 * Under the guard, except mc_module_set_recording, which a thread and its
 * signal handlers call, and what only reads.
 */
#ifndef MC_MODULE_H
#define MC_MODULE_H

#include "thread.h"
#include "../../memcall-abi.h"

/* Takes in a unit of this recorder's version: its module gets the hooks, and
   can find the thread's words. */
void mc_module_add(struct mc_unit *unit);

/* Forgets a unit whose code is about to be unloaded.  Takes the guard. */
void mc_module_forget(struct mc_unit *unit);

/* Sets the words of the thread with that thread pointer.  RECORDING is its
   position if it records now, EXTENT its position if it is in an extent; else
   they are NULL. */
void mc_module_set_recording(char *thread_pointer,
			     struct mc_position *recording,
			     struct mc_position *extent);

/* Returns the words of the thread with that thread pointer. */
struct mc_words *mc_module_words(char *thread_pointer);

/* Gives it POSITION as its own; NULL: it has none any more. */
void mc_module_set_own(char *thread_pointer, struct mc_position *position);

/* Has light copies of the calling thread not look again until there is
   something new. */
void mc_module_look_away(void);

/* Puts HOOKS into the tables of all modules. */
void mc_module_use_hooks(const struct mc_hooks *hooks);

/* Gives all modules the hooks of a process that records, and keeps them for a
   child that begins to. */
void mc_module_set_usual_hooks(const struct mc_hooks *hooks);

/* Returns those hooks.  NULL until they are set. */
const struct mc_hooks *mc_module_usual_hooks(void);

/* Returns what a module has, for the recorder itself: by it, hooks do what
   compiled code does (../../inline-protocol.h). */
const struct mc_module *mc_module_of_recorder(void);

/* Tells whether nothing can be recorded in this process.  The reason has been
   printed. */
int mc_module_has_failed(void);

/* Gives up recording in this process.  The caller has printed the reason. */
void mc_module_fail(void);

/* Gives up before any extent has begun: marked functions stop asking for one,
   so that no hook is ever called. */
void mc_module_stop(void);

#endif
