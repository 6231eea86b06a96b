// SPDX-License-Identifier: MIT
// A timer whose handler calls recorded functions, over recursion that goes in
// and out of the recorder's chunks of frames: every call is there.
// { mc-unsanitized thread "it holds signals back" }
// { mc-do run }
// { mc-environment "MEMCALL_OPTIONS=time=all" }
// { mc-node "deep" calls=4039600 depth=80 }
// { mc-check "node inner calls = node handler calls + node handler calls + node handler calls + node handler calls" }
// { mc-check "profile lost = 0" }
// { mc-stdout "enough signals" }
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>

static volatile long handled;

__attribute__((noinline)) static void inner(int n)
{
	if (n)
		inner(n - 1);
}

static void handler(int signal)
{
	(void)signal;
	inner(3);
	handled++;
}

__attribute__((noinline)) static int deep(int n)
{
	return n ? deep(n - 1) + 1 : 0;
}

__attribute__((profile)) int work(int rounds)
{
	int sum = 0;

	for (int i = 0; i < rounds; i++)
		sum += deep(20 + i % 60);
	while (handled < 20)
		;
	return sum;
}

int main(void)
{
	struct itimerval timer = {{0, 1000}, {0, 1000}}, off = {{0}, {0}};

	signal(SIGALRM, handler);
	setitimer(ITIMER_REAL, &timer, NULL);
	work(80000);
	setitimer(ITIMER_REAL, &off, NULL);
	puts("enough signals");
	return 0;
}
