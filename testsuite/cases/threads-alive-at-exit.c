// SPDX-License-Identifier: MIT
// Threads by thrd_create, detached ones, and one that is still at work when the
// program ends: each below the function that started it.
// { mc-unsanitized thread "it does not know thrd_create" }
// { mc-options "-pthread" }
// { mc-node "work" calls=1 }
// { mc-edge "work -> c11" kind=thread calls=2 }
// { mc-edge "work -> endless" kind=thread calls=1 }
// { mc-edge "work -> detached" kind=thread calls=1 }
// { mc-edge "c11 -> leaf" calls=20 }
// { mc-edge "detached -> leaf" calls=5 }
// { mc-edge "detached -> quit" calls=1 }
// { mc-only-nodes }
// { mc-node "leaf" } { mc-node "quit" } { mc-node "tick" }
// { mc-node "c11" } { mc-node "detached" } { mc-node "endless" }
#include <pthread.h>
#include <stdio.h>
#include <threads.h>

static volatile int ticks;
static _Atomic int done;

__attribute__((noinline)) static int leaf(int n)
{
	return n + 1;
}

__attribute__((noinline)) static void tick(void)
{
	ticks = ticks + 1;
}

static int c11(void *argument)
{
	int n = 0;

	for (int i = 0; i < 10; i++)
		n = leaf(n);
	*(int *)argument = n;
	return n;
}

static void *endless(void *unused)
{
	for (;;)
		tick();
	return unused;
}

static void quit(void)
{
	done = 1;
	pthread_exit(NULL);
}

static void *detached(void *unused)
{
	int n = 0;

	for (int i = 0; i < 5; i++)
		n = leaf(n);
	quit();
	return unused;
}

__attribute__((profile)) int work(void)
{
	pthread_t thread;
	thrd_t a, b;
	int x, y, sum;

	pthread_create(&thread, NULL, endless, NULL);
	thrd_create(&a, c11, &x);
	thrd_create(&b, c11, &y);
	thrd_join(a, &sum);
	thrd_join(b, NULL);
	pthread_create(&thread, NULL, detached, NULL);
	pthread_detach(thread);
	while (!done || !ticks)
		;
	return sum + x + y;
}

int main(void)
{
	printf("%d\n", work());
	return 0;
}
