/* SPDX-License-Identifier: MIT */
/*
 * The pprof file, read back with zlib and protobuf-c.
 */
#include "profile-maker.h"
#include "report/alloc.h"
#include "report/formats.h"
#include "unit.h"

#include "profile.pb-c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static char *write_bytes(const struct mc_model *m, size_t *size)
{
	const struct mc_writer_options how = {.everything = false};
	struct mc_error error;
	char *bytes = NULL;
	FILE *out = open_memstream(&bytes, size);

	CU_ASSERT_EQUAL(mc_pprof_write(m, &how, out, &error), 0);
	fclose(out);
	return bytes;
}

static Perftools__Profiles__Profile *read_pprof(const struct mc_model *m)
{
	Perftools__Profiles__Profile *profile;
	size_t size, room = 1 << 20;
	char *text = write_bytes(m, &size);
	unsigned char *data = mc_alloc_zeroed(room, 1);
	z_stream zip = {
		.next_in = (unsigned char *)text,
		.avail_in = (unsigned int)size,
		.next_out = data,
		.avail_out = (unsigned int)room,
	};

	CU_ASSERT_EQUAL(inflateInit2(&zip, 15 + 16), Z_OK);
	CU_ASSERT_EQUAL(inflate(&zip, Z_FINISH), Z_STREAM_END);
	profile = perftools__profiles__profile__unpack(
		NULL, room - zip.avail_out, data);
	inflateEnd(&zip);
	free(data);
	free(text);
	return profile;
}

/* One function of that name, marked, called twice for 100 ns. */
static struct mc_model *make_one(const char *name)
{
	struct mc_maker *m = mc_maker_open();

	mc_maker_calls(m, mc_maker_root(m, 1),
		       mc_maker_function(m, name, "sym", "a.c", 7, 1), 2, 100,
		       100);
	return mc_maker_model_with(m, MC_MODEL_STACKS);
}

static void expect_in_pprof(const char *name, const char *back)
{
	struct mc_model *m = make_one(name);
	Perftools__Profiles__Profile *p = read_pprof(m);

	CU_ASSERT_PTR_NOT_NULL_FATAL(p);
	CU_ASSERT_EQUAL_FATAL(p->n_function, 1);
	CU_ASSERT_STRING_EQUAL(p->string_table[0], "");
	CU_ASSERT_STRING_EQUAL(p->string_table[p->function[0]->name], back);
	CU_ASSERT_STRING_EQUAL(p->string_table[p->function[0]->filename],
			       "a.c");
	CU_ASSERT_EQUAL(p->function[0]->start_line, 7);
	CU_ASSERT_EQUAL_FATAL(p->n_sample_type, 2);
	CU_ASSERT_STRING_EQUAL(p->string_table[p->default_sample_type], "time");
	CU_ASSERT_EQUAL_FATAL(p->n_sample, 1);
	CU_ASSERT_EQUAL(p->sample[0]->value[0], 2);
	CU_ASSERT_EQUAL(p->sample[0]->value[1], 100);
	perftools__profiles__profile__free_unpacked(p, NULL);
	mc_model_free(m);
}

MC_TEST(nasty_names_survive_in_pprof)
{
	static const char *const nasty[] = {
		"f(\"quoted\")",      "a\\b",	"{a|b}",
		"two\nlines",	      "a;b",	"<b>",
		"gr\xc3\xbc\xc3\x9f", "a\x01z",
	};

	for (size_t i = 0; i < sizeof(nasty) / sizeof(*nasty); i++)
		expect_in_pprof(nasty[i], nasty[i]);
	expect_in_pprof("a\xff", "a\xef\xbf\xbd");
}

MC_TEST(huge_names_are_written_whole_in_pprof)
{
	char *name = mc_alloc_zeroed(50001, 1);

	memset(name, 'x', 50000);
	expect_in_pprof(name, name);
	free(name);
}
