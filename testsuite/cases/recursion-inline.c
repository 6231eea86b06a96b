// SPDX-License-Identifier: MIT
// A recursive static inline function, which GCC inlines into itself: exact.
// { mc-node "work" calls=1 }
// { mc-node "fib" calls=1973 depth=15 }
// { mc-edge "work -> fib" calls=1 }
// { mc-edge "fib -> fib" calls=1972 }
// { mc-check "node fib total_ns <= node work total_ns" }
// { mc-check "node fib total_ns >= node fib self_ns" }
// { mc-only-nodes }
#include <stdio.h>

static inline int fib(int n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

__attribute__((profile)) int work(int n)
{
	return fib(n);
}

int main(void)
{
	printf("%d\n", work(15));
	return 0;
}
