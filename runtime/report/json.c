/* SPDX-License-Identifier: MIT */
/*
 * The call graph as JSON, for scripts.
 *
 * Keys are those of the DOT file's attributes (dot.h), values plain integers
 * and strings, and what was not measured is absent.  Functions come costliest
 * first, edges the root's first.  An edge names its ends by their index in
 * `functions`: names may be huge, and two that are not valid UTF-8 may look
 * the same here.  graph.schema.json says all of it, and is what a test holds
 * the output against.
 */
#include "report/json.h"
#include "report/balance.h"
#include "report/formats.h"

#include <inttypes.h>

static void put_text(struct mc_emit *e, const char *key, const char *value)
{
	if (value[0])
		mc_emit_string(e, key, value);
}

/* Writes the names of the numbers that are so; nothing if none is. */
static void put_names(struct mc_emit *e, const char *key,
		      const struct mc_measures *n,
		      bool (*is)(const struct mc_measures *n,
				 enum mc_metric which))
{
	bool is_any = false;

	for (int i = 0; i < MC_METRICS; i++) {
		if (!is(n, i))
			continue;
		if (!is_any)
			mc_emit_open_array(e, key);
		is_any = true;
		mc_emit_string(e, NULL, mc_metric_rows[i].name);
	}
	if (is_any)
		mc_emit_close_array(e);
}

void mc_json_put_measures(struct mc_emit *e, const struct mc_measures *n)
{
	for (int i = 0; i < MC_METRICS; i++)
		if (mc_measure_has(n, i))
			mc_emit_number(e, mc_metric_rows[i].name, n->value[i]);
	put_names(e, "estimated", n, mc_measure_is_rough);
	put_names(e, "lower_bound", n, mc_measure_is_bound);
}

static void put_balance(struct mc_emit *e, enum mc_metric which,
			const struct mc_balance_value *v)
{
	mc_emit_open_object(e, mc_metric_rows[which].name);
	mc_emit_number(e, "least", v->least);
	mc_emit_number(e, "mean", v->mean);
	mc_emit_number(e, "most", v->most);
	mc_emit_number(e, "most_at", mc_measure_signed(v->where));
	if (v->imbalance > 0)
		mc_emit_real(e, "imbalance", v->imbalance);
	mc_emit_close_object(e);
}

static void put_function(struct mc_emit *e, const struct mc_model *m,
			 const struct mc_model_function *f)
{
	struct mc_balance_value balance;
	struct mc_text source = {0};

	mc_emit_open_object(e, NULL);
	mc_emit_string(e, "function", f->name);
	put_text(e, "symbol", f->symbol);
	if (f->file[0])
		mc_text_print(&source, "%s:%" PRIu32, f->file, f->line);
	put_text(e, "source", mc_text_get(&source));
	mc_text_free(&source);
	mc_emit_number(e, "marked", f->marked);
	mc_json_put_measures(e, &f->numbers);
	if (mc_balance_parts(m)) {
		mc_emit_open_object(e, "balance");
		for (int k = 0; k < MC_METRICS; k++)
			if (mc_balance_of_function(m, f, k, &balance))
				put_balance(e, k, &balance);
		mc_emit_close_object(e);
	}
	mc_emit_close_object(e);
}

static void put_edge(struct mc_emit *e, const struct mc_model *m,
		     const struct mc_model_edge *edge)
{
	struct mc_balance_value balance;

	mc_emit_open_object(e, NULL);
	if (edge->caller == MC_MODEL_ROOT)
		mc_emit_null(e, "caller");
	else
		mc_emit_number(e, "caller", edge->caller);
	mc_emit_number(e, "callee", edge->callee);
	if (edge->is_thread)
		mc_emit_string(e, "kind", "thread");
	mc_json_put_measures(e, &edge->numbers);
	if (mc_balance_parts(m)) {
		mc_emit_open_object(e, "balance");
		for (int k = 0; k < MC_METRICS; k++)
			if (mc_balance_of_edge(m, edge, k, &balance))
				put_balance(e, k, &balance);
		mc_emit_close_object(e);
	}
	mc_emit_close_object(e);
}

static void put_graph(struct mc_emit *e, const struct mc_model *m)
{
	mc_emit_string(e, "program", m->program);
	mc_emit_string(e, "command", m->command);
	mc_emit_string(e, "memcall", MC_VERSION);
	if (m->has_times)
		mc_emit_number(e, "total_ns", m->total_ns);
	mc_emit_number(e, "threads", mc_measure_signed(m->threads));
	mc_emit_number(e, "lost", mc_measure_signed(m->lost));
	if (mc_balance_parts(m)) {
		mc_emit_string(e, "over", mc_balance_noun(m));
		mc_emit_number(e, "parts",
			       mc_measure_signed(mc_balance_parts(m)));
	}
	if (m->pooled)
		mc_emit_number(e, "pooled", mc_measure_signed(m->pooled));
}

void mc_json_put(struct mc_emit *e, const struct mc_model *m)
{
	put_graph(e, m);
	mc_emit_open_array(e, "functions");
	for (size_t i = 0; i < m->function_count; i++)
		put_function(e, m, &m->functions[i]);
	mc_emit_close_array(e);
	mc_emit_open_array(e, "edges");
	for (size_t i = 0; i < m->edge_count; i++)
		put_edge(e, m, &m->edges[i]);
	mc_emit_close_array(e);
}

int mc_json_write(const struct mc_model *m,
		  const struct mc_writer_options *options, FILE *out,
		  struct mc_error *error)
{
	struct mc_emit e;

	(void)options;
	if (mc_emit_open(&e, out, 1, error) != 0)
		return -1;
	mc_emit_open_object(&e, NULL);
	mc_json_put(&e, m);
	mc_emit_close_object(&e);
	mc_emit_close(&e);
	return 0;
}
