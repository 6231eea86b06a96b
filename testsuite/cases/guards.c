// SPDX-License-Identifier: MIT
// Functions that begin with a loop, which jumps back to their first instruction
// but not to what stands in front of it; one that has a builtin's name; one
// that does nothing.
// { mc-levels "-O0" "-O1" "-O2" "-O3" "-Os" "-O2 -fcf-protection" "-O2 -masm=intel" }
// { mc-options "-std=gnu17" }
// { mc-node "work" calls=1 }
// { mc-node "spin" calls=3 }
// { mc-node "nothing" calls=3 }
// { mc-node "floorf" calls=3 }
// { mc-stdout "3 6" }
#include <stdio.h>
#include <stdlib.h>

static volatile int turns;

__attribute__((noinline)) void spin(void)
{
	for (;;)
		if (++turns % 4 == 0)
			return;
}

__attribute__((noinline)) void forever(void)
{
	for (;;)
		if (turns > 1000000)
			exit(1);
}

__attribute__((noinline)) void nothing(void)
{
}

__attribute__((noinline)) float floorf(float x)
{
	return (float)(int)x;
}

__attribute__((profile)) int work(volatile float *x)
{
	int sum = 0;

	for (int i = 0; i < 3; i++) {
		spin();
		nothing();
		sum += (int)floorf(*x);
	}
	return sum;
}

int main(int argc, char **argv)
{
	volatile float x = 2.5f;
	int sum;

	(void)argv;
	if (argc > 100)
		forever();
	sum = work(&x);
	printf("%d %d\n", turns / 4, sum);
	return 0;
}
