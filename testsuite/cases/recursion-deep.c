// SPDX-License-Identifier: MIT
// Recursion in tail position, 100000 deep, within the usual stack.
// { mc-node "count" calls=100001 }
// { mc-node "work" calls=1 }
// { mc-edge "work -> count" calls=1 }
// { mc-edge "count -> count" calls=100000 }
// { mc-only-nodes }
#include <stdio.h>

static long count(int n, long sum)
{
	return n == 0 ? sum : count(n - 1, sum + n);
}

__attribute__((profile)) long work(int n)
{
	return count(n, 0);
}

int main(void)
{
	printf("%ld\n", work(100000));
	return 0;
}
