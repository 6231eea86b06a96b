// SPDX-License-Identifier: MIT
// 64 threads of 200,000 calls each: every call is counted.
// { mc-options "-pthread" }
// { mc-node "work" calls=1 }
// { mc-edge "work -> start" kind=thread calls=64 }
// { mc-edge "start -> outer" calls=6400000 }
// { mc-edge "outer -> leaf" calls=6400000 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
#include <pthread.h>
#include <stdio.h>

#define THREADS 64

static long leaf(long n)
{
	return n + 1;
}

static long outer(long n)
{
	return leaf(n) - 2;
}

static void *start(void *argument)
{
	volatile long *sum = argument;

	for (int i = 0; i < 100000; i++)
		*sum = outer(*sum);
	return NULL;
}

__attribute__((profile)) long work(void)
{
	static long sums[THREADS][8];
	pthread_t threads[THREADS];
	long sum = 0;

	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, start, sums[i]);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		sum += sums[i][0];
	}
	return sum;
}

int main(void)
{
	printf("%ld\n", work());
	return 0;
}
