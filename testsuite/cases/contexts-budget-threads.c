// SPDX-License-Identifier: MIT
// Threads when no contexts are told apart but those next to the root: what a
// thread was started for is an edge of its own, whatever its creator was called
// by, and time adds up.
// { mc-options "-pthread" }
// { mc-environment "MEMCALL_OPTIONS=contexts=0" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> outer" calls=3 }
// { mc-edge "outer -> inner" calls=6 }
// { mc-edge "inner -> leaf" calls=18 }
// { mc-edge "inner -> begin" calls=6 }
// { mc-edge "begin -> start" kind=thread calls=6 }
// { mc-edge "start -> inner2" calls=60 }
// { mc-edge "inner2 -> leaf" calls=60 }
// { mc-node "leaf" calls=78 }
// { mc-only-edges }
// { mc-check "profile folded = 0" }
// { mc-check "profile lost = 0" }
#include <pthread.h>
#include <stdio.h>

static __attribute__((noinline)) long leaf(long n)
{
	return n + 1;
}

static __attribute__((noinline)) long inner2(long n)
{
	return leaf(n) * 1;
}

static void *start(void *argument)
{
	long *sum = argument;

	for (int i = 0; i < 10; i++)
		*sum = inner2(*sum);
	return NULL;
}

static __attribute__((noinline)) long begin(void)
{
	pthread_t thread;
	long sum = 0;

	pthread_create(&thread, NULL, start, &sum);
	pthread_join(thread, NULL);
	return sum;
}

static __attribute__((noinline)) long inner(long n)
{
	for (int i = 0; i < 3; i++)
		n = leaf(n);
	return n + begin();
}

static __attribute__((noinline)) long outer(long n)
{
	return inner(n) + inner(n + 1);
}

__attribute__((profile)) long work(void)
{
	long sum = 0;

	for (int i = 0; i < 3; i++)
		sum += outer(i);
	return sum;
}

int main(void)
{
	printf("%ld\n", work());
	return 0;
}
