// SPDX-License-Identifier: MIT
// quick_exit() in an extent: no destructor runs, so the profile is left, and
// what at_quick_exit has registered runs below the caller.
// { mc-status 4 } { mc-abrupt }
// { mc-stdout "leaving" }
// { mc-node "work" calls=1 }
// { mc-edge "work -> leaf" calls=1000 }
// { mc-edge "work -> finish" calls=1 }
// { mc-edge "finish -> last" calls=1 }
// { mc-edge "last -> leaf" calls=3 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-edges }
#include <stdio.h>
#include <stdlib.h>

static volatile int sum;

static void leaf(void)
{
	sum = sum + 1;
}

static void last(void)
{
	for (int i = 0; i < 3; i++)
		leaf();
	puts("leaving");
	fflush(stdout);
}

static void finish(void)
{
	quick_exit(4);
}

__attribute__((profile)) void work(void)
{
	for (int i = 0; i < 1000; i++)
		leaf();
	finish();
}

int main(void)
{
	at_quick_exit(last);
	work();
	return 0;
}
