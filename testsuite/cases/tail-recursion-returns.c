// SPDX-License-Identifier: MIT
// Recursion in tail position takes no stack where code is to be small either,
// in functions that return at several places and at their end.
// { mc-levels "-O2" "-Os" "-Os -fexceptions" "-Os -flto" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> even" calls=1 }
// { mc-edge "even -> odd" calls=1500000 }
// { mc-edge "odd -> even" calls=1500000 }
// { mc-edge "work -> cold" calls=1 }
// { mc-edge "cold -> cold" calls=3000000 }
// { mc-only-edges }
#include <stdio.h>

static long sum;
static void odd(long n);

static void even(long n)
{
	if (n == 0)
		return;
	sum += n;
	odd(n - 1);
}

static void odd(long n)
{
	if (n == 0) {
		sum++;
		return;
	}
	sum -= n;
	even(n - 1);
}

static __attribute__((cold)) void cold(long n)
{
	if (n == 0)
		return;
	sum += n;
	if (n & 1) {
		cold(n - 1);
		return;
	}
	sum ^= 5;
	cold(n - 1);
}

__attribute__((profile)) void work(long n)
{
	even(n);
	cold(n);
}

int main(void)
{
	work(3000000);
	printf("%ld\n", sum);
	return 0;
}
