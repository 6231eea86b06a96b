/* SPDX-License-Identifier: MIT */
/*
 * The texts of the picture: labels, tooltips, the start node and the legend.
 *
 * Labels of nodes and the legend are HTML-like (without the outer brackets),
 * those of edges and all tooltips are escStrings.  None exceeds
 * MC_LABEL_BYTES; dot refuses strings over 16384.
 */
#ifndef MC_LABEL_H
#define MC_LABEL_H

#include "report/diff.h"
#include "report/model.h"
#include "report/prune.h"
#include "report/text.h"

#define MC_LABEL_BYTES 4096
#define MC_LABEL_COLUMNS 60 /* of a name in a label */

/* What a label needs to know of the whole picture. */
struct mc_label_context {
	const struct mc_model *model;
	const struct mc_prune *shown;
	const struct mc_view *view;
	const struct mc_diff *diff; /* NULL: one run */
	bool *is_alike; /* of each function: another one's short name */
	int64_t *starts; /* of each function: calls by thread edges */
	double most_growth; /* bytes, largest growth or peak of a function */
	double most_share; /* of the time; above 1 where threads run */
	double most_self_share;
	bool has_threads;
	bool has_rough;
	bool has_bounds;
	bool has_silent; /* arrows without a label */
	bool is_crowded; /* narrow labels, so that the picture is not wide */
	bool is_large; /* and brief ones */
};

void mc_label_open(struct mc_label_context *context,
		   const struct mc_model *model, const struct mc_view *view,
		   const struct mc_diff *diff, const struct mc_prune *shown);
void mc_label_close(struct mc_label_context *context);

/* What the fill of the function's box shows: a share, in the largest if that is
   above 1, or for memory part of the largest growth, below 0 for memory given
   back. */
double mc_label_fill(const struct mc_label_context *context,
		     const struct mc_model_function *function);

void mc_label_put_root(const struct mc_label_context *context,
		       struct mc_text *out);
/* Rows with the name, in a table. */
void mc_label_put_name(const struct mc_label_context *context,
		       const struct mc_model_function *function,
		       struct mc_text *out);

void mc_label_put_function(const struct mc_label_context *context,
			   const struct mc_model_function *function,
			   bool on_dark, struct mc_text *out);
void mc_label_put_edge(const struct mc_label_context *context,
		       const struct mc_model_edge *edge, struct mc_text *out);
/* What keeps the text off the arrow, whose width is the share. */
const char *mc_label_gap(const struct mc_label_context *context,
			 const struct mc_measures *numbers);
/* Whether that edge has no label. */
bool mc_label_is_silent(const struct mc_label_context *context,
			const struct mc_model_edge *edge);
void mc_label_put_legend(const struct mc_label_context *context,
			 struct mc_text *out);

/* Of two runs (diff-label.c). */
double mc_label_diff_share(const struct mc_label_context *context,
			   const struct mc_diff_pair *pair);
void mc_label_put_diff_function(const struct mc_label_context *context,
				const struct mc_model_function *function,
				struct mc_text *out);
void mc_label_put_diff_edge(const struct mc_label_context *context,
			    const struct mc_model_edge *edge,
			    struct mc_text *out);
void mc_label_put_diff_root(const struct mc_label_context *context,
			    struct mc_text *out);

/* Tooltips: every number, the full name, signature, file:line. */
void mc_label_put_function_tip(const struct mc_label_context *context,
			       const struct mc_model_function *function,
			       struct mc_text *out);
void mc_label_put_edge_tip(const struct mc_label_context *context,
			   const struct mc_model_edge *edge,
			   struct mc_text *out);

#endif
