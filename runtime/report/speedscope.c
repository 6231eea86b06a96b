/* SPDX-License-Identifier: MIT */
/*
 * speedscope's own format: what .folded has, with files and lines, and with
 * each thread apart.
 *
 * A thread is a profile of type "evented": its stacks are laid out one behind
 * the other, costliest function first, as if they had run in that order (when
 * each ran is not recorded).  That takes two events a stack, where "sampled"
 * would repeat the whole of each.
 */
#include "report/formats.h"
#include "report/emit.h"
#include "report/stacks.h"

static void put_frames(struct mc_emit *e, const struct mc_model *m)
{
	mc_emit_open_object(e, "shared");
	mc_emit_open_array(e, "frames");
	for (size_t i = 0; i < m->function_count; i++) {
		const struct mc_model_function *f = &m->functions[i];

		mc_emit_open_object(e, NULL);
		mc_emit_string(e, "name", f->name);
		if (f->file[0]) {
			mc_emit_string(e, "file", f->file);
			mc_emit_number(e, "line", f->line);
		}
		mc_emit_close_object(e);
	}
	mc_emit_close_array(e);
	mc_emit_close_object(e);
}

static void put_event(struct mc_emit *e, const char *type, int64_t at,
		      uint32_t frame)
{
	mc_emit_open_object(e, NULL);
	mc_emit_string(e, "type", type);
	mc_emit_number(e, "at", at);
	mc_emit_number(e, "frame", frame);
	mc_emit_close_object(e);
}

/* Writes the events of the stacks below ROOT, which end at the next root. */
static void put_events(struct mc_emit *e, const struct mc_stacks *s,
		       size_t root)
{
	uint32_t open = (uint32_t)root;
	int64_t at = 0;

	mc_emit_open_array(e, "events");
	for (size_t i = root + 1;; i++) {
		bool is_end = i == s->count || mc_stacks_is_root(s, i);
		uint32_t to = is_end ? (uint32_t)root : s->stack[i].parent;

		for (; open != to; open = s->stack[open].parent)
			if (mc_stacks_total(s, open, s->weight))
				put_event(e, "C", at, s->stack[open].function);
		if (is_end)
			break;
		open = (uint32_t)i;
		if (!mc_stacks_total(s, i, s->weight))
			continue;
		put_event(e, "O", at, s->stack[i].function);
		at = mc_measure_sum(at, mc_stacks_own(s, i, s->weight));
	}
	mc_emit_close_array(e);
}

static void put_thread(struct mc_emit *e, const struct mc_model *m,
		       const struct mc_stacks *s, size_t root)
{
	enum mc_metric_unit unit = mc_metric_rows[s->metric[s->weight]].unit;
	struct mc_text name = {0};

	mc_model_name_thread(&name, m, s->stack[root].profile,
			     s->stack[root].thread);
	mc_emit_open_object(e, NULL);
	mc_emit_string(e, "type", "evented");
	mc_emit_string(e, "name", mc_text_get(&name));
	mc_emit_string(e, "unit",
		       unit == MC_METRIC_NS ? "nanoseconds" : "none");
	mc_emit_number(e, "startValue", 0);
	mc_emit_number(e, "endValue", mc_stacks_total(s, root, s->weight));
	put_events(e, s, root);
	mc_emit_close_object(e);
	mc_text_free(&name);
}

static void put_file(struct mc_emit *e, const struct mc_model *m,
		     const struct mc_stacks *s)
{
	mc_emit_open_object(e, NULL);
	mc_emit_string(e, "$schema",
		       "https://www.speedscope.app/file-format-schema.json");
	mc_emit_string(e, "name", m->program);
	mc_emit_string(e, "exporter", "memcall " MC_VERSION);
	put_frames(e, m);
	mc_emit_open_array(e, "profiles");
	for (size_t i = 0; i < s->count; i++)
		if (mc_stacks_is_root(s, i) && mc_stacks_total(s, i, s->weight))
			put_thread(e, m, s, i);
	mc_emit_close_array(e);
	mc_emit_close_object(e);
}

int mc_speedscope_write(const struct mc_model *m,
			const struct mc_writer_options *options, FILE *out,
			struct mc_error *error)
{
	struct mc_emit e;

	(void)options;
	if (mc_emit_open(&e, out, 0, error) != 0)
		return -1;
	put_file(&e, m, m->stacks);
	fputc('\n', out);
	mc_emit_close(&e);
	return 0;
}
