/* SPDX-License-Identifier: MIT */
/*
 * Writes names, bars and looks for people.  See terminal.h.
 */
#include "report/terminal.h"
#include "report/shorten.h"

#include <math.h>

#define LEAST_NAME 20 /* columns left to a name on a narrow terminal */

/* The looks of text from these shares on; ECMA-48, 8.3.117 (SGR). */
static const struct {
	double share;
	const char *begin;
} looks[] = {
	{0.25, "\033[1;31m"}, /* bold, red */
	{0.05, "\033[33m"}, /* yellow */
	{0.005, ""},
	{-INFINITY, "\033[2m"}, /* faint */
};

void mc_terminal_put(const struct mc_terminal *to, const char *text)
{
	struct mc_text safe = {0};

	if (to->is_terminal)
		mc_text_put_seen(&safe, text);
	else
		mc_text_put_ascii(&safe, text);
	fputs(mc_text_get(&safe), to->out);
	mc_text_free(&safe);
}

void mc_terminal_put_name(const struct mc_terminal *to, const char *name,
			  size_t used)
{
	struct mc_text flat = {0}, brief = {0};
	size_t room = to->columns;

	room = room > used + LEAST_NAME ? room - used : LEAST_NAME;
	mc_text_put_c(&flat, name);
	if (to->is_terminal) {
		mc_shorten_name(&brief, mc_text_get(&flat), room);
		fputs(mc_text_get(&brief), to->out);
	} else {
		fputs(mc_text_get(&flat), to->out);
	}
	mc_text_free(&flat);
	mc_text_free(&brief);
}

void mc_terminal_put_left_out(const struct mc_terminal *to, const char *titles,
			      size_t columns)
{
	fprintf(to->out, "no room for: %s (--width=%zu or a pipe shows them)\n",
		titles, columns);
}

/* Bars are drawn in eighths of a column: U+2588 is a whole one, U+258F an
   eighth. */
void mc_terminal_put_bar(const struct mc_terminal *to, double share,
			 size_t width)
{
	size_t eighths, column = 0;

	if (!to->is_terminal)
		return;
	share = share > 0 ? fmin(share, 1) : 0;
	eighths = (size_t)(share * (double)width * 8 + 0.5);
	for (; column < eighths / 8; column++)
		fputs("\xe2\x96\x88", to->out);
	if (eighths % 8) {
		fprintf(to->out, "\xe2\x96%c", (char)(0x90 - eighths % 8));
		column++;
	}
	fprintf(to->out, "%*s", (int)(width - column), "");
}

void mc_terminal_begin(const struct mc_terminal *to, double share)
{
	size_t i = 0;

	if (!to->has_colours)
		return;
	while (share < looks[i].share)
		i++;
	fputs(looks[i].begin, to->out);
}

void mc_terminal_end(const struct mc_terminal *to)
{
	if (to->has_colours)
		fputs("\033[0m", to->out);
}
