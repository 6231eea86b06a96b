/* SPDX-License-Identifier: MIT */
/*
 * The formats of other people's tools, JSON read back with yajl's own reader.
 */
#include "profile-maker.h"
#include "report/alloc.h"
#include "report/build.h"
#include "report/writers.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_tree.h>

/* What the writer of that extension makes of it, which ends the maker. */
static char *write_text(struct mc_maker *maker, const char *extension,
			size_t *size)
{
	const struct mc_writer_options how = {.everything = false};
	const struct mc_writer *writer;
	struct mc_model *model;
	struct mc_error error;
	char path[32], *text = NULL;
	FILE *out = open_memstream(&text, size);

	snprintf(path, sizeof(path), "x%s", extension);
	writer = mc_writers_find(path, &error);
	CU_ASSERT_PTR_NOT_NULL_FATAL(writer);
	model = mc_maker_model_with(maker, writer->detail);
	CU_ASSERT_EQUAL(writer->write(model, &how, out, &error), 0);
	fclose(out);
	mc_model_free(model);
	return text;
}

/* One function of that name, marked, called twice for 100 ns. */
static struct mc_maker *make_one(const char *name)
{
	struct mc_maker *m = mc_maker_open();

	mc_maker_calls(m, mc_maker_root(m, 1),
		       mc_maker_function(m, name, "sym", "a.c", 7, 1), 2, 100,
		       100);
	return m;
}

static const char *const nasty[] = {
	"f(\"quoted\")",
	"std::vector<int>::operator<",
	"a\\b",
	"end\\",
	"{a|b}",
	"two\nlines",
	"tab\there",
	"a;b;c",
	"(3) f",
	"calls=1 2",
	"gr\xc3\xbc\xc3\x9f \xe6\x97\xa5\xe6\x9c\xac",
	"a\x01z\x7f",
	"\xe2\x80\xa8",
	"1 2 3",
};

enum { NASTY = sizeof(nasty) / sizeof(*nasty) };

static void expect_in_json(const char *name, const char *back)
{
	static const char *path[] = {"functions", NULL};
	static const char *key[] = {"function", NULL};
	size_t size;
	char *text = write_text(make_one(name), ".json", &size);
	yajl_val tree = yajl_tree_parse(text, NULL, 0), list;
	const char *found = NULL;

	CU_ASSERT_PTR_NOT_NULL_FATAL(tree);
	list = yajl_tree_get(tree, path, yajl_t_array);
	CU_ASSERT_EQUAL_FATAL(YAJL_GET_ARRAY(list)->len, 1);
	found = YAJL_GET_STRING(yajl_tree_get(YAJL_GET_ARRAY(list)->values[0],
					      key, yajl_t_string));
	CU_ASSERT_STRING_EQUAL(found, back);
	yajl_tree_free(tree);
	free(text);
}

MC_TEST(nasty_names_survive_in_json)
{
	for (size_t i = 0; i < NASTY; i++)
		expect_in_json(nasty[i], nasty[i]);
	expect_in_json("a\xff", "a\xef\xbf\xbd");
}

static void expect_frame(const char *name, const char *back)
{
	static const char *path[] = {"shared", "frames", NULL};
	static const char *key[] = {"name", NULL};
	size_t size;
	char *text = write_text(make_one(name), ".speedscope.json", &size);
	yajl_val tree = yajl_tree_parse(text, NULL, 0), list;

	CU_ASSERT_PTR_NOT_NULL_FATAL(tree);
	list = yajl_tree_get(tree, path, yajl_t_array);
	CU_ASSERT_EQUAL_FATAL(YAJL_GET_ARRAY(list)->len, 1);
	CU_ASSERT_STRING_EQUAL(
		YAJL_GET_STRING(yajl_tree_get(YAJL_GET_ARRAY(list)->values[0],
					      key, yajl_t_string)),
		back);
	yajl_tree_free(tree);
	free(text);
}

MC_TEST(nasty_names_survive_in_speedscope)
{
	for (size_t i = 0; i < NASTY; i++)
		expect_frame(nasty[i], nasty[i]);
	expect_frame("a\xff", "a\xef\xbf\xbd");
}

static void expect_text(const char *name, const char *extension,
			const char *back)
{
	size_t size;
	char *text = write_text(make_one(name), extension, &size);

	CU_ASSERT_PTR_NOT_NULL(strstr(text, back));
	free(text);
}

MC_TEST(folded_names_stay_on_their_line_and_in_their_frame)
{
	expect_text("f", ".folded", "f 100\n");
	expect_text("a;b c", ".folded", "a:b c 100\n");
	expect_text("two\nlines", ".folded", "two lines 100\n");
	expect_text("a\x01\xff", ".folded", "a\xef\xbf\xbd\xef\xbf\xbd 100\n");
	for (size_t i = 0; i < NASTY; i++) {
		size_t size;
		char *text = write_text(make_one(nasty[i]), ".folded", &size);

		CU_ASSERT_PTR_NULL(strchr(text, ';'));
		CU_ASSERT_PTR_EQUAL(strchr(text, '\n'), text + size - 1);
		free(text);
	}
}

MC_TEST(callgrind_names_stay_on_their_line)
{
	expect_text("f", ".callgrind", "\nfl=(1)\nfn=(1)\n7 100\n");
	expect_text("f", ".callgrind",
		    "\ncfi=(1) a.c\ncfn=(1) f\ncalls=2 7\n0 100\n");
	expect_text("two\nlines", ".callgrind", "cfn=(1) two lines\n");
	expect_text("(3) f", ".callgrind", "cfn=(1) (3) f\n");
	expect_text("a\xff", ".callgrind", "cfn=(1) a\xef\xbf\xbd\n");
}

MC_TEST(huge_names_are_written_whole)
{
	static const char fills[] = {'x', '"', '\\', '<', ' '};
	char *name = mc_alloc_zeroed(50001, 1);

	for (size_t i = 0; i < sizeof(fills); i++) {
		memset(name, fills[i], 50000);
		name[0] = 'a';
		expect_in_json(name, name);
		expect_frame(name, name);
		expect_text(name, ".folded", name);
		expect_text(name, ".callgrind", name);
	}
	free(name);
}

static void expect_untimed(const char *extension, const char *text)
{
	struct mc_maker *maker = mc_maker_open();
	size_t size;
	char *found;

	mc_maker_header(maker)->time_mode = MC_TIME_OFF;
	mc_maker_node(maker, mc_maker_root(maker, 1),
		      mc_maker_function(maker, "f", "f", "", 0, 1))
		->raw.base = 3;
	found = write_text(maker, extension, &size);
	CU_ASSERT_PTR_NOT_NULL(strstr(found, text));
	CU_ASSERT_PTR_NULL(strstr(found, "_ns"));
	free(found);
}

MC_TEST(where_nothing_was_timed_calls_are_the_weight)
{
	expect_untimed(".folded", "f 3\n");
	expect_untimed(".callgrind", "\nevents: calls\nsummary: 3\n");
	expect_untimed(".speedscope.json", "\"unit\":\"none\"");
	expect_untimed(".speedscope.json", "\"endValue\":3");
	expect_untimed(".json", "\"calls\": 3");
}

/* Pictures apart: Graphviz 2.42 cannot draw twice in a process without looking
   at what it has freed. */
MC_TEST(the_same_profile_gives_the_same_bytes_in_every_format)
{
	static const char *const extensions[] = {
		".dot",	      ".json",	".folded", ".speedscope.json",
		".callgrind", ".pb.gz", ".memcall"};

	for (size_t i = 0; i < sizeof(extensions) / sizeof(*extensions); i++) {
		size_t size, again;
		char *x = write_text(make_one("f"), extensions[i], &size);
		char *y = write_text(make_one("f"), extensions[i], &again);

		CU_ASSERT_EQUAL(size, again);
		CU_ASSERT(!memcmp(x, y, size));
		free(x);
		free(y);
	}
}

/* Two runs of a program, the second with a function more. */
static char *write_runs(enum mc_model_detail detail, size_t *size)
{
	const struct mc_writer_options how = {.everything = true};
	struct mc_draft *draft = mc_build_begin(detail);
	struct mc_error error;
	struct mc_model *model;
	char *text = NULL;
	FILE *out;

	for (int run = 0; run < 2; run++) {
		struct mc_maker *m = make_one("f");

		if (run)
			mc_maker_calls(
				m, mc_maker_root(m, 1),
				mc_maker_function(m, "g", "g", "b.c", 1, 0), 1,
				10, 10);
		mc_build_add(draft, mc_maker_profile(m));
	}
	model = mc_build_finish(draft);
	out = open_memstream(&text, size);
	CU_ASSERT_EQUAL(mc_json_write(model, &how, out, &error), 0);
	fclose(out);
	mc_model_free(model);
	return text;
}

MC_TEST(profiles_that_are_let_go_of_leave_the_same_graph)
{
	size_t size, raw_size;
	char *text = write_runs(MC_MODEL_GRAPH, &size);
	char *raw = write_runs(MC_MODEL_RAW, &raw_size);

	CU_ASSERT_STRING_EQUAL(text, raw);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"source\": \"b.c:1\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"calls\": 4"));
	free(text);
	free(raw);
}

MC_TEST(the_longest_extension_wins)
{
	struct mc_error error;
	const struct mc_writer *w =
		mc_writers_find("a.speedscope.json", &error);

	CU_ASSERT_PTR_NOT_NULL_FATAL(w);
	CU_ASSERT_STRING_EQUAL(w->extension, ".speedscope.json");
	w = mc_writers_find("a.json", &error);
	CU_ASSERT_PTR_NOT_NULL_FATAL(w);
	CU_ASSERT_STRING_EQUAL(w->extension, ".json");
	CU_ASSERT_PTR_NOT_NULL(mc_writers_find("a.pb.gz", &error));
	CU_ASSERT_PTR_NULL(mc_writers_find("a.gz", &error));
}
