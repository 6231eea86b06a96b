/* SPDX-License-Identifier: MIT */
/*
 * Numbers and names as people read them.
 */
#include "report/number.h"
#include "report/alloc.h"
#include "report/shorten.h"
#include "report/text.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define MINUS "\xe2\x88\x92"
#define MICRO "\xc2\xb5"
#define ELLIPSIS "\xe2\x80\xa6"

static char text[MC_NUMBER_SIZE];

MC_TEST(times_have_the_unit_that_fits)
{
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 0), "0 ns");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 310), "310 ns");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 3720), "3.7 " MICRO "s");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 37000), "37 " MICRO "s");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 8100000), "8.1 ms");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 489000000), "489 ms");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 1240000000), "1.24 s");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 12400000000), "12.4 s");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 600000000000), "10.0 min");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 7200000000000), "2.0 h");
}

MC_TEST(rounding_never_gives_a_thousand_of_a_unit)
{
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 999), "999 ns");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 999499), "999 " MICRO "s");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 999600), "1.0 ms");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 999999999), "1.00 s");
	CU_ASSERT_STRING_EQUAL(mc_number_time(text, 9960), "10 " MICRO "s");
	CU_ASSERT_STRING_EQUAL(mc_number_growth(text, 999999), "+1.0 MB");
}

MC_TEST(bytes_are_in_powers_of_ten)
{
	CU_ASSERT_STRING_EQUAL(mc_number_growth(text, 0), "0 B");
	CU_ASSERT_STRING_EQUAL(mc_number_growth(text, 4096), "+4.1 kB");
	CU_ASSERT_STRING_EQUAL(mc_number_growth(text, 163000000), "+163 MB");
	CU_ASSERT_STRING_EQUAL(mc_number_growth(text, 2500000000), "+2.50 GB");
}

MC_TEST(growth_has_a_sign)
{
	CU_ASSERT_STRING_EQUAL(mc_number_growth(text, 64000000), "+64.0 MB");
	CU_ASSERT_STRING_EQUAL(mc_number_growth(text, -12000000),
			       MINUS "12.0 MB");
	CU_ASSERT_STRING_EQUAL(mc_number_growth(text, 0), "0 B");
	CU_ASSERT_STRING_EQUAL(mc_number_growth(text, INT64_MIN),
			       MINUS "9223 PB");
}

MC_TEST(counts_have_commas_between_thousands)
{
	CU_ASSERT_STRING_EQUAL(mc_number_count(text, 7), "7");
	CU_ASSERT_STRING_EQUAL(mc_number_count(text, 999), "999");
	CU_ASSERT_STRING_EQUAL(mc_number_count(text, 48210), "48,210");
	CU_ASSERT_STRING_EQUAL(mc_number_count(text, 1204114), "1,204,114");
	CU_ASSERT_STRING_EQUAL(mc_number_count(text, -123456), "-123,456");
	CU_ASSERT_STRING_EQUAL(mc_number_count(text, INT64_MAX),
			       "9,223,372,036,854,775,807");
}

MC_TEST(percents_below_ten_have_a_digit_more)
{
	CU_ASSERT_STRING_EQUAL(mc_number_percent(text, 0), "0 %");
	CU_ASSERT_STRING_EQUAL(mc_number_percent(text, 0.0004), "<0.1 %");
	CU_ASSERT_STRING_EQUAL(mc_number_percent(text, 0.084), "8.4 %");
	CU_ASSERT_STRING_EQUAL(mc_number_percent(text, 0.0996), "10 %");
	CU_ASSERT_STRING_EQUAL(mc_number_percent(text, 0.78), "78 %");
	CU_ASSERT_STRING_EQUAL(mc_number_percent(text, 1.3), "130 %");
}

static void expect_short(const char *name, size_t columns, const char *brief)
{
	struct mc_text out = {0};

	mc_shorten_name(&out, name, columns);
	CU_ASSERT_STRING_EQUAL(mc_text_get(&out), brief);
	mc_text_free(&out);
}

MC_TEST(names_that_fit_are_left_alone)
{
	expect_short("ns::Index<int>::build", 60, "ns::Index<int>::build");
}

MC_TEST(template_arguments_go_first)
{
	expect_short("shop::Index<std::map<int, std::string>, 4>::build", 30,
		     "shop::Index<" ELLIPSIS ">::build");
	expect_short("f<a, b, c>(std::vector<int, std::allocator<int>>)", 40,
		     "f<" ELLIPSIS ">(std::vector<" ELLIPSIS ">)");
}

MC_TEST(scopes_in_between_go_before_the_function)
{
	expect_short("json::v3_11_2::detail::Parser<int>::handle_value<bool>",
		     40,
		     "json::" ELLIPSIS "::Parser<" ELLIPSIS
		     ">::handle_value<" ELLIPSIS ">");
	expect_short("json::v3_11_2::detail::Parser::handle_value", 38,
		     "json::" ELLIPSIS "::detail::Parser::handle_value");
	expect_short("a_rather_long_namespace::method", 20,
		     "a_rather_" ELLIPSIS "ce::method");
}

static void expect_break(const char *before, const char *behind)
{
	char name[200];

	snprintf(name, sizeof(name), "%s%s", before, behind);
	CU_ASSERT_EQUAL(mc_shorten_break(name), strlen(before));
}

MC_TEST(names_break_outside_of_arguments)
{
	expect_break("outer::inner::", "Engine<outer::inner::Policy>::fill");
	expect_break("XMLDocument::Parse", "(char const*, unsigned long)");
}

MC_TEST(what_tells_instances_apart_is_kept)
{
	struct mc_text out = {0};

	mc_shorten_apart(&out,
			 "tinyxml2::XMLDocument::CreateUnlinkedNode<tinyxml2::"
			 "XMLComment, 112>",
			 60);
	CU_ASSERT_STRING_EQUAL(mc_text_get(&out),
			       "tinyxml2::XMLDocument::CreateUnlinkedNode<"
			       "tinyxml" ELLIPSIS "ent, 112>");
	mc_text_clear(&out);
	mc_shorten_apart(&out, "f<a, b>::g", 60);
	CU_ASSERT_STRING_EQUAL(mc_text_get(&out), "f<a, b>::g");
	mc_text_free(&out);
}

/* Looking for the end of each from there took hours. */
MC_TEST(a_million_open_brackets_are_no_trouble)
{
	enum { BRACKETS = 1000000 };
	char *name = mc_alloc_zeroed(2 * BRACKETS + 1, 1);

	for (int i = 0; i < BRACKETS; i++)
		memcpy(name + 2 * i, "a<", 2);
	expect_short(name, 9, "a<a<" ELLIPSIS "a<a<");
	free(name);
}

MC_TEST(parameters_go_before_the_middle_does)
{
	expect_short("shop::Catalog::find(const std::string&)::<lambda(const "
		     "shop::Product*, const std::string&)>::operator()",
		     60,
		     "shop::Catalog::find(" ELLIPSIS ")::<lambda(" ELLIPSIS
		     ")>::operator()");
	expect_short("work()::<lambda()>::<lambda(const std::string&)>"
		     "::operator()",
		     50,
		     "work()::<lambda()>::<lambda(" ELLIPSIS ")>::operator()");
}

MC_TEST(operators_are_not_template_arguments)
{
	expect_short("bool shop::operator<(Vec<int>, Vec<long>)", 40,
		     "bool shop::operator<(Vec<" ELLIPSIS ">, Vec<" ELLIPSIS
		     ">)");
	expect_short("operator<< <std::string>(std::string, int)", 38,
		     "operator<< <" ELLIPSIS ">(std::string, int)");
	expect_short("T<a_long_argument>::operator->", 20,
		     "T<" ELLIPSIS ">::operator->");
	expect_short("T<a_long_argument>::operator<=>", 20,
		     "T<" ELLIPSIS ">::operator<=>");
}

MC_TEST(what_is_still_too_long_loses_its_middle)
{
	expect_short("abcdefghijklmnopqrstuvwxyz", 9, "abcd" ELLIPSIS "wxyz");
}

MC_TEST(cuts_are_between_characters)
{
	struct mc_text out = {0};

	mc_shorten_bytes(&out, "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 9);
	CU_ASSERT_STRING_EQUAL(mc_text_get(&out),
			       "\xc3\xa9" ELLIPSIS "\xc3\xa9");
	mc_text_free(&out);
}

MC_TEST(invalid_utf8_becomes_the_replacement_character)
{
	struct mc_text out = {0};

	mc_text_put_utf8(&out, "a\xff\xc3(\xed\xa0\x80z");
	CU_ASSERT_STRING_EQUAL(mc_text_get(&out),
			       "a\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd"
			       "\xef\xbf\xbd\xef\xbf\xbdz");
	mc_text_free(&out);
}

MC_TEST(c_strings_have_escapes)
{
	struct mc_text out = {0};

	mc_text_put_c(&out, "a\"b\\c\nd\te\x01\x7f\xc3\xa9");
	CU_ASSERT_STRING_EQUAL(mc_text_get(&out),
			       "a\\\"b\\\\c\\nd\\te\\x01\\x7f\xc3\xa9");
	mc_text_free(&out);
}

static void expect_seen(const char *text, const char *seen)
{
	struct mc_text once = {0}, twice = {0};

	mc_text_put_seen(&once, text);
	CU_ASSERT_STRING_EQUAL(mc_text_get(&once), seen);
	mc_text_put_seen(&twice, mc_text_get(&once));
	CU_ASSERT_STRING_EQUAL(mc_text_get(&twice), seen);
	mc_text_free(&once);
	mc_text_free(&twice);
}

MC_TEST(what_nobody_sees_is_written_as_its_bytes)
{
	expect_seen("a\x1b[1mb\x7f\r\n\tc", "a\\x1b[1mb\\x7f\\x0d\\n\\tc");
	expect_seen("\xc2\x80\xc2\x9f\xc2\xa0\xc2\xad",
		    "\\xc2\\x80\\xc2\\x9f\xc2\xa0\\xc2\\xad");
	/* U+200D, U+2010, U+202E, U+202F, U+2069, U+2070 */
	expect_seen("\xe2\x80\x8d\xe2\x80\x90", "\\xe2\\x80\\x8d\xe2\x80\x90");
	expect_seen("\xe2\x80\xae\xe2\x80\xaf", "\\xe2\\x80\\xae\xe2\x80\xaf");
	expect_seen("\xe2\x81\xa9\xe2\x81\xb0", "\\xe2\\x81\\xa9\xe2\x81\xb0");
	/* U+61C, U+FEFF, U+E0041, U+1F600 */
	expect_seen("\xd8\x9c\xef\xbb\xbf", "\\xd8\\x9c\\xef\\xbb\\xbf");
	expect_seen("\xf3\xa0\x81\x81\xf0\x9f\x98\x80",
		    "\\xf3\\xa0\\x81\\x81\xf0\x9f\x98\x80");
	expect_seen("\xff\xc3(\xed\xa0\x80", "\\xff\\xc3(\\xed\\xa0\\x80");
	expect_seen("a\\b\"c \xce\xbb", "a\\b\"c \xce\xbb");
}

MC_TEST(ascii_look_alikes_hide_nothing)
{
	struct mc_text out = {0};

	mc_text_put_ascii(&out,
			  "1 \xc2\xb5s \xc3\x97 \xe2\x89\xa5 2\x1b\xc2\x9b");
	CU_ASSERT_STRING_EQUAL(mc_text_get(&out), "1 us x >= 2\\x1b\\xc2\\x9b");
	mc_text_free(&out);
}
