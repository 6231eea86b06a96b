/* SPDX-License-Identifier: MIT */
/*
 * Folded stacks, a line each, for flame graphs:
 *
 *	work;twice;leaf 6200
 *
 * The number is the time in ns that the last function took itself in that
 * context (of a profile without times, its calls); stacks without any are left
 * out.  The format has no escapes: a semicolon in a name becomes a colon (as in
 * stackcollapse-perf.pl), a line end a space, and what is no character U+FFFD.
 */
#include "report/alloc.h"
#include "report/formats.h"
#include "report/stacks.h"
#include "report/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void put_name(struct mc_text *line, const char *name)
{
	size_t start = line->length;

	mc_text_put_plain(line, name[0] ? name : "?");
	for (size_t i = start; i < line->length; i++)
		if (line->data[i] == ';')
			line->data[i] = ':';
}

static int check_size(const struct mc_model *m, struct mc_error *error)
{
	size_t *bytes = mc_alloc_zeroed(m->function_count, sizeof(*bytes));
	int result;

	for (size_t i = 0; i < m->function_count; i++)
		bytes[i] = strlen(m->functions[i].name) + 1;
	result = mc_stacks_check_paths(m->stacks, bytes, error);
	free(bytes);
	return result;
}

int mc_folded_write(const struct mc_model *m,
		    const struct mc_writer_options *options, FILE *out,
		    struct mc_error *error)
{
	struct mc_text line = {0};
	const struct mc_stacks *s = m->stacks;
	size_t *length;

	(void)options;
	if (check_size(m, error) != 0)
		return -1;
	length = mc_alloc_zeroed(s->count, sizeof(*length));
	for (size_t i = 0; i < s->count; i++) {
		const struct mc_stack *stack = &s->stack[i];

		if (mc_stacks_is_root(s, i))
			continue;
		mc_text_cut(&line, length[stack->parent]);
		if (line.length)
			mc_text_put(&line, ";", 1);
		put_name(&line, m->functions[stack->function].name);
		length[i] = line.length;
		if (mc_stacks_own(s, i, s->weight) > 0)
			fprintf(out, "%s %" PRId64 "\n", mc_text_get(&line),
				mc_stacks_own(s, i, s->weight));
	}
	free(length);
	mc_text_free(&line);
	return 0;
}
