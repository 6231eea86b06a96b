/* SPDX-License-Identifier: MIT */
/*
 * Tooltips: everything that is known, in full, a line each.
 *
 * Numbers stand there as people read them and, where that rounds, to the
 * digit.  Long names are cut so that a tooltip stays below what dot takes.
 */
#include "report/tooltip.h"
#include "report/demangle.h"
#include "report/number.h"
#include "report/shorten.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define NAME_BYTES 1000

static const char *const titles[MC_MEASURES] = {
	[MC_CALLS] = "calls",
	[MC_TOTAL_NS] = "total",
	[MC_SELF_NS] = "self",
	[MC_MIN_NS] = "shortest",
	[MC_MAX_NS] = "longest",
	[MC_RSS_BYTES] = "RSS added",
	[MC_RSS_SELF_BYTES] = "RSS added by itself",
	[MC_RSS_PEAK_BYTES] = "RSS peak",
	[MC_PSS_BYTES] = "PSS added",
	[MC_USS_BYTES] = "USS added",
	[MC_FAULTS] = "pages touched first",
	[MC_DEPTH] = "depth",
	[MC_TIMED] = "calls timed",
	[MC_RESUMES] = "resumes",
	[MC_THREADS] = "threads started",
};

static void put_line(struct mc_text *out, const char *text)
{
	struct mc_text brief = {0};

	mc_shorten_bytes(&brief, text, NAME_BYTES);
	mc_text_put_dot(out, mc_text_get(&brief));
	mc_text_put(out, "\\n", 2);
	mc_text_free(&brief);
}

/* How far off an estimate may be. */
static void put_error(struct mc_text *out, const struct mc_measures *n,
		      enum mc_measure which)
{
	enum mc_measure error = which == MC_TOTAL_NS  ? MC_TOTAL_ERROR_NS
				: which == MC_SELF_NS ? MC_SELF_ERROR_NS
						      : MC_MEASURES;
	char text[MC_NUMBER_SIZE];

	if (error != MC_MEASURES && mc_measure_has(n, error))
		mc_text_print(out, " \xc2\xb1 %s",
			      mc_number_time(text, n->value[error]));
}

static void put_number(struct mc_text *out, const struct mc_measures *n,
		       enum mc_measure which)
{
	char text[MC_NUMBER_SIZE], exact[MC_NUMBER_SIZE];
	int64_t value = n->value[which];
	const char *unit = NULL;

	if (!mc_measure_has(n, which))
		return;
	if (which >= MC_TOTAL_NS && which <= MC_MAX_NS) {
		mc_number_time(text, value);
		unit = "ns";
	} else if (which >= MC_RSS_BYTES && which <= MC_USS_BYTES) {
		mc_number_growth(text, value);
		unit = "B";
	} else {
		mc_number_count(text, value);
	}
	mc_text_print(out, "%s: %s%s", titles[which], mc_measure_sign(n, which),
		      text);
	put_error(out, n, which);
	if (unit && (value >= 1000 || value <= -1000))
		mc_text_print(out, " (%s %s)", mc_number_count(exact, value),
			      unit);
	mc_text_put(out, "\\n", 2);
}

static void put_numbers(struct mc_text *out, const struct mc_measures *n)
{
	put_number(out, n, MC_CALLS);
	put_number(out, n, MC_RESUMES);
	for (int i = MC_TOTAL_NS; i < MC_RESUMES; i++)
		if (titles[i])
			put_number(out, n, i);
}

void mc_tooltip_put_function(const struct mc_label_context *c,
			     const struct mc_model_function *f,
			     struct mc_text *out)
{
	char text[MC_NUMBER_SIZE];
	struct mc_text signature = {0}, source = {0};

	put_line(out, f->name);
	if (mc_demangle_symbol(f->symbol, &signature) &&
	    strcmp(mc_text_get(&signature), f->name) != 0)
		put_line(out, mc_text_get(&signature));
	if (f->file[0]) {
		mc_text_print(&source, "%s:%" PRIu32, f->file, f->line);
		put_line(out, source.data);
	}
	if (c->model->has_times)
		mc_text_print(
			out, "share: %s\\n",
			mc_number_percent(
				text, mc_model_share(c->model, &f->numbers)));
	put_numbers(out, &f->numbers);
	mc_text_free(&source);
	mc_text_free(&signature);
}

void mc_tooltip_put_edge(const struct mc_label_context *c,
			 const struct mc_model_edge *e, struct mc_text *out)
{
	const struct mc_model *m = c->model;

	put_line(out, e->caller == MC_MODEL_ROOT
			      ? m->program
			      : m->functions[e->caller].name);
	mc_text_print(out, e->is_thread ? "starts threads of " : "calls ");
	put_line(out, m->functions[e->callee].name);
	put_numbers(out, &e->numbers);
}
