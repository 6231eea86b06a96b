// SPDX-License-Identifier: MIT
// exit() in a signal handler, which has interrupted a deep recursion: what exit
// calls is called by the handler.
// { mc-status 10 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> deep" calls=1 }
// { mc-edge "deep -> deep" calls=50 }
// { mc-edge "deep -> leaf" calls=51 }
// { mc-edge "deep -> handler" calls=1 }
// { mc-edge "handler -> leaf" calls=1 }
// { mc-edge "handler -> last" calls=1 }
// { mc-edge "last -> leaf" calls=1 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
// { mc-stdout "53" }
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static volatile int sum;

static void leaf(void)
{
	sum++;
}

static void last(void)
{
	leaf();
	printf("%d\n", sum);
}

static void handler(int signal)
{
	leaf();
	exit(signal);
}

static void deep(int n)
{
	leaf();
	if (n)
		deep(n - 1);
	else
		raise(SIGUSR1);
	sum += 1000;
}

__attribute__((profile)) void work(void)
{
	deep(50);
}

int main(void)
{
	signal(SIGUSR1, handler);
	atexit(last);
	work();
	return 0;
}
