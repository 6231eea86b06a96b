/* SPDX-License-Identifier: MIT */
/*
 * What the calls of a zone are part of.
 *
 * Beyond its budget the recorder does not tell contexts apart ("The zone" in
 * format.h): it knows each edge's calls, time and memory, but not above which
 * of them what stood.  So the ways that may have led to a link are drawn at
 * random, from the link up, and callers are taken in proportion to how often
 * they were called.  (gprof shares the time of a function out among its callers
 * by that rule, too: S. L. Graham, P. B. Kessler, M. K. McKusick, gprof: a call
 * graph execution profiler, 1982.)
 *
 *	zone		main -> a 10 calls	a -> b 1	b -> a 30
 *
 * A way up from a -> b begins with a, which was called 40 times: with 10 of
 * them it goes on in main, with 30 in b, and so on, until it comes to a context
 * of its function that is told apart.  From there on the path is known.
 *
 * A way has each function and edge once, however often it comes by.  So nothing
 * is counted twice in recursion, and no sum is more than the whole.  Where all
 * ways lead through a function, as through `main`, its numbers are certain.
 *
 * Private to the model.
 */
#ifndef MC_ZONE_H
#define MC_ZONE_H

#include "report/paths.h"

enum mc_zone_kind { MC_ZONE_TO_FUNCTION, MC_ZONE_TO_EDGE };

/* What may be above a link, or is it: in `part` of 1 ways to the link there is
   the function or edge. */
struct mc_zone_share {
	uint32_t link; /* node */
	enum mc_zone_kind kind;
	uint32_t place; /* index, of mc_paths_place */
	double part; /* > 0 */
	bool is_again; /* some way comes by more than once */
};

struct mc_zone_asker {
	/* For each node what it matters, of 1: more ways are drawn. */
	const double *weight;
	void (*take)(void *data, const struct mc_zone_share *share);
	void *data;
};

/* True if the profile has a zone. */
bool mc_zone_is_there(const struct mc_profile *profile);

/* Draws ways to all links of zones, the same in each run, and tells ASKER where
   they lead.  Shares of one link follow one another. */
void mc_zone_draw(const struct mc_profile *profile,
		  const struct mc_paths_place *places, size_t functions,
		  size_t edges, const struct mc_zone_asker *asker);

#endif
