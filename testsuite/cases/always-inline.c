// SPDX-License-Identifier: MIT
// A function that is always inlined is a call in the source, so it is a node.
// { mc-node "work" calls=1 }
// { mc-node "square" calls=6 }
// { mc-node "plus" calls=6 }
// { mc-edge "work -> square" calls=6 }
// { mc-edge "square -> plus" calls=6 }
// { mc-only-nodes }
#include <stdio.h>

static inline __attribute__((always_inline)) int plus(int a, int b)
{
	return a + b;
}

static inline __attribute__((always_inline)) int square(int a)
{
	return plus(a * a, 1);
}

__attribute__((profile)) int work(int n)
{
	int i, sum = 0;

	for (i = 0; i < n; i++)
		sum += square(i);
	return sum;
}

int main(void)
{
	printf("%d\n", work(6));
	return 0;
}
