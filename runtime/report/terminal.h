/* SPDX-License-Identifier: MIT */
/*
 * Where text for people goes: a terminal, with a width, signs and perhaps
 * colours; or a pipe, where there is no width to keep to and no telling what
 * reads it, so that names are whole and signs are ASCII.
 */
#ifndef MC_TERMINAL_H
#define MC_TERMINAL_H

#include "report/text.h"

#include <stdbool.h>
#include <stdio.h>

struct mc_terminal {
	FILE *out;
	bool is_terminal;
	bool has_colours;
	unsigned int columns;
};

/* Writes the text; what nobody sees and, in a pipe, signs are replaced. */
void mc_terminal_put(const struct mc_terminal *to, const char *text);

/* Writes a name on one line, shortened to what a terminal has left of a line
   of which `used` columns are taken. */
void mc_terminal_put_name(const struct mc_terminal *to, const char *name,
			  size_t used);

/* Says which columns a terminal is too narrow for, and from how many on it is
   not. */
void mc_terminal_put_left_out(const struct mc_terminal *to, const char *titles,
			      size_t columns);

/* Writes a bar of `width` columns for a share from 0 to 1; on terminals only.
 */
void mc_terminal_put_bar(const struct mc_terminal *to, double share,
			 size_t width);

/* Begins text that stands out by its share of the whole, up to mc_terminal_end.
 */
void mc_terminal_begin(const struct mc_terminal *to, double share);
void mc_terminal_end(const struct mc_terminal *to);

#endif
