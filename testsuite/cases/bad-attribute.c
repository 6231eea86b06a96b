// SPDX-License-Identifier: MIT
// The attribute on anything but a function is a warning that says what it
// applies to, and nothing more.
// { mc-do compile }
// { mc-levels "-O2" }
// { mc-compiler "bad-attribute.c:[0-9]+:.*warning: .*profile.*function.*\[-Wattributes\]" }
__attribute__((profile)) int variable;

struct s {
	int member;
} __attribute__((profile));

int f(void);

int f(void)
{
	return variable;
}
