/* SPDX-License-Identifier: MIT */
/*
 * The DOT file, read back with libcgraph.
 */
#include "profile-maker.h"
#include "report/alloc.h"
#include "report/dot.h"
#include "report/dump.h"
#include "report/output.h"
#include "report/text.h"
#include "report/writers.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *write_view(const struct mc_model *m, struct mc_view view)
{
	const struct mc_writer_options how = {.view = view};
	struct mc_error error;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	CU_ASSERT_EQUAL(mc_dot_write(m, &how, out, &error), 0);
	fclose(out);
	return text;
}

static char *write_text(const struct mc_model *m)
{
	return write_view(m, (struct mc_view){0});
}

static Agraph_t *read_back(const struct mc_model *m)
{
	char *text = write_text(m);
	Agraph_t *g = agmemread(text);

	free(text);
	return g;
}

static Agnode_t *find_node(Agraph_t *g, const char *function)
{
	for (Agnode_t *n = agfstnode(g); n; n = agnxtnode(g, n)) {
		const char *name = agget(n, (char *)"function");

		if (name && !strcmp(name, function))
			return n;
	}
	return NULL;
}

static const char *get(void *object, const char *name)
{
	const char *value = object ? agget(object, (char *)name) : NULL;

	return value ? value : "(none)";
}

static struct mc_model *make_one(const char *name)
{
	struct mc_maker *m = mc_maker_open();

	mc_maker_calls(m, mc_maker_root(m, 1),
		       mc_maker_function(m, name, "sym", "a.c", 7, 1), 2, 100,
		       100);
	return mc_maker_model(m);
}

MC_TEST(attributes_can_be_read_back)
{
	struct mc_model *m = make_one("ns::f");
	Agraph_t *g = read_back(m);
	Agnode_t *f = find_node(g, "ns::f"), *root;
	Agedge_t *e;

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_STRING_EQUAL(get(g, "program"), "prog");
	CU_ASSERT_STRING_EQUAL(get(g, "memcall"), MC_VERSION);
	CU_ASSERT_STRING_EQUAL(get(g, "total_ns"), "100");
	CU_ASSERT_STRING_EQUAL(get(g, "threads"), "1");
	CU_ASSERT_STRING_EQUAL(get(g, "lost"), "0");
	CU_ASSERT_STRING_EQUAL(get(f, "calls"), "2");
	CU_ASSERT_STRING_EQUAL(get(f, "total_ns"), "100");
	CU_ASSERT_STRING_EQUAL(get(f, "self_ns"), "100");
	CU_ASSERT_STRING_EQUAL(get(f, "min_ns"), "50");
	CU_ASSERT_STRING_EQUAL(get(f, "source"), "a.c:7");
	CU_ASSERT_STRING_EQUAL(get(f, "symbol"), "sym");
	CU_ASSERT_STRING_EQUAL(get(f, "marked"), "1");
	e = agfstin(g, f);
	CU_ASSERT_PTR_NOT_NULL_FATAL(e);
	root = agtail(e);
	CU_ASSERT_STRING_EQUAL(get(root, "kind"), "root");
	CU_ASSERT_STRING_EQUAL(get(e, "calls"), "2");
	agclose(g);
	mc_model_free(m);
}

MC_TEST(what_was_not_measured_is_not_written)
{
	struct mc_model *m = make_one("f");
	char *text = write_text(m);

	CU_ASSERT_PTR_NULL(strstr(text, "rss_bytes"));
	CU_ASSERT_PTR_NULL(strstr(text, "pss_bytes"));
	CU_ASSERT_PTR_NULL(strstr(text, "estimated="));
	free(text);
	mc_model_free(m);
}

MC_TEST(the_same_profile_gives_the_same_bytes)
{
	struct mc_model *a = make_one("f"), *b = make_one("f");
	char *x = write_text(a), *y = write_text(b);

	CU_ASSERT_STRING_EQUAL(x, y);
	free(x);
	free(y);
	mc_model_free(a);
	mc_model_free(b);
}

static void expect_name(const char *name, const char *back)
{
	struct mc_model *m = make_one(name);
	Agraph_t *g = read_back(m);

	CU_ASSERT_PTR_NOT_NULL_FATAL(g);
	CU_ASSERT_PTR_NOT_NULL(find_node(g, back));
	agclose(g);
	mc_model_free(m);
}

MC_TEST(nasty_names_survive)
{
	static const char *const names[] = {
		"f(\"quoted\")",
		"std::vector<std::pair<int, char>>::operator<",
		"operator<<",
		"<lambda(int)>",
		"<b>bold</b>",
		"a\\b",
		"a\\nb",
		"{a|b}",
		"two\nlines",
		"tab\there",
		"&amp;",
		"gr\xc3\xbc\xc3\x9f \xe6\x97\xa5\xe6\x9c\xac",
		"\\N \\G \\E",
		"node",
		"12",
		"-",
		"--",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		expect_name(names[i], names[i]);
}

MC_TEST(what_xml_cannot_hold_is_replaced)
{
	expect_name("a\x01z\x1b\xef\xbf\xbf",
		    "a\xef\xbf\xbdz\xef\xbf\xbd\xef\xbf\xbd");
	expect_name("a\xff", "a\xef\xbf\xbd");
}

MC_TEST(backslashes_that_dot_cannot_hold_are_doubled)
{
	expect_name("end\\", "end\\\\");
	expect_name("quote\\\"", "quote\\\\\"");
	expect_name("pair\\\\", "pair\\\\");
	expect_name("line\\\nend", "line\\\\\nend");
}

MC_TEST(a_nasty_program_name_survives_as_the_name_of_the_graph)
{
	struct mc_maker *maker = mc_maker_open();
	struct mc_model *m;
	Agraph_t *g;

	strcpy(mc_maker_header(maker)->program, "pr\"og<&\\");
	m = mc_maker_model(maker);
	g = read_back(m);
	CU_ASSERT_PTR_NOT_NULL_FATAL(g);
	CU_ASSERT_STRING_EQUAL(agnameof(g), "pr\"og<&\\\\");
	agclose(g);
	mc_model_free(m);
}

MC_TEST(invalid_utf8_is_replaced)
{
	expect_name("a\xff", "a\xef\xbf\xbd");
}

MC_TEST(huge_names_are_cut_to_what_dot_reads)
{
	static const char fills[] = {'x', '"', '\\', '<', '\n', ' '};
	char *name = mc_alloc_zeroed(50001, 1);

	for (size_t i = 0; i < sizeof(fills); i++) {
		struct mc_model *m;
		Agraph_t *g;

		memset(name, fills[i], 50000);
		name[0] = 'a';
		m = make_one(name);
		g = read_back(m);
		CU_ASSERT_PTR_NOT_NULL_FATAL(g);
		CU_ASSERT_EQUAL(agnnodes(g), 2);
		for (Agnode_t *n = agfstnode(g); n; n = agnxtnode(g, n)) {
			CU_ASSERT(strlen(get(n, "function")) <= 16000);
			CU_ASSERT(strlen(get(n, "label")) <= 4096);
			CU_ASSERT(strlen(get(n, "tooltip")) <= 16000);
		}
		agclose(g);
		mc_model_free(m);
	}
	free(name);
}

MC_TEST(thread_and_call_of_the_same_ends_are_two_edges)
{
	struct mc_maker *m = mc_maker_open();
	uint32_t f = mc_maker_function(m, "f", "f", "a.c", 1, 1);
	uint32_t w = mc_maker_function(m, "w", "w", "a.c", 2, 0);
	struct mc_maker_node *a;
	struct mc_model *model;
	Agraph_t *g;
	Agedge_t *e;
	int threads = 0, calls = 0;

	a = mc_maker_calls(m, mc_maker_root(m, 1), f, 1, 100, 90);
	mc_maker_calls(m, a, w, 1, 10, 10);
	a = mc_maker_node(m, mc_maker_root(m, 2), f);
	mc_maker_calls(m, a, w, 1, 50, 50)->raw.flags = MC_NODE_THREAD;
	model = mc_maker_model(m);
	g = read_back(model);
	for (e = agfstin(g, find_node(g, "w")); e; e = agnxtin(g, e)) {
		threads += !strcmp(get(e, "kind"), "thread");
		calls += !strcmp(get(e, "kind"), "");
	}
	CU_ASSERT_EQUAL(threads, 1);
	CU_ASSERT_EQUAL(calls, 1);
	agclose(g);
	mc_model_free(model);
}

MC_TEST(hidden_edges_carry_no_numbers)
{
	struct mc_maker *m = mc_maker_open();
	struct mc_maker_node *top, *cut;
	struct mc_model *model;
	uint32_t far;
	Agedge_t *e;
	Agraph_t *g;
	char name[16];

	top = mc_maker_calls(m, mc_maker_root(m, 1),
			     mc_maker_function(m, "top", "top", "", 0, 1), 1,
			     100000, 99000);
	cut = mc_maker_calls(m, top,
			     mc_maker_function(m, "cut", "cut", "", 0, 0), 1,
			     410, 10);
	far = mc_maker_function(m, "far", "far", "", 0, 0);
	mc_maker_calls(m, cut, far, 1, 400, 400);
	cut = mc_maker_calls(m, top,
			     mc_maker_function(m, "cut2", "cut2", "", 0, 0), 1,
			     410, 10);
	mc_maker_calls(m, cut, far, 1, 400, 400);
	for (int i = 0; i < 80; i++) {
		snprintf(name, sizeof(name), "leaf%d", i);
		mc_maker_calls(m, top,
			       mc_maker_function(m, name, name, "", 0, 0), 1, 1,
			       1);
	}
	model = mc_maker_model(m);
	g = read_back(model);
	CU_ASSERT_PTR_NULL(find_node(g, "cut"));
	e = agedge(g, find_node(g, "top"), find_node(g, "far"), NULL, 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(e);
	CU_ASSERT_STRING_EQUAL(get(e, "kind"), "hidden");
	CU_ASSERT_STRING_EQUAL(get(e, "calls"), "");
	CU_ASSERT_STRING_EQUAL(get(e, "total_ns"), "");
	agclose(g);
	mc_model_free(model);
}

/* `top` calls 40 functions, and one of them `shared` as `top` does. */
static struct mc_model *make_large(void)
{
	struct mc_maker *m = mc_maker_open();
	struct mc_maker_node *top, *leaf;
	uint32_t shared;
	char name[16];

	top = mc_maker_calls(m, mc_maker_root(m, 1),
			     mc_maker_function(m, "top", "top", "", 0, 1), 1,
			     100000, 10000);
	shared = mc_maker_function(m, "shared", "shared", "", 0, 0);
	mc_maker_calls(m, top, shared, 3, 3000, 3000);
	for (int i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "leaf%d", i);
		leaf = mc_maker_calls(
			m, top, mc_maker_function(m, name, name, "", 0, 0), 4,
			i ? 900 : 48000, i ? 900 : 48000);
		leaf->raw.min_ticks = 20;
		leaf->raw.max_ticks = 700;
	}
	mc_maker_calls(m, leaf, shared, 2, 500, 500);
	return mc_maker_model(m);
}

MC_TEST(large_pictures_say_once_what_is_in_the_box)
{
	struct mc_model *model = make_large();
	Agraph_t *g = read_back(model);
	Agnode_t *top = find_node(g, "top"), *shared = find_node(g, "shared");
	Agnode_t *leaf = find_node(g, "leaf7");
	Agedge_t *only = agedge(g, top, leaf, NULL, 0);

	CU_ASSERT_STRING_EQUAL(get(only, "label"), "");
	CU_ASSERT_STRING_EQUAL(get(only, "calls"), "4");
	CU_ASSERT_PTR_NOT_NULL(strstr(get(only, "tooltip"), "900 ns"));
	CU_ASSERT_PTR_NOT_NULL(strstr(
		get(agedge(g, top, shared, NULL, 0), "label"), "3\xc3\x97"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(get(g, "label"), "arrow without numbers"));
	agclose(g);
	mc_model_free(model);
}

MC_TEST(large_pictures_are_brief_about_the_cheap)
{
	struct mc_model *model = make_large();
	Agraph_t *g = read_back(model);
	Agnode_t *dear = find_node(g, "leaf0"), *cheap = find_node(g, "leaf7");

	CU_ASSERT_PTR_NOT_NULL(strstr(get(dear, "label"), "20 ns"));
	CU_ASSERT_PTR_NOT_NULL(strstr(get(dear, "label"), "\"20\"><b>leaf0"));
	CU_ASSERT_PTR_NULL(strstr(get(cheap, "label"), "20 ns"));
	CU_ASSERT_PTR_NOT_NULL(strstr(get(cheap, "label"), "4 calls"));
	CU_ASSERT_PTR_NOT_NULL(strstr(get(cheap, "tooltip"), "20 ns"));
	agclose(g);
	mc_model_free(model);
}

MC_TEST(own_time_is_coloured_against_the_largest)
{
	struct mc_view view = {.colour = &mc_metric_rows[MC_SELF_NS]};
	struct mc_model *model = make_large();
	char *text = write_view(model, view);
	Agraph_t *g = agmemread(text);

	CU_ASSERT_STRING_EQUAL(get(find_node(g, "leaf0"), "fillcolor"),
			       "#c93f1d");
	CU_ASSERT_PTR_NOT_NULL(strstr(get(g, "label"), " 50 % of"));
	agclose(g);
	free(text);
	mc_model_free(model);
}

/* A frame with a whole list of template arguments made a picture of 10,000
   pixels. */
MC_TEST(frames_of_groups_have_short_titles)
{
	struct mc_view view = {.group = MC_VIEW_CLASSES};
	struct mc_text name = {0};
	struct mc_model *model;
	Agraph_t *g, *group;
	char *text;

	mc_text_print(&name, "ns::Box<");
	for (int i = 0; i < 100; i++)
		mc_text_print(&name, "std::vector<int>, ");
	mc_text_print(&name, "int>::get");
	model = make_one(mc_text_get(&name));
	text = write_view(model, view);
	g = agmemread(text);
	group = agfstsubg(g);
	CU_ASSERT_STRING_EQUAL(get(group, "label"), "ns::Box<\xe2\x80\xa6>");
	CU_ASSERT(strlen(get(group, "tooltip")) > 1000);
	/* What keeps dot from crashing over them. */
	CU_ASSERT_STRING_EQUAL(get(g, "newrank"), "true");
	agclose(g);
	free(text);
	mc_model_free(model);
	mc_text_free(&name);
}

/* An estimate of nothing says more than there is to say. */
MC_TEST(an_estimate_of_zero_has_no_digits)
{
	struct mc_maker *m = mc_maker_open();
	struct mc_maker_node *top;
	struct mc_model *model;
	Agraph_t *g;

	top = mc_maker_calls(m, mc_maker_root(m, 1),
			     mc_maker_function(m, "top", "top", "", 0, 1), 1,
			     100000, 100000);
	mc_maker_calls(m, top, mc_maker_function(m, "f", "f", "", 0, 0), 1000,
		       0, 0)
		->raw.timed = 10;
	model = mc_maker_model(m);
	g = read_back(model);
	CU_ASSERT_PTR_NULL(strstr(get(find_node(g, "f"), "label"), "~0"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(get(find_node(g, "f"), "label"), "&lt;0.1 %"));
	agclose(g);
	mc_model_free(model);
}

MC_TEST(formats_are_found_by_extension)
{
	struct mc_error error;

	CU_ASSERT_PTR_NOT_NULL(mc_writers_find("a/b.dot", &error));
	CU_ASSERT_PTR_NOT_NULL(mc_writers_find("x.svg", &error));
	CU_ASSERT_PTR_NULL(mc_writers_find("svg", &error));
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, ".dot"));
	CU_ASSERT_PTR_NULL(mc_writers_find("a.dot/b", &error));
	CU_ASSERT_PTR_NULL(mc_writers_find("a.xyz", &error));
}

MC_TEST(a_failed_write_leaves_what_was_there)
{
	char path[] = "/tmp/memcall-unit-XXXXXX", target[64], text[8] = "";
	struct mc_error error;
	FILE *f;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(path));
	snprintf(target, sizeof(target), "%s/out.dot", path);
	CU_ASSERT_EQUAL(mc_output_write(target, "old", 3, &error), 0);
	CU_ASSERT_EQUAL(mc_output_write("/nonexistent/out.dot", "x", 1, &error),
			-1);
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "create the folder"));
	CU_ASSERT_EQUAL(mc_output_write("/dev/full", "x", 1, &error), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "free some space"));
	CU_ASSERT_EQUAL(mc_output_write("/dev/null", "x", 1, &error), 0);
	f = fopen(target, "r");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_EQUAL(fread(text, 1, sizeof(text) - 1, f), 3);
	CU_ASSERT_STRING_EQUAL(text, "old");
	fclose(f);
	unlink(target);
	rmdir(path);
}

MC_TEST(dump_is_stable_text)
{
	struct mc_model *m = make_one("a\"b\nc");
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	mc_dump_write(m, out);
	fclose(out);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "function \"a\\\"b\\nc\" symbol=\"sym\" "
			     "source=\"a.c:7\" marked=1 calls=2 total_ns=100 "
			     "self_ns=100 min_ns=50 max_ns=50 depth=1 "
			     "timed=2\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text,
				      "edge (root) -> \"a\\\"b\\nc\" calls=2 "
				      "total_ns=100 min_ns=50 max_ns=50\n"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "profile program=\"prog\" command=\"./prog\" "
			     "version=9 state=sealed pid=4711 threads=1 "));
	free(text);
	mc_model_free(m);
}
