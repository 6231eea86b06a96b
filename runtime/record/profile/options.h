/* SPDX-License-Identifier: MIT */
/*
 * The options that hold in this process: a number for each row of
 * option-table.h.  They are read once, before any recording; after that any
 * thread may look.
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
 * Reads TEXT (NULL: nothing given) into mc_options.  An unknown key or value
 * is one line on standard error, and its default stays.
 */
void mc_options_read(const char *text);

#endif
