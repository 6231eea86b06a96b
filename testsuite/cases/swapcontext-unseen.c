// SPDX-License-Identifier: MIT
// A library that was built without the plugin changes stacks: every call is
// counted, once, and as called by who ran on its stack.
// { mc-environment "MEMCALL_OPTIONS=time=all" }
// { mc-plain-library "switch.c" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> turn" calls=5001 }
// { mc-edge "turn -> body" calls=1 }
// { mc-edge "turn -> between" calls=5001 }
// { mc-edge "body -> deeper" calls=5000 }
// { mc-edge "deeper -> deeper" calls=7500 }
// { mc-edge "deeper -> inside" calls=10000 }
// { mc-only-edges }
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
