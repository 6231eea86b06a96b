/* SPDX-License-Identifier: MIT */
/*
 * Finds out who is who: gives each function, box and edge of all profiles one
 * index.  See draft.h.
 */
#include "report/draft.h"
#include "memcall-abi.h"
#include "report/alloc.h"
#include "report/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Copies TEXT for the model, as the profile may not be kept. */
static const char *copy(struct mc_draft *d, const char *text)
{
	size_t size = strlen(text) + 1;

	return mc_model_own(d->model,
			    memcpy(mc_alloc_zeroed(size, 1), text, size));
}

/* Returns the number of TEXT in the set, which has a copy of it then. */
static uint32_t intern(struct mc_draft *d, const char *text)
{
	uint32_t known = d->strings.count;
	uint32_t number = mc_map_intern(&d->strings, text);

	if (number == known)
		d->strings.text[number] = copy(d, text);
	return number;
}

static uint32_t append_function(struct mc_draft *d,
				const struct mc_model_function *new)
{
	if (d->function_count == d->function_capacity) {
		d->function_capacity = d->function_capacity * 2 + 64;
		d->functions = mc_alloc_grow(d->functions, d->function_capacity,
					     sizeof(*d->functions));
		if (d->detail == MC_MODEL_TREE || d->split)
			d->box_function = mc_alloc_grow(
				d->box_function, d->function_capacity,
				sizeof(*d->box_function));
	}
	d->functions[d->function_count] = *new;
	d->functions[d->function_count].row = (uint32_t)d->function_count;
	if (d->box_function)
		d->box_function[d->function_count] =
			(uint32_t)d->function_count;
	return (uint32_t)d->function_count++;
}

uint32_t mc_draft_add_function(struct mc_draft *d,
			       const struct mc_profile_function *f)
{
	bool local = f->flags & MC_FUNCTION_LOCAL;
	const char *symbol = f->symbol[0] ? f->symbol : f->name;
	uint32_t symbol_number = intern(d, symbol);
	uint32_t file_number = intern(d, f->file), index;
	uint64_t key = (uint64_t)symbol_number << 32;

	if (local)
		key |= file_number + 1u;
	index = mc_map_add(&d->function_of, key, (uint32_t)d->function_count);
	if (index == d->function_count) {
		struct mc_model_function new = {
			.short_name = copy(d, f->name),
			.symbol = d->strings.text[symbol_number],
			.file = d->strings.text[file_number],
			.line = f->line,
			.local = local,
		};

		append_function(d, &new);
	}
	d->functions[index].marked |= !!(f->flags & MC_FUNCTION_MARKED);
	return index;
}

static uint64_t pack_call(uint32_t caller, uint32_t callee, bool is_thread)
{
	return (uint64_t)(caller + 1u) << 32 | callee << 1 | is_thread;
}

uint32_t mc_draft_add_box(struct mc_draft *d, uint32_t caller,
			  uint32_t function, bool is_thread)
{
	uint64_t key = pack_call(caller, function, is_thread);
	uint32_t index =
		mc_map_add(&d->box_of, key, (uint32_t)d->function_count);

	if (index == d->function_count) {
		struct mc_model_function new = d->functions[function];

		append_function(d, &new);
		d->box_function[index] = function;
	}
	return index;
}

/* Says which part the profile is of. */
static void name_part(const struct mc_draft *d, const struct mc_profile *p,
		      struct mc_text *name)
{
	const struct mc_file_header *h = &p->header;
	const char *host = h->host[0] ? h->host : "unknown host";

	if (d->split == MC_SPLIT_HOSTS)
		mc_text_print(name, "%s", host);
	else if (d->split == MC_SPLIT_PROCESSES)
		mc_text_print(name, "%s %" PRIu64 " on %s", h->program, h->pid,
			      host);
	else if (h->rank)
		mc_text_print(name, "rank %" PRIu32, h->rank - 1);
	else
		mc_text_print(name, "no rank");
}

uint32_t mc_draft_add_part(struct mc_draft *d, const struct mc_profile *p,
			   uint32_t function)
{
	struct mc_text name = {0};
	uint32_t part, index;

	if (!d->split)
		return function;
	name_part(d, p, &name);
	part = intern(d, mc_text_get(&name));
	mc_text_free(&name);
	index = mc_map_add(&d->part_of, (uint64_t)part << 32 | function,
			   (uint32_t)d->function_count);
	if (index == d->function_count) {
		struct mc_model_function new = d->functions[function];

		new.part = d->strings.text[part];
		append_function(d, &new);
		d->box_function[index] = function;
	}
	d->functions[index].marked |= d->functions[function].marked;
	return index;
}

uint32_t mc_draft_add_edge(struct mc_draft *d, uint32_t caller, uint32_t callee,
			   bool is_thread)
{
	uint64_t key = pack_call(caller, callee, is_thread);
	uint32_t index = mc_map_add(&d->edge_of, key, (uint32_t)d->edge_count);

	if (index != d->edge_count)
		return index;
	if (d->edge_count == d->edge_capacity) {
		d->edge_capacity = d->edge_capacity * 2 + 64;
		d->edges = mc_alloc_grow(d->edges, d->edge_capacity,
					 sizeof(*d->edges));
	}
	d->edges[d->edge_count++] = (struct mc_model_edge){
		.row = index,
		.caller = caller,
		.callee = callee,
		.is_thread = is_thread,
	};
	return index;
}

void mc_draft_free(struct mc_draft *d)
{
	mc_map_free(&d->function_of);
	mc_map_free(&d->edge_of);
	mc_map_free(&d->box_of);
	mc_map_free(&d->part_of);
	free(d->box_function);
	mc_map_free_strings(&d->strings);
	free(d);
}
