// SPDX-License-Identifier: MIT
// A library that was built without the plugin changes stacks: every call is
// counted, once (xfail-swapcontext-unseen has what is not right).
// { mc-plain-library "switch.c" }
// { mc-node "work" calls=1 }
// { mc-node "turn" calls=5001 }
// { mc-node "between" calls=5001 }
// { mc-node "body" calls=1 }
// { mc-node "deeper" calls=12500 }
// { mc-node "inside" calls=10000 }
// { mc-only-nodes }
// { mc-check "profile lost = 0" }
// { mc-stdout "522600" }
#include <stdio.h>

void begin(void (*body)(void));
void resume(void);
void yield(void);

static volatile int sum;

static void inside(void)
{
	sum++;
}

static void between(void)
{
	sum += 100;
}

static void deeper(int n)
{
	if (n) {
		deeper(n - 1);
	} else {
		inside();
		yield();
		inside();
	}
	sum++;
}

static void body(void)
{
	for (int i = 0; i < 5000; i++)
		deeper(i % 4);
}

static void turn(void)
{
	resume();
	between();
}

__attribute__((profile)) void work(void)
{
	begin(body);
	for (int i = 0; i < 5001; i++)
		turn();
}

int main(void)
{
	work();
	printf("%d\n", sum);
	return 0;
}
