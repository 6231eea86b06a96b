// SPDX-License-Identifier: MIT
// A signal handler that jumps out of a recorded call, 200 times.
// { mc-node "work" calls=1 depth=1 }
// { mc-node "deep" calls=600 depth=3 }
// { mc-node "handler" calls=200 depth=1 }
// { mc-node "after" calls=200 }
// { mc-edge "work -> deep" calls=200 }
// { mc-edge "deep -> deep" calls=400 }
// { mc-edge "deep -> handler" calls=200 }
// { mc-edge "work -> after" calls=200 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes } { mc-only-edges }
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>

static sigjmp_buf env;
static volatile int sum;

static void handler(int signal)
{
	siglongjmp(env, signal);
}

static void deep(int n)
{
	if (n == 0)
		raise(SIGUSR1);
	else
		deep(n - 1);
	sum += 1000000;
}

static void after(void)
{
	sum++;
}

__attribute__((profile)) void work(void)
{
	volatile int i;

	for (i = 0; i < 200; i++) {
		if (sigsetjmp(env, 1) == 0)
			deep(2);
		else
			after();
	}
}

int main(void)
{
	signal(SIGUSR1, handler);
	work();
	printf("%d\n", sum);
	return 0;
}
