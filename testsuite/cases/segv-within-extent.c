// SPDX-License-Identifier: MIT
// A crash in an extent loses nothing: the profile is left, with every call.
// { mc-status SIGSEGV } { mc-abrupt }
// { mc-node "work" calls=1 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> leaf" calls=100000 }
// { mc-edge "work -> crash" calls=1 }
// { mc-only-edges }
#include <stdio.h>

static volatile int sum;
static int *volatile nowhere;

static void leaf(int n)
{
	sum = sum + n;
}

static void crash(void)
{
	printf("%d\n", sum);
	fflush(stdout);
	*nowhere = 1;
}

__attribute__((profile)) void work(int n)
{
	for (int i = 0; i < n; i++)
		leaf(i & 1);
	crash();
}

int main(void)
{
	work(100000);
	return 0;
}
