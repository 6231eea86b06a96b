/* SPDX-License-Identifier: MIT */
/*
 * Writes what is still alive.  See leaks.h.
 *
 *	40.0 MB in 1,000,001 blocks, of 40.0 MB in 1,000,001 that were allocated
 *	    leak  first.c:9
 *	    work  first.c:10
 *
 * The innermost call comes first, as in a debugger's backtrace.
 */
#include "report/leaks.h"
#include "report/alloc.h"
#include "report/number.h"
#include "report/stacks.h"

#include <inttypes.h>
#include <stdlib.h>

#define INDENT "    "

struct leaks {
	const struct mc_model *model;
	const struct mc_stacks *stacks;
	const struct mc_terminal *to;
	uint32_t *list; /* stacks that have something alive */
	size_t count;
};

/* What stack I has of a metric itself. */
static int64_t own(const struct leaks *l, size_t i, enum mc_metric which)
{
	const struct mc_stacks *s = l->stacks;

	for (size_t k = 0; k < s->metric_count; k++)
		if (s->metric[k] == which)
			return mc_stacks_own(s, i, k);
	return 0;
}

static int compare(const void *a, const void *b, void *data)
{
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int64_t x = own(data, i, MC_LIVE_SELF_BYTES);
	int64_t y = own(data, j, MC_LIVE_SELF_BYTES);

	if (x == y) {
		x = own(data, i, MC_LIVE_SELF_BLOCKS);
		y = own(data, j, MC_LIVE_SELF_BLOCKS);
	}
	if (x != y)
		return x < y ? 1 : -1;
	return i < j ? -1 : i > j;
}

static void find_leaks(struct leaks *l)
{
	l->list = mc_alloc_zeroed(l->stacks->count, sizeof(*l->list));
	for (size_t i = 0; i < l->stacks->count; i++)
		if (own(l, i, MC_LIVE_SELF_BLOCKS) > 0)
			l->list[l->count++] = (uint32_t)i;
	if (l->count)
		qsort_r(l->list, l->count, sizeof(*l->list), compare, l);
}

static void put_amount(struct mc_text *line, int64_t bytes, int64_t blocks)
{
	char text[MC_NUMBER_SIZE];

	mc_text_print(line, "%s in ", mc_number_bytes(text, bytes));
	mc_text_print(line, "%s block%s", mc_number_count(text, blocks),
		      blocks == 1 ? "" : "s");
}

static void put_line(const struct leaks *l, struct mc_text *line)
{
	mc_terminal_put(l->to, mc_text_get(line));
	fputc('\n', l->to->out);
	mc_text_clear(line);
}

/* Writes a call: its function, and where that is. */
static void put_call(const struct leaks *l, const struct mc_stack *stack,
		     struct mc_text *line)
{
	const struct mc_model_function *f =
		&l->model->functions[stack->function];

	fputs(INDENT, l->to->out);
	mc_terminal_put_name(l->to, f->name, sizeof(INDENT));
	if (f->file && f->file[0])
		mc_text_print(line, "  %s:%" PRIu32, f->file, f->line);
	if (stack->is_thread)
		mc_text_print(line, "  (a thread)");
	put_line(l, line);
}

static void put_leak(const struct leaks *l, uint32_t at)
{
	struct mc_text line = {0};

	put_amount(&line, own(l, at, MC_LIVE_SELF_BYTES),
		   own(l, at, MC_LIVE_SELF_BLOCKS));
	mc_text_print(&line, ", of ");
	put_amount(&line, own(l, at, MC_ALLOC_SELF_BYTES),
		   own(l, at, MC_ALLOCS_SELF));
	mc_text_print(&line, " allocated here");
	put_line(l, &line);
	for (; !mc_stacks_is_root(l->stacks, at);
	     at = l->stacks->stack[at].parent)
		put_call(l, &l->stacks->stack[at], &line);
	fputc('\n', l->to->out);
	mc_text_free(&line);
}

static void put_header(const struct leaks *l)
{
	const struct mc_model *m = l->model;
	int64_t bytes = 0, blocks = 0, peak = 0;
	struct mc_text line = {0};
	char text[MC_NUMBER_SIZE];

	for (size_t i = 0; i < m->function_count; i++) {
		const int64_t *value = m->functions[i].numbers.value;

		bytes = mc_measure_sum(bytes, value[MC_LIVE_SELF_BYTES]);
		blocks = mc_measure_sum(blocks, value[MC_LIVE_SELF_BLOCKS]);
		peak = mc_measure_sum(peak, value[MC_HEAP_PEAK_SELF_BYTES]);
	}
	mc_text_put_c(&line, m->program[0] ? m->program : "program");
	mc_text_print(&line, ": ");
	put_amount(&line, bytes, blocks);
	mc_text_print(&line, " alive, allocated in %zu calling context%s",
		      l->count, l->count == 1 ? "" : "s");
	mc_text_print(&line, "; at most %s were", mc_number_bytes(text, peak));
	put_line(l, &line);
	fputc('\n', l->to->out);
	mc_text_free(&line);
}

void mc_leaks_write(const struct mc_model *m, const struct mc_terminal *to,
		    size_t rows)
{
	struct leaks l = {.model = m, .stacks = m->stacks, .to = to};

	find_leaks(&l);
	put_header(&l);
	if (!rows || rows > l.count)
		rows = l.count;
	for (size_t i = 0; i < rows; i++)
		put_leak(&l, l.list[i]);
	if (rows < l.count)
		fprintf(to->out, "and %zu more: --rows=N shows them\n",
			l.count - rows);
	free(l.list);
}
