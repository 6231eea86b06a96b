// SPDX-License-Identifier: MIT
// Threads started by recorded code are part of the extent: an edge of kind
// thread from the function that created them.
// { mc-options "-pthread" }
// { mc-node "work" calls=1 marked=1 }
// { mc-node "start" calls=3 depth=1 marked=0 }
// { mc-node "leaf" calls=307 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> start" kind=thread calls=3 }
// { mc-edge "start -> leaf" calls=300 }
// { mc-edge "work -> leaf" calls=7 }
// { mc-only-nodes } { mc-only-edges }
#include <pthread.h>
#include <stdio.h>

static long leaf(long n)
{
	return n + 1;
}

static void *start(void *argument)
{
	long *sum = argument;
	int i;

	for (i = 0; i < 100; i++)
		*sum = leaf(*sum);
	return NULL;
}

__attribute__((profile)) long work(void)
{
	pthread_t threads[3];
	long sums[3] = {0}, sum = 0;
	int i;

	for (i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, start, &sums[i]);
	for (i = 0; i < 7; i++)
		sum = leaf(sum);
	for (i = 0; i < 3; i++) {
		pthread_join(threads[i], NULL);
		sum += sums[i];
	}
	return sum;
}

int main(void)
{
	pthread_t outside;
	long sum = 0;

	pthread_create(&outside, NULL, start, &sum);
	pthread_join(outside, NULL);
	printf("%ld %ld\n", sum, work());
	return 0;
}
