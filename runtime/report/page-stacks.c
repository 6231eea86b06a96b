/* SPDX-License-Identifier: MIT */
/*
 * The stacks of a page, in columns by index: that takes a third of the space of
 * objects.  html/trees.js makes flame graphs of them.
 */
#include "report/page-stacks.h"
#include "report/stacks.h"
#include "report/text.h"

/* Writes the widths of all stacks by metric[K], if it is a width and there. */
static void put_values(struct mc_emit *e, const struct mc_stacks *s, size_t k)
{
	const char *key = mc_metric_rows[s->metric[k]].stack.flame;

	if (!key || !s->is_there[k])
		return;
	mc_emit_open_array(e, key);
	for (size_t i = 0; i < s->count; i++)
		mc_emit_number(e, NULL, mc_stacks_grown(s, i, k));
	mc_emit_close_array(e);
}

/* Writes the threads to choose from, if there is a tree for each. */
static void put_threads(struct mc_emit *e, const struct mc_model *m,
			const struct mc_stacks *s)
{
	struct mc_text name = {0};

	mc_emit_open_array(e, "threads");
	for (size_t i = 0; i < s->count; i++) {
		if (!mc_stacks_is_root(s, i))
			continue;
		mc_text_clear(&name);
		mc_model_name_thread(&name, m, s->stack[i].profile,
				     s->stack[i].thread);
		mc_emit_open_object(e, NULL);
		mc_emit_number(e, "stack", (int64_t)i);
		mc_emit_string(e, "name", mc_text_get(&name));
		mc_emit_close_object(e);
	}
	mc_emit_close_array(e);
	mc_text_free(&name);
}

static int64_t function_of(const struct mc_stacks *s, size_t i,
			   const uint32_t *index)
{
	uint32_t function = s->stack[i].function;

	if (mc_stacks_is_root(s, i))
		return -1;
	return index ? index[function] : function;
}

void mc_page_stacks_put(struct mc_emit *e, const struct mc_model *m,
			const uint32_t *index)
{
	const struct mc_stacks *s = m->stacks;

	mc_emit_open_object(e, "stacks");
	mc_emit_open_array(e, "parent");
	for (size_t i = 0; i < s->count; i++)
		mc_emit_number(e, NULL, s->stack[i].parent);
	mc_emit_close_array(e);
	mc_emit_open_array(e, "function");
	for (size_t i = 0; i < s->count; i++)
		mc_emit_number(e, NULL, function_of(s, i, index));
	mc_emit_close_array(e);
	for (size_t k = 0; k < s->metric_count; k++)
		put_values(e, s, k);
	if (s->are_by_thread)
		put_threads(e, m, s);
	mc_emit_close_object(e);
}
