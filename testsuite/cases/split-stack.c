// SPDX-License-Identifier: MIT
// A stack that is in pieces all over memory.
// { mc-options "-fsplit-stack" }
// { mc-unsanitized any "a sanitizer knows one stack for each thread" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> deep" calls=10 }
// { mc-edge "deep -> deep" calls=20000 }
// { mc-edge "deep -> leaf" calls=40020 }
// { mc-edge "work -> leaf" calls=10 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
#include <stdio.h>

static volatile long sum;

static void leaf(void)
{
	sum = sum + 1;
}

static long deep(int n)
{
	volatile char block[400];

	block[n & 255] = (char)n;
	leaf();
	if (n)
		block[0] += deep(n - 1);
	leaf();
	return block[n & 255];
}

__attribute__((profile)) void work(void)
{
	for (int i = 0; i < 10; i++) {
		deep(2000);
		leaf();
	}
}

int main(void)
{
	work();
	printf("%ld\n", sum);
	return 0;
}
