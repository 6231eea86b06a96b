/* SPDX-License-Identifier: MIT */
/*
 * What the plugin says about functions and modules: the structures of
 * runtime/memcall-abi.h as GCC trees.
 */
#ifndef MC_DESCRIBE_H
#define MC_DESCRIBE_H

#include "gcc-compat.h"

#include <initializer_list>

/* Registers the trees kept here with GCC's garbage collector.  `plugin_name`
   is what GCC calls the plugin. */
void mc_describe_init(const char *plugin_name);

/* The address of a new struct mc_function for DECL.  IS_MARKED: an extent
   begins with it. */
tree mc_describe_function(tree decl, bool is_marked, bool is_trivial);

/* Has each call of the function with that DESCRIPTOR get a frame. */
void mc_describe_as_framed(tree descriptor);

/* The slots of a light copy (struct mc_function). */
struct mc_described_slots {
	uint32_t slots;
	uint32_t unbound;
	uint32_t layout;
	/* Its inner functions: their descriptors and slots. */
	auto_vec<tree> inner;
	auto_vec<uint32_t> inner_slots;
};

/* Says that the function with that DESCRIPTOR has a light copy with those
   slots. */
void mc_describe_as_light(tree descriptor, const struct mc_described_slots *s);

/* Says that other units may call its light copy. */
void mc_describe_as_far(tree descriptor);

/* The type of a static chain: a pointer to a structure. */
tree mc_describe_chain_type(void);

/* A hash of DECL's assembler name. */
uint32_t mc_describe_hash(tree decl);

/* The token (MC_TOKEN) that announces a call of DECL. */
tree mc_describe_token(tree decl);

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
	MC_HOOK_TAIL,
	MC_HOOK_RUN,
	MC_HOOK_HAND_OVER,
	MC_HOOK_LOOK,
	MC_HOOK_BEGIN,
	MC_HOOK_END,
	MC_HOOK_TELL,
	MC_HOOK_COUNT
};

/* HOOK in the module's __memcall_module: an lvalue, of type void *. */
tree mc_describe_hook(enum mc_hook hook);

/* The addresses of the module's __memcall_module and __memcall_nobody. */
tree mc_describe_module(void);
tree mc_describe_nobody(void);

/* A record type NAME with members `name, type, ...`, ended by NULL. */
tree mc_describe_record(const char *name, ...);

/* A constant of record TYPE with VALUES in the order of its members. */
tree mc_describe_constant(tree type, std::initializer_list<tree> values);

tree mc_describe_u32(uint32_t value);

/* The address of TEXT; and of SIZE bytes of it, the last of them a NUL. */
tree mc_describe_text(const char *text);
tree mc_describe_bytes(const char *text, size_t size);

/* A new static variable, and one that the units of a module share.  VALUE may
   be NULL_TREE: all zero. */
tree mc_describe_static(const char *stem, tree type, tree value);
tree mc_describe_shared(const char *name, tree type, tree value);

#endif
