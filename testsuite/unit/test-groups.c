/* SPDX-License-Identifier: MIT */
#include "unit.h"
#include "report/groups.h"

#include <string.h>

static const char *group(enum mc_view_group by, const char *name)
{
	static struct mc_text text;
	struct mc_model_function f = {.name = name, .file = "src/a.c"};

	mc_text_clear(&text);
	return mc_groups_put(&text, by, &f) ? mc_text_get(&text) : NULL;
}

#define CHECK(by, name, expected) \
	CU_ASSERT_STRING_EQUAL(group(by, name), expected)

MC_TEST(scopes_are_found_outside_of_brackets)
{
	CHECK(MC_VIEW_NAMESPACES, "ns::Class::method", "ns");
	CHECK(MC_VIEW_CLASSES, "ns::Class::method", "ns::Class");
	CHECK(MC_VIEW_CLASSES, "ns::f(a::B, c::D)", "ns");
	CHECK(MC_VIEW_CLASSES, "Box<a::B, (c::d)4>::get", "Box<a::B, (c::d)4>");
	CHECK(MC_VIEW_NAMESPACES, "(anonymous namespace)::f",
	      "(anonymous namespace)");
	CHECK(MC_VIEW_CLASSES, "ns::(anonymous namespace)::A::f(int)",
	      "ns::(anonymous namespace)::A");
	CHECK(MC_VIEW_CLASSES, "ns::A::operator<", "ns::A");
	CHECK(MC_VIEW_CLASSES, "A::operator a::B()", "A");
	CHECK(MC_VIEW_CLASSES, "(anonymous namespace)::A::operator new",
	      "(anonymous namespace)::A");
}

MC_TEST(what_an_instance_returns_is_no_scope)
{
	CHECK(MC_VIEW_NAMESPACES, "void ns::A::f<b::C d>(int)", "ns");
	CHECK(MC_VIEW_CLASSES, "a::B<int> ns::A::f<int>", "ns::A");
	CHECK(MC_VIEW_CLASSES, "unsigned long ns::f<int>", "ns");
	CU_ASSERT_PTR_NULL(group(MC_VIEW_CLASSES, "a::B f<int>"));
}

MC_TEST(a_name_without_scopes_is_in_no_group)
{
	CU_ASSERT_PTR_NULL(group(MC_VIEW_CLASSES, "leaf"));
	CU_ASSERT_PTR_NULL(group(MC_VIEW_NAMESPACES, "leaf(ns::A)"));
	CU_ASSERT_PTR_NULL(
		group(MC_VIEW_CLASSES, "f(int)::{lambda()#1}::operator()"));
	CU_ASSERT_PTR_NULL(group(MC_VIEW_NO_GROUPS, "ns::f"));
	CHECK(MC_VIEW_FILES, "leaf", "src/a.c");
}
