// SPDX-License-Identifier: MIT
#include <setjmp.h>

static jmp_buf env;

void bail(void);
void guard(void (*first)(int), void (*second)(int), int n);

void bail(void)
{
	longjmp(env, 1);
}

/* Goes on with the second when the first has bailed out. */
void guard(void (*first)(int), void (*second)(int), int n)
{
	if (!setjmp(env))
		first(n);
	second(n);
}
