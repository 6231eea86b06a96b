// SPDX-License-Identifier: MIT
// Of recursion a million deep, the depth is exact if every call is timed.
// { mc-options "-pthread" }
// { mc-environment "MEMCALL_OPTIONS=time=all" }
// { mc-node "work" calls=1 depth=1 }
// { mc-node "down" calls=1000001 depth=1000001 }
// { mc-edge "work -> down" calls=1 }
// { mc-edge "down -> down" calls=1000000 }
// { mc-check "node down total_ns <= node work total_ns" }
// { mc-check "node down timed = node down calls" }
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
