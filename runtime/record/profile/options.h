/* SPDX-License-Identifier: MIT */
/*
 * The options of this process: a number for each row of option-table.h.  They
 * are read once, before any recording.  After that any thread may look.
 */
#ifndef MC_OPTIONS_H
#define MC_OPTIONS_H

#include "../../option-table.h"

#include <stdint.h>

struct mc_options {
#define MC_OPTION(key, type, preset, preset_text, values, help) uint64_t key;
	MC_OPTIONS(MC_OPTION)
#undef MC_OPTION
};

extern struct mc_options mc_options;

/*
 * Reads TEXT (NULL: nothing given) into mc_options.  For an unknown key or
 * value it prints a line, and the default stays.
 */
void mc_options_read(const char *text);

#endif
