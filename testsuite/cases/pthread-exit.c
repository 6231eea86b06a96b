// SPDX-License-Identifier: MIT
// pthread_exit in the middle of recorded calls, ten times.
// { mc-options "-pthread" }
// { mc-node "work" calls=10 depth=1 }
// { mc-node "deeper" calls=10 }
// { mc-edge "(root) -> work" calls=10 }
// { mc-edge "work -> deeper" calls=10 }
// { mc-only-nodes } { mc-only-edges }
#include <pthread.h>
#include <stdio.h>

static void deeper(void)
{
	pthread_exit(NULL);
}

__attribute__((profile)) void work(void)
{
	deeper();
}

static void *start(void *argument)
{
	work();
	return argument;
}

int main(void)
{
	pthread_t thread;
	void *result;
	int i, exited = 0;

	for (i = 0; i < 10; i++) {
		pthread_create(&thread, NULL, start, &exited);
		pthread_join(thread, &result);
		exited += result == NULL;
	}
	printf("%d\n", exited);
	return 0;
}
