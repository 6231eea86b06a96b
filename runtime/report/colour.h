/* SPDX-License-Identifier: MIT */
/* The colours of the picture: from what the ground is like to orange-red by
   share, and to blue below 0, which those who do not tell red from green tell
   from it. */
#ifndef MC_COLOUR_H
#define MC_COLOUR_H

#include <stdbool.h>

#define MC_COLOUR_SIZE 8 /* "#rrggbb" and the NUL */

/* Fill of a node; a share above 1 is drawn as 1, below -1 as -1. */
void mc_colour_fill(char text[MC_COLOUR_SIZE], double share,
		    bool is_dark_ground);
/* Line of an edge: as the fill, but never too pale for a thin line. */
void mc_colour_line(char text[MC_COLOUR_SIZE], double share);
/* True if text on that fill should be white. On a dark ground it always should.
 */
bool mc_colour_is_dark(double share, bool is_dark_ground);

#endif
