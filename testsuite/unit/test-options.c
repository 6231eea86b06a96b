/* SPDX-License-Identifier: MIT */
/*
 * MEMCALL_OPTIONS: what is taken, and what is said of the rest.
 */
#include "format.h"
#include "record/profile/options.h"
#include "record/profile/trigger.h"
#include "recorder.h"
#include "unit.h"

#include <string.h>

static const struct mc_options presets = {
	.time = MC_TIME_AUTO,
	.mem = MC_MEM_FULL,
	.gate = MC_GATE_ALL,
	.prune = 1,
	.hz = 1000,
	.limit = 1073741824,
	.contexts = 65536,
};

/* What TEXT makes of the presets.  *SAID is what was printed. */
static struct mc_options read_options(const char *text, const char **said)
{
	struct mc_options usual = mc_options;
	struct mc_options result;

	mc_options = presets;
	mc_recorder_capture();
	mc_options_read(text);
	*said = mc_recorder_captured();
	result = mc_options;
	mc_options = usual;
	return result;
}

static struct mc_options expect_taken(const char *text)
{
	const char *said;
	struct mc_options options = read_options(text, &said);

	CU_ASSERT_STRING_EQUAL(said, "");
	return options;
}

/* TEXT changes nothing, and MESSAGE is said. */
static void expect_refused(const char *text, const char *message)
{
	const char *said;
	struct mc_options options = read_options(text, &said);

	CU_ASSERT_STRING_EQUAL(said, message);
	CU_ASSERT_EQUAL(memcmp(&options, &presets, sizeof(options)), 0);
}

MC_TEST(no_options_are_the_presets)
{
	struct mc_options given = expect_taken(NULL);

	CU_ASSERT_EQUAL(memcmp(&given, &presets, sizeof(given)), 0);
	given = expect_taken("");
	CU_ASSERT_EQUAL(memcmp(&given, &presets, sizeof(given)), 0);
	given = expect_taken(":::");
	CU_ASSERT_EQUAL(memcmp(&given, &presets, sizeof(given)), 0);
}

MC_TEST(the_default_that_help_names_is_the_one_that_holds)
{
	struct mc_options given;

#define MC_OPTION(key, type, preset, preset_text, values, help) \
	given = expect_taken(#key "=" preset_text); \
	CU_ASSERT_EQUAL(given.key, presets.key);
	MC_OPTIONS(MC_OPTION)
#undef MC_OPTION
}

MC_TEST(each_part_of_the_gate_has_its_value)
{
	CU_ASSERT_EQUAL(expect_taken("gate=ring").gate, MC_GATE_RING);
	CU_ASSERT_EQUAL(expect_taken("gate=brk").gate, MC_GATE_BRK);
	CU_ASSERT_EQUAL(expect_taken("gate=calls").gate, MC_GATE_CALLS);
	CU_ASSERT_EQUAL(expect_taken("gate=rollup").gate, MC_GATE_ROLLUP);
}

MC_TEST(options_are_parted_by_colons)
{
	struct mc_options options =
		expect_taken("time=off:mem=rss::prune=off:limit=5M:");

	CU_ASSERT_EQUAL(options.time, MC_TIME_OFF);
	CU_ASSERT_EQUAL(options.mem, MC_MEM_RSS);
	CU_ASSERT_EQUAL(options.prune, 0);
	CU_ASSERT_EQUAL(options.limit, 5242880);
}

MC_TEST(each_word_has_its_value)
{
	CU_ASSERT_EQUAL(expect_taken("time=auto").time, MC_TIME_AUTO);
	CU_ASSERT_EQUAL(expect_taken("time=all").time, MC_TIME_ALL);
	CU_ASSERT_EQUAL(expect_taken("time=off").time, MC_TIME_OFF);
	CU_ASSERT_EQUAL(expect_taken("mem=off").mem, MC_MEM_OFF);
	CU_ASSERT_EQUAL(expect_taken("mem=rss").mem, MC_MEM_RSS);
	CU_ASSERT_EQUAL(expect_taken("mem=full").mem, MC_MEM_FULL);
	CU_ASSERT_EQUAL(expect_taken("prune=on").prune, 1);
	CU_ASSERT_EQUAL(expect_taken("prune=off").prune, 0);
}

MC_TEST(the_last_of_two_values_counts)
{
	CU_ASSERT_EQUAL(expect_taken("limit=1K:limit=2K").limit, 2048);
}

MC_TEST(bytes_have_suffixes)
{
	CU_ASSERT_EQUAL(expect_taken("limit=0").limit, 0);
	CU_ASSERT_EQUAL(expect_taken("limit=4097").limit, 4097);
	CU_ASSERT_EQUAL(expect_taken("limit=3K").limit, 3072);
	CU_ASSERT_EQUAL(expect_taken("limit=3M").limit, 3145728);
	CU_ASSERT_EQUAL(expect_taken("limit=3G").limit, 3221225472);
	CU_ASSERT_EQUAL(expect_taken("limit=1073741824").limit, 1073741824);
	CU_ASSERT_EQUAL(expect_taken("limit=4294967296").limit, 4294967296);
	CU_ASSERT_EQUAL(expect_taken("limit=1000000G").limit, 1073741824000000);
}

#define LIMIT_REFUSED(value) \
	expect_refused("limit=" value, \
		       "memcall: MEMCALL_OPTIONS: value 'limit=" value \
		       "' ignored: BYTES[K|M|G]\n")

MC_TEST(bytes_that_are_no_number_are_refused)
{
	LIMIT_REFUSED("");
	LIMIT_REFUSED("K");
	LIMIT_REFUSED("-1");
	LIMIT_REFUSED(" 1");
	LIMIT_REFUSED("1k");
	LIMIT_REFUSED("1T");
	LIMIT_REFUSED("1KB");
	LIMIT_REFUSED("1K1");
	LIMIT_REFUSED("0x10");
}

MC_TEST(bytes_that_overflow_are_refused)
{
	LIMIT_REFUSED("17179869184G");
	LIMIT_REFUSED("18446744073709551616");
	LIMIT_REFUSED("18446744073709551616G");
	LIMIT_REFUSED("99999999999999999999999999999999");
}

MC_TEST(an_unknown_value_is_one_line_with_those_that_are_known)
{
	expect_refused("mem=some",
		       "memcall: MEMCALL_OPTIONS: value 'mem=some' ignored: "
		       "off|rss|full|heap\n");
	expect_refused("prune=1",
		       "memcall: MEMCALL_OPTIONS: value 'prune=1' ignored: "
		       "on|off\n");
	expect_refused("time",
		       "memcall: MEMCALL_OPTIONS: value 'time' ignored: "
		       "auto|all|off\n");
	expect_refused("time=al",
		       "memcall: MEMCALL_OPTIONS: value 'time=al' ignored: "
		       "auto|all|off\n");
	expect_refused("time=offf",
		       "memcall: MEMCALL_OPTIONS: value 'time=offf' ignored: "
		       "auto|all|off\n");
}

#define KEYS \
	"valid keys are time=auto|all|off mem=off|rss|full|heap " \
	"gate=ring+brk+calls+rollup|none peak=faults|reset prune=on|off " \
	"limit=BYTES[K|M|G] contexts=NUMBER " \
	"hz=0...10000 seed=NUMBER " \
	"break=rss>BYTES[K|M|G]|peak>BYTES[K|M|G][@GLOB]|calls>NUMBER@GLOB " \
	"flush=" MC_TRIGGER_SIGNALS " record=" MC_TRIGGER_SIGNALS "\n"

MC_TEST(the_gate_is_a_sum_of_parts)
{
	CU_ASSERT_EQUAL(expect_taken("").gate, 15);
	CU_ASSERT_EQUAL(expect_taken("gate=ring").gate, MC_GATE_RING);
	CU_ASSERT_EQUAL(expect_taken("gate=calls+brk").gate,
			MC_GATE_CALLS | MC_GATE_BRK);
	CU_ASSERT_EQUAL(expect_taken("gate=none").gate, 0);
	expect_refused("gate=door",
		       "memcall: MEMCALL_OPTIONS: value 'gate=door' ignored: "
		       "ring+brk+calls+rollup|none\n");
}

MC_TEST(an_unknown_key_is_one_line_with_those_that_are_known)
{
	expect_refused("colour=red", "memcall: MEMCALL_OPTIONS: unknown key "
				     "'colour=red' ignored: " KEYS);
	expect_refused("me=off",
		       "memcall: MEMCALL_OPTIONS: unknown key 'me=off' "
		       "ignored: " KEYS);
	expect_refused("memo=off",
		       "memcall: MEMCALL_OPTIONS: unknown key 'memo=off' "
		       "ignored: " KEYS);
	expect_refused("=off", "memcall: MEMCALL_OPTIONS: unknown key '=off' "
			       "ignored: " KEYS);
}

MC_TEST(what_is_wrong_does_not_spoil_the_rest)
{
	const char *said;
	struct mc_options options =
		read_options("mem=off:time=never:prune=off", &said);

	CU_ASSERT_STRING_EQUAL(said,
			       "memcall: MEMCALL_OPTIONS: value 'time=never' "
			       "ignored: auto|all|off\n");
	CU_ASSERT_EQUAL(options.mem, MC_MEM_OFF);
	CU_ASSERT_EQUAL(options.time, MC_TIME_AUTO);
	CU_ASSERT_EQUAL(options.prune, 0);
}

MC_TEST(a_rate_is_one_that_the_kernel_keeps)
{
	const char *said;

	CU_ASSERT_EQUAL(expect_taken("hz=0").hz, 0);
	CU_ASSERT_EQUAL(expect_taken("hz=10000").hz, 10000);
	CU_ASSERT_EQUAL(read_options("hz=10001", &said).hz, 1000);
	CU_ASSERT_STRING_EQUAL(said,
			       "memcall: MEMCALL_OPTIONS: value 'hz=10001' "
			       "ignored: 0...10000\n");
}

MC_TEST(a_seed_is_a_number_without_a_unit)
{
	const char *said;

	CU_ASSERT_EQUAL(expect_taken("seed=12").seed, 12);
	CU_ASSERT_EQUAL(expect_taken("seed=18446744073709551615").seed,
			UINT64_MAX);
	CU_ASSERT_EQUAL(read_options("seed=1K", &said).seed, 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "seed=1K"));
	CU_ASSERT_EQUAL(read_options("seed=", &said).seed, 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "seed="));
	CU_ASSERT_EQUAL(read_options("seed=18446744073709551616", &said).seed,
			0);
}

/* What break=TEXT makes of the trigger. */
static struct mc_trigger expect_break(const char *text)
{
	struct mc_trigger usual = mc_trigger, read;

	expect_taken(text);
	read = mc_trigger;
	mc_trigger = usual;
	return read;
}

MC_TEST(a_break_is_a_limit_of_something)
{
	struct mc_trigger t = expect_break("break=rss>2G:time=off");

	CU_ASSERT_EQUAL(t.kind, MC_TRIGGER_RSS);
	CU_ASSERT_EQUAL(t.limit, 2147483648);
	CU_ASSERT_STRING_EQUAL(t.text, "rss>2G");
	CU_ASSERT_STRING_EQUAL(t.glob, "");
	t = expect_break("break=peak>64M@ns::Class::lo*:time=off");
	CU_ASSERT_EQUAL(t.kind, MC_TRIGGER_PEAK);
	CU_ASSERT_EQUAL(t.limit, 67108864);
	CU_ASSERT_STRING_EQUAL(t.glob, "ns::Class::lo*");
	t = expect_break("break=calls>1000@f");
	CU_ASSERT_EQUAL(t.kind, MC_TRIGGER_CALLS);
	CU_ASSERT_EQUAL(t.limit, 1000);
}

MC_TEST(a_break_without_a_limit_is_refused)
{
	static const char *const texts[] = {
		"break=",	 "break=rss",	  "break=rss>",
		"break=rss>2Q",	 "break=rss>1@f", "break=stack>1",
		"break=calls>3", "break=peak>1@", "break=peak>@f",
	};
	const char *said;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct mc_trigger usual = mc_trigger;

		read_options(texts[i], &said);
		CU_ASSERT_PTR_NOT_NULL(strstr(said, "rss>BYTES[K|M|G]|peak>"));
		CU_ASSERT_EQUAL(memcmp(&usual, &mc_trigger, sizeof(usual)), 0);
	}
}

MC_TEST(globs_are_of_whole_names)
{
	static const struct {
		const char *glob;
		const char *name;
		int is;
	} cases[] = {
		{"f", "f", 1},		{"f", "ff", 0},
		{"*", "anything", 1},	{"ns::*load", "ns::C::load", 1},
		{"*a*b", "xaxbxab", 1}, {"*a*b", "xaxbxa", 0},
		{"lo?d", "load", 1},	{"lo?d", "lod", 0},
		{"load*", "load", 1},
	};
	struct mc_trigger usual = mc_trigger;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mc_function f = {.names = cases[i].name};

		strcpy(mc_trigger.glob, cases[i].glob);
		CU_ASSERT_EQUAL(mc_trigger_is_of(&f), cases[i].is);
	}
	mc_trigger = usual;
}
