// SPDX-License-Identifier: MIT
// A timer interrupts whatever runs, the hooks included: no call is lost and
// none is counted twice.
// { mc-unsanitized thread "it holds signals back" }
// { mc-node "work" calls=1 }
// { mc-node "outer" calls=1000000 depth=1 }
// { mc-node "leaf" calls=2000000 }
// { mc-edge "work -> outer" calls=1000000 }
// { mc-check "profile lost = 0" }
// { mc-stdout "enough signals" }
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>

static volatile int handled, sum;

static int leaf(int n)
{
	return n + 1;
}

static void handler(int signal)
{
	(void)signal;
	handled = handled + 1;
}

static void outer(int i)
{
	sum = leaf(i) + leaf(i + 1);
}

__attribute__((profile)) void work(void)
{
	int i;

	for (i = 0; i < 1000000; i++)
		outer(i);
}

int main(void)
{
	struct itimerval timer = {{0, 100}, {0, 100}};
	struct itimerval off = {{0, 0}, {0, 0}};

	signal(SIGALRM, handler);
	setitimer(ITIMER_REAL, &timer, NULL);
	work();
	while (handled < 3)
		;
	setitimer(ITIMER_REAL, &off, NULL);
	printf("enough signals\n");
	return 0;
}
