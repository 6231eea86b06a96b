/* SPDX-License-Identifier: MIT */
/*
 * A graph of libcgraph and the attributes of its objects.
 *
 * NAME is a string constant wherever an attribute is set: attributes are known
 * by the address of their name.  To look them up by the name itself took a
 * third of the time of a graph of 10,000 functions.
 */
#ifndef MC_SHEET_H
#define MC_SHEET_H

#include "report/text.h"

#include <cgraph.h>
#include <stdint.h>

#define MC_SHEET_SLOTS 128 /* for some 40 attributes */

/* An attribute as libcgraph knows it. */
struct mc_sheet_known {
	const char *name;
	Agsym_t *symbol;
};

/* A graph and what is known of it. All zero but for the graph at first. */
struct mc_sheet {
	Agraph_t *graph;
	struct mc_sheet_known known[AGEDGE + 1][MC_SHEET_SLOTS]; /* by kind */
	struct mc_text text; /* scratch */
};

void mc_sheet_set(struct mc_sheet *sheet, void *object, const char *name,
		  const char *value);
void mc_sheet_set_html(const struct mc_sheet *sheet, void *object,
		       const char *name, const struct mc_text *html);
void mc_sheet_set_number(struct mc_sheet *sheet, void *object, const char *name,
			 int64_t value);
/* Sets what mc_sheet_make_readable makes of the value; "" is not set. */
void mc_sheet_set_text(struct mc_sheet *sheet, void *object, const char *name,
		       const char *value);

/* Returns a text that agread gives back as it is and that a picture in XML can
   have: UTF-8, not too long, and without a backslash that would swallow the
   quote or line end behind it.  It holds until the next one is made. */
const char *mc_sheet_make_readable(struct mc_sheet *sheet, const char *value);

/* Frees what there is besides the graph. */
void mc_sheet_close(struct mc_sheet *sheet);

#endif
