// SPDX-License-Identifier: MIT
// 1000 threads at once, on the smallest stacks there are.
// { mc-unsanitized any "its threads need more stack" }
// { mc-options "-pthread" }
// { mc-node "work" calls=1 }
// { mc-edge "work -> start" kind=thread calls=1000 }
// { mc-edge "start -> down" calls=1000 }
// { mc-edge "down -> down" calls=20000 }
// { mc-edge "down -> leaf" calls=21000 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
// { mc-check "profile threads = 1001" }
// { mc-stdout "1000 21000" }
#include <limits.h>
#include <pthread.h>
#include <stdio.h>

#define THREADS 1000

static pthread_barrier_t all;
static long total;

static void leaf(long *sum)
{
	*sum += 1;
}

static void down(int n, long *sum)
{
	leaf(sum);
	if (n)
		down(n - 1, sum);
	*sum += 0;
}

static void *start(void *argument)
{
	long sum = 0;

	pthread_barrier_wait(&all);
	down(20, &sum);
	__atomic_add_fetch(&total, sum, __ATOMIC_RELAXED);
	return argument;
}

__attribute__((profile)) int work(void)
{
	static pthread_t threads[THREADS];
	pthread_attr_t small;
	int started = 0;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, PTHREAD_STACK_MIN);
	pthread_barrier_init(&all, NULL, THREADS + 1);
	for (int i = 0; i < THREADS; i++)
		started += !pthread_create(&threads[i], &small, start, NULL);
	pthread_barrier_wait(&all);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	return started;
}

int main(void)
{
	int started = work();

	printf("%d %ld\n", started, total);
	return 0;
}
