/* SPDX-License-Identifier: MIT */
/*
 * Finds functions that many call, and writes rows.  See hubs.h.
 */
#include "report/hubs.h"
#include "report/alloc.h"
#include "report/doubt.h"
#include "report/number.h"
#include "report/shorten.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ARROW "\xe2\x86\xb3" /* down, then to the right */
#define DOT " \xc2\xb7 "
#define TIMES "\xc3\x97"
#define END "</table>"
#define ROW_COLUMNS 28 /* of a name in a row */
#define MOST_NAMED 30 /* callers in a tooltip, the costliest ones */

/* True if the edge is a call from one box to another, with an arrow or not: a
   call of no weight has none. */
static bool is_call(const struct mc_prune *s, const struct mc_model *m,
		    size_t i)
{
	const struct mc_model_edge *e = &m->edges[i];

	return e->caller != MC_MODEL_ROOT && e->caller != e->callee &&
	       !e->is_thread && s->function_shown[e->caller] &&
	       s->function_shown[e->callee];
}

/* Returns each function's costliest call from another of those that prune.h
   shows, as the edge's index plus 1; 0: there is none. */
static size_t *find_dearest(const struct mc_model *m, const struct mc_prune *s)
{
	size_t *dearest = mc_alloc_zeroed(m->function_count, sizeof(*dearest));

	for (size_t i = 0; i < m->edge_count; i++) {
		size_t *at = &dearest[m->edges[i].callee];

		if (s->edge_shown[i] && is_call(s, m, i) &&
		    (!*at ||
		     mc_model_cost(m, &m->edges[i].numbers) >
			     mc_model_cost(m, &m->edges[*at - 1].numbers)))
			*at = i + 1;
	}
	return dearest;
}

void mc_hubs_find(struct mc_hubs *h, const struct mc_model *m,
		  const struct mc_prune *s, bool are_wanted)
{
	size_t *dearest;

	memset(h, 0, sizeof(*h));
	h->model = m;
	h->shown = s;
	if (!are_wanted)
		return;
	h->is_row = mc_alloc_zeroed(m->edge_count, sizeof(*h->is_row));
	h->callers = mc_alloc_zeroed(m->function_count, sizeof(*h->callers));
	dearest = find_dearest(m, s);
	for (size_t i = 0; i < m->edge_count; i++)
		h->callers[m->edges[i].callee] += is_call(s, m, i);
	for (size_t i = 0; i < m->function_count; i++)
		if (h->callers[i] <= MC_HUBS_CALLERS)
			h->callers[i] = 0;
	for (size_t i = 0; i < m->edge_count; i++) {
		h->is_row[i] = s->edge_shown[i] && is_call(s, m, i) &&
			       h->callers[m->edges[i].callee] &&
			       dearest[m->edges[i].callee] != i + 1;
		h->has_rows |= h->is_row[i];
	}
	free(dearest);
}

void mc_hubs_free(struct mc_hubs *h)
{
	free(h->is_row);
	free(h->callers);
}

bool mc_hubs_has(const struct mc_hubs *h, size_t edge)
{
	return h->is_row && h->is_row[edge];
}

static void begin_row(const struct mc_label_context *c, bool on_dark,
		      struct mc_text *out)
{
	mc_text_print(out,
		      "<tr><td align=\"left\"><font point-size=\"9\" "
		      "color=\"%s\">",
		      c->view->is_dark ? "#d6d0c8"
		      : on_dark	       ? "#ffe9e0"
				       : "#4a4a45");
}

static void end_row(struct mc_text *out)
{
	mc_text_print(out, "</font></td></tr>");
}

void mc_hubs_begin(struct mc_hubs *h, const struct mc_label_context *c,
		   uint32_t function, bool on_dark, struct mc_text *out)
{
	size_t length = strlen(END);

	if (!h->is_row)
		return;
	mc_text_cut(out, out->length - length);
	if (!h->callers[function])
		return;
	begin_row(c, on_dark, out);
	mc_text_print(out, "<i>called by %" PRIu32 " functions</i>",
		      h->callers[function]);
	end_row(out);
}

/* Writes a label of two lines or more in one. */
static void put_in_line(struct mc_text *out, const char *label)
{
	struct mc_text line = {0};

	for (const char *at = label; *at;) {
		size_t length;

		at += strspn(at, " ");
		length = strlen(at);
		for (const char *end = at; *end; end++)
			if (end[0] == '\\' && end[1] == 'n') {
				length = (size_t)(end - at);
				break;
			}
		if (line.length && length)
			mc_text_print(&line, DOT);
		mc_text_put(&line, at, length);
		at += length;
		at += *at ? 2 : 0;
	}
	mc_text_put_html(out, mc_text_get(&line));
	mc_text_free(&line);
}

void mc_hubs_put_call(const struct mc_hubs *h, const struct mc_label_context *c,
		      size_t edge, const char *label, bool on_dark,
		      struct mc_text *out)
{
	const struct mc_model *m = h->model;
	struct mc_text name = {0};

	begin_row(c, on_dark, out);
	mc_text_print(out, ARROW " <b>");
	mc_shorten_name(&name, m->functions[m->edges[edge].callee].name,
			ROW_COLUMNS);
	mc_text_put_html(out, mc_text_get(&name));
	mc_text_print(out, "</b> ");
	mc_text_free(&name);
	put_in_line(out, label);
	end_row(out);
}

void mc_hubs_end(const struct mc_hubs *h, struct mc_text *out)
{
	if (h->is_row)
		mc_text_print(out, END);
}

static int compare_edges(const void *a, const void *b, void *model)
{
	const struct mc_model *m = model;
	size_t i = *(const size_t *)a, k = *(const size_t *)b;
	int64_t x = mc_model_cost(m, &m->edges[i].numbers);
	int64_t y = mc_model_cost(m, &m->edges[k].numbers);

	if (x != y)
		return x < y ? 1 : -1;
	return i < k ? -1 : i > k;
}

/* Writes a line of the tooltip: a caller, how often, how long. */
static void put_caller(const struct mc_label_context *c, size_t edge,
		       struct mc_text *out)
{
	const struct mc_model *m = c->model;
	const struct mc_model_edge *e = &m->edges[edge];
	char text[MC_NUMBER_SIZE];
	struct mc_text name = {0};

	mc_shorten_name(&name, m->functions[e->caller].name, MC_LABEL_COLUMNS);
	mc_text_print(out, "  ");
	mc_text_put_dot(out, mc_text_get(&name));
	mc_text_free(&name);
	mc_text_print(out, " %s" TIMES,
		      mc_number_count(text, e->numbers.value[MC_CALLS]));
	if (mc_measure_has(&e->numbers, MC_TOTAL_NS))
		mc_text_print(
			out, DOT "%s",
			mc_doubt_format(text, m, &e->numbers, MC_TOTAL_NS));
	mc_text_print(out, "\\n");
}

void mc_hubs_put_callers(const struct mc_hubs *h,
			 const struct mc_label_context *c, uint32_t function,
			 struct mc_text *out)
{
	const struct mc_model *m = h->model;
	size_t count = 0, *edges;

	if (!h->is_row || !h->callers[function])
		return;
	edges = mc_alloc_zeroed(h->callers[function], sizeof(*edges));
	for (size_t i = 0; i < m->edge_count; i++)
		if (m->edges[i].callee == function && is_call(h->shown, m, i))
			edges[count++] = i;
	qsort_r(edges, count, sizeof(*edges), compare_edges, (void *)m);
	mc_text_print(out, "called by %zu functions:\\n", count);
	for (size_t i = 0; i < count && i < MOST_NAMED; i++)
		put_caller(c, edges[i], out);
	if (count > MOST_NAMED)
		mc_text_print(out, "  and %zu more\\n", count - MOST_NAMED);
	free(edges);
}
