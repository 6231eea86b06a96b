// SPDX-License-Identifier: MIT
// Assembly that defines a symbol, in a function that GCC must inline: so does
// the one that it is inlined into.  Neither is recorded, what they call is.
// { mc-levels "-O0" "-O1" "-O2" "-O2 -flto" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> leaf" calls=2 }
// { mc-only-edges }
#include <stdio.h>

#define ALWAYS static inline __attribute__((always_inline))

extern const char here_it_is[];

ALWAYS void define(void)
{
	__asm__ volatile(".globl here_it_is\nhere_it_is:");
}

__attribute__((noinline)) static int leaf(int n)
{
	return n + 1;
}

ALWAYS int over(int n)
{
	define();
	return leaf(n);
}

static int into(int n)
{
	return over(n) * 2;
}

__attribute__((profile)) int work(int n)
{
	return into(n) + into(n + 1);
}

int main(void)
{
	printf("%d %d\n", work(5), here_it_is != NULL);
	return 0;
}
