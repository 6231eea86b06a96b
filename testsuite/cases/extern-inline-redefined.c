// SPDX-License-Identifier: MIT
// An inline version beside the real definition, as in fortified headers: GCC
// drops it, and no longer insists on inlining what has its attributes.
// { mc-levels "-O0" "-O1" "-Og" "-O2" "-O2 -flto" }
// { mc-options "-fchecking" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> scale" calls=3 }
// { mc-edge "scale -> twice" calls=3 }
// { mc-only-edges }
#include <stdio.h>

extern int scale(const int *at, int by);
extern inline __attribute__((always_inline, gnu_inline)) int
scale(const int *at, int by)
{
	return *at - by;
}

__attribute__((noinline)) static int twice(int n)
{
	return 2 * n;
}

int scale(const int *at, int by)
{
	return twice(*at) + by;
}

__attribute__((profile)) int work(const int *at)
{
	return scale(at, 1) + scale(at + 1, 2) + scale(at + 2, 3);
}

int main(void)
{
	int values[] = {1, 2, 3};

	printf("%d\n", work(values));
	return 0;
}
