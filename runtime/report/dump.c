/* SPDX-License-Identifier: MIT */
/*
 * Writes the dump.  Keys are only ever added, at the end of a line.
 */
#include "report/dump.h"
#include "report/alloc.h"
#include "report/balance.h"
#include "report/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const time_modes[] = {"auto", "all", "off", NULL};
static const char *const mem_modes[] = {"off", "rss", "full", "heap", NULL};

/* The name of a mode; the last of NAMES is NULL. */
static const char *name_mode(const char *const *names, uint32_t mode)
{
	uint32_t count = 0;

	while (names[count])
		count++;
	return mode < count ? names[mode] : "unknown";
}

static void put_string(FILE *out, const char *text)
{
	struct mc_text quoted = {0};

	mc_text_put_c(&quoted, text);
	fprintf(out, "\"%s\"", mc_text_get(&quoted));
	mc_text_free(&quoted);
}

static void put_key(FILE *out, const char *key, const char *text)
{
	fprintf(out, " %s=", key);
	put_string(out, text);
}

static void put_value(FILE *out, const char *key, uint64_t value)
{
	fprintf(out, " %s=%" PRIu64, key, value);
}

/* Writes how memory and time were watched, and what that leaves in doubt. */
static void put_gate(FILE *out, const struct mc_file_header *h)
{
	static const struct {
		enum mc_gate_part part;
		const char *name;
	} parts[] = {
		{MC_GATE_RING, "ring"},	    {MC_GATE_BRK, "brk"},
		{MC_GATE_CALLS, "calls"},   {MC_GATE_ROLLUP, "rollup"},
		{MC_GATE_EXACT, "exact"},   {MC_GATE_SWITCHES, "switches"},
		{MC_GATE_CLOCKS, "clocks"},
	};
	const char *between = " gate=";

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!(h->gate & parts[i].part))
			continue;
		fprintf(out, "%s%s", between, parts[i].name);
		between = "+";
	}
	if (h->mem_mode == MC_MEM_OFF)
		return;
	put_value(out, "unsure_bytes", h->unsure_bytes);
	fprintf(out, " external_pss_bytes=%" PRId64, h->external_pss_bytes);
}

static void put_profile(FILE *out, const struct mc_model *m,
			const struct mc_profile *p)
{
	const struct mc_file_header *h = &p->header;

	fputs("profile", out);
	put_key(out, "program", h->program);
	put_key(out, "command", h->command);
	put_value(out, "version", h->version);
	fprintf(out, " state=%s",
		h->state == MC_STATE_SEALED ? "sealed" : "recording");
	put_value(out, "pid", h->pid);
	put_value(out, "threads", h->threads);
	put_value(out, "extents", h->extents);
	fprintf(out, " time=%s mem=%s clock=%s",
		name_mode(time_modes, h->time_mode),
		name_mode(mem_modes, h->mem_mode),
		h->clock == MC_CLOCK_COUNTER ? "tsc" : "monotonic");
	if (m->has_times)
		fprintf(out, " total_ns=%" PRId64, m->total_ns);
	put_value(out, "lost", h->lost_calls);
	put_value(out, "folded", h->folded_contexts);
	put_value(out, "mem_reads", h->mem_reads);
	put_value(out, "rollup_reads", h->rollup_reads);
	put_value(out, "own_bytes", h->own_bytes);
	put_gate(out, h);
	put_value(out, "contexts", h->contexts);
	put_value(out, "pooled", mc_profile_pooled(p));
	if (h->mem_mode == MC_MEM_HEAP) {
		put_value(out, "heap_live_bytes", h->heap_live_bytes);
		put_value(out, "heap_peak_bytes", h->heap_peak_bytes);
		put_value(out, "heap_untracked", h->heap_untracked);
	}
	if (h->host[0])
		put_key(out, "host", h->host);
	if (h->rank)
		put_value(out, "rank", h->rank - 1u);
	fputc('\n', out);
}

static void put_measures(FILE *out, const struct mc_measures *n)
{
	char rough[MC_MEASURE_LIST];

	for (int i = 0; i < MC_METRICS; i++)
		if (mc_measure_has(n, i))
			fprintf(out, " %s=%" PRId64, mc_metric_rows[i].name,
				n->value[i]);
	mc_measure_list_rough(n, rough);
	if (rough[0])
		fprintf(out, " estimated=\"%s\"", rough);
	mc_measure_list_bounds(n, rough);
	if (rough[0])
		fprintf(out, " lower_bound=\"%s\"", rough);
}

/* Writes what ranks or processes have of a metric. */
static void put_balance(FILE *out, enum mc_metric which,
			const struct mc_balance_value *v)
{
	const char *name = mc_metric_rows[which].name;

	fprintf(out, " %s_least=%" PRId64 " %s_mean=%" PRId64, name, v->least,
		name, v->mean);
	fprintf(out, " %s_most=%" PRId64 " %s_most_at=%" PRIu64, name, v->most,
		name, v->where);
	if (v->imbalance > 0)
		fprintf(out, " %s_imbalance=%.3f", name, v->imbalance);
}

static void put_parts(FILE *out, const struct mc_model *m)
{
	if (mc_balance_parts(m))
		fprintf(out, " over=%s parts=%" PRIu64, mc_balance_noun(m),
			mc_balance_parts(m));
}

static int compare_functions(const void *a, const void *b)
{
	const struct mc_model_function *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static void put_functions(FILE *out, const struct mc_model *m)
{
	const struct mc_model_function **sorted =
		mc_alloc_zeroed(m->function_count, sizeof(*sorted));
	struct mc_balance_value balance;

	for (size_t i = 0; i < m->function_count; i++)
		sorted[i] = &m->functions[i];
	qsort(sorted, m->function_count, sizeof(*sorted), compare_functions);
	for (size_t i = 0; i < m->function_count; i++) {
		const struct mc_model_function *f = sorted[i];
		struct mc_text source = {0};

		fputs("function ", out);
		put_string(out, f->name);
		put_key(out, "symbol", f->symbol);
		mc_text_print(&source, "%s:%" PRIu32, f->file, f->line);
		if (f->file[0])
			put_key(out, "source", source.data);
		mc_text_free(&source);
		put_value(out, "marked", f->marked);
		put_measures(out, &f->numbers);
		put_parts(out, m);
		for (int k = 0; k < MC_METRICS; k++)
			if (mc_balance_of_function(m, f, k, &balance))
				put_balance(out, k, &balance);
		fputc('\n', out);
	}
	free(sorted);
}

static const char *get_name(const struct mc_model *m, uint32_t function)
{
	return function == MC_MODEL_ROOT ? "" : m->functions[function].name;
}

/* Orders edges by the names of their ends, the root first; a call comes before
   a start. */
static int compare_edges(const void *a, const void *b, void *data)
{
	const struct mc_model_edge *x = *(const struct mc_model_edge **)a;
	const struct mc_model_edge *y = *(const struct mc_model_edge **)b;
	int order =
		strcmp(get_name(data, x->caller), get_name(data, y->caller));

	if (!order)
		order = strcmp(get_name(data, x->callee),
			       get_name(data, y->callee));
	return order ? order : (int)x->is_thread - (int)y->is_thread;
}

static void put_edges(FILE *out, const struct mc_model *m)
{
	const struct mc_model_edge **sorted =
		mc_alloc_zeroed(m->edge_count, sizeof(*sorted));
	struct mc_balance_value balance;

	for (size_t i = 0; i < m->edge_count; i++)
		sorted[i] = &m->edges[i];
	qsort_r(sorted, m->edge_count, sizeof(*sorted), compare_edges,
		(void *)m);
	for (size_t i = 0; i < m->edge_count; i++) {
		const struct mc_model_edge *e = sorted[i];

		fputs("edge ", out);
		if (e->caller == MC_MODEL_ROOT)
			fputs("(root)", out);
		else
			put_string(out, get_name(m, e->caller));
		fputs(" -> ", out);
		put_string(out, get_name(m, e->callee));
		if (e->is_thread)
			fputs(" kind=thread", out);
		put_measures(out, &e->numbers);
		put_parts(out, m);
		for (int k = 0; k < MC_METRICS; k++)
			if (mc_balance_of_edge(m, e, k, &balance))
				put_balance(out, k, &balance);
		fputc('\n', out);
	}
	free(sorted);
}

static void put_threads(FILE *out, const struct mc_profile *p)
{
	for (size_t i = 0; i < p->thread_count; i++) {
		const struct mc_thread_record *t = &p->threads[i].record;

		fputs("thread", out);
		put_value(out, "number", t->number);
		put_value(out, "tid", t->tid);
		put_key(out, "name", t->name);
		put_value(out, "uses", t->uses);
		put_value(out, "timed", t->timed);
		put_value(out, "mark_ticks", t->mark_ticks);
		put_value(out, "own_ticks", t->own_ticks);
		put_value(out, "ended", !!(t->flags & MC_THREAD_ENDED));
		put_value(out, "open", p->threads[i].open);
		put_value(out, "off_ticks", t->off_ticks);
		if (t->tick_ns)
			fprintf(out, " tick_ns=%" PRIu32 " ticks_in=%s",
				t->tick_ns,
				t->flags & MC_THREAD_USER_TICKS ? "user"
								: "both");
		if (t->ticked_ns)
			put_value(out, "ticked_ns", t->ticked_ns);
		fputc('\n', out);
	}
}

/* Writes ticks as ns if the rate is known. The name of the value says which. */
static void put_ticks(FILE *out, const struct mc_profile *p, const char *what,
		      uint64_t ticks)
{
	if (p->rate_ticks)
		fprintf(out, " raw_%s_ns=%" PRId64, what,
			mc_profile_ns(p, ticks));
	else
		fprintf(out, " raw_%s_ticks=%" PRIu64, what, ticks);
}

/* Writes the metrics that need readings of memory, or all others. */
static void put_raw(FILE *out, const struct mc_node *n, bool of_readings)
{
	for (int i = 0; i < MC_METRICS; i++) {
		const struct mc_metric_row *row = &mc_metric_rows[i];

		if (!row->raw ||
		    (row->needs == MC_METRIC_READINGS) != of_readings)
			continue;
		if (row->raw_by ? n->flags & row->raw_by : row->get(n) != 0)
			fprintf(out, " %s=%" PRId64, row->raw, row->get(n));
	}
}

static void put_context(FILE *out, const struct mc_model *m,
			const struct mc_model_context *c)
{
	const struct mc_profile *p = c->profile;
	const struct mc_node *n = p->nodes[c->node].raw;
	bool is_resumed = n->flags & MC_NODE_RESUMED;
	const struct mc_profile_thread *t =
		&p->threads[p->nodes[c->node].thread];

	fputs("context", out);
	put_value(out, "thread", t->record.number);
	put_value(out, "id", n->offset);
	put_value(out, "parent", n->parent);
	put_value(out, "target",
		  p->nodes[p->nodes[c->node].target].raw->offset);
	if (p->nodes[c->node].zone == MC_ZONE_TOP)
		fputs(" function=(any)", out);
	else if (c->function == MC_MODEL_ROOT)
		fputs(" function=(root)", out);
	else
		put_key(out, "function", m->functions[c->function].name);
	put_value(out, "calls", is_resumed ? 0 : mc_node_calls(n));
	put_value(out, "timed", n->timed);
	put_ticks(out, p, "self", n->self_ticks);
	if (n->timed) {
		put_ticks(out, p, "min", n->min_ticks);
		put_ticks(out, p, "max", n->max_ticks);
	}
	if (n->stratum_calls) {
		put_ticks(out, p, "scaled", n->scaled_ticks);
		put_value(out, "stratum_calls", n->stratum_calls);
		put_value(out, "stratum_timed", n->stratum_timed);
		put_ticks(out, p, "stratum", n->stratum_ticks);
	}
	put_value(out, "depth", n->depth);
	put_value(out, "flags", n->flags);
	if (n->cpu_ticks)
		put_value(out, "cpu_ticks", n->cpu_ticks);
	put_raw(out, n, true);
	put_raw(out, n, false);
	fputc('\n', out);
}

static int compare_contexts(const void *a, const void *b)
{
	const struct mc_model_context *x = *(const struct mc_model_context **)a;
	const struct mc_model_context *y = *(const struct mc_model_context **)b;
	const struct mc_profile_node *p = &x->profile->nodes[x->node];
	const struct mc_profile_node *q = &y->profile->nodes[y->node];

	if (p->thread != q->thread)
		return p->thread < q->thread ? -1 : 1;
	return p->raw->offset < q->raw->offset
		       ? -1
		       : p->raw->offset > q->raw->offset;
}

static void put_contexts(FILE *out, const struct mc_model *m,
			 const struct mc_profile *p)
{
	const struct mc_model_context **sorted =
		mc_alloc_zeroed(p->node_count, sizeof(*sorted));
	size_t count = 0;

	for (size_t i = 0; i < m->context_count; i++)
		if (m->contexts[i].profile == p && m->contexts[i].is_live)
			sorted[count++] = &m->contexts[i];
	qsort(sorted, count, sizeof(*sorted), compare_contexts);
	for (size_t i = 0; i < count; i++)
		put_context(out, m, sorted[i]);
	free(sorted);
}

void mc_dump_write(const struct mc_model *m, FILE *out)
{
	for (size_t i = 0; i < m->profile_count; i++)
		put_profile(out, m, m->profiles[i]);
	put_functions(out, m);
	put_edges(out, m);
	for (size_t i = 0; i < m->profile_count; i++) {
		put_threads(out, m->profiles[i]);
		put_contexts(out, m, m->profiles[i]);
	}
}
