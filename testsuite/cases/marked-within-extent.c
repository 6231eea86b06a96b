// SPDX-License-Identifier: MIT
// A marked function is an ordinary callee within another's extent, and a child
// of the root outside; calls before, between and after are not recorded, and
// one that never ran is not there.
// { mc-node "outer" calls=2 marked=1 }
// { mc-node "inner" calls=7 marked=1 }
// { mc-node "leaf" calls=7 marked=0 }
// { mc-edge "(root) -> outer" calls=2 }
// { mc-edge "(root) -> inner" calls=3 }
// { mc-edge "outer -> inner" calls=4 }
// { mc-edge "inner -> leaf" calls=7 }
// { mc-no-node "never" "main" "wrapper" }
// { mc-only-nodes } { mc-only-edges }
#include <stdio.h>

int leaf(int n)
{
	return n + 1;
}

__attribute__((profile)) int inner(int n)
{
	return leaf(n);
}

__attribute__((profile)) int outer(int n)
{
	return inner(n) + inner(n + 1);
}

__attribute__((profile)) int never(int n)
{
	return leaf(n);
}

int wrapper(int n)
{
	return leaf(n) + inner(n);
}

int main(int argc, char **argv)
{
	int sum = leaf(0);

	(void)argv;
	sum += outer(1);
	sum += wrapper(2);
	sum += outer(3);
	sum += leaf(4) + inner(5) + inner(6);
	if (argc > 100)
		sum += never(7);
	printf("%d\n", sum);
	return 0;
}
