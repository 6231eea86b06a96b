// SPDX-License-Identifier: MIT
// time=off counts only: attributes not measured are absent, not zero.
// { mc-environment "MEMCALL_OPTIONS=time=off:mem=off" }
// { mc-node "work" calls=1 }
// { mc-node "leaf" calls=1000 depth=1 }
// { mc-edge "work -> leaf" calls=1000 }
#include <stdio.h>

static int leaf(int n)
{
	return n + 1;
}

__attribute__((profile)) int work(void)
{
	int i, sum = 0;

	for (i = 0; i < 1000; i++)
		sum += leaf(i);
	return sum;
}

int main(void)
{
	printf("%d\n", work());
	return 0;
}
