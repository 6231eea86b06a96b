// SPDX-License-Identifier: MIT
// A thread cancelled within recorded calls, with a cleanup handler to run.
// { mc-options "-pthread" }
// { mc-node "work" calls=5 depth=1 }
// { mc-node "sleeps" calls=5 depth=1 }
// { mc-node "cleanup" calls=5 }
// { mc-edge "(root) -> work" calls=5 }
// { mc-edge "work -> sleeps" calls=5 }
// { mc-edge "sleeps -> cleanup" calls=5 }
// { mc-only-nodes } { mc-only-edges }
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <unistd.h>

static sem_t ready;
static int cleaned;

static void cleanup(void *argument)
{
	(void)argument;
	cleaned++;
}

static void sleeps(void)
{
	pthread_cleanup_push(cleanup, NULL);
	sem_post(&ready);
	for (;;)
		pause();
	pthread_cleanup_pop(0);
}

__attribute__((profile)) void work(void)
{
	sleeps();
}

static void *start(void *argument)
{
	work();
	return argument;
}

int main(void)
{
	pthread_t thread;
	int i;

	sem_init(&ready, 0, 0);
	for (i = 0; i < 5; i++) {
		pthread_create(&thread, NULL, start, NULL);
		sem_wait(&ready);
		pthread_cancel(thread);
		pthread_join(thread, NULL);
	}
	printf("%d\n", cleaned);
	return 0;
}
