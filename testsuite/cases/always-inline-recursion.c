// SPDX-License-Identifier: MIT
// GCC makes loops of functions that call themselves, and can then inline them as
// they ask for.  With something to do behind the call it can not.
// { mc-levels "-O2" "-O3" "-Os" "-O2 -flto" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> factorial" calls=1 }
// { mc-edge "factorial -> factorial" calls=5 }
// { mc-edge "work -> sum" calls=1 }
// { mc-edge "sum -> sum" calls=6 }
// { mc-edge "work -> start" calls=1 }
// { mc-edge "start -> other" calls=3 }
// { mc-edge "other -> start" calls=3 }
// { mc-only-edges }
#include <stdio.h>

#define ALWAYS static inline __attribute__((always_inline))

ALWAYS int factorial(int n)
{
	return n <= 1 ? 1 : n * factorial(n - 1);
}

ALWAYS int sum(int n, int s)
{
	return n == 0 ? s : sum(n - 1, s + n);
}

static int other(int n);

ALWAYS int start(int n)
{
	return n == 0 ? 1 : other(n - 1);
}

__attribute__((noinline)) static int other(int n)
{
	return n == 0 ? 2 : start(n - 1);
}

__attribute__((profile)) int work(int n)
{
	return factorial(n) + sum(n, 0) + start(n);
}

int main(void)
{
	printf("%d\n", work(6));
	return 0;
}
