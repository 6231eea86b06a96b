// SPDX-License-Identifier: MIT
// scope=unit is exact for a program of one file.
// { mc-plugin "scope=unit" }
// { mc-node "work" calls=1 }
// { mc-node "apply" calls=2 }
// { mc-node "leaf" calls=4 }
// { mc-node "negate" calls=1 }
// { mc-edge "work -> apply" calls=2 }
// { mc-edge "apply -> leaf" calls=1 }
// { mc-edge "apply -> negate" calls=1 }
// { mc-edge "work -> leaf" calls=3 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes } { mc-only-edges }
#include <stdio.h>

int leaf(int n)
{
	return n + 1;
}

static int negate(int n)
{
	return -n;
}

static int (*volatile const table[])(int) = {leaf, negate};

static int apply(int (*f)(int), int n)
{
	return f(n);
}

__attribute__((profile)) int work(int n)
{
	return apply(table[0], n) + apply(table[1], n) + leaf(leaf(leaf(n)));
}

int main(void)
{
	printf("%d\n", work(3) + leaf(1));
	return 0;
}
