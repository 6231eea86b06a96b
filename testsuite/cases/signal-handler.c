// SPDX-License-Identifier: MIT
// A signal handler is a callee of the function it interrupts; outside the
// extent it is not recorded.
// { mc-node "work" calls=1 }
// { mc-node "leaf" calls=1000 }
// { mc-node "handler" calls=1000 }
// { mc-node "note" calls=1000 }
// { mc-edge "work -> leaf" calls=1000 }
// { mc-edge "leaf -> handler" calls=1000 }
// { mc-edge "handler -> note" calls=1000 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes } { mc-only-edges }
#include <signal.h>
#include <stdio.h>

static volatile int noted;

static void note(int n)
{
	noted = noted + n;
}

static void handler(int signal)
{
	note(signal == SIGUSR1);
}

static void leaf(void)
{
	raise(SIGUSR1);
}

__attribute__((profile)) void work(void)
{
	int i;

	for (i = 0; i < 1000; i++)
		leaf();
}

int main(void)
{
	signal(SIGUSR1, handler);
	raise(SIGUSR1);
	work();
	raise(SIGUSR1);
	printf("%d\n", noted);
	return 0;
}
