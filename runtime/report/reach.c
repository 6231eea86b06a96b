/* SPDX-License-Identifier: MIT */
/*
 * Walks the calls from the root, from what the user is interested in, and
 * backwards from there.  See reach.h.
 */
#include "report/reach.h"
#include "report/alloc.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

/* The direction of a walk along calls. */
enum direction { TO_CALLEES, TO_CALLERS };

struct walk {
	const struct mc_model *model;
	const bool *is_open; /* functions that may be walked to */
	uint32_t *distance; /* UINT32_MAX: not reached */
	uint32_t *queue;
	size_t tail;
	uint32_t *callers; /* edges by callee: */
	size_t *first_caller;
};

static bool matches_one(const char *glob, const struct mc_model_function *f)
{
	return !fnmatch(glob, f->name, 0) || !fnmatch(glob, f->short_name, 0);
}

bool mc_reach_matches(const struct mc_view_globs *globs,
		      const struct mc_model_function *f)
{
	for (size_t i = 0; i < globs->count; i++)
		if (matches_one(globs->glob[i], f))
			return true;
	return false;
}

const char *mc_reach_find_idle(const struct mc_model *m,
			       const struct mc_view_globs *globs)
{
	for (size_t i = 0; i < globs->count; i++) {
		size_t at = 0;

		while (at < m->function_count &&
		       !matches_one(globs->glob[i], &m->functions[at]))
			at++;
		if (at == m->function_count)
			return globs->glob[i];
	}
	return NULL;
}

/* Sorts the edges by callee, by counting. */
static void list_callers(struct walk *w)
{
	const struct mc_model *m = w->model;
	size_t count = m->function_count;
	size_t *next = mc_alloc_zeroed(count + 1, sizeof(*next));

	w->first_caller = mc_alloc_zeroed(count + 1, sizeof(*w->first_caller));
	w->callers = mc_alloc_zeroed(m->edge_count, sizeof(*w->callers));
	for (size_t i = 0; i < m->edge_count; i++)
		w->first_caller[m->edges[i].callee + 1]++;
	for (size_t i = 0; i < count; i++)
		w->first_caller[i + 1] += w->first_caller[i];
	memcpy(next, w->first_caller, (count + 1) * sizeof(*next));
	for (size_t i = 0; i < m->edge_count; i++)
		w->callers[next[m->edges[i].callee]++] = (uint32_t)i;
	free(next);
}

static void begin(struct walk *w)
{
	for (size_t i = 0; i < w->model->function_count; i++)
		w->distance[i] = UINT32_MAX;
	w->tail = 0;
}

static void visit(struct walk *w, uint32_t function, uint32_t distance)
{
	if (function == MC_MODEL_ROOT || !w->is_open[function] ||
	    w->distance[function] != UINT32_MAX)
		return;
	w->distance[function] = distance;
	w->queue[w->tail++] = function;
}

static void visit_neighbours(struct walk *w, uint32_t from,
			     enum direction direction)
{
	const struct mc_model *m = w->model;
	const struct mc_model_function *f = &m->functions[from];
	uint32_t next = w->distance[from] + 1;

	if (direction == TO_CALLEES)
		for (size_t i = 0; i < f->edge_count; i++)
			visit(w, m->edges[f->first_edge + i].callee, next);
	else
		for (size_t i = w->first_caller[from];
		     i < w->first_caller[from + 1]; i++)
			visit(w, m->edges[w->callers[i]].caller, next);
}

static void walk(struct walk *w, enum direction direction)
{
	for (size_t head = 0; head < w->tail; head++)
		visit_neighbours(w, w->queue[head], direction);
}

/* Keeps what the root reaches by open functions, in so many calls at most. */
static void keep_reached(struct walk *w, uint32_t depth, bool *kept)
{
	begin(w);
	for (size_t i = 0; i < w->model->root_edge_count; i++)
		visit(w, w->model->edges[i].callee, 1);
	walk(w, TO_CALLEES);
	for (size_t i = 0; i < w->model->function_count; i++)
		kept[i] = w->distance[i] != UINT32_MAX &&
			  (!depth || w->distance[i] <= depth);
}

static void add_connected(struct walk *w, const struct mc_view_globs *focus,
			  enum direction direction, bool *connected)
{
	begin(w);
	for (uint32_t i = 0; i < w->model->function_count; i++)
		if (mc_reach_matches(focus, &w->model->functions[i]))
			visit(w, i, 0);
	walk(w, direction);
	for (size_t i = 0; i < w->model->function_count; i++)
		connected[i] |= w->distance[i] != UINT32_MAX;
}

static void keep_focused(struct walk *w, const struct mc_view_globs *focus,
			 bool *kept)
{
	size_t count = w->model->function_count;
	bool *connected = mc_alloc_zeroed(count, sizeof(*connected));

	list_callers(w);
	w->is_open = kept;
	add_connected(w, focus, TO_CALLEES, connected);
	add_connected(w, focus, TO_CALLERS, connected);
	for (size_t i = 0; i < count; i++)
		kept[i] &= connected[i];
	free(connected);
	free(w->callers);
	free(w->first_caller);
}

bool *mc_reach_find(const struct mc_model *m, const struct mc_view *view)
{
	size_t count = m->function_count;
	struct walk w = {.model = m};
	bool *open, *kept;

	if (!view->focus.count && !view->ignore.count && !view->depth)
		return NULL;
	open = mc_alloc_zeroed(count, sizeof(*open));
	kept = mc_alloc_zeroed(count, sizeof(*kept));
	w.distance = mc_alloc_zeroed(count, sizeof(*w.distance));
	w.queue = mc_alloc_zeroed(count, sizeof(*w.queue));
	for (size_t i = 0; i < count; i++)
		open[i] = !mc_reach_matches(&view->ignore, &m->functions[i]);
	w.is_open = open;
	keep_reached(&w, view->depth, kept);
	if (view->focus.count)
		keep_focused(&w, &view->focus, kept);
	free(open);
	free(w.distance);
	free(w.queue);
	return kept;
}
