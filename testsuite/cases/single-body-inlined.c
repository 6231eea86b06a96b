// SPDX-License-Identifier: MIT
// A function that cannot be copied is inlined into one that is called within
// extents and outside of them, recording or not.
// { mc-levels "-O0" "-O2" "-O3" "-O2 -flto" }
// { mc-node "work" calls=1 }
// { mc-node "grow" calls=3 }
// { mc-node "add" calls=6 }
// { mc-edge "work -> grow" calls=3 }
// { mc-edge "grow -> add" calls=6 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes } { mc-only-edges }
#include <stdio.h>

__attribute__((noinline)) void grow(int n)
{
	int add(char a[2][++n])
	{
		n += 4;
		return sizeof(a[0]);
	}
	printf("%d ", add(0));
	printf("%d %d\n", add(0), n > 2);
}

__attribute__((profile, noinline)) void work(void)
{
	for (int i = 0; i < 3; i++)
		grow(i);
}

int main(void)
{
	grow(1);
	work();
	grow(2);
	return 0;
}
