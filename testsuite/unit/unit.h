/* SPDX-License-Identifier: MIT */
/*
 * Unit tests register themselves: a file in this folder is all it takes.
 *
 *	MC_TEST(percent_of_nothing_is_zero)
 *	{
 *		CU_ASSERT_STRING_EQUAL(mc_number_percent(text, 0), "0 %");
 *	}
 *
 * The name is a sentence that is true.  The entry lies in a linker section
 * that main.c walks; the suite is named after the file.
 */
#ifndef MC_UNIT_H
#define MC_UNIT_H

#include <CUnit/CUnit.h>

struct mc_unit_test {
	const char *file;
	const char *name;
	void (*run)(void);
};

/* Tells whether the test that calls this is to return at once, as it cannot be
   run by an emulator of another processor (TEST_EMULATOR) for REASON. */
int mc_unit_is_emulated(const char *reason);

#define MC_TEST(sentence) \
	static void sentence(void); \
	static const struct mc_unit_test test_##sentence = { \
		__FILE__, #sentence, sentence}; \
	static const struct mc_unit_test *const entry_##sentence \
		__attribute__((used, section("mc_unit_tests"))) = \
			&test_##sentence; \
	static void sentence(void)

#endif
