/* SPDX-License-Identifier: MIT */
/*
 * The reader on good, cut, damaged and hostile files: whatever the bytes, it
 * ends, stays within them, and says what it left out.
 */
#include "profile-maker.h"
#include "report/alloc.h"
#include "report/dump.h"
#include "report/reader.h"
#include "report/sources.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where the first node of thread 1 is: behind the pages of the header and of
   the functions. */
#define FIRST_NODE \
	(2 * MC_PAGE_BYTES + sizeof(struct mc_chunk) + \
	 sizeof(struct mc_thread_record))

/* Two threads, recursion and open calls. */
static struct mc_maker *make_sample(void)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(m, "g", "g", "a.c", 2, 0);
	struct mc_maker_node *a, *b, *c;

	a = mc_maker_calls(m, mc_maker_root(m, 1), f, 1, 1000, 100);
	b = mc_maker_calls(m, a, g, 2, 900, 400);
	c = mc_maker_calls(m, b, f, 1, 500, 500);
	c->target = a;
	mc_maker_calls(m, mc_maker_root(m, 2), g, 3, 30, 30);
	mc_maker_frame(m, a)->flags = MC_FRAME_TIMED;
	mc_maker_frame(m, b)->flags = MC_FRAME_TIMED;
	mc_maker_thread(m, 1)->mark_ticks = 50;
	return m;
}

static unsigned char *make_bytes(size_t *size)
{
	struct mc_maker *m = make_sample();
	unsigned char *data = mc_maker_bytes(m, size);

	mc_maker_close(m);
	return data;
}

/* Reads a copy of the bytes and folds and prints what was read. */
static struct mc_model *read_bytes(const unsigned char *data, size_t size,
				   struct mc_error *error)
{
	unsigned char *copy = mc_alloc_zeroed(size, 1);
	struct mc_profile *profile;
	struct mc_model *model;
	FILE *out;

	memcpy(copy, data, size);
	if (mc_reader_parse("x.memcall", copy, size, &profile, error) < 0)
		return NULL;
	model = mc_maker_build(&profile, 1);
	out = fopen("/dev/null", "w");
	mc_dump_write(model, out);
	fclose(out);
	return model;
}

static bool has_warning(const struct mc_profile *p, const char *part)
{
	for (size_t i = 0; i < p->warnings.count; i++)
		if (strstr(p->warnings.line[i], part))
			return true;
	return false;
}

MC_TEST(a_good_profile_is_read_without_a_warning)
{
	struct mc_profile *p = mc_maker_profile(make_sample());

	CU_ASSERT_EQUAL(p->function_count, 2);
	CU_ASSERT_EQUAL(p->thread_count, 2);
	CU_ASSERT_EQUAL(p->node_count, 6);
	CU_ASSERT_EQUAL(p->frame_count, 2);
	CU_ASSERT_EQUAL(p->threads[0].open, 2);
	CU_ASSERT_EQUAL(p->warnings.count, 0);
	CU_ASSERT_STRING_EQUAL(p->functions[1].name, "g");
	mc_profile_close(p);
}

MC_TEST(a_cut_profile_is_read_as_far_as_it_goes)
{
	struct mc_error error;
	size_t size;
	unsigned char *data = make_bytes(&size);

	for (size_t cut = 0; cut < size; cut += 64) {
		struct mc_model *m = read_bytes(data, cut, &error);

		if (cut < sizeof(struct mc_file_header)) {
			CU_ASSERT_PTR_NULL(m);
			CU_ASSERT_PTR_NULL(strchr(error.text, '\n'));
			continue;
		}
		CU_ASSERT_PTR_NOT_NULL_FATAL(m);
		CU_ASSERT(has_warning(m->profiles[0], "is cut off"));
		CU_ASSERT(m->function_count <= 2);
		mc_model_free(m);
	}
	free(data);
}

MC_TEST(nodes_before_the_cut_are_kept)
{
	struct mc_error error;
	size_t size;
	unsigned char *data = make_bytes(&size);
	/* root and f of thread 1 */
	size_t cut = FIRST_NODE + 2 * sizeof(struct mc_node);
	struct mc_model *m = read_bytes(data, cut, &error);

	CU_ASSERT_PTR_NOT_NULL_FATAL(m);
	CU_ASSERT_EQUAL(m->function_count, 1);
	CU_ASSERT_PTR_NOT_NULL(mc_maker_find(m, "f"));
	mc_model_free(m);
	free(data);
}

static void expect_error(const char *part, size_t offset, const void *bytes,
			 size_t count)
{
	struct mc_error error = {""};
	size_t size;
	unsigned char *data = make_bytes(&size);

	memcpy(data + offset, bytes, count);
	CU_ASSERT_PTR_NULL(read_bytes(data, size, &error));
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, part));
	free(data);
}

MC_TEST(what_is_no_profile_is_named_as_such)
{
	uint32_t version = 1, order = 0x04030201, small = 8;
	struct mc_error error;

	expect_error("not a memcall profile", 0, "\177ELF", 4);
	expect_error("profile version 1",
		     offsetof(struct mc_file_header, version), &version, 4);
	expect_error("other byte order",
		     offsetof(struct mc_file_header, byte_order), &order, 4);
	expect_error("damaged header",
		     offsetof(struct mc_file_header, byte_order), &small, 4);
	expect_error("damaged header",
		     offsetof(struct mc_file_header, header_bytes), &small, 4);
	CU_ASSERT_PTR_NULL(read_bytes((const void *)"", 0, &error));
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "empty"));
}

/* Reads the beginning of the file, as commands do. */
static int begin(char *path, struct mc_error *error)
{
	struct mc_sources sources;
	int result = mc_sources_find(&path, 1, &sources, NULL, error);

	mc_sources_free(&sources);
	return result;
}

MC_TEST(files_that_cannot_be_read_are_errors)
{
	struct mc_error error;

	CU_ASSERT_EQUAL(begin("/nonexistent/x", &error), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "No such file"));
	CU_ASSERT_EQUAL(begin("/", &error), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "directory"));
	CU_ASSERT_EQUAL(begin("/dev/null", &error), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "empty"));
}

MC_TEST(parents_in_a_circle_are_left_out)
{
	struct mc_maker *m = make_sample();
	size_t size;
	unsigned char *data = mc_maker_bytes(m, &size);
	struct mc_node *node = (void *)(data + FIRST_NODE);
	struct mc_error error;
	struct mc_model *model;

	node[1].parent = mc_node_line(node[2].offset);
	node[2].parent = mc_node_line(node[3].offset);
	node[3].parent = mc_node_line(node[1].offset);
	model = read_bytes(data, size, &error);
	CU_ASSERT_PTR_NOT_NULL_FATAL(model);
	CU_ASSERT(has_warning(model->profiles[0], "3 contexts"));
	CU_ASSERT_EQUAL(model->function_count, 1);
	mc_model_free(model);
	free(data);
	mc_maker_close(m);
}

MC_TEST(targets_that_are_not_the_function_are_ignored)
{
	size_t size;
	unsigned char *data = make_bytes(&size);
	struct mc_node *node = (void *)(data + FIRST_NODE);
	struct mc_error error;
	struct mc_model *model;

	node[1].target = mc_node_line(node[2].offset);
	node[2].target = 12345;
	model = read_bytes(data, size, &error);
	CU_ASSERT_PTR_NOT_NULL_FATAL(model);
	for (size_t i = 0; i < model->profiles[0]->node_count; i++) {
		const struct mc_profile_node *n = &model->profiles[0]->nodes[i];

		CU_ASSERT_EQUAL(n->function,
				model->profiles[0]->nodes[n->target].function);
	}
	mc_model_free(model);
	free(data);
}

MC_TEST(a_node_that_is_not_in_its_place_is_left_out)
{
	size_t size;
	unsigned char *data = make_bytes(&size);
	struct mc_node *node = (void *)(data + FIRST_NODE);
	struct mc_error error;
	struct mc_model *model;

	node[3].offset = 0;
	model = read_bytes(data, size, &error);
	CU_ASSERT_PTR_NOT_NULL_FATAL(model);
	CU_ASSERT_EQUAL(model->profiles[0]->node_count, 5);
	CU_ASSERT_EQUAL(mc_maker_find(model, "f")->numbers.value[MC_CALLS], 1);
	mc_model_free(model);
	free(data);
}

MC_TEST(functions_without_a_record_keep_their_numbers)
{
	struct mc_maker *m = mc_maker_open();
	struct mc_model *model;

	mc_maker_calls(m, mc_maker_root(m, 1), 77, 4, 40, 40);
	mc_maker_calls(m, mc_maker_root(m, 1), MC_OTHER_FUNCTION, 5, 50, 50);
	model = mc_maker_model(m);
	CU_ASSERT_PTR_NOT_NULL_FATAL(mc_maker_find(model, "(name lost)"));
	CU_ASSERT_PTR_NOT_NULL_FATAL(mc_maker_find(model, "(other)"));
	CU_ASSERT_EQUAL(
		mc_maker_find(model, "(other)")->numbers.value[MC_CALLS], 5);
	/* What is beyond the limit is part of other calls. */
	CU_ASSERT_EQUAL(model->total_ns, 40);
	mc_model_free(model);
}

/* There is no edge for such a context, so none for the call. */
MC_TEST(an_open_call_that_never_began_is_ignored)
{
	struct mc_maker *m = make_sample();
	uint32_t f = mc_maker_function(m, "h", "h", "a.c", 3, 0);
	struct mc_maker_node *only = mc_maker_node(m, mc_maker_root(m, 2), f);
	struct mc_model *model;
	struct mc_frame *frame;

	only->raw.flags = MC_NODE_CONTEXT;
	frame = mc_maker_frame(m, only);
	frame->flags = MC_FRAME_TIMED;
	frame->rss_peak = 4096;
	model = mc_maker_model(m);
	CU_ASSERT_PTR_NULL(mc_maker_find(model, "h"));
	CU_ASSERT_PTR_NOT_NULL(mc_maker_find(model, "g"));
	mc_model_free(model);
}

MC_TEST(no_single_wrong_word_breaks_the_reader)
{
	static const uint64_t values[] = {
		0,	    1,	       7,	   4096,
		UINT32_MAX, INT64_MAX, UINT64_MAX, UINT64_MAX - 63};
	struct mc_error error;
	size_t size;
	unsigned char *data = make_bytes(&size);

	for (size_t at = 8; at + 8 <= size; at += 8) {
		uint64_t kept;

		memcpy(&kept, data + at, 8);
		for (size_t i = 0; i < sizeof(values) / 8; i++) {
			struct mc_model *m;

			/* the middle of unused space is all alike */
			if (!kept && at % MC_PAGE_BYTES > 3000)
				continue;
			memcpy(data + at, &values[i], 8);
			m = read_bytes(data, size, &error);
			mc_model_free(m);
		}
		memcpy(data + at, &kept, 8);
	}
	free(data);
	CU_PASS("read them all");
}

MC_TEST(random_damage_does_not_break_the_reader)
{
	struct mc_error error;
	uint64_t state = 88172645463325252u;
	size_t size;
	unsigned char *data = make_bytes(&size);
	unsigned char *copy = mc_alloc_zeroed(size, 1);

	for (int round = 0; round < 2000; round++) {
		memcpy(copy, data, size);
		for (int i = 0; i < 20; i++) {
			size_t at;

			state ^= state << 13;
			state ^= state >> 7;
			state ^= state << 17;
			at = 8 + state % (size - 8);
			if (at < 16)
				continue;
			copy[at % MC_PAGE_BYTES < 2048 ? at : at - 2048] =
				(unsigned char)(state >> 40);
		}
		mc_model_free(read_bytes(copy, size, &error));
	}
	free(copy);
	free(data);
	CU_PASS("read them all");
}

MC_TEST(ticks_become_nanoseconds_by_the_newest_pair)
{
	struct mc_maker *m = mc_maker_open();
	struct mc_file_header *h = mc_maker_header(m);
	struct mc_profile *p;

	h->clock_last = 2;
	h->clock_pair[1] = (struct mc_clock_pair){7, 7};
	h->clock_pair[2] = (struct mc_clock_pair){1000 + 3000, 5000 + 1000};
	p = mc_maker_profile(m);
	CU_ASSERT_EQUAL(mc_profile_ns(p, 300), 100);
	CU_ASSERT_EQUAL(mc_profile_ns(p, UINT64_MAX), UINT64_MAX / 3);
	mc_profile_close(p);
}

MC_TEST(without_a_second_pair_there_are_no_times)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	struct mc_model *model;

	mc_maker_header(m)->clock_last = 0;
	mc_maker_header(m)->state = MC_STATE_RECORDING;
	mc_maker_calls(m, mc_maker_root(m, 1), f, 2, 40, 40);
	model = mc_maker_model(m);
	CU_ASSERT_FALSE(model->has_times);
	CU_ASSERT(has_warning(model->profiles[0], "no times"));
	CU_ASSERT_FALSE(
		mc_measure_has(&model->functions[0].numbers, MC_TOTAL_NS));
	CU_ASSERT_EQUAL(model->functions[0].numbers.value[MC_CALLS], 2);
	mc_model_free(model);
}

/* f calls g 100 times and itself 40 times, by slots, and g calls nothing. */
static struct mc_maker *make_light(void)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	uint32_t g = mc_maker_function(m, "g", "g", "a.c", 2, 0);
	struct mc_maker_node *a, *b, *c;

	a = mc_maker_calls(m, mc_maker_root(m, 1), f, 1, 1000, 900);
	b = mc_maker_calls(m, a, g, 2, 40, 40);
	c = mc_maker_calls(m, a, f, 3, 60, 60);
	mc_maker_light(a, b, 70);
	mc_maker_light(a, c, 40);
	mc_maker_light(c, b, 30);
	mc_maker_calls(m, mc_maker_root(m, 2), g, 3, 30, 30);
	return m;
}

/* The calls of a function in a profile whose bytes are these; -1: there is a
   warning. */
static int64_t light_calls_of(const char *name, const unsigned char *data,
			      size_t size, bool is_damaged)
{
	struct mc_error error;
	struct mc_model *model = read_bytes(data, size, &error);
	const struct mc_model_function *function;
	int64_t calls;

	CU_ASSERT_PTR_NOT_NULL_FATAL(model);
	CU_ASSERT_EQUAL(
		has_warning(model->profiles[0], "counts of light calls"),
		is_damaged);
	function = mc_maker_find(model, name);
	calls = function ? function->numbers.value[MC_CALLS] : 0;
	mc_model_free(model);
	return calls;
}

MC_TEST(light_calls_are_calls_of_where_their_slots_lead_to)
{
	struct mc_maker *m = make_light();
	size_t size;
	unsigned char *data = mc_maker_bytes(m, &size);

	CU_ASSERT_EQUAL(light_calls_of("g", data, size, false), 105);
	CU_ASSERT_EQUAL(light_calls_of("f", data, size, false), 44);
	free(data);
	mc_maker_close(m);
}

/* The slots of thread 1's second node, f. */
static struct mc_node_slot *slots_in(unsigned char *data)
{
	return (void *)(data + FIRST_NODE + 2 * sizeof(struct mc_node));
}

MC_TEST(slots_that_lead_to_no_node_of_their_thread_are_left_out)
{
	struct mc_maker *m = make_light();
	size_t size;
	unsigned char *data = mc_maker_bytes(m, &size);
	uint32_t links[] = {0, 1, UINT32_MAX, 0, 0};

	/* The root, and another thread's. */
	links[3] = (uint32_t)(FIRST_NODE / MC_NODE_LINE);
	links[4] = (uint32_t)(mc_maker_root(m, 2)->raw.offset / MC_NODE_LINE);
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		slots_in(data)[0].link = links[i];
		CU_ASSERT_EQUAL(light_calls_of("g", data, size, true), 35);
		CU_ASSERT_EQUAL(light_calls_of("f", data, size, true), 44);
	}
	slots_in(data)[0].count = 0;
	CU_ASSERT_EQUAL(light_calls_of("g", data, size, false), 35);
	free(data);
	mc_maker_close(m);
}

MC_TEST(more_slots_than_there_is_room_for_are_damage)
{
	struct mc_maker *m = make_light();
	size_t size;
	unsigned char *data = mc_maker_bytes(m, &size);
	struct mc_node *node = (void *)(data + FIRST_NODE);

	for (int shift = 2; shift < 16; shift++) {
		struct mc_error error;
		struct mc_model *model;

		node[1].slots = (uint16_t)(UINT16_MAX << shift);
		model = read_bytes(data, size, &error);
		CU_ASSERT_PTR_NOT_NULL_FATAL(model);
		CU_ASSERT(has_warning(model->profiles[0], "is damaged"));
		mc_model_free(model);
	}
	free(data);
	mc_maker_close(m);
}

MC_TEST(a_cut_profile_has_the_slots_before_the_cut)
{
	struct mc_maker *m = make_light();
	size_t size, at;
	unsigned char *data = mc_maker_bytes(m, &size);

	at = FIRST_NODE + 2 * sizeof(struct mc_node);
	for (size_t cut = at; cut < at + 1024; cut += 8) {
		struct mc_error error;
		struct mc_model *model = read_bytes(data, cut, &error);

		CU_ASSERT_PTR_NOT_NULL_FATAL(model);
		CU_ASSERT(has_warning(model->profiles[0], "is cut off"));
		mc_model_free(model);
	}
	free(data);
	mc_maker_close(m);
}

/* An inline function of two units, with other slots in each; one was marked. */
MC_TEST(two_layouts_of_a_function_are_one_function)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	uint32_t one = mc_maker_function(m, "inl", "_Z3inlv", "a.h", 3, 0);
	uint32_t two = mc_maker_function(m, "inl", "_Z3inlv", "a.h", 3, 1);
	uint32_t own = mc_maker_function(m, "other", "_Z3inlv", "a.h", 3,
					 MC_FUNCTION_LOCAL);
	struct mc_maker_node *a =
		mc_maker_calls(m, mc_maker_root(m, 1), f, 1, 1000, 400);
	struct mc_maker_node *b = mc_maker_calls(m, a, one, 2, 200, 100);
	struct mc_model *model;
	struct mc_profile *p;

	mc_maker_calls(m, a, two, 3, 300, 300);
	/* The one calls the other: recursion. */
	mc_maker_calls(m, b, two, 4, 100, 100);
	mc_maker_calls(m, a, own, 5, 100, 100);
	p = mc_maker_profile(m);
	CU_ASSERT_EQUAL(p->function_count, 3);
	CU_ASSERT_EQUAL(p->functions[1].flags, MC_FUNCTION_MARKED);
	CU_ASSERT_EQUAL(p->warnings.count, 0);
	model = mc_maker_build(&p, 1);
	CU_ASSERT_EQUAL(model->function_count, 3);
	CU_ASSERT_EQUAL(mc_maker_find(model, "inl")->numbers.value[MC_CALLS] +
				mc_maker_find_edge(model, "f", "inl", false)
					->numbers.value[MC_CALLS],
			9 + 5);
	CU_ASSERT_EQUAL(mc_maker_find(model, "inl")->numbers.value[MC_TOTAL_NS],
			500);
	mc_model_free(model);
}
