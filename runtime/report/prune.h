/* SPDX-License-Identifier: MIT */
/*
 * Which part of a model a picture shows.
 *
 * A graph of up to MC_PRUNE_NODES functions is shown whole.  A larger one is
 * pruned as pprof does it: that many functions are shown, the costliest ones,
 * without those below 0.5 % of the whole and without edges below 0.1 %.  What
 * the root calls is always shown, and so is each shown function's costliest way
 * in.  Where a way from one shown function to another leads through hidden ones
 * only, a hidden edge stands for it, unless the two are connected without it or
 * the way costs less than an edge must (but no function is left without a way
 * in).
 *
 * Of a dense graph of more than MC_PRUNE_EDGES edges the cheapest are left out,
 * but none that the root has, no loop and no function's costliest way in.
 * (Graphviz takes more than ten minutes for 40 functions each of which calls
 * each.)
 *
 * A picture for a screen shows MC_PRUNE_SCREEN_NODES functions instead: text
 * among 80 is too small to be read.  Of more than MC_PRUNE_SCREEN_EDGES edges
 * those of no weight (below 0.1 % of the whole, with no memory to speak of) are
 * left out first, on the same conditions.
 *
 * A view (view.h) may ask for other limits, and leave functions out whatever
 * they cost.
 */
#ifndef MC_PRUNE_H
#define MC_PRUNE_H

#include "report/model.h"
#include "report/view.h"

#define MC_PRUNE_NODES 80
#define MC_PRUNE_EDGES 250
#define MC_PRUNE_SCREEN_NODES 30 /* some 2,500 pixels wide and high */
#define MC_PRUNE_SCREEN_EDGES 25
#define MC_PRUNE_NODE_SHARE 0.005
#define MC_PRUNE_EDGE_SHARE 0.001

enum mc_prune_to {
	MC_PRUNE_TO_ALL, /* all that the view is about */
	MC_PRUNE_TO_GRAPH,
	MC_PRUNE_TO_SCREEN,
};

/* A way from caller to callee through functions that are not shown. */
struct mc_prune_hidden {
	uint32_t caller; /* index */
	uint32_t callee;
	uint32_t between; /* functions on the shortest such way */
};

struct mc_prune {
	bool *function_shown;
	bool *edge_shown;
	bool is_by_cost; /* the cheapest were left out */
	bool has_light; /* edges of no weight were left out */
	bool is_by_view; /* functions were left out that the view is not of */
	size_t functions_shown;
	size_t edges_shown;
	struct mc_prune_hidden *hidden; /* by caller, then callee */
	size_t hidden_count;
};

/* Chooses what is shown.  mc_prune_free when done. */
void mc_prune_choose(const struct mc_model *model, const struct mc_view *view,
		     enum mc_prune_to to, struct mc_prune *shown);
void mc_prune_free(struct mc_prune *shown);

#endif
