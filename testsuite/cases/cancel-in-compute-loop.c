// SPDX-License-Identifier: MIT
// A thread with a cancellation pending that never reaches a cancellation point
// of its own is not cancelled in a hook.
// { mc-options "-pthread" }
// { mc-node "leaf" calls=2000000 }
// { mc-stdout "finished, unlocked" }
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static volatile int started, finished, sum;

static void leaf(void)
{
	sum = sum + 1;
}

__attribute__((profile)) void *work(void *unused)
{
	pthread_mutex_lock(&mutex);
	started = 1;
	for (int i = 0; i < 2000000; i++)
		leaf();
	pthread_mutex_unlock(&mutex);
	finished = 1;
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, work, NULL);
	while (!started)
		;
	pthread_cancel(thread);
	pthread_join(thread, NULL);
	printf("%s, %s\n", finished ? "finished" : "cancelled",
	       pthread_mutex_trylock(&mutex) ? "locked" : "unlocked");
	return 0;
}
