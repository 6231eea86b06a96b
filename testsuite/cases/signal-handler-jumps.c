// SPDX-License-Identifier: MIT
// A handler jumps out with siglongjmp, from wherever it comes, the hooks
// included: what is recorded afterwards is right again.
// { mc-unsanitized thread "it holds signals back" }
// { mc-levels "-O2" }
// { mc-alone }
// { mc-node "work" depth=1 }
// { mc-node "leaf" depth=1 }
// { mc-check "node last calls = 1000" }
// { mc-check "edge work -> last calls = 1000" }
// { mc-stdout "enough jumps" }
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>

static sigjmp_buf env;
static volatile int armed, jumps;

static void handler(int signal)
{
	(void)signal;
	if (armed) {
		armed = 0;
		siglongjmp(env, 1);
	}
}

__attribute__((noinline)) static void leaf(void)
{
	__asm__ volatile("");
}

__attribute__((noinline)) static void last(void)
{
	__asm__ volatile("");
}

__attribute__((profile, noinline)) void work(int is_last)
{
	for (int i = 0; i < 100; i++)
		leaf();
	if (is_last)
		last();
}

int main(void)
{
	struct itimerval timer = {{0, 150}, {0, 150}}, off = {{0}, {0}};

	signal(SIGALRM, handler);
	setitimer(ITIMER_REAL, &timer, NULL);
	while (jumps < 200) {
		if (sigsetjmp(env, 1))
			jumps++;
		armed = 1;
		work(0);
		armed = 0;
	}
	setitimer(ITIMER_REAL, &off, NULL);
	for (int i = 0; i < 1000; i++)
		work(1);
	puts("enough jumps");
	return 0;
}
