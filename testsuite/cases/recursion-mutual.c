// SPDX-License-Identifier: MIT
// Two functions that call each other, and a root that is called again below.
// { mc-node "is_even" calls=6 depth=6 }
// { mc-node "is_odd" calls=5 depth=5 }
// { mc-node "work" calls=3 depth=3 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "is_even -> is_odd" calls=5 }
// { mc-edge "is_odd -> is_even" calls=5 }
// { mc-edge "work -> is_even" calls=1 }
// { mc-edge "work -> descend" calls=2 }
// { mc-edge "descend -> work" calls=2 }
// { mc-node "descend" calls=2 depth=2 }
// { mc-check "node is_even total_ns <= node work total_ns" }
// { mc-only-nodes } { mc-only-edges }
#include <stdio.h>

static int is_odd(int n);
static int descend(int n);

static int is_even(int n)
{
	return n == 0 || is_odd(n - 1);
}

static int is_odd(int n)
{
	return n != 0 && is_even(n - 1);
}

__attribute__((profile)) int work(int n)
{
	return n > 0 ? descend(n) + 1 : is_even(10);
}

static int descend(int n)
{
	return work(n - 1) * 2;
}

int main(void)
{
	printf("%d\n", work(2));
	return 0;
}
