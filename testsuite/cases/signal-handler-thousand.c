// SPDX-License-Identifier: MIT
// 1000 signals of a timer, whose handler calls recorded functions wherever it
// comes, in the hooks too: every call is counted, the handler's and those that
// it interrupts.
// { mc-unsanitized thread "it holds signals back" }
// { mc-node "work" calls=1 }
// { mc-node "outer" depth=1 }
// { mc-node "note" calls=3000 }
// { mc-edge "inner -> note" calls=3000 }
// { mc-edge "count -> inner" calls=1000 }
// { mc-edge "handler -> count" calls=1000 }
// { mc-node "handler" calls=1000 }
// { mc-check "edge outer -> leaf calls = node outer calls + node outer calls" }
// { mc-check "node outer calls = edge work -> outer calls" }
// { mc-check "profile lost = 0" }
// { mc-stdout "1000 signals, all calls" }
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>

static volatile int handled, notes;
static volatile long leaves;

static void note(void)
{
	notes = notes + 1;
}

static void inner(void)
{
	note();
	note();
	note();
}

static void count(void)
{
	struct itimerval off = {{0, 0}, {0, 0}};

	inner();
	if (++handled == 1000) {
		setitimer(ITIMER_REAL, &off, NULL);
		/* Drop one that has come since and is held back. */
		signal(SIGALRM, SIG_IGN);
	}
}

static void handler(int number)
{
	(void)number;
	count();
}

static void leaf(void)
{
	leaves = leaves + 1;
}

static void outer(void)
{
	leaf();
	leaf();
}

__attribute__((profile)) long work(void)
{
	struct itimerval timer = {{0, 100}, {0, 100}};
	long outers = 0;

	signal(SIGALRM, handler);
	setitimer(ITIMER_REAL, &timer, NULL);
	for (; handled < 1000; outers++)
		outer();
	return outers;
}

int main(void)
{
	long outers = work();

	printf("%d signals, %s calls\n", notes / 3,
	       leaves == 2 * outers ? "all" : "not all");
	return 0;
}
