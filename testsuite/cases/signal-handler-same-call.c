// SPDX-License-Identifier: MIT
// A handler that is not recorded itself calls what the interrupted function is
// calling over and over: no call is lost, wherever the signal comes.
// { mc-unsanitized thread "it holds signals back" }
// { mc-edge "work -> leaf" }
// { mc-check "node leaf calls = node once calls + node extra calls" }
// { mc-check "node extra calls = 4000" }
// { mc-check "profile lost = 0" }
// { mc-stdout "4000 extra" }
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>

static volatile int handled, extras;
static volatile long leaves;

__attribute__((noinline)) static void leaf(void)
{
	leaves = leaves + 1;
}

/* As often as leaf() in the loop. */
__attribute__((noinline)) static void once(void)
{
}

/* As often as leaf() in handlers. */
__attribute__((noinline)) static void extra(void)
{
	extras = extras + 1;
}

__attribute__((no_instrument_function)) static void handler(int number)
{
	struct itimerval off = {{0, 0}, {0, 0}};

	(void)number;
	for (int i = 0; i < 4; i++) {
		leaf();
		extra();
	}
	if (++handled == 1000) {
		setitimer(ITIMER_REAL, &off, NULL);
		/* Drop one that has come since and is held back. */
		signal(SIGALRM, SIG_IGN);
	}
}

__attribute__((profile)) void work(void)
{
	struct itimerval timer = {{0, 100}, {0, 100}};

	signal(SIGALRM, handler);
	setitimer(ITIMER_REAL, &timer, NULL);
	while (handled < 1000) {
		leaf();
		once();
	}
}

int main(void)
{
	work();
	printf("%d extra\n", extras);
	return 0;
}
