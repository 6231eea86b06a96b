// SPDX-License-Identifier: MIT
// Four threads call a marked function: one node, the counts merged.
// { mc-options "-pthread" }
// { mc-node "work" calls=40 depth=1 }
// { mc-node "leaf" calls=40000 }
// { mc-edge "(root) -> work" calls=40 }
// { mc-edge "work -> leaf" calls=40000 }
// { mc-no-node "start" "main" }
// { mc-only-nodes } { mc-only-edges }
#include <pthread.h>
#include <stdio.h>

static long leaf(long n)
{
	return n + 1;
}

__attribute__((profile)) long work(long n)
{
	int i;

	for (i = 0; i < 1000; i++)
		n = leaf(n);
	return n;
}

static void *start(void *argument)
{
	long *sum = argument;
	int i;

	for (i = 0; i < 10; i++)
		*sum = work(*sum);
	return NULL;
}

int main(void)
{
	pthread_t threads[4];
	long sums[4] = {0};
	int i;

	for (i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, start, &sums[i]);
	for (i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	printf("%ld\n", sums[0] + sums[1] + sums[2] + sums[3]);
	return 0;
}
