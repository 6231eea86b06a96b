/* SPDX-License-Identifier: MIT */
/*
 * The scales are told apart by lightness, which everybody sees, and text on
 * them can be read.
 */
#include "report/colour.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>

static double make_linear(unsigned channel)
{
	double c = channel / 255.0;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

/* Relative luminance, as WCAG has it. */
static double luminance(double share, bool is_dark_ground)
{
	char text[MC_COLOUR_SIZE];
	unsigned red, green, blue;

	mc_colour_fill(text, share, is_dark_ground);
	CU_ASSERT_EQUAL(sscanf(text, "#%2x%2x%2x", &red, &green, &blue), 3);
	return 0.2126 * make_linear(red) + 0.7152 * make_linear(green) +
	       0.0722 * make_linear(blue);
}

MC_TEST(a_larger_share_is_further_from_the_ground)
{
	for (int sign = -1; sign <= 1; sign += 2)
		for (int i = 1; i <= 20; i++) {
			double less = sign * (i - 1) / 20.0;
			double more = sign * i / 20.0;

			CU_ASSERT(luminance(more, false) <
				  luminance(less, false));
			CU_ASSERT(luminance(more, true) >
				  luminance(less, true));
		}
}

/* 3 is what WCAG asks for large text and signs. */
MC_TEST(text_can_be_read_on_every_fill)
{
	for (int i = -100; i <= 100; i++) {
		double share = i / 100.0;
		double light = luminance(share, false);
		double dark = luminance(share, true);

		CU_ASSERT(mc_colour_is_dark(share, false)
				  ? 1.05 / (light + 0.05) >= 3
				  : (light + 0.05) / 0.05 >= 4.5);
		CU_ASSERT(1.05 / (dark + 0.05) >= 4.5);
	}
}

/* Red and green weigh the same for who does not tell them apart; blue does not
   fall with them. */
MC_TEST(more_and_less_differ_in_blue)
{
	for (int i = 1; i <= 10; i++) {
		char more[MC_COLOUR_SIZE], less[MC_COLOUR_SIZE];
		unsigned red, green, blue;

		mc_colour_fill(more, i / 10.0, false);
		mc_colour_fill(less, -i / 10.0, false);
		sscanf(more, "#%2x%2x%2x", &red, &green, &blue);
		CU_ASSERT(blue < (red + green) / 2);
		sscanf(less, "#%2x%2x%2x", &red, &green, &blue);
		CU_ASSERT(blue > (red + green) / 2);
	}
}
