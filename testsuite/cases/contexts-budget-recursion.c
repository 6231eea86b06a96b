// SPDX-License-Identifier: MIT
// Counts deep recursion of two functions when no contexts are told apart but
// those next to the root: the calls of all edges are right, and what all calls
// are part of has all of the time.
//
// { mc-environment "MEMCALL_OPTIONS=contexts=0" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-node "work" calls=1 depth=1 }
// { mc-edge "work -> start" calls=20 }
// { mc-node "start" calls=20 depth=1 }
// { mc-edge "start -> even" calls=20 }
// { mc-edge "even -> odd" calls=500000 }
// { mc-edge "odd -> even" calls=500000 }
// { mc-node "even" calls=500020 }
// { mc-node "odd" calls=500000 }
// { mc-edge "even -> leaf" calls=500020 }
// { mc-edge "odd -> leaf" calls=500000 }
// { mc-node "leaf" calls=1000020 depth=1 }
// { mc-only-nodes } { mc-only-edges }
// { mc-check "profile pooled = 2000040" }
// { mc-check "profile folded = 0" }
// { mc-check "edge start -> even total_ns <= node start total_ns" }
// { mc-check "node even total_ns <= edge start -> even total_ns" }
// { mc-check "node even total_ns <= edge (root) -> work total_ns" }
// { mc-check "edge (root) -> work total_ns <= node even total_ns + node work self_ns + node start self_ns + 1ms" }
#include <stdio.h>

static volatile int sum;

__attribute__((noinline)) static void leaf(void)
{
	sum = sum + 1;
}

static int odd(int n);

__attribute__((noinline)) static int even(int n)
{
	leaf();
	return n ? odd(n - 1) + 1 : 0;
}

__attribute__((noinline)) static int odd(int n)
{
	leaf();
	return n ? even(n - 1) + 1 : 0;
}

__attribute__((noinline)) static int start(void)
{
	return even(50000) + 1;
}

__attribute__((profile)) int work(void)
{
	int n = 0;

	for (int i = 0; i < 20; i++)
		n += start();
	return n;
}

int main(void)
{
	printf("%d\n", work());
	return 0;
}
