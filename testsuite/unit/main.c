/* SPDX-License-Identifier: MIT */
/*
 * Runs every test that registered itself (unit.h), by file.
 *
 * Prints what failed and, as its last line, `N passed, N failed`.  Fails also
 * when there was nothing to run.  With arguments, only tests are run whose
 * name contains one of them.
 */
#include "unit.h"

#include <CUnit/Basic.h>
#include <CUnit/TestRun.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct mc_unit_test *const __start_mc_unit_tests[];
extern const struct mc_unit_test *const __stop_mc_unit_tests[];

static unsigned int skipped;

int mc_unit_is_emulated(const char *reason)
{
	if (!getenv("TEST_EMULATOR"))
		return 0;
	printf("skip %s: %s\n", CU_get_current_test()->pName, reason);
	skipped++;
	return 1;
}

static const char *get_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_wanted(const struct mc_unit_test *test, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strstr(test->name, argv[i]))
			return true;
	return argc < 2;
}

static CU_pSuite get_suite(const char *file)
{
	char name[128];
	CU_pSuite suite;

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(file, "."), file);
	suite = CU_get_suite(name);
	return suite ? suite : CU_add_suite(name, NULL, NULL);
}

static bool add_tests(int argc, char **argv)
{
	const struct mc_unit_test *const *at;

	for (at = __start_mc_unit_tests; at < __stop_mc_unit_tests; at++) {
		CU_pSuite suite;

		if (!is_wanted(*at, argc, argv))
			continue;
		suite = get_suite(get_base((*at)->file));
		if (!suite || !CU_add_test(suite, (*at)->name, (*at)->run))
			return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	unsigned int run, failed;

	if (CU_initialize_registry() != CUE_SUCCESS || !add_tests(argc, argv)) {
		fprintf(stderr, "unit: %s\n", CU_get_error_msg());
		return 1;
	}
	CU_basic_set_mode(CU_BRM_NORMAL);
	CU_basic_run_tests();
	run = CU_get_number_of_tests_run();
	failed = CU_get_number_of_tests_failed();
	if (CU_get_error() != CUE_SUCCESS)
		failed += !failed;
	CU_cleanup_registry();
	printf("\n%u passed, %u failed", run - failed - skipped, failed);
	if (skipped)
		printf(", %u skipped", skipped);
	putchar('\n');
	return !run || failed ? 1 : 0;
}
