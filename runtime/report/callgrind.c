/* SPDX-License-Identifier: MIT */
/*
 * Callgrind's format (valgrind.org/docs/manual/cl-format.html).
 *
 * Its readers take as inclusive cost of a function what the calls to it cost,
 * added up, so each stack is put on one edge for each function on it: the one
 * that led to the outermost call of that function.  Recursive calls so have a
 * count, and a cost only where they lead to a function for the first time.
 *
 * Where contexts were not told apart, stacks do not tell what calls cost: edges
 * have their share of the total of the function that they lead to.
 *
 * Costs cannot be negative: of memory a stack counts if it grew.  Where a call
 * stands is not recorded; it is shown on its caller's first line.  The format
 * has no escapes: a line end in a name becomes a space, and what is no
 * character U+FFFD.
 */
#include "report/alloc.h"
#include "report/formats.h"
#include "report/map.h"
#include "report/stacks.h"
#include "report/text.h"

#include <inttypes.h>
#include <stdlib.h>

struct listing {
	const struct mc_model *model;
	FILE *out;
	const struct mc_stacks *stacks;
	int64_t *self; /* by function, and then by metric of the stacks */
	int64_t *edge; /* by edge, likewise */
	struct mc_map_strings files;
	bool *file_known; /* its name was written; by number */
	bool *function_known;
	struct mc_text text; /* scratch */
};

/* Calls have lines of their own. They are a cost only where there is no other.
 */
static bool is_shown(const struct listing *l, size_t k)
{
	const struct mc_stacks *s = l->stacks;

	if (!mc_metric_rows[s->metric[k]].stack.event)
		return false;
	return k == s->weight || (s->is_there[k] && s->metric[k] != MC_CALLS);
}

static void add(int64_t *sum, int64_t value)
{
	*sum = mc_measure_sum(*sum, value);
}

static uint64_t edge_key(uint32_t caller, uint32_t callee, bool is_thread)
{
	return (uint64_t)(caller + 1u) << 32 | callee << 1 | is_thread;
}

/* Finds the edge that leads to the stack. */
static uint32_t find_edge(const struct listing *l, const struct mc_map *edge_of,
			  const struct mc_stack *s)
{
	uint32_t caller = s->is_thread ? s->starter
				       : l->stacks->stack[s->parent].function;

	return mc_map_find(edge_of,
			   edge_key(caller, s->function, s->is_thread));
}

static void add_up(struct listing *l, const struct mc_map *edge_of)
{
	const struct mc_stacks *s = l->stacks;
	uint32_t *on_path =
		mc_alloc_zeroed(l->model->function_count, sizeof(*on_path));
	size_t width = s->metric_count;
	uint32_t open = 0;

	for (uint32_t i = 0; i < s->count; i++) {
		const struct mc_stack *at = &s->stack[i];
		uint32_t edge;

		if (mc_stacks_is_root(s, i))
			continue;
		for (; open != at->parent; open = s->stack[open].parent)
			on_path[s->stack[open].function]--;
		open = i;
		for (size_t k = 0; k < width; k++)
			add(&l->self[at->function * width + k],
			    mc_stacks_grown(s, i, k));
		if (on_path[at->function]++)
			continue;
		edge = find_edge(l, edge_of, at);
		if (edge == MC_MAP_NONE)
			continue;
		for (size_t k = 0; k < width; k++)
			add(&l->edge[edge * width + k],
			    mc_stacks_total(s, i, k));
	}
	free(on_path);
}

static int64_t grown(const struct mc_measures *numbers, enum mc_metric which)
{
	return numbers->value[which] > 0 ? numbers->value[which] : 0;
}

/* Returns the metric of which edges have what stacks have of WHICH. */
static enum mc_metric find_total(enum mc_metric which)
{
	return which == MC_RSS_SELF_BYTES ? MC_RSS_BYTES
					  : mc_metric_with_callees(which);
}

/* Puts a function's total on the edges that lead there, in proportion to
   theirs. */
static void share_total(struct listing *l, size_t k)
{
	const struct mc_model *m = l->model;
	size_t width = l->stacks->metric_count;
	enum mc_metric with = find_total(l->stacks->metric[k]);
	double *sum = mc_alloc_zeroed(m->function_count, sizeof(*sum));

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < m->edge_count; i++) {
			const struct mc_model_edge *e = &m->edges[i];
			double total = (double)grown(&e->numbers, with);
			double whole = (double)grown(
				&m->functions[e->callee].numbers, with);

			if (e->caller == e->callee)
				total = 0;
			if (!pass)
				sum[e->callee] += total;
			else
				l->edge[i * width + k] =
					total > 0 ? (int64_t)(total * whole /
							      sum[e->callee])
						  : 0;
		}
	free(sum);
}

/* Stacks of a zone do not tell what they are part of.  Totals do, as far as it
   is known. */
static void use_totals(struct listing *l)
{
	for (size_t k = 0; k < l->stacks->metric_count; k++)
		if (l->stacks->metric[k] != MC_CALLS)
			share_total(l, k);
}

static void gather(struct listing *l)
{
	const struct mc_model *m = l->model;
	size_t width = l->stacks->metric_count;
	struct mc_map edge_of = {0};

	for (size_t i = 0; i < m->edge_count; i++)
		mc_map_add(&edge_of,
			   edge_key(m->edges[i].caller, m->edges[i].callee,
				    m->edges[i].is_thread),
			   (uint32_t)i);
	for (size_t i = 0; i < m->function_count; i++)
		mc_map_intern(&l->files, m->functions[i].file);
	l->self = mc_alloc_zeroed(m->function_count * width, sizeof(*l->self));
	l->edge = mc_alloc_zeroed(m->edge_count * width, sizeof(*l->edge));
	l->function_known = mc_alloc_zeroed(m->function_count, 1);
	l->file_known = mc_alloc_zeroed(l->files.count, 1);
	add_up(l, &edge_of);
	if (m->pooled)
		use_totals(l);
	mc_map_free(&edge_of);
}

/* Writes a name: in full the first time, then by its number. */
static void put_name(struct listing *l, const char *key, uint32_t number,
		     bool *known, const char *name)
{
	mc_text_clear(&l->text);
	if (!*known)
		mc_text_put_plain(&l->text, name[0] ? name : "???");
	*known = true;
	fprintf(l->out, "%s=(%" PRIu32 ")%s%s\n", key, number,
		l->text.length ? " " : "", mc_text_get(&l->text));
}

static void put_function(struct listing *l, uint32_t function,
			 const char *file_key, const char *name_key)
{
	const struct mc_model_function *f = &l->model->functions[function];
	uint32_t file = mc_map_intern(&l->files, f->file);

	put_name(l, file_key, file + 1, &l->file_known[file], f->file);
	put_name(l, name_key, function + 1, &l->function_known[function],
		 f->name);
}

/* Writes the costs number INDEX of a list of them. */
static void put_costs(struct listing *l, const int64_t *costs, size_t index)
{
	size_t width = l->stacks->metric_count;

	for (size_t k = 0; k < width; k++)
		if (is_shown(l, k))
			fprintf(l->out, " %" PRId64, costs[index * width + k]);
	fputc('\n', l->out);
}

static void put_calls(struct listing *l, size_t edge, uint32_t line)
{
	const struct mc_model_edge *e = &l->model->edges[edge];

	if (!e->numbers.value[MC_CALLS])
		return; /* begun before a fork: readers know no such calls */
	put_function(l, e->callee, "cfi", "cfn");
	fprintf(l->out, "calls=%" PRId64 " %" PRIu32 "\n%" PRIu32,
		e->numbers.value[MC_CALLS], l->model->functions[e->callee].line,
		line);
	put_costs(l, l->edge, edge);
}

static void put_header(struct listing *l)
{
	const struct mc_model *m = l->model;
	const struct mc_stacks *s = l->stacks;
	int64_t sum[MC_METRICS] = {0};

	for (size_t i = 0; i < m->function_count; i++)
		for (size_t k = 0; k < s->metric_count; k++)
			add(&sum[k], l->self[i * s->metric_count + k]);
	mc_text_put_plain(&l->text, m->command);
	fprintf(l->out,
		"# callgrind format\nversion: 1\ncreator: memcall " MC_VERSION
		"\ncmd: %s\npositions: line\n",
		mc_text_get(&l->text));
	for (size_t k = 0; k < s->metric_count; k++)
		if (is_shown(l, k))
			fprintf(l->out, "event: %s : %s\n",
				mc_metric_rows[s->metric[k]].stack.event,
				mc_metric_rows[s->metric[k]].stack.event_title);
	fputs("events:", l->out);
	for (size_t k = 0; k < s->metric_count; k++)
		if (is_shown(l, k))
			fprintf(l->out, " %s",
				mc_metric_rows[s->metric[k]].stack.event);
	fputs("\nsummary:", l->out);
	put_costs(l, sum, 0);
}

static void put_body(struct listing *l)
{
	const struct mc_model *m = l->model;
	static const int64_t nothing[MC_METRICS];

	fputs("\nfl=(0) ???\nfn=(0) (root)\n0", l->out);
	put_costs(l, nothing, 0);
	for (size_t i = 0; i < m->root_edge_count; i++)
		put_calls(l, i, 0);
	for (uint32_t i = 0; i < m->function_count; i++) {
		const struct mc_model_function *f = &m->functions[i];

		fputc('\n', l->out);
		put_function(l, i, "fl", "fn");
		fprintf(l->out, "%" PRIu32, f->line);
		put_costs(l, l->self, i);
		for (size_t k = 0; k < f->edge_count; k++)
			put_calls(l, f->first_edge + k, f->line);
	}
}

int mc_callgrind_write(const struct mc_model *m,
		       const struct mc_writer_options *options, FILE *out,
		       struct mc_error *error)
{
	struct listing l = {.model = m, .stacks = m->stacks, .out = out};

	(void)options;
	(void)error;
	gather(&l);
	put_header(&l);
	put_body(&l);
	mc_map_free_strings(&l.files);
	mc_text_free(&l.text);
	free(l.self);
	free(l.edge);
	free(l.file_known);
	free(l.function_known);
	return 0;
}
