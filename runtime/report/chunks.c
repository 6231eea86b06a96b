/* SPDX-License-Identifier: MIT */
/*
 * Walks the chunks of a profile ("Reading" in format.h).
 *
 * Every offset is checked against the end of what holds it, and every size
 * against what remains, before it is used.  Records are used where they lie in
 * the file's bytes, so memory is bounded by the file's own length: an array
 * here has an entry only for a record that is there in full.
 *
 * Of a chunk that the file's end cuts in two, the part that is there is read:
 * its records stand on their own.
 */
#include "report/chunks.h"
#include "report/alloc.h"
#include "memcall-abi.h"

#include <stdlib.h>
#include <string.h>

/* The place of a chunk's records, in file offsets. */
struct extent {
	uint64_t from;
	uint64_t to;
};

static const struct mc_chunk *chunk_at(const struct mc_profile *p, uint64_t at)
{
	return (const struct mc_chunk *)(const void *)(p->data + at);
}

static bool string_fits(const unsigned char *text, uint32_t bytes)
{
	return bytes >= 1 && text[bytes - 1] == 0;
}

/* Returns what tells a function from others ("The tree" in format.h). */
static uint64_t key_of(struct mc_chunks *c, const struct mc_profile_function *f)
{
	uint64_t key = (uint64_t)mc_map_intern(&c->strings, f->symbol) << 32;

	if (f->flags & MC_FUNCTION_LOCAL)
		key |= (uint64_t)(mc_map_intern(&c->strings, f->file) + 1) << 1;
	return key | !!(f->flags & MC_FUNCTION_RESUMED);
}

/* Adds a function, unless it is one that is there, by another number. */
static void add_function(struct mc_chunks *c,
			 const struct mc_profile_function *f)
{
	struct mc_profile *p = c->profile;
	uint32_t count = (uint32_t)p->function_count;
	uint32_t index = mc_map_add(&c->record_of, key_of(c, f), count);

	mc_map_add(&c->function_of, f->id, index);
	if (index != count) {
		p->functions[index].flags |= f->flags & MC_FUNCTION_MARKED;
		return;
	}
	if ((p->function_count & (p->function_count + 1)) == 0)
		p->functions =
			mc_alloc_grow(p->functions, p->function_count * 2 + 2,
				      sizeof(*p->functions));
	p->functions[p->function_count++] = *f;
}

/* Notes the inner functions of the function R, whose record ends at END. */
static void add_inner(struct mc_chunks *c, const struct mc_function_record *r,
		      const unsigned char *end)
{
	uint32_t index = (uint32_t)c->inner_of.count;

	if (!r->inners || mc_map_add(&c->inner_of, r->id, index) != index)
		return;
	if ((index & (index + 1)) == 0)
		c->inner = mc_alloc_grow(c->inner, index * 2 + 2,
					 sizeof(*c->inner));
	c->inner[index] = (struct mc_chunks_inner){
		(const struct mc_inner_record *)(const void *)end - r->inners,
		r->inners};
}

const struct mc_chunks_inner *mc_chunks_find_inner(const struct mc_chunks *c,
						   uint32_t id)
{
	uint32_t index = mc_map_find(&c->inner_of, id);

	return index == MC_MAP_NONE ? NULL : &c->inner[index];
}

/* Reads a record and its strings, of `room` bytes at most. Returns its length,
   or 0 if it does not fit. */
static uint64_t read_function(struct mc_chunks *c, uint64_t at, uint64_t room)
{
	struct mc_profile *p = c->profile;
	const unsigned char *text = p->data + at;
	struct mc_function_record r;
	struct mc_profile_function found;
	uint64_t strings;

	memcpy(&r, text, sizeof(r));
	strings = (uint64_t)r.name_bytes + r.symbol_bytes + r.file_bytes;
	if (r.bytes % 8 || r.bytes > room ||
	    strings + sizeof(r) + r.inners * sizeof(struct mc_inner_record) >
		    r.bytes)
		return 0;
	add_inner(c, &r, text + r.bytes);
	text += sizeof(r);
	if (!r.id || r.id == MC_OTHER_FUNCTION || r.id == MC_ANY_FUNCTION ||
	    !string_fits(text, r.name_bytes) ||
	    !string_fits(text + r.name_bytes, r.symbol_bytes) ||
	    !string_fits(text + r.name_bytes + r.symbol_bytes, r.file_bytes) ||
	    mc_map_find(&c->function_of, r.id) != MC_MAP_NONE) {
		c->bad_functions++;
		return r.bytes;
	}
	found = (struct mc_profile_function){
		.id = r.id,
		.line = r.line,
		.flags = r.flags,
		.name = (const char *)text,
		.symbol = (const char *)text + r.name_bytes,
		.file = (const char *)text + r.name_bytes + r.symbol_bytes,
	};
	add_function(c, &found);
	return r.bytes;
}

static void read_functions(struct mc_chunks *c, struct extent e)
{
	while (e.to - e.from >= sizeof(struct mc_function_record)) {
		uint64_t length = read_function(c, e.from, e.to - e.from);

		if (!length) {
			c->bad_functions++;
			return;
		}
		e.from += length;
	}
}

/* Returns how many of the node's slots are there; what is not there may have
   been cut off, or is damage. */
static uint32_t count_slots(struct mc_chunks *c, const struct mc_node *raw,
			    uint64_t room)
{
	uint64_t there = (room - sizeof(*raw)) / sizeof(struct mc_node_slot);

	if (raw->slots <= there)
		return raw->slots;
	c->bad_slots += !c->cut;
	return (uint32_t)there;
}

static void add_node(struct mc_chunks *c, const struct mc_node *raw,
		     uint32_t slots, uint32_t thread)
{
	struct mc_profile *p = c->profile;

	if (p->node_count == c->node_capacity) {
		c->node_capacity = c->node_capacity * 2 + 64;
		p->nodes = mc_alloc_grow(p->nodes, c->node_capacity,
					 sizeof(*p->nodes));
	}
	p->nodes[p->node_count++] = (struct mc_profile_node){
		.raw = raw,
		.slots = slots,
		.inner_slots = raw->unbound < slots ? raw->unbound : slots,
		.thread = thread,
	};
}

/* Makes the numbers of the heap of RAW, in ROOM bytes, those of now ("heap" in
   format.h).  Returns how many bytes they take. */
static uint64_t read_heap(struct mc_chunks *c, struct mc_node *raw,
			  uint64_t room)
{
	const struct mc_file_header *h = &c->profile->header;
	uint64_t before = mc_node_bytes(raw->slots);
	struct mc_node_heap *heap = (void *)((char *)raw + before);

	if (h->mem_mode != MC_MEM_HEAP) {
		raw->flags &= ~(uint32_t)MC_NODE_HEAP;
		return 0;
	}
	if (before + sizeof(*heap) > room)
		raw->flags &= ~(uint32_t)MC_NODE_HEAP;
	else if (heap->peak_epoch != h->heap_epoch)
		heap->peak_bytes = mc_node_heap_live(heap);
	return sizeof(*heap);
}

static void read_nodes(struct mc_chunks *c, struct extent e, uint32_t thread)
{
	struct mc_profile *p = c->profile;

	while (e.to - e.from >= sizeof(struct mc_node)) {
		struct mc_node *raw = (void *)(p->data + e.from);
		uint32_t slots = count_slots(c, raw, e.to - e.from);
		uint64_t bytes =
			mc_node_bytes(slots) + read_heap(c, raw, e.to - e.from);

		/* The node was being written when the program was stopped. One
		   that was never begun is all zero. */
		if (raw->offset == e.from)
			add_node(c, raw, slots, thread);
		else
			c->bad_nodes += raw->offset != 0;
		e.from += bytes < e.to - e.from ? bytes : e.to - e.from;
	}
}

static void read_thread(struct mc_chunks *c, uint64_t at, struct extent e)
{
	struct mc_profile *p = c->profile;
	const struct mc_chunk *chunk = chunk_at(p, at);
	uint64_t record_end =
		at + sizeof(*chunk) + sizeof(struct mc_thread_record);
	uint32_t index = (uint32_t)p->thread_count;
	struct mc_profile_thread *t;

	if (p->size < record_end || !chunk->thread ||
	    mc_map_find(&c->thread_of, chunk->thread) != MC_MAP_NONE) {
		c->bad_chunks++;
		return;
	}
	mc_map_add(&c->thread_of, chunk->thread, index);
	p->threads = mc_alloc_append(p->threads, p->thread_count,
				     sizeof(*p->threads));
	t = &p->threads[p->thread_count++];
	memset(t, 0, sizeof(*t));
	memcpy(&t->record, p->data + at + sizeof(*chunk), sizeof(t->record));
	t->record.number = chunk->thread;
	t->record.name[sizeof(t->record.name) - 1] = 0;
	if (e.from >= record_end)
		read_nodes(c, e, index);
	else
		c->bad_chunks++;
}

/* Reads what belongs to a thread: more nodes, or the place of its frames. */
static void read_share(struct mc_chunks *c, uint64_t at, struct extent e)
{
	const struct mc_chunk *chunk = chunk_at(c->profile, at);
	uint32_t thread = mc_map_find(&c->thread_of, chunk->thread);

	if (thread == MC_MAP_NONE) {
		c->bad_chunks++;
		return;
	}
	if (chunk->type == MC_CHUNK_NODES) {
		read_nodes(c, e, thread);
		return;
	}
	c->frames =
		mc_alloc_append(c->frames, c->frames_count, sizeof(*c->frames));
	c->frames[c->frames_count].position = at;
	c->frames[c->frames_count++].thread = thread;
}

static void read_chunk(struct mc_chunks *c, uint64_t at, uint64_t end)
{
	const struct mc_chunk *chunk = chunk_at(c->profile, at);
	struct extent e;

	if (chunk->first < sizeof(*chunk) || chunk->first % 8 ||
	    chunk->first > chunk->bytes) {
		c->bad_chunks++;
		return;
	}
	e.to = chunk->used < end - at ? at + chunk->used : end;
	e.from = chunk->first < e.to - at ? at + chunk->first : e.to;
	switch (chunk->type) {
	case MC_CHUNK_FUNCTIONS:
		read_functions(c, e);
		break;
	case MC_CHUNK_THREAD:
		read_thread(c, at, e);
		break;
	case MC_CHUNK_NODES:
	case MC_CHUNK_FRAMES:
		read_share(c, at, e);
		break;
	default:
		c->bad_chunks++;
	}
}

static bool rest_is_zero(const struct mc_profile *p, uint64_t at)
{
	for (; at < p->size; at++)
		if (p->data[at])
			return false;
	return true;
}

void mc_chunks_walk(struct mc_chunks *c)
{
	struct mc_profile *p = c->profile;
	uint64_t at = p->header.header_bytes;

	while (at < p->size && p->size - at >= sizeof(struct mc_chunk)) {
		const struct mc_chunk *chunk = chunk_at(p, at);
		uint64_t room = p->size - at;

		if (!chunk->type || chunk->bytes < MC_PAGE_BYTES ||
		    chunk->bytes % MC_PAGE_BYTES)
			break;
		c->cut = chunk->bytes > room;
		read_chunk(c, at, c->cut ? p->size : at + chunk->bytes);
		at += c->cut ? room : chunk->bytes;
	}
	c->end = at < p->size ? at : p->size;
	c->rest = !rest_is_zero(p, c->end);
}

void mc_chunks_free(struct mc_chunks *c)
{
	mc_map_free(&c->thread_of);
	mc_map_free(&c->function_of);
	mc_map_free(&c->record_of);
	mc_map_free(&c->inner_of);
	free(c->inner);
	mc_map_free_strings(&c->strings);
	free(c->frames);
}
