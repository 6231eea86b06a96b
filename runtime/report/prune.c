/* SPDX-License-Identifier: MIT */
/*
 * Prunes a large graph.
 *
 * Functions come sorted by cost, so the first MC_PRUNE_NODES that are not too
 * cheap are kept.  Hidden ways are found by a breadth-first search from each
 * shown function that goes on from hidden functions only; that is at most
 * (shown functions) x (edges) steps, and needs no search among pairs.
 */
#include "report/prune.h"
#include "report/alloc.h"
#include "report/reach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* If the root calls more functions than this, hidden ways would be most of the
   picture, and the search for them most of the time. */
#define MOST_SEARCHED 1000

/* What an edge of no weight adds at most, as a part of the largest growth. */
#define LIGHT_GROWTH 0.01

/* With more ways than this nothing can be seen any more, and finding the
   needless ones takes the square of the time. */
#define MOST_HIDDEN 30000

/* Returns what is compared with the least share. What threads do while others
   sleep is a small part of the time. */
static double find_share(const struct mc_model *m, const struct mc_measures *n)
{
	return fmax(mc_model_share(m, n), mc_model_cpu_share(m, n));
}

static void show_edge(struct mc_prune *s, size_t edge)
{
	s->edges_shown += !s->edge_shown[edge];
	s->edge_shown[edge] = true;
}

static void show_function(struct mc_prune *s, uint32_t function)
{
	s->functions_shown += !s->function_shown[function];
	s->function_shown[function] = true;
}

static bool ends_are_shown(const struct mc_prune *s,
			   const struct mc_model_edge *e)
{
	return s->function_shown[e->callee] &&
	       (e->caller == MC_MODEL_ROOT || s->function_shown[e->caller]);
}

static size_t most_nodes(enum mc_prune_to to)
{
	return to == MC_PRUNE_TO_SCREEN ? MC_PRUNE_SCREEN_NODES
					: MC_PRUNE_NODES;
}

static void choose_functions(const struct mc_model *m,
			     const struct mc_view *view, enum mc_prune_to to,
			     const bool *kept, struct mc_prune *s)
{
	double least = view->has_least ? view->least : MC_PRUNE_NODE_SHARE;
	size_t most = view->nodes ? view->nodes : most_nodes(to);

	for (size_t i = 0; i < m->root_edge_count; i++)
		if (!kept || kept[m->edges[i].callee])
			show_function(s, m->edges[i].callee);
	for (uint32_t i = 0; i < m->function_count && s->functions_shown < most;
	     i++)
		if ((!kept || kept[i]) &&
		    find_share(m, &m->functions[i].numbers) >= least)
			show_function(s, i);
	s->is_by_cost = true;
}

/* Shows all that is kept. */
static void show_all(const struct mc_model *m, const bool *kept,
		     struct mc_prune *s)
{
	for (uint32_t i = 0; i < m->function_count; i++)
		if (!kept || kept[i])
			show_function(s, i);
	for (size_t i = 0; i < m->edge_count; i++)
		if (ends_are_shown(s, &m->edges[i]))
			show_edge(s, i);
}

static bool is_loop_or_root(const struct mc_model_edge *e)
{
	return e->caller == MC_MODEL_ROOT || e->caller == e->callee;
}

/* Returns each function's costliest way in, as the edge's index plus 1; 0:
   there is none. */
static size_t *find_best(const struct mc_model *m, const struct mc_prune *s)
{
	size_t *best = mc_alloc_zeroed(m->function_count, sizeof(*best));

	for (size_t i = 0; i < m->edge_count; i++) {
		const struct mc_model_edge *e = &m->edges[i];
		size_t *b = &best[e->callee];

		if (ends_are_shown(s, e) && e->caller != e->callee &&
		    (!*b ||
		     mc_model_cost(m, &e->numbers) >
			     mc_model_cost(m, &m->edges[*b - 1].numbers)))
			*b = i + 1;
	}
	return best;
}

static int compare_costs(const void *a, const void *b, void *model)
{
	const struct mc_model *m = model;
	size_t i = *(const size_t *)a, k = *(const size_t *)b;
	const struct mc_measures *x = &m->edges[i].numbers;
	const struct mc_measures *y = &m->edges[k].numbers;
	int64_t p = mc_model_cost(m, x), q = mc_model_cost(m, y);

	if (p == q) {
		p = x->value[MC_CALLS];
		q = y->value[MC_CALLS];
	}
	if (p != q)
		return p < q ? 1 : -1;
	return i < k ? -1 : i > k;
}

/* Lists the shown edges that may go, from the costliest to the cheapest: all
   but no function's best way in. */
static size_t *list_spare(const struct mc_model *m, const struct mc_prune *s,
			  size_t *count)
{
	size_t *best = find_best(m, s);
	size_t *order = mc_alloc_zeroed(s->edges_shown, sizeof(*order));

	*count = 0;
	for (size_t i = 0; i < m->edge_count; i++)
		if (s->edge_shown[i] && !is_loop_or_root(&m->edges[i]) &&
		    best[m->edges[i].callee] != i + 1)
			order[(*count)++] = i;
	qsort_r(order, *count, sizeof(*order), compare_costs, (void *)m);
	free(best);
	return order;
}

static double find_growth(const struct mc_measures *n)
{
	return fmax(fabs((double)n->value[MC_RSS_BYTES]),
		    (double)n->value[MC_RSS_PEAK_BYTES]);
}

static double find_most_growth(const struct mc_model *m)
{
	double most = 0;

	for (size_t i = 0; i < m->function_count; i++)
		most = fmax(most, find_growth(&m->functions[i].numbers));
	return most;
}

/* Hides the cheapest edges of a dense graph: above `most`, all of them; above
   `most_light`, those of no weight. */
static void thin_out(const struct mc_model *m, struct mc_prune *s, size_t most,
		     size_t most_light)
{
	double growth = find_most_growth(m) * LIGHT_GROWTH;
	size_t count, *order;

	if (s->edges_shown <= most && s->edges_shown <= most_light)
		return;
	order = list_spare(m, s, &count);
	while (count && s->edges_shown > most_light) {
		const struct mc_measures *n = &m->edges[order[--count]].numbers;
		bool is_light = find_share(m, n) < MC_PRUNE_EDGE_SHARE &&
				find_growth(n) <= growth;

		if (!is_light && s->edges_shown <= most)
			continue;
		s->edge_shown[order[count]] = false;
		s->edges_shown--;
		if (is_light)
			s->has_light = true;
		else
			s->is_by_cost = true;
	}
	free(order);
}

static void choose_edges(const struct mc_model *m, struct mc_prune *s)
{
	size_t *best = find_best(m, s);

	for (size_t i = 0; i < m->edge_count; i++) {
		const struct mc_model_edge *e = &m->edges[i];

		if (ends_are_shown(s, e) &&
		    (is_loop_or_root(e) ||
		     find_share(m, &e->numbers) >= MC_PRUNE_EDGE_SHARE))
			show_edge(s, i);
	}
	for (size_t i = 0; i < m->function_count; i++)
		if (best[i])
			show_edge(s, best[i] - 1);
	free(best);
}

static void get_calls(const struct mc_model *m, uint32_t caller, size_t *first,
		      size_t *count)
{
	bool is_root = caller == MC_MODEL_ROOT;

	*first = is_root ? 0 : m->functions[caller].first_edge;
	*count = is_root ? m->root_edge_count : m->functions[caller].edge_count;
}

static void add_hidden(struct mc_prune *s, uint32_t caller, uint32_t callee,
		       uint32_t between)
{
	s->hidden =
		mc_alloc_append(s->hidden, s->hidden_count, sizeof(*s->hidden));
	s->hidden[s->hidden_count++] = (struct mc_prune_hidden){
		.caller = caller,
		.callee = callee,
		.between = between,
	};
}

/* Search space shared by all callers: `seen` holds the caller's mark. */
struct search {
	uint32_t *seen;
	uint32_t *queue;
	uint32_t *steps; /* hidden functions up to and with the queued one */
	uint32_t mark; /* of the search at hand */
	bool *is_orphan; /* nothing drawn leads to it */
};

/* Finds the shown functions that `caller` reaches through hidden ones only, by
   calls of that share at least; with `for_orphans`, only to those. */
static void find_hidden(const struct mc_model *m, struct mc_prune *s,
			struct search *x, uint32_t caller, double least,
			bool for_orphans)
{
	uint32_t mark = ++x->mark;
	size_t head = 0, tail = 0, first, count;
	uint32_t from = caller, steps = 0;

	for (;;) {
		get_calls(m, from, &first, &count);
		for (size_t i = first; i < first + count; i++) {
			uint32_t to = m->edges[i].callee;

			if (x->seen[to] == mark || to == caller ||
			    mc_model_share(m, &m->edges[i].numbers) < least)
				continue;
			if (s->function_shown[to] && from == caller)
				continue; /* an edge of its own */
			x->seen[to] = mark;
			if (s->function_shown[to]) {
				if (!for_orphans || x->is_orphan[to])
					add_hidden(s, caller, to, steps);
				continue;
			}
			x->queue[tail] = to;
			x->steps[tail++] = steps + 1;
		}
		if (head == tail)
			return;
		from = x->queue[head];
		steps = x->steps[head++];
	}
}

/* The edges that are drawn, by caller: shown ones and hidden ones. */
struct link {
	uint32_t caller;
	uint32_t callee;
	size_t hidden; /* index + 1; 0: an edge */
};

struct links {
	struct link *link;
	size_t count;
	size_t *first; /* of each function, and the end */
};

static int compare_links(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	return x->caller < y->caller ? -1 : x->caller > y->caller;
}

static void list_links(const struct mc_model *m, const struct mc_prune *s,
		       struct links *l)
{
	size_t next = 0;

	l->link = mc_alloc_zeroed(s->edges_shown + s->hidden_count,
				  sizeof(*l->link));
	l->first = mc_alloc_zeroed(m->function_count + 1, sizeof(*l->first));
	l->count = 0;
	for (size_t i = m->root_edge_count; i < m->edge_count; i++)
		if (s->edge_shown[i])
			l->link[l->count++] = (struct link){
				m->edges[i].caller, m->edges[i].callee, 0};
	for (size_t i = 0; i < s->hidden_count; i++)
		l->link[l->count++] = (struct link){s->hidden[i].caller,
						    s->hidden[i].callee, i + 1};
	qsort(l->link, l->count, sizeof(*l->link), compare_links);
	for (size_t i = 0; i <= m->function_count; i++) {
		while (next < l->count && l->link[next].caller < i)
			next++;
		l->first[i] = next;
	}
}

/* True if what is drawn, without hidden[skip], leads from its caller to its
   callee. Hidden ways found needless before have no functions between. */
static bool is_needless(const struct mc_prune *s, const struct links *l,
			struct search *x, size_t skip)
{
	uint32_t mark = ++x->mark;
	uint32_t from = s->hidden[skip].caller, to = s->hidden[skip].callee;
	size_t head = 0, tail = 0;

	for (;;) {
		for (size_t i = l->first[from]; i < l->first[from + 1]; i++) {
			const struct link *k = &l->link[i];

			if (x->seen[k->callee] == mark)
				continue;
			if (k->hidden && (k->hidden == skip + 1 ||
					  !s->hidden[k->hidden - 1].between))
				continue;
			x->seen[k->callee] = mark;
			x->queue[tail++] = k->callee;
		}
		if (x->seen[to] == mark)
			return true;
		if (head == tail)
			return false;
		from = x->queue[head++];
	}
}

/* Orders the longest ways first: a way over several hidden functions says
   least. */
static int compare_hidden(const void *a, const void *b)
{
	const struct mc_prune_hidden *x = a, *y = b;

	if (x->between != y->between)
		return x->between < y->between ? 1 : -1;
	if (x->caller != y->caller)
		return x->caller < y->caller ? -1 : 1;
	return x->callee < y->callee ? -1 : x->callee > y->callee;
}

static int compare_ends(const void *a, const void *b)
{
	const struct mc_prune_hidden *x = a, *y = b;

	if (x->caller != y->caller)
		return x->caller < y->caller ? -1 : 1;
	return x->callee < y->callee ? -1 : x->callee > y->callee;
}

static void drop_needless(const struct mc_model *m, struct mc_prune *s,
			  struct search *x)
{
	struct links links;
	size_t kept = 0;

	if (!s->hidden_count)
		return;
	qsort(s->hidden, s->hidden_count, sizeof(*s->hidden), compare_hidden);
	list_links(m, s, &links);
	for (size_t i = 0; i < s->hidden_count; i++)
		if (is_needless(s, &links, x, i))
			s->hidden[i].between = 0;
	for (size_t i = 0; i < s->hidden_count; i++)
		if (s->hidden[i].between)
			s->hidden[kept++] = s->hidden[i];
	s->hidden_count = kept;
	qsort(s->hidden, kept, sizeof(*s->hidden), compare_ends);
	free(links.link);
	free(links.first);
}

static void find_orphans(const struct mc_model *m, const struct mc_prune *s,
			 struct search *x)
{
	memcpy(x->is_orphan, s->function_shown, m->function_count);
	for (size_t i = 0; i < m->edge_count; i++)
		if (s->edge_shown[i] &&
		    m->edges[i].caller != m->edges[i].callee)
			x->is_orphan[m->edges[i].callee] = false;
	for (size_t i = 0; i < s->hidden_count; i++)
		x->is_orphan[s->hidden[i].callee] = false;
}

/* Finds ways of some cost first, then any way at all to functions that are left
   without one. */
static void connect_shown(const struct mc_model *m, struct mc_prune *s)
{
	size_t count = m->function_count;
	struct search x = {
		.seen = mc_alloc_zeroed(count, sizeof(*x.seen)),
		.queue = mc_alloc_zeroed(count + 1, sizeof(*x.queue)),
		.steps = mc_alloc_zeroed(count + 1, sizeof(*x.steps)),
		.is_orphan = mc_alloc_zeroed(count, sizeof(*x.is_orphan)),
	};

	for (uint32_t i = 0; i < count; i++)
		if (s->function_shown[i])
			find_hidden(m, s, &x, i, MC_PRUNE_EDGE_SHARE, false);
	find_orphans(m, s, &x);
	for (uint32_t i = 0; i < count; i++)
		if (s->function_shown[i])
			find_hidden(m, s, &x, i, 0, true);
	if (s->hidden_count > MOST_HIDDEN)
		s->hidden_count = 0;
	drop_needless(m, s, &x);
	free(x.seen);
	free(x.queue);
	free(x.steps);
	free(x.is_orphan);
}

static size_t count_kept(const struct mc_model *m, const bool *kept)
{
	size_t count = 0;

	for (size_t i = 0; i < m->function_count; i++)
		count += !kept || kept[i];
	return count;
}

void mc_prune_choose(const struct mc_model *m, const struct mc_view *view,
		     enum mc_prune_to to, struct mc_prune *s)
{
	bool *kept = mc_reach_find(m, view);
	bool has_limits = view->nodes || view->has_least;
	bool is_small = !has_limits && count_kept(m, kept) <= most_nodes(to);

	memset(s, 0, sizeof(*s));
	s->function_shown = mc_alloc_zeroed(m->function_count, sizeof(bool));
	s->edge_shown = mc_alloc_zeroed(m->edge_count, sizeof(bool));
	s->is_by_view = count_kept(m, kept) < m->function_count;
	if (to == MC_PRUNE_TO_ALL || is_small) {
		show_all(m, kept, s);
	} else {
		choose_functions(m, view, to, kept, s);
		choose_edges(m, s);
	}
	if (to != MC_PRUNE_TO_ALL && !has_limits)
		thin_out(m, s, MC_PRUNE_EDGES,
			 to == MC_PRUNE_TO_SCREEN ? MC_PRUNE_SCREEN_EDGES
						  : MC_PRUNE_EDGES);
	if (s->functions_shown < m->function_count &&
	    s->functions_shown <= MOST_SEARCHED)
		connect_shown(m, s);
	free(kept);
}

void mc_prune_free(struct mc_prune *s)
{
	free(s->function_shown);
	free(s->edge_shown);
	free(s->hidden);
}
