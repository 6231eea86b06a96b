/* SPDX-License-Identifier: MIT */
/*
 * The plugin's passes, in the order in which they run:
 *
 *	memcall-wrap	before "lower", for each function: wraps the bodies of
 *			functions that may be recorded (select.cc,
 *			instrument.cc)
 *	memcall-close	before "build_ssa_passes", for the whole unit, with the
 *			call graph built and nothing optimised: unwraps what no
 *			marked function reaches, parts the worlds (worlds.cc),
 *			and describes the unit (unit.cc)
 *	memcall-expand	behind "ssa", for each function, with -flto
 *	memcall-counters
 *			before "profile", and again after it: has counters go
 *			by the names of the source (counters.cc)
 *	memcall-expand	before "optimized", for each function, without -flto:
 *			GCC's optimisations are done; writes out the marks
 *			(expand.cc)
 *	memcall-guard	before "shorten", for each function, as good as assembly
 *			by then: puts its guard in front of it (guard.cc)
 *
 * In lto1 nothing is left to do: objects carry their hooks already.
 *
 * To look at the result: gcc -fdump-tree-memcall-wrap -fdump-tree-optimized.
 */
#ifndef MC_PASSES_H
#define MC_PASSES_H

#include "gcc-compat.h"

/* Registers the passes.  RUNTIME is the path of the recorder that programs are
   to load. */
void mc_passes_register(const char *plugin_name, const char *runtime);

#endif
