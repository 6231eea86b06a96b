/* SPDX-License-Identifier: MIT */
/*
 * Numbers and names of functions.  Numbers go on from what other tests have
 * numbered, so they are compared with the last one.
 */
#include "record/profile/functions.h"
#include "record/os/guard.h"
#include "record/profile/mapfile.h"
#include "recorder.h"
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static uint32_t number(struct mc_function *function)
{
	struct mc_guard guard;
	uint32_t result;

	mc_recorder_thread();
	mc_guard_lock(&guard);
	result = mc_functions_number(function);
	mc_guard_unlock(&guard);
	return result;
}

static uint32_t number_of(const char *names, uint32_t flags)
{
	return number(mc_recorder_describe(names, flags));
}

/* The number that the next new function gets, less 1.  A function takes it to
   find out. */
static uint32_t last_number(void)
{
	return number(mc_recorder_function("unused", 0));
}

/* A mapping of the profile as it is now, for good. */
static const struct mc_file_header *map_profile(void)
{
	int fd = open(mc_mapfile_path(), O_RDONLY | O_CLOEXEC);
	void *file = mmap(NULL, mc_mapfile_header()->file_bytes, PROT_READ,
			  MAP_SHARED, fd, 0);

	close(fd);
	CU_ASSERT_PTR_NOT_EQUAL_FATAL(file, MAP_FAILED);
	return file;
}

/* The record of function ID in CHUNK, or NULL. */
static const struct mc_function_record *find_in(const struct mc_chunk *chunk,
						uint32_t id)
{
	uint64_t at = chunk->first;

	if (chunk->type != MC_CHUNK_FUNCTIONS)
		return NULL;
	while (at < chunk->used) {
		const struct mc_function_record *record =
			(void *)((char *)chunk + at);

		if (record->id == id)
			return record;
		at += record->bytes;
	}
	return NULL;
}

/* Walks the profile as format.h says. */
static const struct mc_function_record *find_record(uint32_t id)
{
	const struct mc_file_header *header = map_profile();
	const struct mc_function_record *record = NULL;
	uint64_t at = header->header_bytes;

	while (!record && at < header->file_bytes) {
		const struct mc_chunk *chunk = (void *)((char *)header + at);

		record = find_in(chunk, id);
		at += chunk->bytes;
	}
	return record;
}

MC_TEST(functions_are_numbered_one_by_one)
{
	uint32_t before = last_number();
	struct mc_function *f = mc_recorder_function("f", 0);
	struct mc_function *g = mc_recorder_function("g", 0);

	CU_ASSERT_EQUAL(f->id, MC_FUNCTION_UNNUMBERED);
	CU_ASSERT_EQUAL(number(f), before + 1);
	CU_ASSERT_EQUAL(number(g), before + 2);
	CU_ASSERT_EQUAL(f->id, before + 1);
	CU_ASSERT_EQUAL(g->id, before + 2);
	CU_ASSERT_EQUAL(number(f), before + 1);
	CU_ASSERT_EQUAL(last_number(), before + 3);
}

MC_TEST(the_profile_has_the_names)
{
	struct mc_function *f = mc_recorder_describe("ns::f\0_ZN2ns1fEv\0a.cc",
						     MC_FUNCTION_MARKED);
	const struct mc_function_record *record;
	const char *text;

	f->line = 77;
	record = find_record(number(f));
	CU_ASSERT_PTR_NOT_NULL_FATAL(record);
	text = (const char *)(record + 1);
	CU_ASSERT_EQUAL(record->id, f->id);
	CU_ASSERT_EQUAL(record->line, 77);
	CU_ASSERT_EQUAL(record->flags, MC_FUNCTION_MARKED);
	CU_ASSERT_EQUAL(record->name_bytes, 6);
	CU_ASSERT_EQUAL(record->symbol_bytes, 11);
	CU_ASSERT_EQUAL(record->file_bytes, 5);
	CU_ASSERT_EQUAL(record->bytes, 64); /* 40 + 6 + 11 + 5, to 8 */
	CU_ASSERT_STRING_EQUAL(text, "ns::f");
	CU_ASSERT_STRING_EQUAL(text + 6, "_ZN2ns1fEv");
	CU_ASSERT_STRING_EQUAL(text + 17, "a.cc");
}

MC_TEST(two_descriptors_of_one_symbol_are_one_function)
{
	uint32_t first = number_of("inl\0_Z3inlv\0a.h", 0);
	struct mc_function *again =
		mc_recorder_describe("inl\0_Z3inlv\0b.h", 0);

	CU_ASSERT_EQUAL(number(again), first);
	CU_ASSERT_EQUAL(again->id, first);
	CU_ASSERT_EQUAL(last_number(), first + 1);
	CU_ASSERT_NOT_EQUAL(number_of("inl\0_Z3inli\0a.h", 0), first);
}

MC_TEST(a_mark_on_one_descriptor_marks_the_function)
{
	uint32_t id = number_of("later\0later_marked\0a.c", 0);

	CU_ASSERT_EQUAL(find_record(id)->flags, 0);
	CU_ASSERT_EQUAL(
		number_of("later\0later_marked\0b.c", MC_FUNCTION_MARKED), id);
	CU_ASSERT_EQUAL(find_record(id)->flags, MC_FUNCTION_MARKED);
	CU_ASSERT_EQUAL(number_of("later\0later_marked\0c.c", 0), id);
	CU_ASSERT_EQUAL(find_record(id)->flags, MC_FUNCTION_MARKED);
}

MC_TEST(local_functions_differ_by_file)
{
	uint32_t in_a = number_of("help\0help_s\0a.c", MC_FUNCTION_LOCAL);
	uint32_t in_b = number_of("help\0help_s\0b.c", MC_FUNCTION_LOCAL);
	uint32_t global = number_of("help\0help_s\0a.c", 0);

	CU_ASSERT_EQUAL(in_b, in_a + 1);
	CU_ASSERT_EQUAL(global, in_a + 2);
	CU_ASSERT_EQUAL(number_of("help\0help_s\0a.c", MC_FUNCTION_LOCAL),
			in_a);
	CU_ASSERT_EQUAL(number_of("help\0help_s\0b.c",
				  MC_FUNCTION_LOCAL | MC_FUNCTION_MARKED),
			in_b);
	CU_ASSERT_EQUAL(number_of("help\0help_s\0z.c", 0), global);
	CU_ASSERT_EQUAL(last_number(), global + 1);
}

MC_TEST(names_of_fifty_thousand_characters_are_kept)
{
	static char names[50001 + 50001 + 4];
	struct mc_function *f = mc_recorder_describe(names, 0);
	const struct mc_function_record *record;
	const char *text;
	uint32_t next;

	memset(names, 'n', 50000);
	memset(names + 50001, 's', 50000);
	memcpy(names + 100002, "a.c", 4);
	record = find_record(number(f));
	CU_ASSERT_PTR_NOT_NULL_FATAL(record);
	text = (const char *)(record + 1);
	CU_ASSERT_EQUAL(record->name_bytes, 50001);
	CU_ASSERT_EQUAL(record->symbol_bytes, 50001);
	CU_ASSERT_EQUAL(record->file_bytes, 4);
	CU_ASSERT_EQUAL(record->bytes, 100048);
	CU_ASSERT_EQUAL(memcmp(text, names, sizeof(names)), 0);
	/* One letter at the end makes another function. */
	names[100000] = 't';
	next = number_of(names, 0);
	CU_ASSERT_EQUAL(next, f->id + 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(find_record(next));
	CU_ASSERT_EQUAL(memcmp(find_record(next) + 1, names, sizeof(names)), 0);
}

/* The number of the function "many.N", with the symbol "many_sym.N". */
static uint32_t number_of_many(int n)
{
	char names[64];
	struct mc_function function = {.names = names,
				       .id = MC_FUNCTION_UNNUMBERED};

	snprintf(names, sizeof(names), "many.%d%cmany_sym.%d%cm.c", n, '\0', n,
		 '\0');
	return number(&function);
}

MC_TEST(the_table_of_numbers_grows_and_loses_nothing)
{
	uint32_t before = last_number();
	int wrong = 0;

	for (int i = 0; i < 3000; i++)
		wrong += number_of_many(i) != before + 1 + (uint32_t)i;
	CU_ASSERT_EQUAL(wrong, 0);
	for (int i = 0; i < 3000; i++)
		wrong += number_of_many(i) != before + 1 + (uint32_t)i;
	CU_ASSERT_EQUAL(wrong, 0);
	CU_ASSERT_EQUAL(last_number(), before + 3001);
	CU_ASSERT_PTR_NOT_NULL_FATAL(find_record(before + 2900));
	CU_ASSERT_STRING_EQUAL((const char *)(find_record(before + 2900) + 1),
			       "many.2899");
}

MC_TEST(a_function_that_finds_no_room_is_an_other)
{
	static char names[400002 + 2];
	struct mc_function *f = mc_recorder_describe(names, 0);
	uint32_t before = last_number();

	/* More than any chunk of names has left. */
	memset(names, 'r', 400000);
	strcpy(names + 400001, "r");
	mc_recorder_thread();
	mc_recorder_fill_up();
	mc_recorder_capture();
	CU_ASSERT_EQUAL(number(f), 0xffffffff);
	CU_ASSERT_EQUAL(number(f), 0xffffffff);
	mc_recorder_captured();
	mc_recorder_make_room();
	CU_ASSERT_EQUAL(f->id, MC_FUNCTION_UNNUMBERED);
	/* It has not spoiled its place. */
	CU_ASSERT_EQUAL(number(f), before + 1);
	CU_ASSERT_EQUAL(f->id, before + 1);
}
