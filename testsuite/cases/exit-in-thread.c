// SPDX-License-Identifier: MIT
// exit() a hundred calls deep in a thread, while others go on and the one that
// started them waits: all that has been called is there.
// { mc-status 4 }
// { mc-options "-pthread" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> busy" kind=thread calls=2 }
// { mc-edge "busy -> tick" calls>1 }
// { mc-edge "work -> start" kind=thread calls=1 }
// { mc-edge "start -> leaf" calls=50 }
// { mc-edge "start -> deep" calls=1 }
// { mc-edge "deep -> deep" calls=100 }
// { mc-edge "deep -> last" calls=1 }
// { mc-edge "last -> leaf" calls=3 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
// { mc-stdout "leaving" }
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static volatile int sum;
static _Atomic int ready;

static void leaf(void)
{
	sum++;
}

static void tick(void)
{
	__asm__ volatile("");
}

static void *busy(void *unused)
{
	tick();
	ready++;
	for (;;)
		tick();
	return unused;
}

static void last(void)
{
	for (int i = 0; i < 3; i++)
		leaf();
	puts("leaving");
}

static void deep(int n)
{
	if (n)
		deep(n - 1);
	else
		exit(4);
	sum += 1000;
}

static void *start(void *unused)
{
	for (int i = 0; i < 50; i++)
		leaf();
	deep(100);
	return unused;
}

__attribute__((profile)) void work(void)
{
	pthread_t threads[3];

	pthread_create(&threads[0], NULL, busy, NULL);
	pthread_create(&threads[1], NULL, busy, NULL);
	while (ready < 2)
		;
	pthread_create(&threads[2], NULL, start, NULL);
	pthread_join(threads[2], NULL);
}

int main(void)
{
	atexit(last);
	work();
	return 3;
}
