/* SPDX-License-Identifier: MIT */
/*
 * Signatures of assembler names: bounded in length and in time.
 */
#include "report/demangle.h"
#include "unit.h"

#include <string.h>
#include <time.h>

/* A<A<...>, A<...>>, doubled so often. */
static void put_doubled(struct mc_text *symbol, int times)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	mc_text_print(symbol, "1AIiiE");
	for (int i = 0; i < times; i++)
		mc_text_print(symbol, "S_IS%c_S%c_E", digits[i], digits[i]);
}

static void expect_signature(const char *symbol, const char *signature)
{
	struct mc_text out = {0};

	CU_ASSERT(mc_demangle_symbol(symbol, &out));
	CU_ASSERT_STRING_EQUAL(mc_text_get(&out), signature);
	mc_text_free(&out);
}

MC_TEST(signatures_are_those_of_the_demangler)
{
	expect_signature("_ZN2ns1fEi", "ns::f(int)");
	expect_signature("_Z1fI1AIiiEEvT_",
			 "void f<A<int, int> >(A<int, int>)");
}

MC_TEST(what_is_no_symbol_of_cxx_has_no_signature)
{
	struct mc_text out = {0};

	CU_ASSERT(!mc_demangle_symbol("main", &out));
	CU_ASSERT(!mc_demangle_symbol("_Z9", &out));
	CU_ASSERT(!mc_demangle_symbol("", &out));
	CU_ASSERT_EQUAL(out.length, 0);
	mc_text_free(&out);
}

MC_TEST(a_long_signature_is_its_beginning)
{
	struct mc_text symbol = {0}, out = {0};

	mc_text_print(&symbol, "_Z1f");
	put_doubled(&symbol, 30);
	mc_text_print(&out, "before ");
	CU_ASSERT(mc_demangle_symbol(mc_text_get(&symbol), &out));
	CU_ASSERT(strncmp(mc_text_get(&out), "before f(A<int, int>, A<A<int",
			  29) == 0);
	CU_ASSERT(out.length > 4000 && out.length < 4200);
	CU_ASSERT_STRING_EQUAL(out.data + out.length - 3, "\xe2\x80\xa6");
	mc_text_free(&symbol);
	mc_text_free(&out);
}

/* The demangler looks through the type for a pack, and finds none. */
MC_TEST(a_symbol_that_takes_too_long_is_left)
{
	struct mc_text symbol = {0}, out = {0};
	clock_t begun = clock();

	mc_text_print(&symbol, "_Z1fIJEEvDpN");
	put_doubled(&symbol, 34);
	mc_text_print(&symbol, "1xE");
	CU_ASSERT(!mc_demangle_symbol(mc_text_get(&symbol), &out));
	CU_ASSERT_EQUAL(out.length, 0);
	CU_ASSERT(clock() - begun < CLOCKS_PER_SEC);
	/* and the next is not affected */
	expect_signature("_ZN2ns1fEi", "ns::f(int)");
	mc_text_free(&symbol);
	mc_text_free(&out);
}
