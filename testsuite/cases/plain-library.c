// SPDX-License-Identifier: MIT
// A shared library built without the plugin calls back: its time is its
// caller's, and what it calls is called by that caller.
// { mc-plain-library "visit.c" }
// { mc-node "work" calls=1 }
// { mc-node "visitor" calls=10 }
// { mc-node "leaf" calls=10 }
// { mc-edge "work -> visitor" calls=10 }
// { mc-edge "visitor -> leaf" calls=10 }
// { mc-only-nodes }
#include <stdio.h>

void visit(int n, void (*f)(int, void *), void *closure);

static int leaf(int i)
{
	return i * i;
}

static void visitor(int i, void *closure)
{
	*(int *)closure += leaf(i);
}

__attribute__((profile)) int work(int n)
{
	int sum = 0;

	visit(n, visitor, &sum);
	return sum;
}

int main(void)
{
	int sum = 0;

	visit(3, visitor, &sum);
	printf("%d %d\n", sum, work(10));
	return 0;
}
