/* SPDX-License-Identifier: MIT */
#include "report/tree.h"
#include "report/error.h"
#include "report/number.h"

#include <stdlib.h>

#define LEAST_SHARE 0.005
#define DEEPEST 64
#define NOTE 16 /* columns left to what is said of a function */

struct tree {
	const struct mc_model *model;
	const struct mc_terminal *to;
	unsigned char *state; /* by function */
};

enum { CLOSED = 0, OPEN = 1, SHOWN = 2 };

static void put_call(const struct tree *t, const struct mc_model_edge *e,
		     unsigned int depth)
{
	const struct mc_measures *n = &e->numbers;
	double share = mc_model_share(t->model, n);
	char text[MC_NUMBER_SIZE];
	struct mc_text line = {0};

	if (t->model->has_times)
		mc_text_print(&line, "%6.1f %%  %s%-8s ", 100 * share,
			      mc_measure_is_rough(n, MC_TOTAL_NS) ? "~" : " ",
			      mc_number_time(text, n->value[MC_TOTAL_NS]));
	mc_text_print(&line, " %*s%s\xc3\x97 ", (int)depth * 2, "",
		      mc_number_count(text, n->value[MC_CALLS]));
	mc_terminal_put(t->to, mc_text_get(&line));
	mc_terminal_begin(t->to, t->model->has_times ? share : 1);
	mc_terminal_put_name(t->to, t->model->functions[e->callee].name,
			     mc_text_width(mc_text_get(&line)) + NOTE);
	mc_terminal_end(t->to);
	if (e->is_thread)
		fputs(" (threads)", t->to->out);
	mc_text_free(&line);
}

/* The calls edges[first ... first + count) and what is below them. */
static void put_calls(struct tree *t, size_t first, size_t count,
		      unsigned int depth)
{
	const struct mc_model *m = t->model;

	for (size_t i = first; i < first + count; i++) {
		const struct mc_model_edge *e = &m->edges[i];
		const struct mc_model_function *f = &m->functions[e->callee];
		unsigned char *state = &t->state[e->callee];

		if (mc_model_share(m,
				   m->has_times ? &e->numbers : &f->numbers) <
			    LEAST_SHARE &&
		    e->caller != MC_MODEL_ROOT && !e->is_thread)
			continue;
		put_call(t, e, depth);
		if (*state == OPEN)
			fputs(" (recursive)\n", t->to->out);
		else if (*state == SHOWN && f->edge_count)
			fputs(" (see above)\n", t->to->out);
		else
			fputs("\n", t->to->out);
		if (*state != CLOSED || depth >= DEEPEST)
			continue;
		*state = OPEN;
		put_calls(t, f->first_edge, f->edge_count, depth + 1);
		*state = SHOWN;
	}
}

void mc_tree_write(const struct mc_model *m, const struct mc_terminal *to)
{
	struct tree t = {.model = m, .to = to};

	t.state = mc_error_alloc(m->function_count, 1);
	put_calls(&t, 0, m->root_edge_count, 0);
	free(t.state);
}
