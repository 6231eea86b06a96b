// SPDX-License-Identifier: MIT
// Recursion a million deep, on a thread with the stack for it: the profile does
// not grow with the depth.
// { mc-options "-pthread" }
// { mc-node "work" calls=1 }
// { mc-node "down" calls=1000001 }
// { mc-edge "work -> down" calls=1 }
// { mc-edge "down -> down" calls=1000000 }
// { mc-check "node down total_ns <= node work total_ns" }
// { mc-only-nodes }
#include <pthread.h>
#include <stdio.h>

static volatile long touched;

static long down(long n)
{
	long below;

	if (n == 0)
		return 0;
	below = down(n - 1);
	touched = n;
	return below + 1;
}

__attribute__((profile)) long work(long n)
{
	return down(n);
}

static void *start(void *argument)
{
	*(long *)argument = work(1000000);
	return NULL;
}

int main(void)
{
	pthread_attr_t attributes;
	pthread_t thread;
	long depth = 0;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 1ul << 30);
	if (pthread_create(&thread, &attributes, start, &depth))
		return 1;
	pthread_join(thread, NULL);
	printf("%ld\n", depth);
	return 0;
}
