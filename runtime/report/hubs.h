/* SPDX-License-Identifier: MIT */
/*
 * Functions that many others call: an allocator, a logger.
 *
 * Forty arrows from all over a picture into one box cannot be followed, and
 * bury the others.  So such a function has one arrow, from the caller that is
 * the costliest way in, and a row that says how many call it; each other caller
 * has a row in its own box instead of an arrow, with what the arrow would have
 * said.  Arrows from the start node, of threads and of recursion stay.  Those
 * of no weight, which prune.h leaves out, have no row, but are counted.
 *
 *	parse                            alloc
 *	12 %  3.1 ms  self 9 %           8 %  2.0 ms  self 8 %
 *	200 calls                        9,000 calls
 *	-> alloc 800x . 0.2 ms           called by 40 functions
 */
#ifndef MC_HUBS_H
#define MC_HUBS_H

#include "report/label.h"

#define MC_HUBS_CALLERS 7 /* of more, arrows go */

/* Whose arrows are rows.  All zero: no one's. */
struct mc_hubs {
	const struct mc_model *model;
	const struct mc_prune *shown;
	bool *is_row; /* by edge; NULL: none is */
	bool has_rows;
	uint32_t *callers; /* by function: of a hub; else 0 */
	size_t cut; /* where the table ended that rows are added to */
};

/* Finds them; mc_hubs_free when done.  Without ARE_WANTED there are none. */
void mc_hubs_find(struct mc_hubs *hubs, const struct mc_model *model,
		  const struct mc_prune *shown, bool are_wanted);
void mc_hubs_free(struct mc_hubs *hubs);

/* True if the edge is a row in its caller's box. */
bool mc_hubs_has(const struct mc_hubs *hubs, size_t edge);

/* Adds rows to the table that the text ends with: first how many call the
   function, if it is a hub, then one for each call, LABEL being what an arrow
   would have said. */
void mc_hubs_begin(struct mc_hubs *hubs, const struct mc_label_context *context,
		   uint32_t function, bool on_dark, struct mc_text *out);
void mc_hubs_put_call(const struct mc_hubs *hubs,
		      const struct mc_label_context *context, size_t edge,
		      const char *label, bool on_dark, struct mc_text *out);
void mc_hubs_end(const struct mc_hubs *hubs, struct mc_text *out);

/* Adds the callers of a hub to its tooltip. */
void mc_hubs_put_callers(const struct mc_hubs *hubs,
			 const struct mc_label_context *context,
			 uint32_t function, struct mc_text *out);

#endif
