// SPDX-License-Identifier: MIT
// A function that touches nothing has 0, over 10 million calls, while the
// recorder itself makes contexts by the thousand.
// { mc-levels "-O2" }
// { mc-need "ring" "exact" }
// { mc-check "node nothing calls = 10000000" }
// { mc-check "node nothing rss_self_bytes = 0" }
// { mc-check "node nothing rss_peak_bytes = 0" }
// { mc-check "node g0 rss_self_bytes <= 128K" }
// { mc-check "node g0 rss_self_bytes >= 0" }
// { mc-check "profile own_bytes >= 1M" }
#include <stdio.h>

static volatile int done;

static void nothing(void)
{
	done = done + 1;
}

/* Ten functions call each other in every order, five deep: 30,000 paths. */
static void next(int used, int depth);

#define FUNCTION(n) \
	__attribute__((noinline)) static void g##n(int used, int depth) \
	{ \
		nothing(); \
		next(used | 1 << n, depth + 1); \
	}

FUNCTION(0)
FUNCTION(1) FUNCTION(2) FUNCTION(3) FUNCTION(4) FUNCTION(5) FUNCTION(6)
	FUNCTION(7) FUNCTION(8) FUNCTION(9)

		__attribute__((no_instrument_function)) static void next(
			int used, int depth)
{
	static void (*const functions[])(int, int) = {g0, g1, g2, g3, g4,
						      g5, g6, g7, g8, g9};

	for (int i = 0; i < 10; i++)
		if (!(used & 1 << i) && depth < 5)
			functions[i](used, depth);
}

__attribute__((profile)) void work(void)
{
	next(0, 0);
	while (done < 10000000)
		nothing();
}

int main(void)
{
	work();
	puts("done");
	return 0;
}
