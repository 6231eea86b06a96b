/* SPDX-License-Identifier: MIT */
/*
 * Long names made short enough to read in a picture, and to be stored.
 *
 *	shop::Index<std::map<int, std::string>, 4>::build
 *	shop::Index<…>::build
 *
 * or, if that is another's short name as well,
 *
 *	shop::Index<std::ma…ring>, 4>::build
 *
 * The brackets of operators (operator<, operator->) are not arguments.
 */
#ifndef MC_SHORTEN_H
#define MC_SHORTEN_H

#include "report/text.h"

#include <stddef.h>

/* Appends `name` in `columns` characters at most: as it is if it fits, else
   with template arguments elided, else with parameters elided as well, else
   with its middle elided. */
void mc_shorten_name(struct mc_text *out, const char *name, size_t columns);

/* The same, but what tells template instances apart is kept if it fits: of
   template arguments only the middle is elided. */
void mc_shorten_apart(struct mc_text *out, const char *name, size_t columns);

/* Appends `text` in `bytes` bytes at most, with its middle elided if it is
   longer. */
void mc_shorten_bytes(struct mc_text *out, const char *text, size_t bytes);

/* Returns where to break `name` in two lines of about equal length: an offset
   just behind a `::` or before a `(`, or 0 if there is no good place. */
size_t mc_shorten_break(const char *name);

#endif
