/* SPDX-License-Identifier: MIT */
/*
 * The plugin's arguments: -fplugin-arg-memcall-KEY[=VALUE].
 */
#ifndef MC_ARGUMENTS_H
#define MC_ARGUMENTS_H

#include "gcc-compat.h"

#include <string>

/* Reads all arguments into mc_select_options.  False if one is wrong, which has
   been said then. */
bool mc_arguments_read(const struct plugin_name_args *plugin);

/* Makes the list of arguments that `gcc --help -v` prints: a line of 79
   columns at most, or several, for each. */
std::string mc_arguments_help(void);

#endif
