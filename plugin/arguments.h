/* SPDX-License-Identifier: MIT */
/*
 * The plugin's arguments: -fplugin-arg-memcall-KEY[=VALUE].
 */
#ifndef MC_ARGUMENTS_H
#define MC_ARGUMENTS_H

#include "gcc-compat.h"

#include <string>

enum mc_scope { MC_SCOPE_PROGRAM, MC_SCOPE_UNIT };

/* What the arguments say.  Written by mc_arguments_read alone, before any pass
   runs. */
struct mc_arguments {
	auto_vec<const char *> roots; /* root=GLOB */
	auto_vec<const char *> skips; /* skip=GLOB */
	auto_vec<const char *> skipped_units; /* skip-unit=GLOB */
	enum mc_scope scope; /* scope= */
	bool headers; /* headers */
	bool verbose; /* verbose */
};

extern struct mc_arguments mc_arguments;

/* Reads all arguments into mc_arguments.  False if one is wrong, which has
   been said then. */
bool mc_arguments_read(const struct plugin_name_args *plugin);

/* Makes the list of arguments that `gcc --help -v` prints: a line of 79
   columns at most, or several, for each. */
std::string mc_arguments_help(void);

#endif
