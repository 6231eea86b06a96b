// SPDX-License-Identifier: MIT
// The same in C++, in the standard syntax: a type and a variable.
// { mc-do compile }
// { mc-levels "-O2" }
// { mc-compiler "bad-attribute-cxx.cc:1[0-9]:.*warning: .*profile.*function.*\[-Wattributes\]" }
// { mc-compiler "bad-attribute-cxx.cc:9:.*warning: .*profile.*function.*\[-Wattributes\]" }

#define LINE_9
[[gnu::profile]] int variable;

struct [[memcall::profile]] S {
	int member;
};
