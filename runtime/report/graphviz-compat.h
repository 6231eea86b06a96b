/* SPDX-License-Identifier: MIT */
/*
 * Graphviz' libraries, where their releases differ: 2.42, which most systems
 * have, and 13 and later.
 */
#ifndef MC_GRAPHVIZ_COMPAT_H
#define MC_GRAPHVIZ_COMPAT_H

#include <graphviz_version.h>
#include <gvc.h>
#include <stdbool.h>
#include <stddef.h>

/* What gvRenderData counts bytes in: unsigned int or size_t. */
/* clang-format off */
typedef __typeof__(_Generic(gvRenderData,
	int (*)(GVC_t *, graph_t *, const char *, char **, unsigned int *): 0u,
	default: (size_t)0)) mc_graphviz_size;
/* clang-format on */

/* Gives back what agstrdup_html has returned. */
static inline void mc_graphviz_free_html(Agraph_t *graph, char *html)
{
#if defined(GRAPHVIZ_VERSION_MAJOR) && GRAPHVIZ_VERSION_MAJOR >= 13
	agstrfree(graph, html, true);
#else
	agstrfree(graph, html);
#endif
}

#endif
