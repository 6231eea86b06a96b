/* SPDX-License-Identifier: MIT */
/*
 * Tells whether a view is the usual one, and has what boxes may show that is no
 * metric.  See view.h.
 */
#include "report/view.h"

const struct mc_metric_row mc_view_imbalance = {
	.colour = {.word = "imbalance"},
};

bool mc_view_is_default(const struct mc_view *view)
{
	return !view->is_tree && !view->focus.count && !view->ignore.count &&
	       !view->depth && !view->nodes && !view->has_least &&
	       (!view->colour ||
		view->colour == &mc_metric_rows[MC_TOTAL_NS]) &&
	       !view->group && !view->is_dark && !view->link;
}
