/* SPDX-License-Identifier: MIT */
/*
 * What the plugin says about functions, units and modules: names, and the
 * structures of runtime/memcall-abi.h as GCC trees.
 */
#ifndef MC_DESCRIBE_H
#define MC_DESCRIBE_H

#include "gcc-compat.h"

/* Registers the trees kept here with GCC's garbage collector.  `plugin_name`
   is what GCC calls the plugin; RUNTIME the path of libmemcall.so to load. */
void mc_describe_init(const char *plugin_name, const char *runtime);

/* The qualified name as written, "ns::Class::method".  Lives as long as GCC. */
const char *mc_describe_name(tree decl);

/* The name with its parameters, "ns::Class::method(int)"; a C function has the
   name only.  The caller frees it. */
char *mc_describe_signature(tree decl);

/* True for a constructor or destructor that GCC made only to pass its object
   on to another variant of the same one (D0 to D1, C1 to C4 under -Os). */
bool mc_describe_is_variant_wrapper(tree decl);

/* The address of a new struct mc_function for DECL. */
tree mc_describe_function(tree decl);

/* The module's __memcall_recording, and an lvalue of a member of its
   __memcall_hooks.  Both are pointers (void *). */
tree mc_describe_recording(void);

enum mc_hook {
	MC_HOOK_ENTER,
	MC_HOOK_START,
	MC_HOOK_LEAVE,
	MC_HOOK_RESUME,
	MC_HOOK_FORGET,
	MC_HOOK_FLUSH,
	MC_HOOK_PAUSE,
	MC_HOOK_UNPAUSE,
	MC_HOOK_MOVING,
	MC_HOOK_MOVED,
	MC_HOOK_COUNT
};

tree mc_describe_hook(enum mc_hook hook);

/* The struct mc_unit of this unit, with the constructor that looks for the
   recorder and the destructor that takes leave of it.  Once for each unit. */
void mc_describe_unit(void);

#endif
