/* SPDX-License-Identifier: MIT */
/*
 * What the texts of a picture have in common, and those of a picture of one
 * run: at arrows, in the start node, and (box.h) in boxes.
 *
 * Labels of nodes are HTML-like (without the outer brackets), those of edges
 * escStrings.  None exceeds 4096 bytes; dot refuses strings over 16384.
 * Pictures of two runs have the texts of diff-label.h instead, tooltips are in
 * tooltip.h, the legend in legend.h.
 */
#ifndef MC_LABEL_H
#define MC_LABEL_H

#include "report/balance.h"
#include "report/model.h"
#include "report/prune.h"
#include "report/text.h"

#define MC_LABEL_COLUMNS 60 /* of a name in a label */

struct mc_diff;

/* Facts about the whole picture that all these texts need. */
struct mc_label_context {
	const struct mc_model *model;
	const struct mc_prune *shown;
	const struct mc_view *view;
	const struct mc_diff *diff; /* NULL: one run */
	/* What the fill shows; NULL: what the model is in the order of. */
	const struct mc_metric_row *colour;
	bool *is_alike; /* of each function: another one's short name */
	int64_t *starts; /* of each function: calls by thread edges */
	double most_growth; /* bytes, largest growth or peak of a function */
	double most_heap; /* bytes, the most that one allocated */
	/* Of the time that shares are of; above 1 where threads run. */
	double most_share;
	double most_name_share;
	bool is_by_balance; /* the fill shows what is lost by imbalance */
	double most_fill; /* of what the fill shows, unless that is the cost */
	bool has_threads;
	bool has_rough;
	bool has_bounds;
	bool has_unknown; /* times that are only known to be less */
	bool has_rows; /* calls in the boxes of callers (hubs.h) */
	bool has_imbalance; /* boxes say so */
	bool has_silent; /* arrows without a label */
	bool is_crowded; /* narrow labels, so that the picture is not wide */
	bool is_large; /* and brief ones */
	bool is_terse; /* no label at arrows that have nothing to add */
};

void mc_label_open(struct mc_label_context *context,
		   const struct mc_model *model, const struct mc_view *view,
		   const struct mc_diff *diff, const struct mc_prune *shown);
void mc_label_close(struct mc_label_context *context);

/* Returns what the fill of the function's box shows, as part of the largest
   there is, or of the whole if no share is above 1. It is below 0 for memory
   given back. */
double mc_label_fill(const struct mc_label_context *context,
		     const struct mc_model_function *function);
/* Returns what the arrow shows: the share of the edge of the time that the
   picture is about, as part of the largest if that is above 1. */
double mc_label_line(const struct mc_label_context *context,
		     const struct mc_model_edge *edge);

void mc_label_put_root(const struct mc_label_context *context,
		       struct mc_text *out);
void mc_label_put_edge(const struct mc_label_context *context,
		       const struct mc_model_edge *edge, struct mc_text *out);

/* Parts of these texts, for those of two runs. What the start node says of the
   run stands between the beginning and the end. */
void mc_label_begin_root(const struct mc_label_context *context,
			 struct mc_text *out);
void mc_label_end_root(const struct mc_label_context *context,
		       struct mc_text *out);
/* Returns blanks that keep the text off the arrow, which is as broad as the
   share. */
const char *mc_label_gap(const struct mc_label_context *context,
			 const struct mc_measures *numbers);

/* True if the picture is about what threads did on the processor: shares, fills
   and arrows are of that. Else they are of the recorded time. */
bool mc_label_is_about_cpu(const struct mc_label_context *context);
/* Returns the share with callees (of the calls, if nothing was timed), and that
   of what it did itself. */
double mc_label_share(const struct mc_label_context *context,
		      const struct mc_measures *numbers);
double mc_label_self_share(const struct mc_label_context *context,
			   const struct mc_measures *numbers);
/* True if so many bytes are worth a line in this picture. */
bool mc_label_is_notable(const struct mc_label_context *context, int64_t bytes);
/* Fills in how evenly ranks or processes share the time of a function (the
   calls, if nothing was timed); false if they do, more or less, or if there is
   only one. */
bool mc_label_is_uneven(const struct mc_label_context *context,
			const struct mc_model_function *function,
			struct mc_balance_value *value);
/* Writes what else is counted, behind GAP: how often a coroutine was resumed.
 */
void mc_label_put_counts(const struct mc_label_context *context,
			 const struct mc_measures *numbers, const char *gap,
			 struct mc_text *out);
/* Returns what stands behind a noun, of which there are so many. */
const char *mc_label_plural(int64_t count);

#endif
