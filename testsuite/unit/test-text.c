/* SPDX-License-Identifier: MIT */
/*
 * Bounded strings and messages of the recorder.
 */
#include "record/os/log.h"
#include "recorder.h"
#include "unit.h"

#include <errno.h>
#include <string.h>

MC_TEST(text_is_put_together)
{
	char buffer[32];
	struct mc_log_text text = MC_LOG_TEXT(buffer);

	mc_log_add(&text, "a");
	mc_log_add(&text, "");
	mc_log_add_number(&text, 42);
	mc_log_add_bytes(&text, "xyz", 2);
	CU_ASSERT_STRING_EQUAL(buffer, "a42xy");
	CU_ASSERT_EQUAL(text.length, 5);
	CU_ASSERT_EQUAL(text.size, 32);
	CU_ASSERT_EQUAL(text.cut, 0);
}

MC_TEST(numbers_have_all_their_digits)
{
	char buffer[64];
	struct mc_log_text text = MC_LOG_TEXT(buffer);

	mc_log_add_number(&text, 0);
	mc_log_add(&text, " ");
	mc_log_add_number(&text, 1000);
	mc_log_add(&text, " ");
	mc_log_add_number(&text, UINT64_MAX);
	CU_ASSERT_STRING_EQUAL(buffer, "0 1000 18446744073709551615");
}

MC_TEST(text_that_just_fits_is_not_cut)
{
	char buffer[9] = "########";
	struct mc_log_text text = {.at = buffer, .size = 8};

	mc_log_add(&text, "1234567");
	CU_ASSERT_STRING_EQUAL(buffer, "1234567");
	CU_ASSERT_EQUAL(text.cut, 0);
	mc_log_add(&text, "");
	CU_ASSERT_EQUAL(text.cut, 0);
	CU_ASSERT_EQUAL(text.length, 7);
}

MC_TEST(text_that_does_not_fit_is_cut)
{
	char buffer[9] = "########";
	struct mc_log_text text = {.at = buffer, .size = 8};

	mc_log_add(&text, "12345");
	mc_log_add(&text, "678");
	CU_ASSERT_STRING_EQUAL(buffer, "1234567");
	CU_ASSERT_EQUAL(text.length, 7);
	CU_ASSERT_EQUAL(text.cut, 1);
	/* What follows is lost; `cut` remains. */
	mc_log_add(&text, "9");
	mc_log_add_number(&text, 10);
	mc_log_add(&text, "");
	CU_ASSERT_STRING_EQUAL(buffer, "1234567");
	CU_ASSERT_EQUAL(text.length, 7);
	CU_ASSERT_EQUAL(text.cut, 1);
}

MC_TEST(numbers_are_cut_at_their_end)
{
	char buffer[4];
	struct mc_log_text text = MC_LOG_TEXT(buffer);

	mc_log_add_number(&text, 98765);
	CU_ASSERT_STRING_EQUAL(buffer, "987");
	CU_ASSERT_EQUAL(text.cut, 1);
}

MC_TEST(text_with_room_for_nothing_is_empty)
{
	char buffer[1] = "#";
	struct mc_log_text text = MC_LOG_TEXT(buffer);

	mc_log_add(&text, "");
	CU_ASSERT_STRING_EQUAL(buffer, "");
	CU_ASSERT_EQUAL(text.cut, 0);
	mc_log_add(&text, "a");
	CU_ASSERT_STRING_EQUAL(buffer, "");
	CU_ASSERT_EQUAL(text.length, 0);
	CU_ASSERT_EQUAL(text.cut, 1);
}

MC_TEST(a_message_is_one_line_and_errno_stays)
{
	mc_recorder_capture();
	errno = EINTR;
	mc_log("a", "", " b ", "c", NULL);
	CU_ASSERT_EQUAL(errno, EINTR);
	CU_ASSERT_STRING_EQUAL(mc_recorder_captured(), "memcall: a b c\n");
}

MC_TEST(a_message_that_is_cut_still_ends_its_line)
{
	static char long_part[8000];
	const char *said;

	memset(long_part, 'x', sizeof(long_part) - 1);
	mc_recorder_capture();
	mc_log(long_part, "remedy", NULL);
	said = mc_recorder_captured();
	CU_ASSERT_EQUAL(strlen(said), 4351);
	CU_ASSERT_EQUAL(strspn(said + 9, "x"), 4341);
	CU_ASSERT_STRING_EQUAL(said + 4350, "\n");
}

MC_TEST(messages_show_what_a_terminal_would_obey)
{
	mc_recorder_capture();
	mc_log("a\x1b[1m\n\xc2\x9b", "\xff \xc3\xa9\xe2\x80\xae", NULL);
	CU_ASSERT_STRING_EQUAL(mc_recorder_captured(),
			       "memcall: a\\x1b[1m\\x0a\\xc2\\x9b\\xff "
			       "\xc3\xa9\\xe2\\x80\\xae\n");
}

MC_TEST(errors_have_a_text)
{
	CU_ASSERT_STRING_EQUAL(mc_log_error(ENOENT),
			       "No such file or directory");
	CU_ASSERT_STRING_EQUAL(mc_log_error(99999), "unknown error");
}
