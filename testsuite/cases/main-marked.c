// SPDX-License-Identifier: MIT
// main itself marked.
// { mc-status 4 }
// { mc-node "main" calls=1 depth=1 marked=1 }
// { mc-node "leaf" calls=10 }
// { mc-edge "(root) -> main" calls=1 }
// { mc-edge "main -> leaf" calls=10 }
// { mc-check "profile total_ns = node main total_ns" }
// { mc-check "node main self_ns <= node main total_ns" }
// { mc-only-nodes } { mc-only-edges }
#include <stdio.h>

static int leaf(int n)
{
	return n + 1;
}

__attribute__((profile)) int main(void)
{
	int i, sum = 0;

	for (i = 0; i < 10; i++)
		sum += leaf(i);
	printf("%d\n", sum);
	return 4;
}
