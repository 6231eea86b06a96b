/* SPDX-License-Identifier: MIT */
/*
 * The frames around boxes that belong together: --group.
 */
#ifndef MC_CLUSTERS_H
#define MC_CLUSTERS_H

#include "report/label.h"
#include "report/sheet.h"

/* Groups the boxes of a graph as the view says. NODE has that of each function
   of the model; NULL: it is not shown. */
void mc_clusters_add(struct mc_sheet *sheet,
		     const struct mc_label_context *context,
		     Agnode_t *const *node);

#endif
