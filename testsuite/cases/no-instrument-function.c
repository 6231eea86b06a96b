// SPDX-License-Identifier: MIT
// no_instrument_function is honoured; what such a function calls is called by
// its caller.
// { mc-node "work" calls=1 }
// { mc-node "leaf" calls=6 }
// { mc-edge "work -> leaf" calls=6 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-no-node "hidden" }
// { mc-only-nodes } { mc-only-edges }
#include <stdio.h>

static int leaf(int n)
{
	return n + 1;
}

__attribute__((no_instrument_function)) int hidden(int n)
{
	return leaf(n) + leaf(n + 1);
}

__attribute__((profile)) int work(int n)
{
	int i, sum = 0;

	for (i = 0; i < n; i++)
		sum += hidden(i);
	return sum;
}

int main(void)
{
	printf("%d\n", work(3));
	return 0;
}
