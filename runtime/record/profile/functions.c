/* SPDX-License-Identifier: MIT */
/*
 * Numbers functions.  See functions.h.
 *
 * The table is an open-addressed hash of the records in the profile.  The
 * strings that are compared are those in the profile: a module that is unloaded
 * takes its own along.
 */
#include "functions.h"
#include "mapfile.h"
#include "../os/own.h"

#include <string.h>

#define MC_FUNCTIONS_FIRST_CHUNK 4096u
#define MC_FUNCTIONS_LARGEST_CHUNK (256u << 10)

struct strings {
	const char *at;
	uint32_t bytes; /* with the NUL */
};

/* What tells functions from one another. */
struct key {
	const char *symbol;
	const char *file;
	uint32_t flags;
	uint32_t slots;
	uint32_t layout;
};

/* A function's slots (memcall-abi.h). */
struct shape {
	uint32_t slots;
	uint32_t unbound;
};

static struct {
	struct mc_function_record **entries;
	struct shape *shapes; /* of each function, by its number */
	size_t shapes_bytes;
	uint32_t size; /* a power of two; at most half of it is in use */
	uint32_t count;
	struct mc_chunk *chunk; /* with room for more */
} table;

/* FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint32_t hash(const char *bytes, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)bytes[i]) * 16777619u;
	return h;
}

static const char *record_symbol(const struct mc_function_record *record)
{
	return (const char *)(record + 1) + record->name_bytes;
}

static const char *record_file(const struct mc_function_record *record)
{
	return record_symbol(record) + record->symbol_bytes;
}

static struct key key_of(const struct mc_function_record *record)
{
	return (struct key){
		.symbol = record_symbol(record),
		.file = record_file(record),
		.flags = record->flags,
		.slots = table.shapes[record->id].slots,
		.layout = record->layout,
	};
}

static int is_same(const struct key *a, const struct key *b)
{
	if ((a->flags ^ b->flags) & (MC_FUNCTION_LOCAL | MC_FUNCTION_RESUMED) ||
	    a->slots != b->slots || a->layout != b->layout)
		return 0;
	if (strcmp(a->symbol, b->symbol))
		return 0;
	return !(a->flags & MC_FUNCTION_LOCAL) || !strcmp(a->file, b->file);
}

static struct mc_function_record **find_entry(const struct key *key)
{
	uint32_t i = hash(key->symbol, strlen(key->symbol)) & (table.size - 1);

	for (; table.entries[i]; i = (i + 1) & (table.size - 1)) {
		struct key other = key_of(table.entries[i]);

		if (is_same(&other, key))
			break;
	}
	return &table.entries[i];
}

/* Notes the shape of the function with that NUMBER.  Returns 0, or -1 if there
   is no memory. */
static int note_shape(uint32_t number, const struct mc_function *function)
{
	while (number >= table.shapes_bytes / sizeof(*table.shapes)) {
		void *grown = mc_own_double(table.shapes, &table.shapes_bytes);

		if (!grown)
			return -1;
		table.shapes = grown;
	}
	table.shapes[number] =
		(struct shape){function->slots, function->unbound};
	return 0;
}

static int grow_table(void)
{
	uint32_t old_size = table.size;
	struct mc_function_record **old = table.entries;
	uint32_t size = old_size ? 2 * old_size
				 : MC_PAGE_BYTES / sizeof(*table.entries);

	table.entries = mc_own_alloc(size * sizeof(*table.entries));
	if (!table.entries) {
		table.entries = old;
		return -1;
	}
	table.size = size;
	for (uint32_t i = 0; i < old_size; i++) {
		struct key key;

		if (!old[i])
			continue;
		key = key_of(old[i]);
		*find_entry(&key) = old[i];
	}
	if (old)
		mc_own_free(old, old_size * sizeof(*old));
	return 0;
}

/* Makes a chunk with room for a record of SIZE bytes.  Returns 0, or -1 if
   there is none. */
static int grow_chunk(uint32_t size)
{
	struct mc_chunk *chunk = table.chunk;
	size_t bytes = mc_mapfile_next_size(chunk, MC_FUNCTIONS_FIRST_CHUNK,
					    MC_FUNCTIONS_LARGEST_CHUNK);

	if (bytes < sizeof(*chunk) + size)
		bytes = sizeof(*chunk) + size;
	chunk = mc_mapfile_chunk(MC_CHUNK_FUNCTIONS, 0, bytes, sizeof(*chunk));
	if (!chunk)
		return -1;
	table.chunk = chunk;
	return 0;
}

int mc_functions_init(void)
{
	return grow_table() || grow_chunk(0) ? -1 : 0;
}

/* Returns room for a record of SIZE bytes, or NULL. */
static struct mc_function_record *reserve(uint32_t size)
{
	struct mc_chunk *chunk = table.chunk;

	if ((!chunk || chunk->used + size > chunk->bytes) && grow_chunk(size))
		return NULL;
	chunk = table.chunk;
	return (void *)((char *)chunk + chunk->used);
}

/* Writes the records of FUNCTION's inner functions, which have numbers, in
   front of END. */
static void write_inner(struct mc_inner_record *end,
			const struct mc_function *function)
{
	struct mc_inner_record *record = end - function->inners;

	for (uint32_t i = 0; i < function->inners; i++) {
		const struct mc_inner *inner = &function->inner[i];
		uint32_t number = inner->function->id;

		record[i].function =
			number == MC_FUNCTION_UNNUMBERED ? 0 : number;
		record[i].slot = (uint32_t)inner->slot;
	}
}

static struct mc_function_record *add(const struct mc_function *function,
				      struct strings name,
				      struct strings symbol,
				      struct strings file)
{
	uint32_t strings = name.bytes + symbol.bytes + file.bytes;
	uint32_t inners = function->inners;
	uint32_t bytes = sizeof(struct mc_function_record) +
			 ((strings + 7) & ~7u) +
			 inners * (uint32_t)sizeof(struct mc_inner_record);
	struct mc_function_record *record;
	char *text;

	record = reserve(bytes);
	if (!record || note_shape(table.count + 1, function))
		return NULL;
	record->bytes = bytes;
	record->id = ++table.count;
	record->line = function->line;
	record->flags = function->flags;
	record->layout = function->layout;
	record->name_bytes = name.bytes;
	record->symbol_bytes = symbol.bytes;
	record->file_bytes = file.bytes;
	text = (char *)(record + 1);
	memcpy(text, name.at, name.bytes);
	memcpy(text + name.bytes, symbol.at, symbol.bytes);
	memcpy(text + name.bytes + symbol.bytes, file.at, file.bytes);
	record->inners = inners;
	write_inner((void *)((char *)record + bytes), function);
	/* Release: who reads the file finds what is below `used` complete. */
	__atomic_store_n(&table.chunk->used, table.chunk->used + bytes,
			 __ATOMIC_RELEASE);
	return record;
}

static struct strings string_at(const char *at)
{
	return (struct strings){at, (uint32_t)strlen(at) + 1};
}

uint32_t mc_functions_number(struct mc_function *function)
{
	struct strings name = string_at(function->names);
	struct strings symbol = string_at(name.at + name.bytes);
	struct strings file = string_at(symbol.at + symbol.bytes);
	struct key key;
	struct mc_function_record **entry;

	if (!*symbol.at)
		symbol = name;
	key = (struct key){symbol.at, file.at, function->flags, function->slots,
			   function->layout};
	if (function->id != MC_FUNCTION_UNNUMBERED)
		return function->id;
	/* Inner functions call no others but inner ones, and not in circles. */
	for (uint32_t i = 0; i < function->inners; i++)
		mc_functions_number(function->inner[i].function);
	if (2 * (table.count + 1) > table.size && grow_table())
		return MC_OTHER_FUNCTION;
	entry = find_entry(&key);
	if (!*entry)
		*entry = add(function, name, symbol, file);
	if (!*entry)
		return MC_OTHER_FUNCTION;
	(*entry)->flags |= function->flags & MC_FUNCTION_MARKED;
	__atomic_store_n(&function->id, (*entry)->id, __ATOMIC_RELAXED);
	return function->id;
}

uint32_t mc_functions_slots(uint32_t number)
{
	return number <= table.count && table.shapes
		       ? table.shapes[number].slots
		       : 0;
}

uint32_t mc_functions_unbound(uint32_t number)
{
	return number <= table.count && table.shapes
		       ? table.shapes[number].unbound
		       : 0;
}
