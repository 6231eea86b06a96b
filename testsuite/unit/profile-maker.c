/* SPDX-License-Identifier: MIT */
/*
 * The layout follows format.h: a page of header, one chunk of functions, and
 * for each thread one of nodes and one of frames.
 */
#include "profile-maker.h"
#include "report/alloc.h"
#include "report/build.h"
#include "report/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_THREADS 16
#define FRAMES_ADDRESS 0x700000000000u

struct thread {
	struct mc_thread_record record;
	struct mc_maker_node *root;
	struct mc_frame *frames;
	struct mc_maker_node **open; /* nodes of the frames */
	size_t frame_count;
};

struct mc_maker {
	struct mc_file_header header;
	unsigned char *functions; /* records, one after another */
	size_t function_bytes;
	uint32_t function_count;
	struct thread threads[MOST_THREADS];
	uint32_t thread_count;
	struct mc_maker_node **nodes;
	size_t node_count;
};

struct mc_maker *mc_maker_open(void)
{
	struct mc_maker *m = mc_alloc_zeroed(1, sizeof(*m));
	struct mc_file_header *h = &m->header;

	memcpy(h->magic, MC_FILE_MAGIC, sizeof(h->magic));
	h->version = MC_FILE_VERSION;
	h->header_bytes = MC_PAGE_BYTES;
	h->byte_order = MC_BYTE_ORDER;
	h->state = MC_STATE_SEALED;
	h->pid = 4711;
	h->threads = 1;
	h->clock = MC_CLOCK_COUNTER;
	h->clock_last = 1;
	h->clock_pair[0] = (struct mc_clock_pair){1000, 5000};
	h->clock_pair[1] = (struct mc_clock_pair){1001000, 1005000};
	h->prune = 1;
	strcpy(h->program, "prog");
	strcpy(h->command, "./prog");
	return m;
}

struct mc_file_header *mc_maker_header(struct mc_maker *m)
{
	return &m->header;
}

uint32_t mc_maker_function(struct mc_maker *m, const char *name,
			   const char *symbol, const char *file, uint32_t line,
			   uint32_t flags)
{
	struct mc_function_record r = {
		.id = ++m->function_count,
		.line = line,
		.flags = flags,
		.name_bytes = (uint32_t)strlen(name) + 1,
		.symbol_bytes = (uint32_t)strlen(symbol) + 1,
		.file_bytes = (uint32_t)strlen(file) + 1,
	};
	unsigned char *at;

	r.bytes = (uint32_t)(sizeof(r) + r.name_bytes + r.symbol_bytes +
			     r.file_bytes + 7) &
		  ~7u;
	m->functions =
		mc_alloc_grow(m->functions, m->function_bytes + r.bytes, 1);
	at = m->functions + m->function_bytes;
	memset(at, 0, r.bytes);
	memcpy(at, &r, sizeof(r));
	memcpy(at + sizeof(r), name, r.name_bytes);
	memcpy(at + sizeof(r) + r.name_bytes, symbol, r.symbol_bytes);
	memcpy(at + sizeof(r) + r.name_bytes + r.symbol_bytes, file,
	       r.file_bytes);
	m->function_bytes += r.bytes;
	return r.id;
}

static struct mc_maker_node *add_node(struct mc_maker *m)
{
	struct mc_maker_node *n = mc_alloc_zeroed(1, sizeof(*n));

	m->nodes =
		mc_alloc_grow(m->nodes, m->node_count + 1, sizeof(*m->nodes));
	m->nodes[m->node_count++] = n;
	n->raw.min_ticks = UINT64_MAX;
	n->target = n;
	return n;
}

struct mc_maker_node *mc_maker_root(struct mc_maker *m, uint32_t number)
{
	while (m->thread_count < number) {
		struct thread *t = &m->threads[m->thread_count++];

		t->record.number = m->thread_count;
		t->record.tid = 100 + m->thread_count;
		strcpy(t->record.name, "worker");
		t->root = add_node(m);
		t->root->thread = m->thread_count;
	}
	return m->threads[number - 1].root;
}

struct mc_thread_record *mc_maker_thread(struct mc_maker *m, uint32_t number)
{
	mc_maker_root(m, number);
	return &m->threads[number - 1].record;
}

struct mc_maker_node *mc_maker_node(struct mc_maker *m,
				    struct mc_maker_node *parent,
				    uint32_t function)
{
	struct mc_maker_node *n = add_node(m);

	n->parent = parent;
	n->thread = parent->thread;
	n->raw.function = function;
	return n;
}

struct mc_maker_node *mc_maker_calls(struct mc_maker *m,
				     struct mc_maker_node *parent,
				     uint32_t function, uint64_t calls,
				     uint64_t total, uint64_t self)
{
	struct mc_maker_node *n = mc_maker_node(m, parent, function);

	n->raw.base = n->raw.timed = calls;
	n->raw.self_ticks = self;
	n->raw.depth = 1;
	if (calls)
		n->raw.min_ticks = n->raw.max_ticks = total / calls;
	return n;
}

void mc_maker_light(struct mc_maker_node *node, struct mc_maker_node *kid,
		    uint64_t calls)
{
	uint32_t i = node->raw.slots++;

	if (i == MC_MAKER_SLOTS)
		abort();
	node->slots[i].count = calls;
	node->kids[i] = kid;
}

struct mc_frame *mc_maker_frame(struct mc_maker *m, struct mc_maker_node *node)
{
	struct thread *t = &m->threads[node->thread - 1];

	t->frames = mc_alloc_grow(t->frames, t->frame_count + 1,
				  sizeof(*t->frames));
	t->open = mc_alloc_grow(t->open, t->frame_count + 1, sizeof(*t->open));
	t->open[t->frame_count] = node;
	memset(&t->frames[t->frame_count], 0, sizeof(*t->frames));
	return &t->frames[t->frame_count++];
}

static size_t round_up(size_t bytes)
{
	return (bytes + MC_PAGE_BYTES - 1) / MC_PAGE_BYTES * MC_PAGE_BYTES;
}

static unsigned char *add_chunk(unsigned char **data, size_t *size,
				struct mc_chunk chunk, size_t records)
{
	size_t at = *size;

	chunk.used = chunk.first + records;
	chunk.bytes = round_up(chunk.used);
	*size += chunk.bytes;
	*data = mc_alloc_grow(*data, *size, 1);
	memset(*data + at, 0, chunk.bytes);
	memcpy(*data + at, &chunk, sizeof(chunk));
	return *data + at;
}

static void place_nodes(struct mc_maker *m, uint32_t number, uint64_t at)
{
	for (size_t i = 0; i < m->node_count; i++) {
		struct mc_maker_node *n = m->nodes[i];

		if (n->thread != number)
			continue;
		n->raw.offset = at;
		at += mc_node_bytes(n->raw.slots);
	}
	for (size_t i = 0; i < m->node_count; i++) {
		struct mc_maker_node *n = m->nodes[i];

		if (n->thread != number)
			continue;
		n->raw.parent =
			n->parent ? mc_node_line(n->parent->raw.offset) : 0;
		n->raw.target = mc_node_line(n->target->raw.offset);
	}
}

static void put_node(unsigned char *at, const struct mc_maker_node *n)
{
	struct mc_node_slot *slots = (void *)(at + sizeof(n->raw));

	memcpy(at, &n->raw, sizeof(n->raw));
	for (uint32_t i = 0; i < n->raw.slots; i++) {
		slots[i] = n->slots[i];
		if (n->kids[i])
			slots[i].link = (uint32_t)(n->kids[i]->raw.offset /
						   MC_NODE_LINE);
	}
}

static void add_nodes(struct mc_maker *m, uint32_t number, unsigned char **data,
		      size_t *size)
{
	struct mc_chunk chunk = {.type = MC_CHUNK_THREAD, .thread = number};
	struct thread *t = &m->threads[number - 1];
	unsigned char *at;
	size_t bytes = 0;

	chunk.first = sizeof(chunk) + sizeof(t->record);
	for (size_t i = 0; i < m->node_count; i++)
		if (m->nodes[i]->thread == number)
			bytes += mc_node_bytes(m->nodes[i]->raw.slots);
	place_nodes(m, number, *size + chunk.first);
	t->record.root_offset = t->root->raw.offset;
	at = add_chunk(data, size, chunk, bytes);
	if (t->frame_count)
		t->record.top = FRAMES_ADDRESS + sizeof(chunk) +
				(t->frame_count - 1) * sizeof(*t->frames);
	memcpy(at + sizeof(chunk), &t->record, sizeof(t->record));
	at += chunk.first;
	for (size_t i = 0; i < m->node_count; i++) {
		if (m->nodes[i]->thread != number)
			continue;
		put_node(at, m->nodes[i]);
		at += mc_node_bytes(m->nodes[i]->raw.slots);
	}
}

static void add_frames(struct mc_maker *m, uint32_t number,
		       unsigned char **data, size_t *size)
{
	struct mc_chunk chunk = {.type = MC_CHUNK_FRAMES,
				 .thread = number,
				 .address = FRAMES_ADDRESS,
				 .first = sizeof(chunk)};
	struct thread *t = &m->threads[number - 1];
	unsigned char *at;

	for (size_t i = 0; i < t->frame_count; i++)
		t->frames[i].node = t->open[i]->raw.offset;
	at = add_chunk(data, size, chunk, t->frame_count * sizeof(*t->frames));
	if (t->frame_count)
		memcpy(at + chunk.first, t->frames,
		       t->frame_count * sizeof(*t->frames));
}

unsigned char *mc_maker_bytes(struct mc_maker *m, size_t *size)
{
	struct mc_chunk chunk = {.type = MC_CHUNK_FUNCTIONS,
				 .first = sizeof(chunk)};
	unsigned char *data = mc_alloc_zeroed(MC_PAGE_BYTES, 1), *at;

	*size = MC_PAGE_BYTES;
	at = add_chunk(&data, size, chunk, m->function_bytes);
	if (m->function_bytes)
		memcpy(at + chunk.first, m->functions, m->function_bytes);
	for (uint32_t i = 1; i <= m->thread_count; i++) {
		add_nodes(m, i, &data, size);
		add_frames(m, i, &data, size);
	}
	m->header.file_bytes = *size;
	memcpy(data, &m->header, sizeof(m->header));
	return data;
}

void mc_maker_close(struct mc_maker *m)
{
	for (uint32_t i = 0; i < m->thread_count; i++) {
		free(m->threads[i].frames);
		free(m->threads[i].open);
	}
	for (size_t i = 0; i < m->node_count; i++)
		free(m->nodes[i]);
	free(m->nodes);
	free(m->functions);
	free(m);
}

struct mc_profile *mc_maker_profile(struct mc_maker *m)
{
	struct mc_profile *profile;
	struct mc_error error;
	unsigned char *data;
	size_t size;

	data = mc_maker_bytes(m, &size);
	if (mc_reader_parse("made.memcall", data, size, &profile, &error) < 0) {
		fprintf(stderr, "profile-maker: %s\n", error.text);
		abort();
	}
	mc_maker_close(m);
	return profile;
}

struct mc_model *mc_maker_build(struct mc_profile *const *profiles,
				size_t count)
{
	struct mc_draft *draft = mc_build_begin(MC_MODEL_RAW);

	for (size_t i = 0; i < count; i++)
		mc_build_add(draft, profiles[i]);
	return mc_build_finish(draft);
}

struct mc_model *mc_maker_model(struct mc_maker *m)
{
	return mc_maker_model_with(m, MC_MODEL_RAW);
}

struct mc_model *mc_maker_model_with(struct mc_maker *m,
				     enum mc_model_detail detail)
{
	struct mc_draft *draft = mc_build_begin(detail);

	mc_build_add(draft, mc_maker_profile(m));
	return mc_build_finish(draft);
}

const struct mc_model_function *mc_maker_find(const struct mc_model *m,
					      const char *name)
{
	for (size_t i = 0; i < m->function_count; i++)
		if (strcmp(m->functions[i].name, name) == 0)
			return &m->functions[i];
	return NULL;
}

const struct mc_model_edge *mc_maker_find_edge(const struct mc_model *m,
					       const char *caller,
					       const char *callee,
					       bool is_thread)
{
	for (size_t i = 0; i < m->edge_count; i++) {
		const struct mc_model_edge *e = &m->edges[i];
		const char *from = e->caller == MC_MODEL_ROOT
					   ? NULL
					   : m->functions[e->caller].name;

		if (e->is_thread != is_thread || !from != !caller ||
		    (caller && strcmp(from, caller) != 0) ||
		    strcmp(m->functions[e->callee].name, callee) != 0)
			continue;
		return e;
	}
	return NULL;
}

size_t mc_maker_find_metric(const struct mc_stacks *s, enum mc_metric which)
{
	for (size_t k = 0; k < s->metric_count; k++)
		if (s->metric[k] == which)
			return k;
	fprintf(stderr, "profile-maker: stacks have no %s\n",
		mc_metric_rows[which].name);
	abort();
}
