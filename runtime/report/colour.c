/* SPDX-License-Identifier: MIT */
/*
 * Scales of a few hand-picked colours with straight lines between.
 *
 * Most functions have small shares, so the pale end changes fastest.
 */
#include "report/colour.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>

#define COUNT(scale) (sizeof(scale) / sizeof(*(scale)))

struct stop {
	double share;
	double red, green, blue;
};

static const struct stop fills[] = {
	{0, 0xf4, 0xf4, 0xf2},	  {0.01, 0xf6, 0xef, 0xe8},
	{0.12, 0xfb, 0xe3, 0xcf}, {0.25, 0xf9, 0xc9, 0xa4},
	{0.6, 0xf0, 0x8a, 0x5d},  {0.78, 0xe0, 0x53, 0x2b},
	{1, 0xc9, 0x3f, 0x1d},
};

static const struct stop falls[] = {
	{0, 0xf4, 0xf4, 0xf2},	  {0.01, 0xe9, 0xf1, 0xf5},
	{0.12, 0xd2, 0xe5, 0xf0}, {0.25, 0xa9, 0xcf, 0xe4},
	{0.6, 0x5f, 0xa3, 0xcc},  {0.78, 0x2e, 0x7d, 0xb2},
	{1, 0x18, 0x5a, 0x8f},
};

/* The same on a dark ground, where text is white throughout. */
static const struct stop dark_fills[] = {
	{0, 0x2f, 0x2f, 0x2d},	  {0.01, 0x38, 0x33, 0x2f},
	{0.12, 0x4d, 0x3b, 0x2f}, {0.25, 0x6b, 0x44, 0x2d},
	{0.6, 0xa1, 0x4b, 0x26},  {1, 0xc9, 0x3f, 0x1d},
};

static const struct stop dark_falls[] = {
	{0, 0x2f, 0x2f, 0x2d},	  {0.01, 0x2f, 0x35, 0x38},
	{0.12, 0x2c, 0x42, 0x4d}, {0.25, 0x2a, 0x51, 0x66},
	{0.6, 0x26, 0x67, 0x8f},  {1, 0x1f, 0x74, 0xae},
};

static const struct stop lines[] = {
	{0, 0x9a, 0x9a, 0x96},	 {0.05, 0xb8, 0xa0, 0x8c},
	{0.2, 0xd9, 0xa0, 0x6f}, {0.6, 0xea, 0x7a, 0x50},
	{1, 0xd8, 0x48, 0x22},
};

static const struct stop falling_lines[] = {
	{0, 0x9a, 0x9a, 0x96},	 {0.05, 0x83, 0xa2, 0xb4},
	{0.2, 0x5f, 0xa0, 0xc4}, {0.6, 0x35, 0x84, 0xb8},
	{1, 0x1c, 0x62, 0x98},
};

static struct stop pick(const struct stop *scale, size_t count, double share)
{
	struct stop s = scale[count - 1];

	for (size_t i = 1; i < count; i++) {
		const struct stop *a = &scale[i - 1], *b = &scale[i];
		double part;

		if (share >= b->share)
			continue;
		part = (share - a->share) / (b->share - a->share);
		part = fmax(part, 0);
		s.red = a->red + (b->red - a->red) * part;
		s.green = a->green + (b->green - a->green) * part;
		s.blue = a->blue + (b->blue - a->blue) * part;
		break;
	}
	return s;
}

static void put(char text[MC_COLOUR_SIZE], struct stop s)
{
	snprintf(text, MC_COLOUR_SIZE, "#%02x%02x%02x",
		 (unsigned)lround(s.red) & 0xff,
		 (unsigned)lround(s.green) & 0xff,
		 (unsigned)lround(s.blue) & 0xff);
}

void mc_colour_fill(char text[MC_COLOUR_SIZE], double share,
		    bool is_dark_ground)
{
	double size = fabs(share);

	if (is_dark_ground)
		put(text, share < 0
				  ? pick(dark_falls, COUNT(dark_falls), size)
				  : pick(dark_fills, COUNT(dark_fills), size));
	else
		put(text, share < 0 ? pick(falls, COUNT(falls), size)
				    : pick(fills, COUNT(fills), size));
}

void mc_colour_line(char text[MC_COLOUR_SIZE], double share)
{
	put(text, share < 0 ? pick(falling_lines, COUNT(falling_lines), -share)
			    : pick(lines, COUNT(lines), share));
}

/* White wins over black by contrast (WCAG) where luminance is below 0.18; the
   labels are bold and large there, so a little above is better to the eye. */
bool mc_colour_is_dark(double share, bool is_dark_ground)
{
	return is_dark_ground || fabs(share) >= 0.72;
}
