// SPDX-License-Identifier: MIT
// A hot and tiny function with time=auto: counts are exact, the rest is sane.
// { mc-environment "MEMCALL_OPTIONS=time=auto" }
// { mc-node "work" calls=1 }
// { mc-node "leaf" calls=3000000 depth=1 }
// { mc-edge "work -> leaf" calls=3000000 }
// { mc-check "node leaf total_ns <= node work total_ns" }
// { mc-check "node leaf self_ns <= node leaf total_ns" }
// { mc-check "node leaf self_ns >= 0" }
// { mc-check "node work self_ns >= 0" }
// { mc-check "node leaf min_ns <= node leaf max_ns" }
// { mc-check "node leaf timed < 3000000" }
// { mc-check "node leaf timed >= 16" }
#include <stdio.h>

static volatile int sum;

static void leaf(int n)
{
	sum = n;
}

__attribute__((profile)) void work(void)
{
	int i;

	for (i = 0; i < 3000000; i++)
		leaf(i);
}

int main(void)
{
	work();
	printf("%d\n", sum);
	return 0;
}
